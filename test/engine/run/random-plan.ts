// Random plans, providers and worlds for the property tests, from a seed. Every kind of action and every modifier
// occurs, and so do faults, kills, pauses, signals, answers, and hosts whose clocks differ.

import type { Json } from "../../../engine/json.ts";
import type { Compensation, ForEach, Plan, PlanStep, RetryPolicy, StepAction } from "../../../engine/plan/plan.ts";
import type { Told } from "../../../engine/run/drive.ts";
import { NO_RETRY } from "../../../engine/run/retry.ts";
import type { Call } from "../../../engine/run/host.ts";
import type { Seeded } from "./seeded.ts";
import type { Reaction, World } from "./simulated-host.ts";

/** Every run is cancelled in the end, so that one which waits for what never comes settles. */
export const LAST_MS = 40 * 24 * 3_600_000;

export const INPUT = {
  topic: "bees",
  yes: true,
  no: false,
  list: ["a", "b", "c"],
  ten: Array.from({ length: 10 }, (_, n) => n),
};

const SIGNALS = ["go", "approve"] as const;

/** A DAG of up to 12 steps, each passing on what it gets of those that it needs. */
export function randomPlan(random: Seeded): Plan {
  const errorStrategy = random.pick(["stop_on_first", "continue", "compensate"] as const);
  const count = 1 + Math.floor(random.next() ** 2 * 12);
  const steps = Array.from({ length: count }, (_, index) => randomStep(random, index, errorStrategy === "compensate"));
  return {
    format: 2,
    steps,
    errorStrategy,
    maxParallel: 1 + random.upTo(5),
    ...(random.chance(0.2) && { timeoutMs: 1 + random.upTo(120_000) }),
    ...(random.chance(0.1) && { output: { first: "{{steps.s0.result ?? null}}" } }),
    ...(random.chance(0.03) && { output: "{{steps.s0.result}}", outputSchema: random.pick([{}, { type: "array" }]) }),
  };
}

function randomStep(random: Seeded, index: number, undoes: boolean): PlanStep {
  const needs = new Set<number>();
  const picks = index === 0 ? 0 : random.upTo(3);
  for (let pick = 0; pick < picks; pick++) needs.add(random.upTo(index - 1));
  const sorted = [...needs].toSorted((a, b) => a - b);
  const requires = sorted.filter(() => random.chance(0.6));
  // A need that is not required is read with a default, or only waited for.
  const args: Json = {
    topic: "{{input.topic}}",
    from: sorted.map((need) => (requires.includes(need) ? `{{steps.s${need}.result}}` : `{{steps.s${need}.result?}}`)),
  };
  const forEach = random.chance(0.2) ? randomForEach(random) : undefined;
  const withItem: Json = forEach ? { ...args, item: "{{item}}", index: "{{index}}" } : args;
  return {
    id: `s${index}`,
    action: randomAction(random, withItem),
    needs: sorted,
    requires,
    ...(random.chance(0.15) && { when: randomCondition(random, sorted) }),
    ...(forEach && { forEach }),
    retry: random.chance(0.5) ? randomRetry(random) : NO_RETRY,
    timeoutMs: 1 + random.upTo(10_000),
    ...(random.chance(0.1) && { onError: "continue" as const }),
    ...(random.chance(0.1) && { onError: { fallback: { instead: "{{input.topic}}" } } }),
    ...((undoes ? random.chance(0.6) : random.chance(0.05)) && { compensate: randomCompensation(random, index) }),
  };
}

function randomAction(random: Seeded, args: Json): StepAction {
  const dice = random.next();
  if (dice < 0.55) return { kind: "tool", toolId: "tool_any", arguments: args };
  if (dice < 0.67) return { kind: "transform", value: args };
  if (dice < 0.74) return { kind: "wait", for: { ms: random.chance(0.9) ? random.upTo(20_000) : "{{input.topic}}" } };
  if (dice < 0.78)
    return { kind: "wait", for: { until: random.pick(["2030-01-01T00:00:09Z", "2029-01-01T00:00:00Z", "soon"]) } };
  if (dice < 0.86) {
    return {
      kind: "wait",
      signal: random.pick(SIGNALS),
      ...(random.chance(0.7) && { timeoutMs: random.upTo(60_000) }),
    };
  }
  const within = random.chance(0.6) && { answerWithinMs: 1 + random.upTo(60_000) };
  if (dice < 0.93) return { kind: "workflow", workflowId: "wf_any", version: 1, arguments: args, ...within };
  return { kind: "handoff", mode: "delegate", arguments: args, ...within };
}

function randomForEach(random: Seeded): ForEach {
  return {
    items: random.pick<Json>([
      "{{input.list}}",
      "{{input.list}}",
      "{{input.ten}}",
      [],
      [1, "{{input.topic}}"],
      "{{input.topic}}",
    ]),
    concurrency: 1 + random.upTo(4),
    tolerate: random.pick([{ items: 0 }, { items: 0 }, { items: 2 }, { percent: 50 }, { percent: 100 }]),
  };
}

function randomCondition(random: Seeded, needs: readonly number[]): string {
  const [need] = needs;
  const known = ["{{input.yes}}", "{{input.yes}}", "{{input.no}}", "{{input.topic}}"] as const;
  if (random.chance(0.1)) return "{{= $count($input.list) > 2 }}";
  return need !== undefined && random.chance(0.3) ? `{{steps.s${need}.result.ok ?? false}}` : random.pick(known);
}

function randomRetry(random: Seeded): RetryPolicy {
  return {
    maxAttempts: 1 + random.upTo(3),
    backoff: random.pick(["constant", "linear", "exponential"]),
    initialDelayMs: random.upTo(5_000),
    maxDelayMs: random.upTo(20_000),
    jitter: random.chance(0.5),
    nonRetryable: random.chance(0.2) ? ["busy"] : [],
  };
}

function randomCompensation(random: Seeded, index: number): Compensation {
  return {
    action: { kind: "tool", toolId: "tool_undo", arguments: { undo: `{{steps.s${index}.result}}` } },
    retry: random.chance(0.5) ? randomRetry(random) : NO_RETRY,
    timeoutMs: 1 + random.upTo(10_000),
  };
}

/** Where and when a plan runs. */
export function randomWorld(random: Seeded): World {
  const faulty = random.chance(0.7);
  const kills = faulty ? random.upTo(4) : 0;
  const before = new Set(Array.from({ length: kills }, () => 1 + random.upTo(20)));
  const after = new Set(Array.from({ length: kills }, () => 1 + random.upTo(20)));
  const skewed = random.chance(0.3);
  const told: { atMs: number; event: Told }[] = [
    { atMs: LAST_MS, event: { type: "cancel_requested", reason: "It is time." } },
  ];
  for (let count = random.upTo(4); count > 0; count--) {
    told.push({ atMs: random.upTo(30_000), event: signal(random.pick(SIGNALS), random.upTo(5)) });
  }
  if (random.chance(0.1)) {
    const atMs = random.upTo(10_000);
    told.push({ atMs, event: { type: "pause_requested" } });
    told.push({ atMs: atMs + random.upTo(60_000), event: { type: "resume_requested" } });
  }
  return {
    react: (call, _nth, now) => randomReaction(random, call, now, faulty),
    crashesBeforeRecord: (no) => before.has(no),
    crashesAfterRecord: (no) => after.has(no),
    told,
    skewMs: (host) => (skewed && host > 0 ? ((host * 7919) % 10_001) - 5_000 : 0),
    maxIdleMs: random.pick([0, 2_000]),
    remembers: random.chance(0.5),
    ...(random.chance(0.1) && { cancelAtMs: random.upTo(60_000) }),
  };
}

function signal(name: string, key: number): Told {
  return { type: "signal_received", name, payload: { key }, sizeBytes: 9, key: `${name} ${key}` };
}

/** Successes tell what did it; a call that was let in is not deferred again. */
function randomReaction(random: Seeded, { action, key, admittedAt }: Call, now: number, faulty: boolean): Reaction {
  const afterMs = random.upTo(3_000);
  const dice = faulty ? random.next() : 0;
  const good = success(afterMs, { by: key, ok: random.chance(0.5) });
  if (action.kind !== "tool" && dice < 0.8) return handedOver(random, key);
  if (dice < 0.65) return good;
  if (dice < 0.8) return failure(afterMs, "busy", true);
  if (dice < 0.87) return failure(afterMs, "refused", false);
  if (dice < 0.92) return "hang";
  return admittedAt !== null ? good : { afterMs: 0, outcome: { type: "deferred", until: now + random.upTo(90_000) } };
}

function handedOver(random: Seeded, key: string): Reaction {
  const outcome = { type: "handed_over" } as const;
  const afterMs = random.upTo(1_000);
  if (random.chance(0.15)) return { afterMs, outcome };
  const answer = random.chance(0.8)
    ? ({ type: "success", result: { by: key, ok: true }, sizeBytes: 20 } as const)
    : ({ type: "failure", failure: { code: "rejected", message: "rejected", retryable: random.chance(0.5) } } as const);
  // The answer may be quicker than the word that it was handed over.
  return { afterMs, outcome, answer: { afterMs: random.upTo(30_000), answer } };
}

export function success(afterMs: number, result: Json = "done"): Reaction {
  return { afterMs, outcome: { type: "success", result, sizeBytes: JSON.stringify(result).length } };
}

export function failure(afterMs: number, code: string, retryable: boolean): Reaction {
  return { afterMs, outcome: { type: "failure", failure: { code, message: code, retryable } } };
}
