// One object for the hub: what has to be done with time. A cron calls it; what one call leaves over, its alarm goes on
// with.
//
// U1. One sweep at a time, for there is one object: who calls meanwhile waits for the same.
// U2. Each chore is bounded, may fail alone, and done again does no harm.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { deleteSettledHandoffs } from "../handoffs/delete-handoffs.ts";
import { archiveSlice } from "../invocations/archive/archive-slice.ts";
import type { Archiving } from "../invocations/archive/draft.ts";
import { forgetSlice } from "../invocations/archive/forget-slice.ts";
import { openDatabase } from "../platform/database.ts";
import { logError } from "../platform/log.ts";
import { deleteExpiredRuns } from "../runs/delete-run.ts";
import { STATS_KEPT_MS } from "../tools/stats-retention.ts";
import { dropRateLimits, dropSessions, dropStats } from "./store.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SLICES = 20;
/** Runs that one sweep deletes: each is a call of its shard. */
const MAX_RUNS = 100;
const GO_ON_AFTER_MS = 1_000;

export class Upkeep extends DurableObject<Env> {
  #sweeping: Promise<boolean> | null = null;

  /** `now` is in ms since the epoch; gives whether more is left to do. */
  async sweep(now: number): Promise<boolean> {
    this.#sweeping ??= this.#sweep(now).finally(() => (this.#sweeping = null));
    const isMoreLeft = await this.#sweeping;
    if (isMoreLeft) await this.ctx.storage.setAlarm(Date.now() + GO_ON_AFTER_MS);
    return isMoreLeft;
  }

  override async alarm(): Promise<void> {
    await this.sweep(Date.now());
  }

  async #sweep(now: number): Promise<boolean> {
    const db = openDatabase(this.env.DB);
    const ago = (ms: number) => new Date(now - ms).toISOString();
    const chores: readonly (readonly [name: string, () => Promise<boolean>])[] = [
      ["archive", () => this.#archive(now)],
      ["drop_minutes", () => dropStats(db, "minute", ago(STATS_KEPT_MS.minute).slice(0, 16))],
      ["drop_hours", () => dropStats(db, "hour", ago(STATS_KEPT_MS.hour).slice(0, 13))],
      ["drop_sessions", () => dropSessions(db, ago(0))],
      ["delete_handoffs", () => this.#deleteHandoffs(now)],
      ["delete_runs", () => deleteExpiredRuns(db, this.env, ago(0), MAX_RUNS)],
      ["forget", () => this.#forget()],
      ["drop_rate_limits", () => dropRateLimits(db, ago(DAY_MS))],
    ];
    let isMoreLeft = false;
    for (const [name, chore] of chores) isMoreLeft = (await tried(name, chore)) || isMoreLeft;
    return isMoreLeft;
  }

  /** Hours that ended `ARCHIVE_AFTER_DAYS` ago, or earlier. */
  async #archive(now: number): Promise<boolean> {
    const days = daysOf(this.env.ARCHIVE_AFTER_DAYS, 30);
    const before = new Date(Math.floor((now - days * DAY_MS) / HOUR_MS) * HOUR_MS).toISOString();
    return slices(async () => (await archiveSlice(this.#archiving(), before)) > 0);
  }

  async #deleteHandoffs(now: number): Promise<boolean> {
    const before = new Date(now - daysOf(this.env.HANDOFFS_KEPT_DAYS, 90) * DAY_MS).toISOString();
    return slices(() => deleteSettledHandoffs(openDatabase(this.env.DB), this.env, before));
  }

  /** What was said in calls of runs that were deleted after their calls had been archived. Goes on where the last sweep was. */
  async #forget(): Promise<boolean> {
    const { kv } = this.ctx.storage;
    return slices(async () => {
      const turn = await forgetSlice(this.#archiving(), kv.get<number>("forgottenTo") ?? 0);
      kv.put("forgottenTo", turn ?? 0);
      return turn !== null;
    });
  }

  #archiving(): Archiving {
    const { kv } = this.ctx.storage;
    const draft = {
      get: () => kv.get<string[]>("drafts") ?? [],
      set: async (keys: readonly string[]) => {
        kv.put("drafts", keys);
        // On disk before anything is written under the names.
        await this.ctx.storage.sync();
      },
    };
    return { db: openDatabase(this.env.DB), env: this.env, draft };
  }
}

/** A setting, at least one day; `otherwise` where it is none. */
function daysOf(setting: string, otherwise: number): number {
  return Math.max(1, Number(setting) || otherwise);
}

/** Whether more is left after so many as one sweep does. */
async function slices(slice: () => Promise<boolean>): Promise<boolean> {
  for (let done = 0; done < SLICES; done++) if (!(await slice())) return false;
  return true;
}

async function tried(name: string, chore: () => Promise<boolean>): Promise<boolean> {
  try {
    return await chore();
  } catch (error) {
    logError(`upkeep_${name}_failed`, error, {});
    return false;
  }
}
