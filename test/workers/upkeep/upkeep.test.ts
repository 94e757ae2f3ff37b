// What becomes of the log and the numbers with time: a month passes by handing the clock in.

import { createScheduledController, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { sha256Of } from "../../../api/invocations/archive/pack.ts";
import { insertInvocations, type InvocationRecord } from "../../../api/invocations/insert-invocations.ts";
import { newId } from "../../../api/platform/ids.ts";
import { forgetRun } from "../../../api/runs/project-runs.ts";
import worker from "../../../api/worker.ts";
import { call, newAgent, newTool } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";

const DAY_MS = 86_400_000;
// Long ago, so that no other test's rows are old with these.
const BEGUN = Date.parse("2020-01-01T00:00:00Z");
const upkeep = () => env.UPKEEP.getByName("hub");

let a: TestAgent;
let b: TestAgent;
let toolId: string;

beforeEach(async () => {
  [a, b] = [await newAgent("A"), await newAgent("B")];
  toolId = (await newTool(b)).id;
});

function record(at: number, more: Partial<InvocationRecord> = {}): InvocationRecord {
  const [createdAt, completedAt] = [new Date(at).toISOString(), new Date(at + 5).toISOString()];
  return {
    id: newId("inv"),
    toolId,
    callerAgentId: a.id,
    status: "success",
    latencyMs: 5,
    createdAt,
    completedAt,
    input: { text: "in ü" },
    output: { text: "out" },
    ...more,
  };
}

async function sweep(now: number): Promise<void> {
  while (await upkeep().sweep(now));
}

async function rowsInD1(): Promise<number> {
  const found = await env.DB.prepare("SELECT count(*) AS n FROM mcp_invocations WHERE caller_agent_id = ?")
    .bind(a.id)
    .first<{ n: number }>();
  return found?.n ?? -1;
}

async function archives() {
  const { results } = await env.DB.prepare(
    'SELECT "key", hour, part, row_count AS n, sha256 FROM mcp_invocation_archives WHERE caller_agent_id = ? ORDER BY hour, part',
  )
    .bind(a.id)
    .all<{ key: string; hour: string; part: number; n: number; sha256: string }>();
  return results;
}

async function objects(): Promise<string[]> {
  return (await env.ARCHIVE.list({ prefix: `invocations/${a.id}/` })).objects.map(({ key }) => key);
}

const read = (agent: TestAgent, id: string) => call("GET", `/api/v1/mcp/invocations/${id}`, { key: agent.key });

describe("the archive", () => {
  test("takes a call after 30 days, and caller and provider read it as before; nobody else does", async () => {
    const [old, failed, young] = [
      record(BEGUN),
      record(BEGUN + 1_000, { status: "error", errorCode: "x", errorMessage: "why" }),
      record(BEGUN + 3 * DAY_MS),
    ];
    await insertInvocations(env.DB, [old, failed, young]);
    const before = [await read(a, old.id), await read(a, failed.id)].map(({ body }) => body);
    await sweep(BEGUN + 30 * DAY_MS);
    expect(await rowsInD1()).toBe(3);
    await sweep(BEGUN + 31 * DAY_MS);
    expect(await rowsInD1()).toBe(1);
    expect(await archives()).toMatchObject([{ hour: "2020-01-01T00", part: 1, n: 2 }]);
    expect([(await read(a, old.id)).body, (await read(a, failed.id)).body]).toEqual(before);
    expect((await read(b, old.id)).body).toEqual(before[0]);
    expect((await read(await newAgent(), old.id)).status).toBe(404);
  });

  test("is an object for each hour, and one more for what came late or did not fit", async () => {
    const many = Array.from({ length: 700 }, (_, i) => record(BEGUN + i));
    await insertInvocations(env.DB, [...many, record(BEGUN + 3_600_000)]);
    await sweep(BEGUN + 40 * DAY_MS);
    const late = record(BEGUN + 10);
    await insertInvocations(env.DB, [late]);
    await sweep(BEGUN + 40 * DAY_MS);
    expect((await archives()).map(({ hour, part, n }) => [hour, part, n])).toEqual([
      ["2020-01-01T00", 1, 500],
      ["2020-01-01T00", 2, 200],
      ["2020-01-01T00", 3, 1],
      ["2020-01-01T01", 1, 1],
    ]);
    expect(await objects()).toEqual((await archives()).map(({ key }) => key));
    for (const { id } of [late, ...many.slice(0, 3), ...many.slice(-3)]) expect((await read(a, id)).status).toBe(200);
  });

  test("is gzipped NDJSON that anybody can read, with the hash that is noted", async () => {
    await insertInvocations(env.DB, [record(BEGUN), record(BEGUN + 1)]);
    await sweep(BEGUN + 40 * DAY_MS);
    const [archive] = await archives();
    const bytes = await (await env.ARCHIVE.get(archive?.key ?? ""))?.arrayBuffer();
    const hash = await sha256Of(new Uint8Array(bytes ?? new ArrayBuffer()));
    expect(hash).toBe(archive?.sha256);
    const text = new Blob([bytes ?? ""]).stream().pipeThrough(new DecompressionStream("gzip"));
    const lines = (await new Response(text).text()).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { callerAgentId: a.id, providerAgentId: b.id, input: { text: "in ü" } },
      {},
    ]);
  });

  test.each(["put", "get", "batch"] as const)("loses and doubles nothing where it breaks off at %s", async (step) => {
    const calls = [record(BEGUN), record(BEGUN + 1)];
    await insertInvocations(env.DB, calls);
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const broken =
      step === "batch"
        ? vi.spyOn(env.DB, "batch").mockRejectedValue(new Error("broke off"))
        : vi.spyOn(env.ARCHIVE, step).mockRejectedValue(new Error("broke off"));
    await runInDurableObject(upkeep(), (object) => object.sweep(BEGUN + 40 * DAY_MS));
    broken.mockRestore();
    expect(log).toHaveBeenCalled();
    log.mockRestore();
    expect(await rowsInD1()).toBe(2);
    // What comes meanwhile makes another object, and the one that was left behind goes.
    await insertInvocations(env.DB, [record(BEGUN + 2)]);
    await sweep(BEGUN + 40 * DAY_MS);
    expect(await rowsInD1()).toBe(0);
    expect(await archives()).toMatchObject([{ part: 1, n: 3 }]);
    expect(await objects()).toEqual((await archives()).map(({ key }) => key));
    for (const { id } of calls) expect((await read(a, id)).status).toBe(200);
  });

  test("keeps rows in D1 where R2 gives back other bytes than it was given", async () => {
    await insertInvocations(env.DB, [record(BEGUN)]);
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const put = env.ARCHIVE.put.bind(env.ARCHIVE) as (key: string, value: string) => Promise<R2Object>;
    const damaged = vi.spyOn(env.ARCHIVE, "put").mockImplementation((key: string) => put(key, "x"));
    await runInDurableObject(upkeep(), (object) => object.sweep(BEGUN + 40 * DAY_MS));
    damaged.mockRestore();
    log.mockRestore();
    expect([await rowsInD1(), await archives()]).toEqual([1, []]);
    await sweep(BEGUN + 40 * DAY_MS);
    expect([await rowsInD1(), (await archives()).length]).toEqual([0, 1]);
  });

  test("leaves a call without an outcome, and the numbers of all, where they are", async () => {
    const [open, ended] = [record(BEGUN, { status: "running" }), record(BEGUN + 1)];
    const { completedAt: _, ...running } = open;
    await insertInvocations(env.DB, [running, ended]);
    const day = { period: "day", from: "2020-01-01T00:00:00Z", to: "2020-01-02T00:00:00Z" };
    const stats = () =>
      call("GET", `/api/v1/mcp/tools/${toolId}/stats?${new URLSearchParams(day).toString()}`, { key: b.key });
    const { body } = await stats();
    await sweep(BEGUN + 40 * DAY_MS);
    expect(await rowsInD1()).toBe(1);
    expect((await stats()).body).toEqual(body);
    expect(body.total.calls).toBe(1);
  });

  test("comes with the cron", async () => {
    await insertInvocations(env.DB, [record(BEGUN)]);
    const controller = createScheduledController({ scheduledTime: BEGUN + 31 * DAY_MS, cron: "*/10 * * * *" });
    await worker.scheduled(controller, env);
    expect([await rowsInD1(), (await archives()).length]).toEqual([0, 1]);
  });
});

describe("what an archive is to forget", () => {
  const SECRET = "what was said";
  const secret = (at: number, callerAgentId = a.id) => record(at, { callerAgentId, output: { text: SECRET } });
  const forget = (agent: TestAgent, ...ids: string[]) =>
    forgetRun(env, { agentId: agent.id, runId: newId("run") }, ids);

  async function said(agent: TestAgent): Promise<string> {
    const { objects: kept } = await env.ARCHIVE.list({ prefix: `invocations/${agent.id}/` });
    const texts = kept.map(async ({ key }) => {
      const unpacked = (await env.ARCHIVE.get(key))?.body.pipeThrough(new DecompressionStream("gzip"));
      return new Response(unpacked).text();
    });
    return (await Promise.all(texts)).join("");
  }

  test.each(["before it comes back", "after it was archived again"])(
    "is forgotten in each archive that has a call, where the call came back after it had been archived: %s",
    async (when) => {
      const [first, other] = [secret(BEGUN), record(BEGUN + 1)];
      await insertInvocations(env.DB, [first, other]);
      await sweep(BEGUN + 40 * DAY_MS);
      const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
      if (when === "before it comes back") await forget(a, first.id);
      await insertInvocations(env.DB, [{ ...first, latencyMs: 7 }]);
      // The archive of what came back comes first in a sweep.
      await sweep(BEGUN + 40 * DAY_MS);
      if (when !== "before it comes back") {
        expect((await read(a, first.id)).body).toMatchObject({ latencyMs: 7, output: { text: SECRET } });
        await forget(a, first.id);
        await sweep(BEGUN + 40 * DAY_MS);
      }
      expect(log).not.toHaveBeenCalled();
      log.mockRestore();
      expect((await archives()).map(({ n }) => n)).toEqual([2, 1]);
      expect(await said(a)).not.toContain(SECRET);
      expect((await read(a, first.id)).body).toMatchObject({ latencyMs: 7, input: null, output: null });
      expect((await read(a, other.id)).body).toMatchObject({ output: { text: "out" } });
    },
  );

  test.each(["damaged", "gone"])(
    "is forgotten though the object of another archive is %s; of that, the note stays as it was",
    async (how) => {
      const [bad, good] = [secret(BEGUN), secret(BEGUN + 1, b.id)];
      await insertInvocations(env.DB, [bad, good]);
      await sweep(BEGUN + 40 * DAY_MS);
      const noted = await archives();
      const key = noted[0]?.key ?? "";
      if (how === "gone") await env.ARCHIVE.delete(key);
      else await env.ARCHIVE.put(key, "no archive");
      await forget(a, bad.id);
      await forget(b, good.id);
      const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
      await sweep(BEGUN + 40 * DAY_MS);
      expect(log.mock.calls.join()).toContain(key);
      log.mockRestore();
      expect(await said(b)).not.toContain(SECRET);
      expect(await archives()).toEqual(noted);
      expect(await objects()).toHaveLength(how === "gone" ? 0 : 1);
      // No later sweep is to stumble over it.
      await env.DB.prepare("DELETE FROM mcp_archived_invocations WHERE id = ?").bind(bad.id).run();
    },
  );
});

test("minutes of a tool's numbers are kept for 48 hours, hours for 90 days, days for ever", async () => {
  await insertInvocations(env.DB, [record(BEGUN), record(BEGUN + 2 * DAY_MS)]);
  const kept = async () => {
    const { results } = await env.DB.prepare(
      "SELECT period, count(*) AS n FROM mcp_tool_stats WHERE tool_id = ? GROUP BY period ORDER BY period",
    )
      .bind(toolId)
      .all<{ period: string; n: number }>();
    return Object.fromEntries(results.map(({ period, n }) => [period, n]));
  };
  await sweep(BEGUN + 3 * DAY_MS);
  expect(await kept()).toEqual({ minute: 1, hour: 2, day: 2 });
  await sweep(BEGUN + 91 * DAY_MS);
  expect(await kept()).toEqual({ hour: 1, day: 2 });
  await sweep(BEGUN + 1_000 * DAY_MS);
  expect(await kept()).toEqual({ day: 2 });
});

test("sessions that have ended and minutes of limits older than a day go", async () => {
  const { body } = await call("GET", "/api/v1/auth/session", { key: a.key });
  await env.DB.batch([
    env.DB.prepare("INSERT INTO sessions (hash, key_id, expires_at) VALUES (?1, ?2, '2020-01-01T00:00:00.000Z')").bind(
      newId("tok"),
      body.keyId,
    ),
    env.DB.prepare("INSERT INTO mcp_rate_limits VALUES (?1, ?2, '2020-01-01T00:00:00.000Z', 1)").bind(a.id, toolId),
    env.DB.prepare("INSERT INTO mcp_rate_limits VALUES (?1, ?2, '2020-01-02T12:00:00.000Z', 1)").bind(a.id, toolId),
  ]);
  await sweep(BEGUN + 2 * DAY_MS);
  const sessions = await env.DB.prepare("SELECT 1 FROM sessions WHERE key_id = ?").bind(body.keyId).all();
  const limits = await env.DB.prepare("SELECT 1 FROM mcp_rate_limits WHERE agent_id = ?").bind(a.id).all();
  expect([sessions.results.length, limits.results.length]).toEqual([0, 1]);
});
