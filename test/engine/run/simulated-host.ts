// A host in memory, with a clock that only moves when everything waits, and with faults on demand. A crash loses
// all that was in flight and all that was not recorded; the run then goes on from the journal, in a new host.

import { replay } from "../../../engine/run/apply.ts";
import { drive } from "../../../engine/run/drive.ts";
import type { RunEvent } from "../../../engine/run/events.ts";
import type { Attempt, Call, Host } from "../../../engine/run/host.ts";
import type { Outcome } from "../../../engine/run/outcome.ts";
import type { RunState } from "../../../engine/run/state.ts";
import type { Json } from "../../../engine/json.ts";
import type { Plan } from "../../../engine/plan/plan.ts";

/** What a provider does with a call: an outcome after a delay in ms, or nothing, ever. */
export type Reaction = { readonly afterMs: number; readonly outcome: Outcome } | "hang";

export interface World {
  /** The provider. `nth` counts the calls of this step, from 1. */
  react(call: Call, nth: number, now: number): Reaction;
  /** Asked at every record, before it is made: true kills the host there. */
  crashesBeforeRecord?(recordNo: number, events: readonly RunEvent[]): boolean;
  /** The same, just after the record was made. */
  crashesAfterRecord?(recordNo: number): boolean;
  /** Cancels the run at this time, counted in ms from the start. */
  readonly cancelAtMs?: number;
  readonly maxIdleMs?: number;
}

export interface Simulated {
  readonly state: RunState;
  readonly journal: readonly RunEvent[];
  readonly calls: readonly SeenCall[];
  readonly maxInFlight: number;
  readonly crashes: number;
  readonly parks: number;
  readonly elapsedMs: number;
}

export interface SeenCall {
  readonly call: Call;
  readonly at: number;
  /** How many events were on record when the call was made. */
  readonly journalLength: number;
}

const START = Date.UTC(2030, 0, 1);
/** A run that takes more turns than this is taken for one that never ends. */
const MAX_TURNS = 100_000;

class Crash extends Error {}

export async function simulate(plan: Plan, input: Json, world: World): Promise<Simulated> {
  const journal: RunEvent[] = [];
  const calls: SeenCall[] = [];
  const timers: { at: number; fire: () => void }[] = [];
  const timesCalled = new Map<string, number>();
  let now = START;
  let records = 0;
  let crashes = 0;
  let parks = 0;
  let inFlight = 0;
  let maxInFlight = 0;
  let ids = 0;

  const schedule = (at: number, fire: () => void) => {
    const timer = { at, fire };
    timers.push(timer);
    return () => {
      const index = timers.indexOf(timer);
      if (index !== -1) timers.splice(index, 1);
    };
  };

  const newHost = (): Host => ({
    maxIdleMs: world.maxIdleMs ?? 2_000,
    now: () => now,
    newInvocationId: () => `inv_${(ids += 1)}`,
    schedule,
    record: (events) => {
      records += 1;
      if (world.crashesBeforeRecord?.(records, events)) throw new Crash();
      journal.push(...events);
      if (world.crashesAfterRecord?.(records)) throw new Crash();
    },
    perform: (call): Attempt => {
      const nth = (timesCalled.get(call.step.id) ?? 0) + 1;
      timesCalled.set(call.step.id, nth);
      calls.push({ call, at: now, journalLength: journal.length });
      inFlight += 1;
      maxInFlight = Math.max(maxInFlight, inFlight);
      const reaction = world.react(call, nth, now);
      let over = false;
      const land = () => {
        if (!over) inFlight -= 1;
        over = true;
      };
      const outcome = new Promise<Outcome>((resolve) => {
        if (reaction === "hang") return;
        schedule(now + reaction.afterMs, () => {
          land();
          resolve(reaction.outcome);
        });
      });
      return { outcome, abort: land };
    },
  });

  let cancelled = false;
  for (let turns = 0; turns < MAX_TURNS;) {
    // Each drive starts from what is on record, as after a restart; whatever else was known is gone.
    const state = replay(plan, "run_simulated", input, journal);
    timers.length = 0;
    inFlight = 0;
    const driving = drive(plan, state, newHost());
    if (world.cancelAtMs !== undefined && !cancelled) {
      schedule(Math.max(now, START + world.cancelAtMs), () => {
        cancelled = true;
        driving.cancel("because the test says so");
      });
    }
    let end: { progress: Awaited<typeof driving.done> } | { error: unknown } | null = null;
    void driving.done.then(
      (progress) => (end = { progress }),
      (error: unknown) => (end = { error }),
    );
    for (; turns < MAX_TURNS; turns++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (end !== null) break;
      timers.sort((a, b) => a.at - b.at);
      const next = timers.shift();
      if (!next) throw new Error("the run waits for something that will never come");
      now = Math.max(now, next.at);
      next.fire();
    }
    const ended = end as { progress: Awaited<typeof driving.done> } | { error: unknown } | null;
    if (ended === null) break;
    if ("error" in ended) {
      if (!(ended.error instanceof Crash)) throw ended.error;
      crashes += 1;
      continue;
    }
    if (ended.progress.type === "settled") {
      return { state, journal, calls, maxInFlight, crashes, parks, elapsedMs: now - START };
    }
    parks += 1;
    const { wakeAt } = ended.progress;
    const cancelAt = START + (world.cancelAtMs ?? Number.POSITIVE_INFINITY);
    if (!cancelled && cancelAt < wakeAt) {
      cancelled = true;
      now = Math.max(now, cancelAt);
      journal.push({ type: "cancel_requested", at: now, reason: "because the test says so" });
    } else {
      now = Math.max(now, wakeAt);
    }
  }
  throw new Error(`the run did not settle within ${MAX_TURNS} turns`);
}
