// One object for each calling agent: its Idempotency-Keys that are under way, and the answers to those that are done.
//
// I1. Of the requests that come with one key, one at a time is let through: `begin` is a single synchronous turn.
// I2. A key under way is held by a lease, which its request renews; a request that dies frees it when the lease ends.
// I3. Only who holds the lease writes the answer: what comes late, after another took over, changes nothing.
// I4. An agent's keys and answers have a quota. A key that finds no room is refused before its request does anything; what
//     was let through before is kept, its answer too.
// I5. Neither keys nor answers are here in the clear: seal.ts.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { type Begun, LEASE_MS } from "./begun.ts";
import { LedgerStore } from "./store.ts";

const KEPT_MS = 24 * 60 * 60_000;
/** What an agent may keep: as many keys as 170 requests a minute make in a day, and answers of 256 MiB together. */
export const MAX_KEYS = 250_000;
export const MAX_BYTES = 256 * 1024 * 1024;
/** How long at most what has expired still takes room. */
const SWEEP_EVERY_MS = 60 * 60_000;

export class IdempotencyLedger extends DurableObject<Env> {
  readonly #store: LedgerStore;
  #sweepSet = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new LedgerStore(ctx.storage.sql);
  }

  /** `name` stands for the key, `fingerprint` for the request. */
  begin(name: string, fingerprint: string): Begun {
    const now = Date.now();
    const held = this.#store.find(name, now);
    if (!held) {
      if (this.#isFull() && this.#store.sweep(now) > 0 && this.#isFull()) {
        return { state: "full", retryAfterMs: Math.max(0, this.#store.nextExpiry() - now) };
      }
      const lease = crypto.randomUUID();
      this.#store.hold(name, { fingerprint, lease, expiresAt: now + LEASE_MS });
      this.#sweepLater(now);
      return { state: "begun", lease };
    }
    if (held.fingerprint !== fingerprint) return { state: "reused" };
    return held.isAnswered ? { state: "answered", answer: this.#store.answer(name) } : { state: "in_progress" };
  }

  renew(name: string, lease: string): void {
    this.#store.extend(name, lease, Date.now() + LEASE_MS);
  }

  settle(name: string, lease: string, answer: Uint8Array): void {
    this.#store.settle(name, lease, { answer, expiresAt: Date.now() + KEPT_MS });
  }

  /** The request had no answer that is worth keeping: the next one is let through. */
  release(name: string, lease: string): void {
    this.#store.release(name, lease);
  }

  #isFull(): boolean {
    const { keys, bytes } = this.#store.held;
    return keys >= MAX_KEYS || bytes >= MAX_BYTES;
  }

  override alarm(): void {
    this.#sweepSet = false;
    const now = Date.now();
    if (this.#store.sweep(now) > 0) this.#sweepLater(now);
  }

  #sweepLater(now: number): void {
    if (this.#sweepSet) return;
    this.#sweepSet = true;
    void this.ctx.storage.setAlarm(now + SWEEP_EVERY_MS);
  }
}
