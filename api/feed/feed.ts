// One object for each agent: the events of its calls, callbacks and tools, and the sockets that listen to them
// (live/audience.ts).
//
// F1. An event is on disk before it is sent, and each of a key is there once.
// F2. A socket gets every event after its position that fits, in order, or is told of a gap; never neither.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { Audience, closeBack, type Slice } from "../live/audience.ts";
import { type Ended, readSubscription } from "../live/subscription.ts";
import type { FeedMessage, NewFeedEvent } from "./event.ts";
import { FeedStore } from "./store.ts";
import type { FeedSubscriber, FeedSubscription } from "./subscription.ts";

const DAY_MS = 24 * 3_600_000;
/** How long events are kept, and go on being kept after the last subscriber has left. */
const KEPT_MS = DAY_MS;
const KEEP_GRAIN_MS = 3_600_000;
const RETRY_AFTER_MS = 1_000;
const MAX_SOCKETS = 100;

export class Feed extends DurableObject<Env> {
  readonly #store: FeedStore;
  readonly #audience: Audience<FeedSubscriber>;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const store = new FeedStore(ctx.storage);
    this.#store = store;
    this.#audience = new Audience(ctx, env, {
      newest: () => store.newest,
      after: (subscriber, position, most) => sliceAfter(store, subscriber, position, most),
      count: (subscriber, after, upTo) => store.count(after, upTo, subscriber),
    });
  }

  /** Keeps the events and sends them on. Doing it again does no harm. A feed that nobody listens to keeps none. */
  async publish(events: readonly NewFeedEvent[]): Promise<void> {
    if (!this.isListenedTo()) return;
    const now = Date.now();
    if (this.ctx.getWebSockets().length > 0) this.#keepFrom(now);
    this.#store.append(events, now);
    await this.#sendAll();
  }

  /** Tells nothing any more of the calls, runs and handoffs of these ids. */
  async forget(ids: readonly string[]): Promise<void> {
    if (this.#store.keepsUntil > 0) this.#store.forget(ids);
  }

  /** Whether events are kept; asked when something has happened, which is noted where it is not. */
  isListenedTo(): boolean {
    const until = this.#store.keepsUntil;
    if (until === 0) return false;
    if (this.ctx.getWebSockets().length > 0 || until >= Date.now()) return true;
    this.#store.skip();
    return false;
  }

  /** Ends the subscriptions of a key, or of sessions. */
  async end(what: Ended): Promise<void> {
    this.#audience.end(what);
  }

  /** Answers with a WebSocket, or 429 where there are too many. */
  override async fetch(request: Request): Promise<Response> {
    if (this.ctx.getWebSockets().length >= MAX_SOCKETS) return new Response(null, { status: 429 });
    this.#keepFrom(Date.now());
    const { lastEventId, ...wanted } = readSubscription<FeedSubscription>(request);
    const position = lastEventId ?? this.#store.newest;
    const ready = this.#store.gapAfter(position) === null ? ({ id: String(position), type: "ready" } as const) : null;
    const opened = this.#audience.accept({ ...wanted, position, unconfirmed: 0, stalledAt: null }, [], ready);
    await this.#guard();
    return opened;
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    this.#audience.heard(socket, message);
    await this.#guard();
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    closeBack(socket, code);
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    socket.close(1011);
  }

  override async alarm(): Promise<void> {
    const now = Date.now();
    this.#audience.closeStalled(now);
    this.#store.sweep(now - KEPT_MS);
    await this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    // What failed stays on disk, and the alarm comes back to it.
    const failed = await this.#audience.sendAll();
    await this.#guard(failed ? Date.now() + RETRY_AFTER_MS : undefined);
  }

  #keepFrom(now: number): void {
    const until = now + KEPT_MS;
    if (until - this.#store.keepsUntil > KEEP_GRAIN_MS) this.#store.keepUntil(until);
  }

  /** The next time that something has to be done though nobody comes. */
  async #guard(at = Number.POSITIVE_INFINITY): Promise<void> {
    const now = Date.now();
    const sweepAt = this.#store.isEmpty ? Number.POSITIVE_INFINITY : now + KEPT_MS;
    const next = Math.min(at, sweepAt, this.#audience.nextAt());
    const current = await this.ctx.storage.getAlarm();
    if (Number.isFinite(next) && (current === null || next < current)) {
      await this.ctx.storage.setAlarm(Math.max(next, now));
    }
  }
}

function sliceAfter(store: FeedStore, subscriber: FeedSubscriber, position: number, most: number): Slice {
  const first = store.gapAfter(position);
  if (first !== null) {
    const gap: FeedMessage = { id: String(first - 1), type: "gap", lastEventId: String(position) };
    return { messages: [gap], events: 0, position: first - 1 };
  }
  const events = store.read(position, subscriber, most);
  const messages = events.map(({ number, ...event }): FeedMessage => ({ id: String(number), ...event }));
  return {
    messages,
    events: events.length,
    position: events.length < most ? store.newest : (events.at(-1)?.number ?? store.newest),
  };
}
