// One object for each webhook: how many messages it takes in a minute, and what came of the latest.
//
// W1. That a message has one run does not hang on what is kept here: the run's id follows from the message's.
// W2. Messages that show no valid signature have a window of their own, so that they keep nobody else out.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import type { Position } from "../platform/keyset.ts";
import type { Admitted } from "../runtime/admission.ts";
import { SlidingWindow, WINDOW_MS } from "../runtime/sliding-window.ts";
import { DeliveryStore } from "./delivery-store.ts";
import type { HookDelivery } from "./webhook.ts";

/** Of messages without a valid signature, this many a minute are noted. */
const MAX_BAD_PER_MINUTE = 30;

export class HookInbox extends DurableObject<Env> {
  readonly #store: DeliveryStore;
  readonly #good = new SlidingWindow();
  readonly #bad = new SlidingWindow();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new DeliveryStore(ctx.storage.sql);
    for (const at of this.#store.takenSince(Date.now() - WINDOW_MS)) this.#good.take(at);
  }

  /** Lets one message in; whether one of its id was there before. */
  admit(limit: number, messageId: string | null): Admitted<{ readonly isRepeat: boolean }> {
    const now = Date.now();
    const free = this.#good.nextFree(limit, now);
    const rate = this.#good.view(limit, now);
    if (free > now) return { admitted: false, scope: "webhook", retryAfterMs: free - now, rate };
    this.#good.take(now);
    const isRepeat = messageId !== null && this.#store.hasRun(messageId);
    return { admitted: true, value: { isRepeat }, rate: this.#good.view(limit, now) };
  }

  note(delivery: HookDelivery): void {
    const now = Date.now();
    if (delivery.verdict === "bad_signature") {
      if (this.#bad.nextFree(MAX_BAD_PER_MINUTE, now) > now) return;
      this.#bad.take(now);
    }
    this.#store.add(delivery);
  }

  /** `verdicts` empty: any. */
  list(limit: number, after: Position | null, verdicts: readonly HookDelivery["verdict"][]): HookDelivery[] {
    return this.#store.list(limit, after, verdicts);
  }

  /** The webhook is deleted. */
  forget(): void {
    this.#store.clear();
  }
}
