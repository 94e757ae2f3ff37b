// A dry run: the engine over a host that calls nothing.

import { expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { check } from "../../../engine/plan/check.ts";
import type { Plan } from "../../../engine/plan/plan.ts";
import { dryRun, MAX_DRY_CALLS, type DryRun } from "../../../engine/run/dry-run.ts";
import { standInsFor, type Given } from "../../../engine/run/stand-ins.ts";
import { compileSchema } from "../../../engine/schema/validator.ts";
import { catalog, definition, SEARCH } from "../plan/tools.ts";

async function planOf(source: Json): Promise<Plan> {
  const checked = await check(source, catalog);
  if (!checked.ok) throw new Error(JSON.stringify(checked.diagnostics));
  return checked.plan;
}

async function run(
  source: Json,
  {
    input = { topic: "bees" },
    given = {},
    seed = "1",
  }: { input?: Json; given?: Record<string, Given>; seed?: string } = {},
): Promise<DryRun & { byId: Record<string, DryRun["state"]["steps"][number]> }> {
  const plan = await planOf(source);
  const standIns = standInsFor(plan, { given: new Map(Object.entries(given)), catalog, seed });
  const ran = await dryRun(plan, input, { runId: "run_dry", startAt: 0, standIns });
  return {
    ...ran,
    byId: Object.fromEntries(ran.state.steps.map((step, index) => [plan.steps[index]?.id ?? "", step])),
  };
}

test("tools answer what fits their outputSchema, and the steps after them go on with it", async () => {
  const { state, byId, calls } = await run(definition());
  expect(state.status).toBe("success");
  expect(calls).toBe(2);
  expect((await compileSchema(SEARCH.outputSchema))(byId["search"]?.result ?? null)).toEqual([]);
});

test("what is given is answered instead, failures too, as onError and retry say", async () => {
  const { state, byId } = await run(definition({ errorStrategy: "continue" }), {
    given: { search: { error: { code: "provider_error", message: "down", retryable: true } } },
  });
  expect(state.status).toBe("failed");
  expect(byId["search"]).toMatchObject({ status: "failed", attempts: 3 });
  expect(byId["summarize"]).toMatchObject({ status: "skipped" });
  const given = { summarize: { result: { summary: "Bees." } } };
  expect((await run(definition(), { given })).state.output).toEqual({ summarize: { summary: "Bees." } });
});

test("the same request gives the same events, another seed other values", async () => {
  const [first, second, other] = [
    await run(definition()),
    await run(definition()),
    await run(definition(), { seed: "2" }),
  ];
  expect(second.events).toEqual(first.events);
  expect(other.byId["search"]?.result).not.toEqual(first.byId["search"]?.result);
});

test("waits pass at once, by a clock that jumps; a signal comes with what fits its form", async () => {
  const steps = [
    { id: "pause", wait: { ms: 86_400_000 } },
    { id: "approval", wait: { signal: "go", timeoutMs: 1_000, schema: { type: "object", properties: { ok: { const: true } }, required: ["ok"] } }, dependsOn: ["pause"] },
    { id: "last", transform: "{{steps.approval.result.ok}}" },
  ]; // prettier-ignore
  const { state, byId } = await run({ name: "x", steps });
  expect(state).toMatchObject({ status: "success", output: { last: true }, completedAt: 86_400_000 });
  expect(byId["approval"]?.result).toEqual({ ok: true });
  const given = { approval: { result: { ok: false } } };
  expect((await run({ name: "x", steps }, { given })).state.output).toEqual({ last: false });
});

test("two steps that wait for the same signal each get one", async () => {
  const steps = ["a", "b"].map((id) => ({ id, wait: { signal: "go" } }));
  const given = { a: { result: 1 }, b: { result: 1 } };
  expect((await run({ name: "x", steps }, { given })).state.output).toEqual({ a: 1, b: 1 });
});

test("a signal that is said to fail does not come: its limit passes, and without one the run is cancelled", async () => {
  const never = { a: { error: { code: "rejected", message: "No.", retryable: false } } };
  const limited = await run(
    { name: "x", steps: [{ id: "a", wait: { signal: "go", timeoutMs: 5_000 } }] },
    { given: never },
  );
  expect(limited.state).toMatchObject({ status: "failed", completedAt: 5_000, error: { code: "signal_timeout" } });
  const endless = await run({ name: "x", steps: [{ id: "a", wait: { signal: "go" } }] }, { given: never });
  expect(endless.state.status).toBe("cancelled");
});

test("sub-workflows and handoffs are answered by their schemas", async () => {
  const steps = [
    { id: "digest", workflowId: "wf_digest", arguments: { topic: "x" } },
    { id: "review", handoff: { toAgentId: "agent_x", resultSchema: { type: "integer" } } },
  ];
  const { state, byId } = await run({ name: "x", steps });
  expect(state.status).toBe("success");
  expect(byId["digest"]?.result).toEqual({ digest: expect.any(String) });
  expect(Number.isInteger(byId["review"]?.result)).toBe(true);
});

test("a tool without a schema answers what the templates read of it", async () => {
  const steps = [
    { id: "a", toolId: "tool_anything" },
    { id: "b", toolId: "tool_anything", forEach: { items: "{{steps.a.result.list}}" }, arguments: { url: "{{item}}" } },
    { id: "c", transform: "{{steps.a.result.page[1].title}}" },
  ];
  const { state, byId } = await run({ name: "x", steps });
  expect(state.status).toBe("success");
  expect(byId["b"]?.fan?.items.length).toBe(1);
  expect(byId["c"]?.result).toBe("text");
});

test("what was done is undone under compensate", async () => {
  const undo = { toolId: "tool_anything", arguments: { id: "{{steps.book.result.id}}" } };
  const steps = [
    { id: "book", toolId: "tool_anything", compensate: undo },
    { id: "pay", toolId: "tool_anything", dependsOn: ["book"] },
  ];
  const given = { book: { result: { id: 7 } }, pay: { error: { code: "declined", message: "No.", retryable: false } } };
  const { state } = await run({ name: "x", errorStrategy: "compensate", steps }, { given });
  expect(state.status).toBe("failed");
  expect(state.undone.map(({ step, status }) => [step, status])).toEqual([[0, "success"]]);
});

test("a schema that nothing fits fails its step, and says what to give", async () => {
  const steps = [{ id: "a", handoff: { tag: "x", resultSchema: { type: "string", minLength: 2, maxLength: 1 } } }];
  const { state } = await run({ name: "x", steps });
  expect(state.error).toMatchObject({ code: "no_stand_in", message: expect.stringContaining("answers.a.result") });
});

test("a dry run with more calls than it may make is cancelled", async () => {
  const items = Array.from({ length: MAX_DRY_CALLS + 50 }, (_, index) => index);
  const steps = [
    { id: "a", toolId: "tool_anything", forEach: { items, concurrency: 16 }, arguments: { n: "{{item}}" } },
  ];
  const { state } = await run({ name: "x", steps });
  expect(state.status).not.toBe("success");
  expect(state.error?.message).toContain(String(MAX_DRY_CALLS));
});
