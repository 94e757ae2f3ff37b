// An agent's schedules and their ticks, over a clock and a way to start runs that its owner brings.
//
// B1. That a tick is to be fired is on record before it is fired, together with how far ticks are handled: none is
//     forgotten, and none comes up twice.
// B2. A tick's run has an id that follows from schedule and tick, so firing it again after a crash starts nothing more.
// B3. The ticks of one schedule are fired one after the other, the earliest first.
// B4. A schedule's pauses, and the time before it was changed, hold no missed ticks.

import type { Position } from "../platform/keyset.ts";
import { logError } from "../platform/log.ts";
import { ticksAfter } from "./cron.ts";
import { dueTicks } from "./due-ticks.ts";
import type { Schedule, TickOutcome, Timetable } from "./schedule.ts";
import type { DueSchedule, PendingTick, ScheduleStore } from "./store.ts";

export interface Tick {
  readonly schedule: Schedule;
  /** In ms since the epoch. */
  readonly at: number;
  /** The run of the tick before; null: there is none. */
  readonly lastRunId: string | null;
}

/** `gone`: its workflow is. */
export type Fired = Omit<TickOutcome, "scheduledAt"> | "gone";

const AT_ONCE = 20;
const FIRST_RETRY_MS = 5_000;
const MAX_RETRY_MS = 5 * 60_000;
/** About an hour. */
const MAX_ATTEMPTS = 18;

export class ScheduleBook {
  readonly #store: ScheduleStore;
  readonly #now: () => number;
  readonly #fire: (tick: Tick) => Promise<Fired>;

  /** `fire` rejects where the hub itself fails: it is then asked again. */
  constructor(store: ScheduleStore, now: () => number, fire: (tick: Tick) => Promise<Fired>) {
    this.#store = store;
    this.#now = now;
    this.#fire = fire;
  }

  /** Null: the agent has as many as it may have. */
  create(id: string, workflowId: string, timetable: Timetable, paused: boolean, max: number): Schedule | null {
    if (this.#store.count() >= max) return null;
    const now = this.#now();
    const at = new Date(now).toISOString();
    const schedule = {
      id,
      workflowId,
      ...timetable,
      paused,
      lastOutcome: null,
      lastMissed: null,
      createdAt: at,
      updatedAt: at,
    };
    this.#put(schedule, now);
    return schedule;
  }

  find(workflowId: string, id: string): Schedule | null {
    return this.#store.find(workflowId, id);
  }

  list(workflowId: string | null, limit: number, after: Position | null): Schedule[] {
    return this.#store.list(workflowId, limit, after);
  }

  /** `paused`: null leaves it as it is. */
  replace(workflowId: string, id: string, timetable: Timetable, paused: boolean | null): Schedule | null {
    const known = this.#store.find(workflowId, id);
    return known && this.#change({ ...known, ...timetable, paused: paused ?? known.paused });
  }

  setPaused(workflowId: string, id: string, paused: boolean): Schedule | null {
    const known = this.#store.find(workflowId, id);
    if (known === null || known.paused === paused) return known;
    return this.#change({ ...known, paused });
  }

  remove(workflowId: string, id: string): boolean {
    if (this.#store.find(workflowId, id) === null) return false;
    this.#store.remove(id);
    return true;
  }

  removeOf(workflowId: string): void {
    this.#store.removeOf(workflowId);
  }

  /** Fires what is due; when to come again, in ms since the epoch, null: not by itself. */
  async run(): Promise<number | null> {
    for (const due of this.#store.due(this.#now(), AT_ONCE)) this.#tryToHandle(due);
    await Promise.all(this.#store.pending(this.#now(), AT_ONCE).map((tick) => this.#fireOne(tick)));
    return this.#store.nextAt();
  }

  #change(changed: Schedule): Schedule {
    const now = this.#now();
    const schedule = { ...changed, updatedAt: new Date(now).toISOString() };
    this.#put(schedule, now);
    if (schedule.paused) this.#store.dropTicks(schedule.id);
    return schedule;
  }

  /** B4. */
  #put(schedule: Schedule, now: number): void {
    this.#store.put(schedule, now, nextAt(schedule, now));
  }

  /** One whose ticks cannot be told, as where its time zone is not known any more, holds up no other. */
  #tryToHandle({ schedule, handledUntil }: DueSchedule): void {
    try {
      this.#handle(schedule, handledUntil);
    } catch (error) {
      logError("schedule_not_handled", error, { scheduleId: schedule.id });
      this.#store.lookAgain(schedule.id, this.#now() + MAX_RETRY_MS);
    }
  }

  /** B1. */
  #handle(schedule: Schedule, handledUntil: number): void {
    const now = this.#now();
    const { fire, missed } = dueTicks(schedule, handledUntil, now);
    this.#store.handle(schedule.id, fire, now, nextAt(schedule, now));
    if (missed === null) return;
    const [from, until] = [new Date(missed.first).toISOString(), new Date(missed.last).toISOString()];
    this.#store.noteMissed(schedule.id, { from, until });
    const message = "Missed, and not made up for: the schedule's catchUp says so.";
    const outcome = { status: "skipped", runId: null, message, scheduledAt: until } as const;
    this.#store.noteOutcome(schedule.id, outcome);
  }

  async #fireOne(tick: PendingTick): Promise<void> {
    const owner = this.#store.ownerOf(tick);
    if (owner === null) return;
    const scheduledAt = new Date(tick.at).toISOString();
    try {
      const fired = await this.#fire({ ...owner, at: tick.at });
      if (fired === "gone") this.#store.remove(tick.scheduleId);
      else this.#store.fired(tick, { ...fired, scheduledAt });
    } catch (error) {
      logError("tick_failed", error, { scheduleId: tick.scheduleId });
      const delayMs = Math.min(FIRST_RETRY_MS * 2 ** tick.attempts, MAX_RETRY_MS);
      if (tick.attempts + 1 < MAX_ATTEMPTS) return this.#store.retry(tick, this.#now() + delayMs);
      const message = "The hub could not start the run, however often it tried.";
      this.#store.fired(tick, { status: "refused", runId: null, message, scheduledAt });
    }
  }
}

function nextAt(schedule: Schedule, now: number): number | null {
  return schedule.paused ? null : (ticksAfter(schedule, now, 1)[0] ?? null);
}
