// GET /metrics, read as Prometheus' own family of parsers reads it.

import { createExecutionContext, runDurableObjectAlarm, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import parsePrometheusTextFormat from "parse-prometheus-text-format";
import { describe, expect, test, vi } from "vitest";
import { replay } from "../../../engine/run/apply.ts";
import type { RunEvent } from "../../../engine/run/events.ts";
import { exposition } from "../../../api/metrics/text-format.ts";
import { projectRuns } from "../../../api/runs/project-runs.ts";
import { oneStepPlan } from "../../../api/runtime/one-step-plan.ts";
import worker from "../../../api/worker.ts";
import { call, newAgent, newTool, newWorkflow } from "./hub.ts";

const METRICS_TOKEN = "metrics-4f9c2e71b6d84a05";

/** Of an isolate that remembers nothing. */
async function scrape(headers: Record<string, string> = { Authorization: `Bearer ${METRICS_TOKEN}` }, settings = {}) {
  const ctx = createExecutionContext();
  const request = new Request("https://hub.example/metrics", { headers });
  const response = await worker.fetch(request, { ...env, METRICS_TOKEN, ...settings }, ctx);
  await waitOnExecutionContext(ctx);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function valuesOf(text: string, name: string): Record<string, number> {
  const family = parsePrometheusTextFormat(text).find((each) => each.name === name);
  return Object.fromEntries(
    (family?.metrics ?? []).map(({ labels, value }) => [Object.values(labels ?? {}).join(), Number(value)]),
  );
}

describe("GET /metrics", () => {
  test("404 where no METRICS_TOKEN is set, as for a route that does not exist", async () => {
    const { status, body } = await call("GET", "/metrics", { headers: { Authorization: "Bearer " } });
    expect([status, body.code]).toEqual([404, "route_not_found"]);
  });

  test.each<[string, Record<string, string>]>([
    ["nothing", {}],
    ["another token", { Authorization: "Bearer metrics-4f9c2e71b6d84a0" }],
    ["an empty one", { Authorization: "Bearer " }],
    ["the token as another header", { "X-API-Key": METRICS_TOKEN }],
  ])("401 for who shows %s", async (_what, headers) => {
    const { status, text } = await scrape(headers);
    expect([status, JSON.parse(text).code]).toEqual([401, "metrics_token_needed"]);
  });

  test("401 for an agent's key", async () => {
    const { key } = await newAgent();
    expect((await scrape({ Authorization: `Bearer ${key}` })).status).toBe(401);
  });

  test("counts calls and runs, whatever isolate or object they went through, and names nobody", async () => {
    const before = (await scrape()).text;
    const agent = await newAgent();
    const [good, bad] = [await newTool(agent, "/echo"), await newTool(agent, "/status?code=400")];
    const invoke = (id: string, body = {}) => call("POST", `/api/v1/mcp/invoke/${id}`, { key: agent.key, body });
    for (let n = 0; n < 3; n++) await invoke(good.id);
    await invoke(bad.id);
    await invoke(good.id, { async: true });
    const workflow = await newWorkflow(agent, good.id);
    await call("POST", `/api/v1/workflows/${workflow.id}/execute?wait=30`, { key: agent.key, body: {} });

    const { headers, text } = await vi.waitFor(
      async () => {
        await runDurableObjectAlarm(env.CALLER_GATE.getByName(agent.id));
        const scraped = await scrape();
        const grown = (status: string) =>
          (valuesOf(scraped.text, "nexuscall_calls_total")[status] ?? 0) -
          (valuesOf(before, "nexuscall_calls_total")[status] ?? 0);
        expect([grown("success"), grown("error"), grown("timeout")]).toEqual([5, 1, 0]);
        return scraped;
      },
      { timeout: 40_000, interval: 300 },
    );
    expect(headers.get("Content-Type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const settled = (of: string) => valuesOf(of, "nexuscall_runs_settled_total")["success"] ?? 0;
    expect(settled(text) - settled(before)).toBe(1);

    const families = parsePrometheusTextFormat(text);
    const histogram = families.find(({ name }) => name === "nexuscall_call_duration_seconds");
    expect(histogram?.type).toBe("HISTOGRAM");
    const { buckets = {}, count, sum } = histogram?.metrics[0] ?? {};
    const cumulative = Object.entries(buckets)
      .toSorted(([one], [other]) => Number(one.replace("+Inf", "Infinity")) - Number(other.replace("+Inf", "Infinity")))
      .map(([, calls]) => Number(calls));
    expect(cumulative).toEqual(cumulative.toSorted((one, other) => one - other));
    expect(cumulative.at(-1)).toBe(Number(count));
    expect(Number(sum)).toBeGreaterThan(0);
    for (const id of [agent.id, good.id, bad.id, workflow.id]) expect(text).not.toContain(id);
    // Every family is described once, and none without a name of the hub's own.
    const names = families.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => name.startsWith("nexuscall_"))).toBe(true);
  });

  test("no counter falls when the log, its histograms and the runs are pruned", async () => {
    const agent = await newAgent();
    const tool = await newTool(agent);
    await call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: agent.key, body: {} });
    await vi.waitFor(
      async () => {
        await runDurableObjectAlarm(env.CALLER_GATE.getByName(agent.id));
        const { body } = await call("GET", "/api/v1/mcp/invocations", { key: agent.key });
        expect(body.data).toHaveLength(1);
      },
      { timeout: 40_000, interval: 300 },
    );
    const counters = async () =>
      (await scrape()).text
        .split("\n")
        .filter((line) => /^nexuscall_(call_|calls_|runs_settled_|callback_attempts_)/.test(line));
    const before = await counters();
    await env.DB.batch(
      ["mcp_invocations", "mcp_tool_stats", "workflow_runs"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
    );
    expect(await counters()).toEqual(before);
  });

  test("a run is counted as settled once, however often its row is written", async () => {
    const settledRuns = async () => valuesOf((await scrape()).text, "nexuscall_runs_settled_total");
    const plan = oneStepPlan("tool_x", 1_000, "{{input}}");
    const runId = `run_${crypto.randomUUID()}`;
    const record = { runId, agentId: "a", workflowId: "wf_x", workflowVersion: 1, plan, input: {}, createdAt: 1 };
    const project = (events: RunEvent[]) => projectRuns(env.DB, [{ record, state: replay(plan, runId, {}, events) }]);
    const before = await settledRuns();
    await project([]);
    expect(await settledRuns()).toEqual(before);
    const cancelled: RunEvent[] = [
      { type: "cancel_requested", at: 2, reason: "test" },
      { type: "run_settled", at: 3, status: "cancelled", complete: false, error: null },
    ];
    await project(cancelled);
    await project(cancelled);
    expect(await settledRuns()).toEqual({ ...before, cancelled: (before["cancelled"] ?? 0) + 1 });
  });

  test("has the exporter's counts where spans are exported", async () => {
    const { text } = await scrape(undefined, { OTLP_ENDPOINT: "http://127.0.0.1:9" });
    expect(valuesOf(text, "nexuscall_spans_dropped_total")).toEqual({ "": 0 });
    expect(valuesOf((await scrape()).text, "nexuscall_spans_dropped_total")).toEqual({});
  });
});

test("what a label holds is escaped so that it is read as it was", () => {
  const hostile = 'a"b\\c\nd} 1\n# TYPE x gauge';
  const metric = { name: "x", type: "gauge", help: "x", samples: [{ labels: { y: hostile }, value: 1 }] } as const;
  const [family, ...more] = parsePrometheusTextFormat(exposition([metric]));
  expect(more).toEqual([]);
  expect(family?.metrics).toEqual([{ labels: { y: hostile }, value: "1" }]);
});
