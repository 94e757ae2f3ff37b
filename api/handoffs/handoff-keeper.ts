// One object for each handoff that is open, or of which somebody has yet to be told: its clock, and its conscience.
//
// K1. An alarm is set before a change is written, so that what follows from it is done whatever dies in between.
// K2. Each event is told in order, at least once; who gets it twice can tell, for it comes under the same id.
// K3. What has nothing left to do forgets itself.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { openDatabase } from "../platform/database.ts";
import { logError } from "../platform/log.ts";
import { lapse } from "./change-handoff.ts";
import { deleteContexts } from "./context-objects.ts";
import { isSettled } from "./machine.ts";
import { markTold, selectUntold } from "./store.ts";
import { tellOf } from "./tell-handoff.ts";

/** A write that was announced is done by then, or will not be done any more. */
const GUARDED_FOR_MS = 5_000;
/** The same for a handoff that is not there yet: what of it lies in R2 is then nobody's. */
const UNBORN_FOR_MS = 10 * 60_000;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 10 * 60_000;

export class HandoffKeeper extends DurableObject<Env> {
  /** One after the other: what is told is told in order. */
  #turn: Promise<unknown> = Promise.resolve();

  /** Says that the handoff is about to change. */
  async guard(handoffId: string): Promise<void> {
    const now = Date.now();
    const { kv } = this.ctx.storage;
    kv.put("id", handoffId);
    if (kv.get<number>("since") === undefined) kv.put("since", now);
    kv.put("guardedUntil", now + GUARDED_FOR_MS);
    await this.#wakeBy(now + GUARDED_FOR_MS);
  }

  /** Does what is due, and tells what has not been told. `now` is in ms since the epoch. */
  async follow(now = Date.now()): Promise<void> {
    const turn = this.#turn.then(() => this.#follow(now));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  override async alarm(): Promise<void> {
    try {
      await this.follow();
      this.ctx.storage.kv.delete("failures");
    } catch (error) {
      // An alarm that throws is given up after a few times.
      logError("handoff_follow_failed", error, {});
      const failures = this.ctx.storage.kv.get<number>("failures") ?? 0;
      this.ctx.storage.kv.put("failures", failures + 1);
      await this.#wakeBy(Date.now() + Math.min(FIRST_RETRY_MS * 2 ** failures, MAX_RETRY_MS));
    }
  }

  async #follow(now: number): Promise<void> {
    const { kv } = this.ctx.storage;
    const id = kv.get<string>("id");
    if (id === undefined) return;
    const services = { env: this.env, db: openDatabase(this.env.DB) };
    let untold = await selectUntold(services.db, id);
    while (untold !== null && (await lapse(services, untold.handoff, now)))
      untold = await selectUntold(services.db, id);
    if (untold === null) return this.#forgetUnborn(id, now);
    const { handoff, events } = untold;
    for (const event of events) {
      await tellOf(services, handoff, event);
      await markTold(services.db, id, event.number);
    }
    const guardedUntil = kv.get<number>("guardedUntil") ?? 0;
    if (guardedUntil > now) return this.#wakeBy(guardedUntil);
    if (isSettled(handoff.status)) return this.#forget();
    if (handoff.expiresAt !== null) await this.#wakeBy(Date.parse(handoff.expiresAt));
  }

  /** It was deleted, or never came to be. */
  async #forgetUnborn(id: string, now: number): Promise<void> {
    const bornBy = (this.ctx.storage.kv.get<number>("since") ?? now) + UNBORN_FOR_MS;
    if (bornBy > now) return this.#wakeBy(bornBy);
    await deleteContexts(this.env, [id]);
    await this.#forget();
  }

  async #forget(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** At this time, or at an earlier one that it is to wake anyway. */
  async #wakeBy(at: number): Promise<void> {
    const current = await this.ctx.storage.getAlarm();
    if (current === null || current > at) await this.ctx.storage.setAlarm(Math.max(at, Date.now()));
  }
}
