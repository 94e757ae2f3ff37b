// Spans on their way to a collector that lives in a process of its own, whatever that one does.

import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { SpanExporter } from "../../../api/telemetry/exporter.ts";
import type { Span } from "../../../api/telemetry/span.ts";
import { newTrace } from "../../../api/telemetry/trace-context.ts";
import worker from "../../../api/worker.ts";

const LATER_MS = 60_000;

let box: string;

beforeEach(() => {
  box = crypto.randomUUID();
});

afterEach(() => vi.restoreAllMocks());

function spanOf(name: string): Span {
  const at = Date.now();
  return {
    context: newTrace(true),
    parent: null,
    name,
    kind: "internal",
    attributes: {},
    startedAt: at,
    endedAt: at,
    failed: false,
  };
}

const opened = () => new SpanExporter(`${inject("collectorUrl")}/${box}/v1/traces`, {});

/** The names of the spans in each request that arrived. */
async function arrived(): Promise<string[][]> {
  const got = await (await fetch(`${inject("collectorUrl")}/_got?box=${box}`)).json<{ body: string }[]>();
  return got.map(({ body }) =>
    JSON.parse(body).resourceSpans[0].scopeSpans[0].spans.map(({ name }: { name: string }) => name),
  );
}

async function answerWith(code: number): Promise<void> {
  await fetch(`${inject("collectorUrl")}/_answer?box=${box}&code=${code}`, { method: "POST" });
}

function fill(exporter: SpanExporter, count: number): void {
  for (let n = 0; n < count; n++) exporter.record(spanOf(`span ${n}`));
}

test("spans leave in batches, each once, and no more of them wait than there is room for", async () => {
  const exporter = opened();
  fill(exporter, 5_000);
  await exporter.flush();
  const batches = await arrived();
  expect(Math.max(...batches.map((names) => names.length))).toBe(512);
  expect(batches.flat()).toEqual(Array.from({ length: 4_096 }, (_, n) => `span ${n}`));
  expect(exporter.counts).toEqual({ exported: 4_096, dropped: 904 });
});

test("many who flush at once send one request", async () => {
  const exporter = opened();
  fill(exporter, 10);
  await Promise.all(Array.from({ length: 20 }, () => exporter.flush()));
  expect(await arrived()).toEqual([Array.from({ length: 10 }, (_, n) => `span ${n}`)]);
});

test("a collector that is busy is left alone for a while, and then gets them", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const exporter = opened();
  await answerWith(503);
  fill(exporter, 600);
  await exporter.flush();
  await exporter.flush();
  expect(await arrived()).toHaveLength(1);
  await answerWith(200);
  vi.spyOn(Date, "now").mockReturnValue(Date.now() + LATER_MS);
  await exporter.flush();
  expect((await arrived()).slice(1).flat()).toEqual(Array.from({ length: 600 }, (_, n) => `span ${n}`));
  expect(exporter.counts).toEqual({ exported: 600, dropped: 0 });
  expect(said).toHaveBeenCalledTimes(1);
});

test("what a collector does not want is dropped and counted, and said once", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const exporter = opened();
  await answerWith(400);
  for (let round = 1; round <= 2; round++) {
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + LATER_MS);
    fill(exporter, 3);
    await exporter.flush();
    expect(exporter.counts).toEqual({ exported: 0, dropped: 3 * round });
  }
  expect(said).toHaveBeenCalledTimes(1);
});

test("what waits for a collector that is away never grows beyond its room", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const exporter = new SpanExporter("http://127.0.0.1:9/v1/traces", {});
  for (let round = 1; round <= 3; round++) {
    fill(exporter, 4_096);
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + LATER_MS);
    await exporter.flush();
  }
  expect(exporter.counts).toEqual({ exported: 0, dropped: 2 * 4_096 });
});

test.each(["http://127.0.0.1:9", "not a URL", "ftp://collector.example", "http://user:pw@127.0.0.1:9"])(
  "a request is answered as ever with OTLP_ENDPOINT %s, and the log has no secret of it",
  async (OTLP_ENDPOINT) => {
    const said: string[] = [];
    vi.spyOn(console, "error").mockImplementation((line: unknown) => void said.push(String(line)));
    const ctx = createExecutionContext();
    const settings = { ...env, OTLP_ENDPOINT, OTLP_HEADERS: "authorization=Bearer%20s3cret,=,x,bad=%zz,line=%0d%0a" };
    const response = await worker.fetch(new Request("https://hub.example/llms.txt"), settings, ctx);
    expect(response.status).toBe(200);
    await response.text();
    await waitOnExecutionContext(ctx);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("spans_not_exported");
    expect(said[0]).not.toMatch(/s3cret|user:pw/);
  },
);
