// One object for each agent with schedules: it keeps them, and its alarm fires them (schedule-book.ts).
//
// S1. As long as a tick is to come or to be fired there is an alarm: it is set after every change, and before a change is
//     answered.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { newId } from "../platform/ids.ts";
import type { Position } from "../platform/keyset.ts";
import { logError } from "../platform/log.ts";
import { openDatabase } from "../platform/database.ts";
import { fireTick } from "./fire-tick.ts";
import type { Schedule, Timetable } from "./schedule.ts";
import { ScheduleBook } from "./schedule-book.ts";
import type { Schedules } from "./schedulers.ts";
import { ScheduleStore } from "./store.ts";

const COME_BACK_AFTER_MS = 5_000;
/** The clock of an alarm may be a little ahead of the object's. */
const MIN_SLEEP_MS = 10;

export class Scheduler extends DurableObject<Env> implements Schedules {
  readonly #store: ScheduleStore;
  readonly #book: ScheduleBook;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const services = { env, db: openDatabase(env.DB) };
    this.#store = new ScheduleStore(ctx.storage.sql);
    this.#book = new ScheduleBook(this.#store, Date.now, (tick) => fireTick(services, this.#agentId, tick));
  }

  async create(
    agentId: string,
    workflowId: string,
    timetable: Timetable,
    paused: boolean,
    max: number,
  ): Promise<Schedule | null> {
    this.ctx.storage.kv.put("agentId", agentId);
    const schedule = this.#book.create(newId("sched"), workflowId, timetable, paused, max);
    await this.#sleep();
    return schedule;
  }

  async find(workflowId: string, id: string): Promise<Schedule | null> {
    return this.#book.find(workflowId, id);
  }

  async list(workflowId: string | null, limit: number, after: Position | null): Promise<Schedule[]> {
    return this.#book.list(workflowId, limit, after);
  }

  async replace(
    workflowId: string,
    id: string,
    timetable: Timetable,
    paused: boolean | null,
  ): Promise<Schedule | null> {
    const schedule = this.#book.replace(workflowId, id, timetable, paused);
    await this.#sleep();
    return schedule;
  }

  async setPaused(workflowId: string, id: string, paused: boolean): Promise<Schedule | null> {
    const schedule = this.#book.setPaused(workflowId, id, paused);
    await this.#sleep();
    return schedule;
  }

  async remove(workflowId: string, id: string): Promise<boolean> {
    return this.#book.remove(workflowId, id);
  }

  async removeOf(workflowId: string): Promise<void> {
    this.#book.removeOf(workflowId);
  }

  override async alarm(): Promise<void> {
    try {
      await this.#book.run();
      await this.#sleep();
    } catch (error) {
      // An alarm that throws is given up after a few times, and with it the schedules.
      logError("scheduler_failed", error, {});
      await this.ctx.storage.setAlarm(Date.now() + COME_BACK_AFTER_MS);
    }
  }

  /** Until the next tick. */
  async #sleep(): Promise<void> {
    const at = this.#store.nextAt();
    if (at !== null) await this.ctx.storage.setAlarm(Math.max(at, Date.now() + MIN_SLEEP_MS));
  }

  get #agentId(): string {
    return this.ctx.storage.kv.get<string>("agentId") ?? "";
  }
}
