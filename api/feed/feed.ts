// One object for each agent: the events of its calls, callbacks and tools, and the sockets that listen to them.
//
// F1. An event is on disk before it is sent, and each of a key is there once.
// F2. A socket gets every event after its position that fits, in order, or is told of a gap; never neither.
// F3. At most `WINDOW` events are on their way to a socket: the rest waits on disk, and holds up nobody else.
// F4. Nothing is sent on a key, token or session that is known to have ended; what is known is 5 s old at most.
// F5. Between events nothing is in memory: what a socket wants and has lies with the socket, so the object hibernates.

import { DurableObject } from "cloudflare:workers";
import { isOpenSession } from "../auth/sessions.ts";
import type { Env } from "../env.ts";
import { authenticateById } from "../keys/authenticate.ts";
import { openDatabase } from "../platform/database.ts";
import { logError } from "../platform/log.ts";
import type { FeedMessage, NewFeedEvent } from "./event.ts";
import { FeedStore } from "./store.ts";
import { CLOSE, readSubscription } from "./subscription.ts";
import type { Subscriber } from "./subscription.ts";

const DAY_MS = 24 * 3_600_000;
/** How long events are kept, and go on being kept after the last subscriber has left. */
const KEPT_MS = DAY_MS;
const KEEP_GRAIN_MS = 3_600_000;
const WINDOW = 500;
const READ_AT_ONCE = 100;
const STALLED_FOR_MS = 30_000;
const RETRY_AFTER_MS = 1_000;
const MAX_SOCKETS = 100;
const MAX_MESSAGE_CHARS = 200;

export class Feed extends DurableObject<Env> {
  readonly #store: FeedStore;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new FeedStore(ctx.storage);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** Keeps the events and sends them on. Doing it again does no harm. A feed that nobody listens to keeps none. */
  async publish(events: readonly NewFeedEvent[]): Promise<void> {
    const now = Date.now();
    const until = this.#store.keepsUntil;
    if (until === 0) return;
    const sockets = this.ctx.getWebSockets();
    if (sockets.length === 0 && until < now) return this.#store.skip();
    if (sockets.length > 0) this.#keepFrom(now);
    this.#store.append(events, now);
    await this.#sendAll();
  }

  /** Ends the subscriptions of a key, or of a session. */
  async end(what: { readonly keyId: string } | { readonly sessionHash: string }): Promise<void> {
    for (const socket of this.ctx.getWebSockets()) {
      const subscriber = subscriberOf(socket);
      const isMeant = "keyId" in what ? subscriber.keyId === what.keyId : subscriber.sessionHash === what.sessionHash;
      if (isMeant) socket.close(...CLOSE.ended);
    }
  }

  /** Answers with a WebSocket, or 429 where there are too many. */
  override async fetch(request: Request): Promise<Response> {
    if (this.ctx.getWebSockets().length >= MAX_SOCKETS) return new Response(null, { status: 429 });
    this.#keepFrom(Date.now());
    const { lastEventId, ...wanted } = readSubscription(request.headers);
    const position = lastEventId ?? this.#store.newest;
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ ...wanted, position, unconfirmed: 0, stalledAt: null } satisfies Subscriber);
    if (this.#store.gapAfter(position) === null) send(server, { id: String(position), type: "ready" });
    this.#pump(server);
    await this.#guard();
    return new Response(null, { status: 101, webSocket: client });
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const said = readMessage(message);
    if (said === null) return socket.close(...CLOSE.badMessage);
    const subscriber = subscriberOf(socket);
    const position = said.type === "resume" ? said.lastEventId : subscriber.position;
    const confirmed = Math.min(said.lastEventId, position);
    const unconfirmed = this.#store.count(confirmed, position, subscriber);
    socket.serializeAttachment({ ...subscriber, position, unconfirmed, stalledAt: null } satisfies Subscriber);
    this.#pump(socket);
    await this.#guard();
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    // 1005 and 1006 say that the other side gave none, and may not be sent.
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    socket.close(1011);
  }

  override async alarm(): Promise<void> {
    const now = Date.now();
    for (const socket of this.ctx.getWebSockets()) {
      const { stalledAt } = subscriberOf(socket);
      if (stalledAt !== null && stalledAt + STALLED_FOR_MS <= now) socket.close(...CLOSE.tooFar);
    }
    this.#store.sweep(now - KEPT_MS);
    await this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    let failed = false;
    for (const socket of this.ctx.getWebSockets()) {
      try {
        if (await this.#hasEnded(subscriberOf(socket))) socket.close(...CLOSE.ended);
        else this.#pump(socket);
      } catch (error) {
        // Its events stay on disk, and the alarm comes back to it.
        failed = true;
        logError("feed_send_failed", error, {});
      }
    }
    await this.#guard(failed ? Date.now() + RETRY_AFTER_MS : undefined);
  }

  async #hasEnded({ keyId, sessionHash, expiresAt }: Subscriber): Promise<boolean> {
    if (expiresAt !== null && Date.parse(expiresAt) <= Date.now()) return true;
    const db = openedFor(this.env.DB);
    const key = await authenticateById(db, keyId, (work) => this.ctx.waitUntil(work));
    if (!key.ok) return true;
    return sessionHash !== null && !(await isOpenSession(db, sessionHash));
  }

  /** Sends what is after the socket's position, as far as the window reaches. */
  #pump(socket: WebSocket): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    const subscriber = subscriberOf(socket);
    let { position, unconfirmed, stalledAt } = subscriber;
    const { newest } = this.#store;
    while (position !== newest && unconfirmed < WINDOW) {
      const first = this.#store.gapAfter(position);
      if (first !== null) {
        send(socket, { id: String(first - 1), type: "gap", lastEventId: String(position) });
        position = first - 1;
        continue;
      }
      const most = Math.min(READ_AT_ONCE, WINDOW - unconfirmed);
      const events = this.#store.read(position, subscriber, most);
      for (const { number, type, timestamp, data } of events) {
        send(socket, { id: String(number), type, timestamp, data });
      }
      unconfirmed += events.length;
      position = events.length < most ? newest : (events.at(-1)?.number ?? newest);
    }
    stalledAt = unconfirmed < WINDOW || position === newest ? null : (stalledAt ?? Date.now());
    socket.serializeAttachment({ ...subscriber, position, unconfirmed, stalledAt } satisfies Subscriber);
  }

  #keepFrom(now: number): void {
    const until = now + KEPT_MS;
    if (until - this.#store.keepsUntil > KEEP_GRAIN_MS) this.#store.keepUntil(until);
  }

  /** The next time that something has to be done though nobody comes. */
  async #guard(at = Number.POSITIVE_INFINITY): Promise<void> {
    const now = Date.now();
    const times = this.ctx.getWebSockets().flatMap((socket) => {
      const { expiresAt, stalledAt } = subscriberOf(socket);
      return [
        ...(expiresAt === null ? [] : [Date.parse(expiresAt)]),
        ...(stalledAt === null ? [] : [stalledAt + STALLED_FOR_MS]),
      ];
    });
    const sweepAt = this.#store.isEmpty ? Number.POSITIVE_INFINITY : now + KEPT_MS;
    const next = Math.min(at, sweepAt, ...times);
    const current = await this.ctx.storage.getAlarm();
    if (Number.isFinite(next) && (current === null || next < current)) {
      await this.ctx.storage.setAlarm(Math.max(next, now));
    }
  }
}

const databases = new WeakMap<D1Database, ReturnType<typeof openDatabase>>();

/** One for each binding, since what is remembered of keys is remembered with it. */
function openedFor(d1: D1Database): ReturnType<typeof openDatabase> {
  let database = databases.get(d1);
  if (database === undefined) databases.set(d1, (database = openDatabase(d1)));
  return database;
}

function subscriberOf(socket: WebSocket): Subscriber {
  return socket.deserializeAttachment() as Subscriber;
}

function send(socket: WebSocket, message: FeedMessage): void {
  socket.send(JSON.stringify(message));
}

/** What a subscriber may say; null for anything else. */
function readMessage(message: string | ArrayBuffer): { type: "ack" | "resume"; lastEventId: number } | null {
  if (typeof message !== "string" || message.length > MAX_MESSAGE_CHARS) return null;
  try {
    const { type, lastEventId } = JSON.parse(message) as { type?: unknown; lastEventId?: unknown };
    if (type !== "ack" && type !== "resume") return null;
    return typeof lastEventId === "string" && /^\d{1,15}$/.test(lastEventId)
      ? { type, lastEventId: Number(lastEventId) }
      : null;
  } catch {
    return null;
  }
}
