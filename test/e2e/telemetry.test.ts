// A trace from a caller through the hub to a provider, as a collector in a process of its own sees it.

import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { HubClient } from "../../scripts/hub-client.ts";
import { type CollectedSpan, type CollectorProcess, startCollectorProcess } from "../harness/collector-process.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";

const PATIENCE = { timeout: 60_000, interval: 200 };
const SECRET = "collector-secret/4f9c2e71";
const CANARY = "canary-4f9c2e71b6d84a05";

let hub: HubProcess;
let provider: ProviderProcess;
let collector: CollectorProcess;
let caller: HubClient;
let traceId: string;
const spanId = "00f067aa0ba902b7";

beforeAll(async () => {
  [collector, provider] = await Promise.all([startCollectorProcess(), startProviderProcess()]);
  const vars = {
    OTLP_ENDPOINT: `${collector.url}/hub/`,
    OTLP_HEADERS: `x-team=one,authorization=Bearer%20${encodeURIComponent(SECRET)}`,
  };
  hub = await startHubProcess({ vars });
  caller = (await new HubClient(hub.url).register("A")).client;
});

afterAll(async () => {
  await Promise.all([hub?.stop(), provider?.stop(), collector?.stop()]);
});

beforeEach(() => {
  traceId = crypto.randomUUID().replaceAll("-", "");
});

function publish(name: string, path: string): Promise<string> {
  return caller.publish({ name, endpoint: `${provider.url}${path}` });
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(hub.url + path, {
    method: "POST",
    headers: { ...caller.headers, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- what an answer holds is what the tests are about
  return { status: response.status, body: (await response.json()) as any };
}

const traced = (flags = "01") => ({ traceparent: `00-${traceId}-${spanId}-${flags}`, tracestate: "vendor=a,other=b" });

/** The trace's spans, once there are so many. */
async function collected(count: number, ofTrace = traceId): Promise<CollectedSpan[]> {
  return vi.waitFor(async () => {
    const spans = (await collector.spans("hub")).filter((span) => span.traceId === ofTrace);
    expect(spans.length).toBeGreaterThanOrEqual(count);
    return spans;
  }, PATIENCE);
}

function named(spans: readonly CollectedSpan[], name: string): CollectedSpan {
  const [found, ...more] = spans.filter((span) => span.name === name);
  if (found === undefined || more.length > 0)
    throw new Error(`not one ${name} in ${spans.map((span) => span.name).join()}`);
  return found;
}

test("a call goes on in its caller's trace: a span of the request, one of the provider's call, whose id the provider gets", async () => {
  const toolId = await publish("headers", "/headers");
  const path = `/api/v1/mcp/invoke/${toolId}`;
  const { body } = await post(path, { arguments: { secret: CANARY } }, traced());
  const spans = await collected(2);
  const server = named(spans, "POST /api/v1/mcp/invoke/{toolId}");
  const client = named(spans, "execute_tool headers");
  expect(server).toMatchObject({ kind: 2, parentSpanId: spanId, traceState: "vendor=a,other=b", status: {} });
  expect(server.attributes).toEqual({
    "http.request.method": "POST",
    "http.route": "/api/v1/mcp/invoke/{toolId}",
    "http.response.status_code": "200",
    "server.address": "127.0.0.1",
    "url.path": path,
    "url.scheme": "http",
  });
  expect(client).toMatchObject({ kind: 3, parentSpanId: server.spanId, status: {} });
  expect(client.attributes).toEqual({
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "headers",
    "gen_ai.tool.type": "extension",
    "gen_ai.tool.call.id": body.invocationId,
    "nexuscall.tool.id": toolId,
    "nexuscall.tool.protocol": "http",
    "http.request.method": "POST",
    "http.response.status_code": "200",
    "server.address": "127.0.0.1",
    "server.port": new URL(provider.url).port,
  });
  expect(body.result.headers).toMatchObject({
    traceparent: `00-${traceId}-${client.spanId}-01`,
    tracestate: "vendor=a,other=b",
  });
});

test("a call without a trace begins one", async () => {
  const toolId = await publish("fresh", "/headers");
  const { body } = await post(`/api/v1/mcp/invoke/${toolId}`, {}, { traceparent: "00-0-0-01", tracestate: "a=b" });
  const [, begun = "", seen] = /^00-([\da-f]{32})-([\da-f]{16})-03$/.exec(body.result.headers.traceparent) ?? [];
  expect(body.result.headers).not.toHaveProperty("tracestate");
  const spans = await collected(2, begun);
  expect(named(spans, "POST /api/v1/mcp/invoke/{toolId}")).not.toHaveProperty("parentSpanId");
  expect(named(spans, "execute_tool fresh").spanId).toBe(seen);
});

test("what the caller did not sample is passed on and not exported", async () => {
  const toolId = await publish("unsampled", "/headers");
  const { body } = await post(`/api/v1/mcp/invoke/${toolId}`, {}, traced("00"));
  expect(body.result.headers.traceparent).toMatch(new RegExp(`^00-${traceId}-[\\da-f]{16}-00$`));
  const later = traceId;
  traceId = crypto.randomUUID().replaceAll("-", "");
  await post(`/api/v1/mcp/invoke/${toolId}`, {}, traced());
  await collected(2);
  expect((await collector.spans("hub")).filter((span) => span.traceId === later)).toEqual([]);
});

test("a run has a span, each step one within it, and each attempt one within that", async () => {
  const [flaky, headers] = [await publish("flaky", "/flaky?fails=1"), await publish("after", "/headers?code=400")];
  const workflowId = await caller.define({
    name: "traced",
    steps: [
      { id: "first", toolId: flaky, arguments: {}, retry: { maxAttempts: 2, initialDelayMs: 1 } },
      { id: "second", toolId: headers, arguments: {}, dependsOn: ["first"] },
    ],
  });
  const { body } = await post(`/api/v1/workflows/${workflowId}/execute?wait=30`, {}, traced());
  expect(body.status).toBe("failed");
  const spans = await collected(7);
  expect(spans).toHaveLength(7);
  const run = named(spans, "invoke_workflow");
  expect(run.parentSpanId).toBe(named(spans, "POST /api/v1/workflows/{workflowId}/execute").spanId);
  expect(run).toMatchObject({ kind: 1, status: { code: 2 } });
  expect(run.attributes).toEqual({
    "gen_ai.operation.name": "invoke_workflow",
    "nexuscall.workflow.id": workflowId,
    "nexuscall.run.id": body.id,
    "nexuscall.run.status": "failed",
    "error.type": body.error.code,
  });
  const [first, second] = [named(spans, "step first"), named(spans, "step second")];
  expect([first.parentSpanId, second.parentSpanId]).toEqual([run.spanId, run.spanId]);
  expect(first.attributes).toMatchObject({ "nexuscall.step.attempts": "2" });
  const attempts = spans.filter(({ name }) => name === "execute_tool flaky");
  expect(attempts.map(({ parentSpanId }) => parentSpanId)).toEqual([first.spanId, first.spanId]);
  expect(attempts.map(({ attributes }) => attributes["error.type"])).toEqual(["provider_unavailable", undefined]);
  expect(named(spans, "execute_tool after")).toMatchObject({
    parentSpanId: second.spanId,
    status: { code: 2 },
    attributes: { "http.response.status_code": "400", "error.type": "provider_error" },
  });
});

test("a call in the background stays in its caller's trace", async () => {
  const toolId = await publish("background", "/mirror?ms=50");
  const { body } = await post(`/api/v1/mcp/invoke/${toolId}`, { async: true }, traced());
  const spans = await collected(3);
  const invocation = named(spans, "invocation");
  expect(invocation.attributes).toEqual({ "nexuscall.invocation.id": body.invocationId });
  expect(invocation.parentSpanId).toBe(named(spans, "POST /api/v1/mcp/invoke/{toolId}").spanId);
  expect(named(spans, "execute_tool background").parentSpanId).toBe(invocation.spanId);
});

test("a run stays in its caller's trace though the hub dies in the middle of it", async () => {
  const [slow, headers] = [await publish("slow", "/mirror?ms=1500"), await publish("last", "/headers")];
  const workflowId = await caller.define({
    name: "killed",
    steps: [
      { id: "first", toolId: slow, arguments: {} },
      { id: "second", toolId: headers, arguments: {}, dependsOn: ["first"] },
    ],
  });
  await provider.reset();
  const { body } = await post(`/api/v1/workflows/${workflowId}/execute`, {}, traced());
  while ((await provider.log()).total === 0) await delay(20);
  await hub.kill();
  await hub.restart();
  const run = await vi.waitFor(async () => {
    const read = await caller.readRun(body.runId);
    expect(read.status).toBe("success");
    return read;
  }, PATIENCE);
  const seen = run.stepResults["second"]?.result as { headers: { traceparent: string } };
  const spans = await vi.waitFor(async () => {
    const all = await collected(4);
    named(all, "invoke_workflow");
    return all;
  }, PATIENCE);
  expect(seen.headers.traceparent).toBe(`00-${traceId}-${named(spans, "execute_tool last").spanId}-01`);
  expect(named(spans, "execute_tool last").parentSpanId).toBe(named(spans, "step second").spanId);
});

test("the collector gets its headers, and no argument, result or key", async () => {
  const got = await collector.got("hub");
  expect(got.length).toBeGreaterThan(1);
  for (const { headers, body } of got) {
    expect(headers).toMatchObject({
      "x-team": "one",
      authorization: `Bearer ${SECRET}`,
      "content-type": "application/json",
    });
    for (const secret of [CANARY, "nxc_live_", SECRET, "vendor=a,other=b/"]) expect(body).not.toContain(secret);
  }
});
