// One object for each concurrency key of an agent's workflow. It says which of the key's runs may be under way.
//
//   shard ──enter──> a place at once, or one in line     shard ──leave──> the next in line gets the place
//                                                        queue ──admitted──> that run's shard, which begins it
//
// Q1. What is answered or told is on record before: neither side's death loses a place or gives one away twice.
// Q2. Both sides repeat: a shard enters until it has an answer and leaves until it is heard; the queue tells until the
//     shard has heard.
// Q3. While runs wait, those that hold a place are looked at now and then: one that has settled unheard gives its place up.
// Q4. With the last run that leaves goes all that is on disk: keys are as many as inputs make them.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { logError } from "../platform/log.ts";
import { type Entered, type Entry, type News, QueueJournal } from "./queue-journal.ts";
import { shardOf, type RunRef } from "./shards.ts";

const TELL_AGAIN_AFTER_MS = 2_000;
const LOOK_EVERY_MS = 60_000;
const AT_ONCE = 50;

export class RunQueue extends DurableObject<Env> {
  /** Null: nobody holds a place or waits for one, and nothing is on disk. */
  #journal: QueueJournal | null;
  #telling: Promise<void> | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { kv, sql } = ctx.storage;
    this.#journal = kv.get("agentId") === undefined ? null : new QueueJournal(sql);
  }

  /** `agentId` is the same each time: it is part of the queue's name. */
  async enter(agentId: string, entry: Entry): Promise<Entered> {
    this.ctx.storage.kv.put("agentId", agentId);
    this.#journal ??= new QueueJournal(this.ctx.storage.sql);
    const entered = this.#journal.enter(entry);
    this.#tellSoon(this.#journal);
    return entered;
  }

  async leave(runId: string): Promise<void> {
    if (this.#journal === null) return;
    this.#journal.leave(runId);
    this.#tellSoon(this.#journal);
    await this.#forgetIfEmpty();
  }

  /** The run's place in line, 1 for the next; null: it does not wait here. */
  placeOf(runId: string): number | null {
    return this.#journal?.placeOf(runId) ?? null;
  }

  override async alarm(): Promise<void> {
    await this.#look().catch((error: unknown) => logError("queue_look_failed", error, {}));
    await this.#tell();
    await this.#forgetIfEmpty();
    if (this.#journal === null) return;
    if (this.#journal.counts().waiting > 0) await this.ctx.storage.setAlarm(Date.now() + LOOK_EVERY_MS);
    if (this.#journal.untold(1).length > 0) await this.ctx.storage.setAlarm(Date.now() + TELL_AGAIN_AFTER_MS);
  }

  /** Q4. */
  async #forgetIfEmpty(): Promise<void> {
    if (this.#journal === null || !this.#journal.isEmpty()) return;
    this.#journal = null;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** The alarm stands before anything is told: it goes on where this life of the object ends. */
  #tellSoon(journal: QueueJournal): void {
    if (journal.untold(1).length > 0) {
      void this.ctx.storage.setAlarm(Date.now() + TELL_AGAIN_AFTER_MS);
      this.ctx.waitUntil(this.#tell());
    } else if (journal.counts().waiting > 0) {
      this.ctx.waitUntil(this.#lookLater());
    }
  }

  async #lookLater(): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + LOOK_EVERY_MS);
  }

  /** One at a time: what comes up meanwhile is told as well. */
  async #tell(): Promise<void> {
    this.#telling ??= this.#tellAll().finally(() => (this.#telling = null));
    return this.#telling;
  }

  async #tellAll(): Promise<void> {
    const untold = () => this.#journal?.untold(AT_ONCE) ?? [];
    for (let news = untold(); news.length > 0; news = untold()) {
      const heard = await Promise.all(news.map((one) => this.#tellShard(one)));
      if (heard.includes(false)) return;
    }
  }

  async #tellShard(news: News): Promise<boolean> {
    const ref = this.#refOf(news.runId);
    try {
      const shard = shardOf(this.env, ref);
      if (news.news === "admitted") await shard.admitted(ref.runId);
      else await shard.tell(ref.runId, { type: "cancel_requested", code: "superseded", reason: SUPERSEDED });
      this.#journal?.told(news);
      return true;
    } catch (error) {
      logError("queue_tell_failed", error, { runId: ref.runId });
      return false;
    }
  }

  /** Q3. */
  async #look(): Promise<void> {
    if (this.#journal === null || this.#journal.counts().waiting === 0) return;
    for (const runId of this.#journal.holders(AT_ONCE)) {
      const ref = this.#refOf(runId);
      if (!(await shardOf(this.env, ref).isOpen(runId))) this.#journal?.leave(runId);
    }
  }

  #refOf(runId: string): RunRef {
    return { runId, agentId: this.ctx.storage.kv.get<string>("agentId") ?? "" };
  }
}

const SUPERSEDED = "Cancelled for a newer run: the workflow's concurrency says cancel_running.";
