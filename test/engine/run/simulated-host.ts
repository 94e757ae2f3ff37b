// A host in memory, with a clock that only moves when everything waits, and with faults on demand. A crash loses
// all that was in flight and all that was not recorded; the run then goes on from the journal, in a new host, whose
// clock may be another.

import { replay } from "../../../engine/run/apply.ts";
import { drive, type Drive, type Told } from "../../../engine/run/drive.ts";
import type { RunEvent, TaskRef } from "../../../engine/run/events.ts";
import type { Attempt, Call, Host } from "../../../engine/run/host.ts";
import type { Answer, Outcome } from "../../../engine/run/outcome.ts";
import { refOf, type RunState } from "../../../engine/run/state.ts";
import type { Json } from "../../../engine/json.ts";
import type { Plan } from "../../../engine/plan/plan.ts";

/** What a provider does with a call: an outcome after a delay in ms, or nothing, ever. */
export type Reaction =
  | {
      readonly afterMs: number;
      readonly outcome: Outcome;
      /** Of a call that is handed over: what is answered, and how long after the call. Absent: nothing, ever. */
      readonly answer?: { readonly afterMs: number; readonly answer: Answer };
    }
  | "hang";

export interface World {
  /** The provider. `nth` counts the calls of this key, from 1. */
  react(call: Call, nth: number, now: number): Reaction;
  /** Asked at every record, before it is made: true kills the host there. */
  crashesBeforeRecord?(recordNo: number, events: readonly RunEvent[]): boolean;
  /** The same, just after the record was made. */
  crashesAfterRecord?(recordNo: number): boolean;
  /** Cancels the run at this time, counted in ms from the start. */
  readonly cancelAtMs?: number;
  /** What else comes from outside, and when, counted in ms from the start. */
  readonly told?: readonly { readonly atMs: number; readonly event: Told }[];
  /** By how many ms the clock of the nth host is off. */
  skewMs?(host: number): number;
  readonly maxIdleMs?: number;
  /** Whether a host that has not crashed knows what it called off before the run was parked. */
  readonly remembers?: boolean;
}

export type AttemptRef = TaskRef & { readonly attempt: number };

export interface Simulated {
  readonly state: RunState;
  readonly journal: readonly RunEvent[];
  readonly calls: readonly SeenCall[];
  /** Attempts whose answer nobody waits for any more, as often as that was said. */
  readonly calledOff: readonly AttemptRef[];
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
  /** How the task stood when the call was made. */
  readonly status: string;
}

const START = Date.UTC(2030, 0, 1);
/** A run that takes more turns than this is taken for one that never ends. */
const MAX_TURNS = 100_000;

class Crash extends Error {}

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** `before`: what is on record before it begins. */
export async function simulate(
  plan: Plan,
  input: Json,
  world: World,
  before: readonly RunEvent[] = [],
): Promise<Simulated> {
  return new Simulation(plan, input, world, before).run();
}

class Simulation {
  readonly #plan: Plan;
  readonly #input: Json;
  readonly #world: World;
  readonly #journal: RunEvent[];
  readonly #calls: SeenCall[] = [];
  readonly #calledOff: AttemptRef[] = [];
  readonly #timesCalled = new Map<string, number>();
  /** Of the host that lives now. */
  #timers: Timer[] = [];
  /** What comes from outside, which outlives hosts. */
  #outside: Timer[] = [];
  #now = START;
  #skew = 0;
  #hosts = 0;
  #records = 0;
  #crashes = 0;
  #parks = 0;
  #inFlight = 0;
  #maxInFlight = 0;
  #ids = 0;
  #driving: Drive | null = null;
  /** How many unwanted tasks there were when the drive before this one began. */
  #unwantedBefore = 0;

  constructor(plan: Plan, input: Json, world: World, before: readonly RunEvent[]) {
    this.#journal = [...before];
    this.#plan = plan;
    this.#input = input;
    this.#world = world;
    for (const { atMs, event } of world.told ?? []) this.#tellAt(START + atMs, event);
    if (world.cancelAtMs !== undefined) {
      this.#tellAt(START + world.cancelAtMs, { type: "cancel_requested", reason: "because the test says so" });
    }
  }

  async run(): Promise<Simulated> {
    for (let turns = 0; turns < MAX_TURNS; turns++) {
      // Each drive starts from what is on record, as after a restart; whatever else was known is gone.
      const state = replay(this.#plan, "run_simulated", this.#input, this.#journal);
      this.#timers = [];
      this.#inFlight = 0;
      this.#skew = this.#world.skewMs?.(this.#hosts) ?? 0;
      this.#hosts += 1;
      const driving = drive(this.#plan, state, this.#newHost());
      this.#unwantedBefore = state.unwanted.length;
      this.#driving = driving;
      let end: { progress: Awaited<Drive["done"]> } | { error: unknown } | null = null;
      void driving.done.then(
        (progress) => (end = { progress }),
        (error: unknown) => (end = { error }),
      );
      for (; turns < MAX_TURNS; turns++) {
        // All that follows from the last thing that happened comes first.
        await new Promise((resolve) => setImmediate(resolve));
        if (end !== null) break;
        this.#fireNext();
      }
      this.#driving = null;
      const ended = end as { progress: Awaited<Drive["done"]> } | { error: unknown } | null;
      if (ended === null) break;
      if ("error" in ended) {
        if (!(ended.error instanceof Crash)) throw ended.error;
        this.#crashes += 1;
        this.#unwantedBefore = 0;
        continue;
      }
      if (ended.progress.type === "settled") return this.#seen(state);
      this.#parks += 1;
      this.#sleepUntil(ended.progress.wakeAt);
    }
    throw new Error(`the run did not settle within ${MAX_TURNS} turns`);
  }

  #seen(state: RunState): Simulated {
    return {
      state,
      journal: this.#journal,
      calls: this.#calls,
      calledOff: this.#calledOff,
      maxInFlight: this.#maxInFlight,
      crashes: this.#crashes,
      parks: this.#parks,
      elapsedMs: this.#now - START,
    };
  }

  #newHost(): Host {
    return {
      maxIdleMs: this.#world.maxIdleMs ?? 2_000,
      now: () => this.#now + this.#skew,
      newInvocationId: () => `inv_${(this.#ids += 1)}`,
      schedule: (at, fire) => this.#schedule(at - this.#skew, fire),
      record: (events) => {
        this.#records += 1;
        if (this.#world.crashesBeforeRecord?.(this.#records, events)) throw new Crash();
        for (const event of events) this.#journal.push(event);
        if (this.#world.crashesAfterRecord?.(this.#records)) throw new Crash();
      },
      perform: (call) => this.#perform(call),
      callOff: (_step, task) => this.#calledOff.push({ ...refOf(task), attempt: task.attempts }),
      ...(this.#world.remembers === true && { calledOff: this.#unwantedBefore }),
    };
  }

  #perform(call: Call): Attempt {
    const nth = (this.#timesCalled.get(call.key) ?? 0) + 1;
    this.#timesCalled.set(call.key, nth);
    this.#calls.push({ call, at: this.#now, journalLength: this.#journal.length, status: call.task.status });
    this.#inFlight += 1;
    this.#maxInFlight = Math.max(this.#maxInFlight, this.#inFlight);
    const reaction = this.#world.react(call, nth, this.#now + this.#skew);
    let over = false;
    const land = () => {
      if (!over) this.#inFlight -= 1;
      over = true;
    };
    if (reaction !== "hang" && reaction.answer) {
      const { afterMs, answer } = reaction.answer;
      this.#tellAt(this.#now + afterMs, {
        ...refOf(call.task),
        type: "answer_received",
        attempt: call.attempt,
        answer,
      });
    }
    const outcome = new Promise<Outcome>((resolve) => {
      if (reaction === "hang") return;
      this.#schedule(this.#now + reaction.afterMs, () => {
        land();
        resolve(reaction.outcome);
      });
    });
    return { outcome, abort: land };
  }

  #schedule(at: number, fire: () => void): () => void {
    const timer = { at, fire };
    this.#timers.push(timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index !== -1) this.#timers.splice(index, 1);
    };
  }

  /** From outside: told to the drive or, where there is none, put into the journal, until one of the two has it. */
  #tellAt(at: number, event: Told): void {
    this.#outside.push({ at, fire: () => this.#tell(event) });
  }

  #tell(event: Told): void {
    if (this.#driving === null) {
      const isOver = this.#journal.some(({ type }) => type === "run_settled");
      if (!isOver) this.#journal.push({ ...event, at: this.#now });
      return;
    }
    void this.#tellUntilHeard(this.#driving.tell(event), event);
  }

  async #tellUntilHeard(heard: Promise<boolean>, event: Told): Promise<void> {
    if (!(await heard)) this.#outside.push({ at: this.#now, fire: () => this.#tell(event) });
  }

  #fireNext(): void {
    const own = earliest(this.#timers);
    const outer = earliest(this.#outside);
    const next = own && outer ? (outer.at < own.at ? outer : own) : (own ?? outer);
    if (!next) throw new Error("the run waits for something that will never come");
    for (const timers of [this.#timers, this.#outside]) {
      const index = timers.indexOf(next);
      if (index !== -1) timers.splice(index, 1);
    }
    this.#now = Math.max(this.#now, next.at);
    next.fire();
  }

  /** Parked: nothing of the run is in memory. */
  #sleepUntil(wakeAt: number | null): void {
    const outer = earliest(this.#outside);
    const wake = wakeAt === null ? Number.POSITIVE_INFINITY : wakeAt - this.#skew;
    if (outer && outer.at <= wake) {
      this.#outside.splice(this.#outside.indexOf(outer), 1);
      this.#now = Math.max(this.#now, outer.at);
      outer.fire();
    } else if (wakeAt === null) throw new Error("the run waits for something that will never come");
    else this.#now = Math.max(this.#now, wake);
  }
}

function earliest(timers: readonly Timer[]): Timer | undefined {
  let first = timers[0];
  for (const timer of timers) if (first && timer.at < first.at) first = timer;
  return first;
}
