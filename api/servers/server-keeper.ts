// One object for each upstream MCP server. It reads the server again: on schedule, on demand, and when the server says
// that something has changed.
//
// S1. One refresh at a time; those that are asked for meanwhile share the next one.
// S2. As long as the server is registered there is an alarm, whatever a refresh comes to.

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
}

export class ServerKeeper extends DurableObject<Env> {
  #running: Promise<Refreshed> | null = null;
  #next: Promise<Refreshed> | null = null;
  /** Something has changed since the refresh that is under way began. */
  #isDue = false;

  async start(serverId: string): Promise<void> {
    await this.#schedule({ serverId, failures: 0 }, EVERY_MS);
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
    if (this.#running !== null) this.#isDue = true;
    const at = await this.ctx.storage.getAlarm();
    if (at === null || at <= Date.now() + SOON_MS) return;
    const schedule = await this.ctx.storage.get<Schedule>("schedule");
    await this.#schedule(schedule ?? { serverId, failures: 0 }, SOON_MS);
  }

  async stop(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  override async alarm(): Promise<void> {
    const schedule = await this.ctx.storage.get<Schedule>("schedule");
    if (schedule === undefined) return;
    // An alarm that throws is given up after a few times, and with it the schedule.
    await this.refresh(schedule.serverId).catch((error: unknown) => logError("server_refresh_failed", error, {}));
  }

  async #run(serverId: string): Promise<Refreshed> {
    this.#next = null;
    this.#isDue = false;
    const failures = (await this.ctx.storage.get<Schedule>("schedule"))?.failures ?? 0;
    const retryMs = Math.min(FIRST_RETRY_MS * 2 ** failures, MAX_RETRY_MS);
    await this.#schedule({ serverId, failures: failures + 1 }, retryMs);
    this.#running = refreshServer({ env: this.env, db: openDatabase(this.env.DB) }, serverId);
    try {
      const refreshed = await this.#running;
      if (refreshed.status === "removed") await this.stop();
      if (refreshed.status === "refreshed") {
        const everyMs = Math.max(Math.min(refreshed.ttlMs ?? EVERY_MS, EVERY_MS), MIN_EVERY_MS);
        await this.#schedule({ serverId, failures: 0 }, this.#isDue ? SOON_MS : everyMs);
      }
      return refreshed;
    } finally {
      this.#running = null;
    }
  }

  async #schedule(schedule: Schedule, inMs: number): Promise<void> {
    await this.ctx.storage.put("schedule", schedule);
    await this.ctx.storage.setAlarm(Date.now() + inMs);
  }
}
