// One object for each calling agent: the outcomes that its callbacks still have to bring, and what they are signed with.
//
// B1. What is enqueued is on disk, and the alarm that delivers it set, before `enqueue` answers.
// B2. Delivery is at least once: each attempt has the same `webhook-id`, by which a receiver can tell a repeat.
// B3. What no receiver takes for a day is dead: listed, and delivered again only when its agent asks.
// B4. A secret is sealed where the hub has a master key; one that was not, or under an older master key, is sealed anew when
//     it is signed with next. One whose master key is gone does not count.
// B5. A call's outcome has room before the call is accepted, so that what was accepted is never lost. Pending and dead
//     callbacks stay; delivered ones make room where it gets short.
// B6. What came of its attempts is counted with them, and told to D1 as absolute numbers: telling it again changes nothing.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { publish } from "../feed/publish.ts";
import type { Invocation } from "../invocations/invocation.ts";
import { nowIso } from "../platform/clock.ts";
import { keep, openKept } from "../platform/encryption.ts";
import type { Position } from "../platform/keyset.ts";
import { logError } from "../platform/log.ts";
import { MAX_RESULT_BYTES } from "../relay/result.ts";
import type { Awaited, Callback } from "./callback.ts";
import { deliver } from "./deliver.ts";
import { type CallbackCounts, insertCallbackCounts } from "./insert-counts.ts";
import { newSecret, signedHeaders } from "./sign.ts";
import { type Attempted, type Due, type Outgoing, OutboxStore } from "./store.ts";

const DAY_MS = 24 * 60 * 60_000;
const GIVE_UP_AFTER_MS = DAY_MS;
/** How long a secret is still signed with after it was replaced. */
const SECRET_OVERLAP_MS = DAY_MS;
const KEPT_MS = 30 * DAY_MS;
const FIRST_DELAY_MS = 5_000;
const MAX_DELAY_MS = 60 * 60_000;
const AT_ONCE = 20;
/** What an agent may keep, outcomes that are still to come included, each as the largest that there can be. */
const MAX_CALLBACKS = 100_000;
const MAX_BYTES = 2 * 1024 ** 3;
const AWAITED_BYTES = MAX_RESULT_BYTES;
/** After that a call that was to bring an outcome has died before it was accepted; one that comes later is taken all the same. */
const AWAITED_FOR_MS = 60 * 60_000;
/** Outcomes come within minutes, and then may make room. */
const COME_BACK_AFTER_MS = 5_000;
const FORGOTTEN_TOGETHER = 100;
/** How often D1 is told the numbers; where it did not take them, a minute later. */
const TELL_EVERY_MS = 1_000;
const TELL_AGAIN_AFTER_MS = 60_000;

export class CallbackOutbox extends DurableObject<Env> {
  readonly #store: OutboxStore;
  /** D1 is told the numbers from this time on, where there are new ones. */
  #tellAt = 0;
  #isTelling = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new OutboxStore(ctx.storage.sql);
  }

  /** A new secret; the one before is signed with as well for a day. */
  async rotateSecret(): Promise<{ readonly secret: string; readonly previousValidUntil: string | null }> {
    const secret = newSecret();
    const kept = await keep(this.env.MASTER_KEYS, secret, this.#context);
    const until = Date.now() + SECRET_OVERLAP_MS;
    const hadOne = this.#store.addSecret(kept, until);
    return { secret, previousValidUntil: hadOne ? new Date(until).toISOString() : null };
  }

  /** Keeps room for a call's outcome, if it can be brought. */
  async awaitOutcome(invocationId: string): Promise<Awaited> {
    const now = Date.now();
    if (!(await this.canSign())) return { state: "no_secret" };
    if (!this.#makeRoom(now)) return { state: "full", retryAfterMs: this.#roomIn(now) };
    this.#store.awaitOutcome(invocationId, now + AWAITED_FOR_MS);
    return { state: "awaited" };
  }

  async canSign(): Promise<boolean> {
    return (await this.#secrets(Date.now())).length > 0;
  }

  /** The call was not accepted. */
  awaitNoMore(invocationId: string): void {
    this.#store.awaitNoMore(invocationId);
  }

  /** Idempotent by id. */
  async enqueue(outgoing: Outgoing): Promise<void> {
    const now = Date.now();
    this.#store.add(outgoing, now, now + GIVE_UP_AFTER_MS);
    await this.ctx.storage.setAlarm(now);
  }

  /** The same for what no room was kept for; false where there is none. */
  async offer(outgoing: Outgoing): Promise<boolean> {
    if (!this.#makeRoom(Date.now())) return false;
    await this.enqueue(outgoing);
    return true;
  }

  list(status: Callback["status"] | null, limit: number, after: Position | null): Callback[] {
    return this.#store.list(status, limit, after);
  }

  /** Delivers it anew, whatever became of it before; null where there is none. */
  async redeliver(id: string): Promise<Callback | null> {
    if (this.#store.find(id) === null) return null;
    const now = Date.now();
    this.#store.restart(id, now, now + GIVE_UP_AFTER_MS);
    await this.ctx.storage.setAlarm(now);
    return this.#store.find(id);
  }

  override async alarm(): Promise<void> {
    const now = Date.now();
    await Promise.all(this.#store.due(now, AT_ONCE).map((due) => this.#attempt(due)));
    this.#store.sweep(now - KEPT_MS);
    const counts = this.#store.untold();
    const isToTell = counts !== null && !this.#isTelling && now >= this.#tellAt;
    if (isToTell) this.#tellAt = now + TELL_EVERY_MS;
    const { nextAt, oldest } = this.#store.outlook();
    // Looked at again then: what is told may get lost.
    const tellAt = counts === null ? null : Math.max(this.#tellAt, now + TELL_EVERY_MS);
    const wakes = [nextAt, oldest === null ? null : oldest + KEPT_MS, tellAt].filter((at) => at !== null);
    if (wakes.length > 0) await this.ctx.storage.setAlarm(Math.max(Math.min(...wakes), Date.now()));
    // The next callbacks need not wait for D1.
    if (isToTell) this.ctx.waitUntil(this.#tell(counts));
  }

  #makeRoom(now: number): boolean {
    this.#store.releaseExpired(now);
    while (this.#isFull() && this.#store.forgetDelivered(FORGOTTEN_TOGETHER) > 0);
    return !this.#isFull();
  }

  /** Brings the hub's numbers up to date. */
  async #tell(counts: CallbackCounts): Promise<void> {
    this.#isTelling = true;
    try {
      await insertCallbackCounts(this.env.DB, this.ctx.id.toString(), counts);
      this.#store.told(counts);
    } catch (error) {
      logError("callback_counts_not_told", error, {});
      this.#tellAt = Date.now() + TELL_AGAIN_AFTER_MS;
    } finally {
      this.#isTelling = false;
    }
  }

  #isFull(): boolean {
    const { callbacks, bytes, awaited } = this.#store.held;
    return callbacks + awaited >= MAX_CALLBACKS || bytes + (awaited + 1) * AWAITED_BYTES > MAX_BYTES;
  }

  /** How long until there may be room: an outcome comes, a callback is attempted, or a dead one is forgotten. */
  #roomIn(now: number): number {
    if (this.#store.held.awaited > 0) return COME_BACK_AFTER_MS;
    const { nextAt, oldest } = this.#store.outlook();
    return Math.max(COME_BACK_AFTER_MS, (nextAt ?? (oldest ?? now) + KEPT_MS) - now);
  }

  /** Those that are valid and open, the newest first. */
  async #secrets(now: number): Promise<string[]> {
    const opened = this.#store.secrets(now).map(async ({ number, kept }) => {
      const secret = await openKept(this.env.MASTER_KEYS, kept, this.#context);
      if (secret === null) logError("callback_secret_lost", "A secret does not open with MASTER_KEYS.", {});
      else if (secret.kept !== kept) this.#store.keepSecret(number, secret.kept);
      return secret === null ? [] : [secret.text];
    });
    return (await Promise.all(opened)).flat();
  }

  /** What its secrets are bound to: this object. */
  get #context(): string {
    return `callback-outbox/${this.ctx.id.toString()}`;
  }

  async #attempt(due: Due): Promise<void> {
    const { id, url, body } = due;
    const at = Date.now();
    const secrets = await this.#secrets(at);
    const error =
      secrets.length === 0
        ? "There is no secret to sign with. Get one: POST /api/v1/mcp/callbacks/secret."
        : await deliver({
            url,
            body,
            headers: await signedHeaders({ id, body, at }, secrets),
            egress: this.env.EGRESS,
          });
    const attempted = whatCame(due, error, Date.now());
    this.#store.attempted(id, attempted);
    if (attempted.status === "dead") await this.#publishDead(due);
  }

  async #publishDead({ id, body }: Due): Promise<void> {
    const callback = this.#store.find(id);
    if (callback === null) return;
    const { agentId, toolId } = addresseeOf(body);
    const timestamp = callback.completedAt ?? nowIso();
    const key = `callback.dead ${id} ${timestamp}`;
    await publish(this.env, agentId, [{ type: "callback.dead", key, toolId, timestamp, data: callback }]);
  }
}

/** Whose callback it is, and the tool that it is about, if it is about one. */
function addresseeOf(body: string): { readonly agentId: string; readonly toolId: string | null } {
  const message = JSON.parse(body) as { readonly agentId: string } | { readonly data: Invocation };
  if ("agentId" in message) return { agentId: message.agentId, toolId: null };
  return { agentId: message.data.callerAgentId, toolId: message.data.toolId };
}

function whatCame({ attempts, giveUpAt }: Due, error: string | null, at: number): Attempted {
  if (error === null) return { status: "delivered", error, at };
  if (at >= giveUpAt) return { status: "dead", error, at };
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** attempts, MAX_DELAY_MS);
  return { status: "pending", error, nextAt: Math.min(at + delayMs, giveUpAt) };
}
