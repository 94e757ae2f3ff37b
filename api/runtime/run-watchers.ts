// Who watches a shard's runs: each on a hibernating socket, which is told of an event once it is on record.
//
// W1. What is recorded of a run within one turn of the event loop is told together, and holds up nobody who records.
// W2. What could not be told is on record still: the shard's alarm tells it again.
// W3. Of runs that nobody watches nothing is kept here, nor anything done for them.

import type { Env } from "../env.ts";
import { Audience, closeBack } from "../live/audience.ts";
import { type Ended, readSubscription } from "../live/subscription.ts";
import type { RunJournal } from "./run-journal.ts";
import { RunStory, type RunSubscriber, type RunSubscription } from "./run-story.ts";
import { tried } from "./tried.ts";

/** Sockets that watch one run, and all of the object's. */
const MAX_WATCHERS = 100;
const MAX_SOCKETS = 1_000;
const TELL_AGAIN_AFTER_MS = 1_000;

export class RunWatchers {
  readonly #ctx: DurableObjectState;
  readonly #journal: RunJournal;
  readonly #guardBy: (at: number) => void;
  readonly #story: RunStory;
  readonly #audience: Audience<RunSubscriber>;
  /** Runs that sockets watch. */
  readonly #watched: Set<string>;
  /** Those of them whose watchers are about to be told. */
  readonly #telling = new Set<string>();

  /** `guardBy`: asks for an alarm, at that time at the latest, which calls `tellAll`. */
  constructor(ctx: DurableObjectState, env: Env, journal: RunJournal, guardBy: (at: number) => void) {
    this.#ctx = ctx;
    this.#journal = journal;
    this.#guardBy = guardBy;
    this.#story = new RunStory(journal);
    this.#audience = new Audience(ctx, env, this.#story);
    this.#watched = new Set(ctx.getWebSockets().map((socket) => watcherOf(socket).runId));
  }

  /** Answers a `RunSubscription` with a socket on which the run is watched. */
  subscribe(request: Request): Response {
    const { lastEventId, ...wanted } = readSubscription<RunSubscription>(request);
    const { runId } = wanted;
    if (!this.#journal.has(runId)) return new Response(null, { status: 404 });
    const position = lastEventId ?? 0;
    if (wanted.overHttp && !this.#journal.isOpen(runId) && position >= this.#journal.newest(runId)) {
      return new Response(null, { status: 204 });
    }
    const isFull =
      this.#ctx.getWebSockets(runId).length >= MAX_WATCHERS || this.#ctx.getWebSockets().length >= MAX_SOCKETS;
    if (isFull) return new Response(null, { status: 429 });
    this.#watched.add(runId);
    const subscriber = { ...wanted, position, unconfirmed: 0, stalledAt: null };
    const opened = this.#audience.accept(subscriber, [runId], null);
    this.#guard();
    return opened;
  }

  /** A watcher said something. */
  heard(socket: WebSocket, message: string | ArrayBuffer): void {
    this.#audience.heard(socket, message);
    this.#guard();
  }

  /** A watcher closed its socket. */
  closed(socket: WebSocket, code: number): void {
    closeBack(socket, code);
    this.#left(socket);
  }

  /** A watcher's connection broke. */
  broke(socket: WebSocket): void {
    socket.close(1011);
    this.#left(socket);
  }

  #left(socket: WebSocket): void {
    const { runId } = watcherOf(socket);
    if (this.#ctx.getWebSockets(runId).some((other) => other !== socket)) return;
    this.#watched.delete(runId);
    this.#story.forget(runId);
  }

  /** Ends what listens on a key, or on sessions. */
  end(what: Ended): void {
    this.#audience.end(what);
  }

  /** The run is no more. */
  forget(runId: string): void {
    this.#story.forget(runId);
  }

  /** W1. Something was recorded of the run. */
  tell(runId: string): void {
    if (!this.#watched.has(runId) || this.#telling.has(runId)) return;
    this.#telling.add(runId);
    queueMicrotask(() => {
      this.#telling.delete(runId);
      this.#ctx.waitUntil(tried("tell", this.#tellNow(runId)));
    });
  }

  /** W2. What the alarm does for them all: who confirms nothing is closed, the others are told what they have not heard. */
  async tellAll(now: number): Promise<void> {
    this.#audience.closeStalled(now);
    for (const runId of this.#watched) await tried("tell", this.#tellNow(runId));
  }

  async #tellNow(runId: string): Promise<void> {
    const failed = await this.#audience.sendAll(runId);
    if (failed) this.#guardBy(Date.now() + TELL_AGAIN_AFTER_MS);
    this.#guard();
  }

  /** Keys end and sockets stall though nobody comes. */
  #guard(): void {
    this.#guardBy(Math.max(this.#audience.nextAt(), Date.now() + TELL_AGAIN_AFTER_MS));
  }
}

function watcherOf(socket: WebSocket): RunSubscriber {
  return socket.deserializeAttachment() as RunSubscriber;
}
