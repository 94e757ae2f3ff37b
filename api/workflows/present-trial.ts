// What a definition comes to before anything runs, as answers hold it.

import type { Json } from "../../engine/json.ts";
import type { Outline } from "../../engine/plan/outline.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { DryRun } from "../../engine/run/dry-run.ts";
import type { RunEvent } from "../../engine/run/events.ts";
import type { Given } from "../../engine/run/stand-ins.ts";
import type { RunState } from "../../engine/run/state.ts";

const MAX_EVENTS = 1_000;

/** The contract's types are of plain, changeable JSON. */
export function presentOutline({ layers, steps, criticalPath, calls, price, limits }: Outline) {
  return {
    layers: layers.map((layer) => [...layer]),
    steps: steps.map(({ waitsFor, ...step }) => ({ ...step, waitsFor: [...waitsFor] })),
    criticalPath: { ...criticalPath, steps: [...criticalPath.steps], unmeasured: [...criticalPath.unmeasured] },
    calls: { ...calls, perItem: [...calls.perItem] },
    price: { ...price, perItemUsd: { ...price.perItemUsd }, subscriptions: [...price.subscriptions] },
    limits: limits.map((limit) => ({ ...limit })),
  };
}

type Asked = { readonly result?: Json | undefined } | { readonly error: Extract<Given, { error: unknown }>["error"] };

/** What a request gives for steps, as the engine takes it. */
export function givenAnswers(answers: Readonly<Record<string, Asked>>): Record<string, Given> {
  const given = Object.entries(answers).map(([id, answer]): [string, Given] => {
    return [id, "error" in answer ? { error: answer.error } : { result: answer.result ?? null }];
  });
  return Object.fromEntries(given);
}

export function presentDryRun({ plan, state, events, calls }: DryRun & { readonly plan: Plan }) {
  const startedAt = state.startedAt ?? 0;
  const steps = state.steps.map((step, index) => {
    const { status, result, error, attempts, fan } = step;
    const said = error && { code: error.code, message: error.message };
    return [
      plan.steps[index]?.id ?? "",
      { status, result, error: said, attempts, items: fan?.items.length ?? null },
    ] as const;
  });
  return {
    status: statusOf(state),
    input: state.input,
    output: state.output,
    error: state.error && { ...state.error },
    steps: Object.fromEntries(steps),
    calls,
    elapsedMs: (state.completedAt ?? startedAt) - startedAt,
    events: events.slice(0, MAX_EVENTS).map((event) => eventView(event, plan, startedAt)),
    eventsLeftOut: Math.max(0, events.length - MAX_EVENTS),
  };
}

function statusOf({ status }: RunState): "success" | "failed" | "cancelled" {
  return status === "success" || status === "cancelled" ? status : "failed";
}

function eventView(event: RunEvent, { steps }: Plan, startedAt: number) {
  const { type, at } = event;
  const stepId = "step" in event ? steps[event.step]?.id : undefined;
  const error = "failure" in event ? event.failure : undefined;
  return {
    type,
    atMs: at - startedAt,
    ...(stepId !== undefined && { stepId }),
    ...("item" in event && event.item !== undefined && { item: event.item }),
    ...("undo" in event && event.undo && { undo: true }),
    ...("attempt" in event && { attempt: event.attempt }),
    ...(error && { error: { code: error.code, message: error.message } }),
  };
}
