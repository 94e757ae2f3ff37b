// A shard's large values where one is being put while its run ends, goes, or is driven anew.

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { RunJournal } from "../../../api/runtime/run-journal.ts";
import { RunValues } from "../../../api/runtime/run-values.ts";
import type { ValueRows } from "../../../api/runtime/value-rows.ts";

const RUN = { agentId: "agent_values", runId: "run_ofValues" };
const NONE: ReadonlySet<string> = new Set();

/** In the storage of an object of its own. */
function withValues(use: (values: RunValues, rows: ValueRows) => Promise<void>): Promise<void> {
  const shard = env.RUN_SHARD.getByName(crypto.randomUUID()) as unknown as DurableObjectStub;
  return runInDurableObject(shard, (_, { storage }) => {
    const { values: rows } = new RunJournal(storage.sql);
    return use(new RunValues(env.ARCHIVE, rows, () => undefined), rows);
  });
}

/** 7 MB of JSON, which go on when they are let. */
function held(): { pieces: AsyncIterable<string>; begun: Promise<void>; goOn: () => void } {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: on, resolve: goOn } = Promise.withResolvers<void>();
  async function* pieces() {
    yield `"${"x".repeat(6_000_000)}`;
    begin();
    await on;
    yield `${"x".repeat(1_000_000)}"`;
  }
  return { pieces: pieces(), begun, goOn };
}

async function names(): Promise<string[]> {
  const prefix = `values/${RUN.agentId}/${RUN.runId}/`;
  return (await env.ARCHIVE.list({ prefix })).objects.map(({ key }) => key.slice(prefix.length));
}

test("what is being put while its run ends is put to its end, found as stranded, and deleted then", async () => {
  await withValues(async (values, rows) => {
    const { pieces, begun, goOn } = held();
    const putting = values.putAnswer(RUN, pieces, null, "late.1");
    await begun;
    await values.sweep(RUN, NONE);
    goOn();
    await putting;
    expect(await names()).toEqual(["late.1"]);
    expect(rows.stranded()).toMatchObject([RUN]);
    await values.sweep(RUN, NONE);
    expect(await names()).toEqual([]);
    expect(rows.stranded()).toEqual([]);
  });
});

test("an attempt that is made again drops the parts that its earlier life had sent", async () => {
  await withValues(async (values, rows) => {
    const key = `values/${RUN.agentId}/${RUN.runId}/again.1`;
    const before = await env.ARCHIVE.createMultipartUpload(key);
    rows.keep(RUN, "again.1");
    rows.noteUpload(RUN.runId, "again.1", before.uploadId);
    const { pieces, goOn } = held();
    goOn();
    expect(await values.putAnswer(RUN, pieces, null, "again.1")).toMatchObject({ sizeBytes: 7_000_002 });
    await expect(before.uploadPart(1, "x")).rejects.toThrow("multipart upload does not exist");
    expect(rows.uploadOf(RUN.runId, "again.1")).toBeNull();
    await values.sweep(RUN, NONE);
    expect(await names()).toEqual([]);
  });
});

test("what is taken over from a run that is deleted meanwhile is said to be gone where it is read", async () => {
  await withValues(async (values) => {
    const gone = { path: ["a"], ref: "gone.1", sizeBytes: 100_000 };
    const adopted = await values.adopt(RUN, { ...RUN, runId: "run_deleted" }, [gone], (ref) => `mine.${ref}`);
    expect(adopted).toEqual([{ ...gone, ref: "mine.gone.1" }]);
    expect(await values.read(RUN, "mine.gone.1", [[]])).toMatchObject({ ok: false, failure: { code: "value_gone" } });
    expect(await values.readInput(RUN, "mine.gone.1")).toBeNull();
  });
});

test("what a run that is over refers to stays, and is not looked at again", async () => {
  await withValues(async (values, rows) => {
    for (const name of ["kept.1", "left.1"]) await values.put(RUN, "x", name);
    await values.sweep(RUN, new Set(["kept.1"]));
    expect(await names()).toEqual(["kept.1"]);
    expect(rows.stranded()).toEqual([]);
    await values.sweep(RUN, NONE);
    expect(await names()).toEqual([]);
  });
});
