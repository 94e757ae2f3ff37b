// The sockets that listen to what an object tells, whatever that is.
//
// A1. A socket gets every event after its position, in order.
// A2. At most `WINDOW` events are on their way to a socket: the rest waits on disk, and holds up nobody else.
// A3. Nothing is sent on a key, token or session that is known to have ended; what is known is 5 s old at most.
// A4. Between events nothing is in memory: what a socket wants and has lies with the socket, so the object hibernates.

import { isOpenSession } from "../auth/sessions.ts";
import type { Env } from "../env.ts";
import { authenticateById } from "../keys/authenticate.ts";
import { openDatabase } from "../platform/database.ts";
import { logError } from "../platform/log.ts";
import { CLOSE, type Ended, type Subscriber } from "./subscription.ts";

const WINDOW = 500;
const READ_AT_ONCE = 100;
const STALLED_FOR_MS = 30_000;
const MAX_MESSAGE_CHARS = 200;

/** A subscriber gets this as JSON: a WebSocket message, or the `data` of a server-sent event. */
export interface LiveMessage {
  readonly id: string;
  readonly type: string;
}

export interface Slice {
  readonly messages: readonly LiveMessage[];
  /** How many of them the subscriber confirms. */
  readonly events: number;
  /** How far they reach. */
  readonly position: number;
}

/** What there is to tell. */
export interface Story<S extends Subscriber> {
  /** The number of the latest event. */
  newest(subscriber: S): number;
  /** The next events after the position, at most so many. It is not the newest. */
  after(subscriber: S, position: number, most: number): Slice;
  /** How many that the subscriber wants are after the one and up to the other. */
  count(subscriber: S, after: number, upTo: number): number;
  /** Nothing more will come once the newest is told. */
  isOver?(subscriber: S): boolean;
}

export class Audience<S extends Subscriber> {
  readonly #ctx: DurableObjectState;
  readonly #env: Env;
  readonly #story: Story<S>;

  constructor(ctx: DurableObjectState, env: Env, story: Story<S>) {
    this.#ctx = ctx;
    this.#env = env;
    this.#story = story;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** The answer that opens a socket, on which `first` and then what there is has been sent. */
  accept(subscriber: S, tags: string[], first: LiveMessage | null): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server, tags);
    server.serializeAttachment(subscriber);
    if (first !== null) send(server, first);
    this.#pump(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Sends what there is; whether something went wrong: what was not sent stays on disk. */
  async sendAll(tag?: string): Promise<boolean> {
    let failed = false;
    for (const socket of this.#ctx.getWebSockets(tag)) {
      try {
        if (await this.#hasEnded(this.#subscriberOf(socket))) socket.close(...CLOSE.ended);
        else this.#pump(socket);
      } catch (error) {
        failed = true;
        logError("live_send_failed", error, {});
      }
    }
    return failed;
  }

  /** A subscriber said something. */
  heard(socket: WebSocket, message: string | ArrayBuffer): void {
    const said = readMessage(message);
    if (said === null) return socket.close(...CLOSE.badMessage);
    const subscriber = this.#subscriberOf(socket);
    const position = said.type === "resume" ? said.lastEventId : subscriber.position;
    const confirmed = Math.min(said.lastEventId, position);
    const unconfirmed = this.#story.count(subscriber, confirmed, position);
    socket.serializeAttachment({ ...subscriber, position, unconfirmed, stalledAt: null } satisfies S);
    this.#pump(socket);
  }

  /** Ends the subscriptions of a key, or of sessions. */
  end(what: Ended): void {
    for (const socket of this.#ctx.getWebSockets()) {
      const { keyId, sessionHash } = this.#subscriberOf(socket);
      const isMeant =
        "keyId" in what ? keyId === what.keyId : sessionHash !== null && what.sessionHashes.includes(sessionHash);
      if (isMeant) socket.close(...CLOSE.ended);
    }
  }

  closeStalled(now: number): void {
    for (const socket of this.#ctx.getWebSockets()) {
      const { stalledAt } = this.#subscriberOf(socket);
      if (stalledAt !== null && stalledAt + STALLED_FOR_MS <= now) socket.close(...CLOSE.tooFar);
    }
  }

  /** The next time that something has to be done though nobody comes, in ms since the epoch; Infinity: never. */
  nextAt(): number {
    const times = this.#ctx.getWebSockets().flatMap((socket) => {
      const { expiresAt, stalledAt } = this.#subscriberOf(socket);
      return [
        ...(expiresAt === null ? [] : [Date.parse(expiresAt)]),
        ...(stalledAt === null ? [] : [stalledAt + STALLED_FOR_MS]),
      ];
    });
    return Math.min(Number.POSITIVE_INFINITY, ...times);
  }

  async #hasEnded({ keyId, sessionHash, expiresAt }: S): Promise<boolean> {
    if (expiresAt !== null && Date.parse(expiresAt) <= Date.now()) return true;
    const db = openedFor(this.#env.DB);
    const key = await authenticateById(db, keyId, (work) => this.#ctx.waitUntil(work));
    if (!key.ok) return true;
    return sessionHash !== null && !(await isOpenSession(db, sessionHash));
  }

  /** Sends what is after the socket's position, as far as the window reaches. */
  #pump(socket: WebSocket): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    const subscriber = this.#subscriberOf(socket);
    let { position, unconfirmed } = subscriber;
    const newest = this.#story.newest(subscriber);
    while (position !== newest && unconfirmed < WINDOW) {
      const slice = this.#story.after(subscriber, position, Math.min(READ_AT_ONCE, WINDOW - unconfirmed));
      for (const message of slice.messages) send(socket, message);
      unconfirmed += slice.events;
      ({ position } = slice);
    }
    const stalledAt = unconfirmed < WINDOW || position === newest ? null : (subscriber.stalledAt ?? Date.now());
    socket.serializeAttachment({ ...subscriber, position, unconfirmed, stalledAt } satisfies S);
    if (position === newest && this.#story.isOver?.(subscriber) === true) socket.close(1000, "That was all.");
  }

  #subscriberOf(socket: WebSocket): S {
    return socket.deserializeAttachment() as S;
  }
}

/** What `webSocketClose` of an object does: without it the other side waits for the answer to its close. */
export function closeBack(socket: WebSocket, code: number): void {
  // 1005 and 1006 say that the other side gave none, and may not be sent.
  socket.close(code === 1005 || code === 1006 ? 1000 : code);
}

const databases = new WeakMap<D1Database, ReturnType<typeof openDatabase>>();

/** One for each binding, since what is remembered of keys is remembered with it. */
function openedFor(d1: D1Database): ReturnType<typeof openDatabase> {
  let database = databases.get(d1);
  if (database === undefined) databases.set(d1, (database = openDatabase(d1)));
  return database;
}

function send(socket: WebSocket, message: LiveMessage): void {
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
