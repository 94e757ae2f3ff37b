// One object for each upstream MCP server. It reads the server again: on schedule, on demand, and when the server says
// that something has changed.
//
// S1. One refresh at a time; those that are asked for meanwhile share the next one.
// S2. As long as the server is registered there is an alarm, whatever a refresh comes to.
// S3. A server that says that something has changed whenever it is read is believed less each time that nothing had.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { openDatabase } from "../platform/database.ts";
import { logError } from "../platform/log.ts";
import { type Refreshed, refreshServer } from "./refresh-server.ts";

const MINUTE_MS = 60_000;
/** How often a server that answers is read; sooner where its lists say that they hold less long. */
const EVERY_MS = 60 * MINUTE_MS;
const MIN_EVERY_MS = 5 * MINUTE_MS;
const FIRST_RETRY_MS = 5 * MINUTE_MS;
const MAX_RETRY_MS = 24 * 60 * MINUTE_MS;
/** A server that says over and over that something has changed is not read at once each time. */
const SOON_MS = 5_000;

interface Schedule {
  readonly serverId: string;
  /** In a row. */
  readonly failures: number;
  /** When the last refresh was; absent before the first. */
  readonly readAt?: number;
  /** Refreshes that found nothing new, or nobody, one soon after the other. */
  readonly inVain?: number;
}

export class ServerKeeper extends DurableObject<Env> {
  #running: Promise<Refreshed> | null = null;
  #next: Promise<Refreshed> | null = null;
  /** Something has changed since the refresh that is under way began. */
  #isDue = false;

  async start(serverId: string): Promise<void> {
    await this.#schedule({ serverId, failures: 0 }, Date.now() + EVERY_MS);
  }

  /** Reads the server now, or once the refresh that is under way has ended. */
  async refresh(serverId: string): Promise<Refreshed> {
    if (this.#running === null) return this.#run(serverId);
    this.#next ??= this.#running.then(
      () => this.#run(serverId),
      () => this.#run(serverId),
    );
    return this.#next;
  }

  /** Reads the server in a moment. */
  async refreshSoon(serverId: string): Promise<void> {
    if (this.#running !== null) {
      this.#isDue = true;
      return;
    }
    const alarmAt = await this.ctx.storage.getAlarm();
    const schedule = (await this.#kept()) ?? { serverId, failures: 0 };
    const at = soonAt(schedule);
    if (alarmAt !== null && alarmAt > at) await this.#schedule(schedule, at);
  }

  async stop(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  override async alarm(): Promise<void> {
    const schedule = await this.#kept();
    if (schedule === undefined) return;
    // An alarm that throws is given up after a few times, and with it the schedule.
    await this.refresh(schedule.serverId).catch((error: unknown) => logError("server_refresh_failed", error, {}));
  }

  async #run(serverId: string): Promise<Refreshed> {
    this.#next = null;
    this.#isDue = false;
    const before = await this.#kept();
    const failures = before?.failures ?? 0;
    const inVain = isSoonAfter(before) ? (before?.inVain ?? 0) + 1 : 1;
    const retryMs = Math.min(FIRST_RETRY_MS * 2 ** failures, MAX_RETRY_MS);
    await this.#schedule({ serverId, failures: failures + 1, readAt: Date.now(), inVain }, Date.now() + retryMs);
    this.#running = refreshServer({ env: this.env, db: openDatabase(this.env.DB) }, serverId);
    try {
      const refreshed = await this.#running;
      if (refreshed.status === "removed") await this.stop();
      if (refreshed.status === "refreshed") {
        const everyMs = Math.max(Math.min(refreshed.ttlMs ?? EVERY_MS, EVERY_MS), MIN_EVERY_MS);
        const read = { serverId, failures: 0, readAt: Date.now(), inVain: refreshed.isOther ? 0 : inVain };
        await this.#schedule(read, this.#isDue ? soonAt(read) : Date.now() + everyMs);
      }
      return refreshed;
    } finally {
      this.#running = null;
    }
  }

  #kept(): Promise<Schedule | undefined> {
    return this.ctx.storage.get<Schedule>("schedule");
  }

  async #schedule(schedule: Schedule, at: number): Promise<void> {
    await this.ctx.storage.put("schedule", schedule);
    await this.ctx.storage.setAlarm(at);
  }
}

/** When a server is read that says now that something has changed. */
function soonAt(schedule: Schedule): number {
  return Math.max(Date.now() + SOON_MS, (schedule.readAt ?? 0) + putOffMs(schedule));
}

/** How long after a refresh it is not read again because it says so. */
function putOffMs({ inVain = 0 }: Schedule): number {
  return inVain === 0 ? 0 : Math.min(SOON_MS * 2 ** (inVain - 1), MIN_EVERY_MS);
}

/** What a server says long after a refresh has nothing to do with that. */
function isSoonAfter(schedule: Schedule | undefined): boolean {
  return schedule !== undefined && Date.now() < (schedule.readAt ?? 0) + 2 * putOffMs(schedule);
}
