// What a server tells outside any call: the one stream that it has for who listens, in the era that it speaks.
//
//   2026-07-28        subscriptions/listen, for its lists and the resources that are followed; listened for anew when these are others
//   before            the GET stream of a session that is opened for it alone; the SDK resumes it with Last-Event-ID. Resources are
//                     subscribed to in that session

import {
  type Client,
  ProtocolError,
  ProtocolErrorCode,
  SdkHttpError,
  type McpSubscription,
  type SubscriptionFilter,
} from "@modelcontextprotocol/client";
import { connectUpstream, STATELESS, type UrlReach } from "./connect.ts";
import { failureOf, UpstreamError } from "./failures.ts";
import { LIST_NOTICES } from "./list-notices.ts";

const UPDATED = "notifications/resources/updated";

/** All that comes on the stream together: a notice has 60 bytes, and what keeps a connection open has less. */
const MAX_LISTEN_BYTES = 1024 * 1024;
const OPENING_MS = 30_000;
/** A stream that broke off is resumed by then, or has ended. */
const RESUMED_MS = 15_000;
/** A server that closes its stream over and over is not asked again each time. */
const MAX_STREAMS = 20;
/** Wider than the enum: an error may have any code. */
const METHOD_NOT_FOUND: number = ProtocolErrorCode.MethodNotFound;
const LISTS: SubscriptionFilter = {
  toolsListChanged: true,
  promptsListChanged: true,
  resourcesListChanged: true,
};

export interface Listener {
  /** The stream is there: what changed before it was, is not told. */
  opened(): void;
  /** One of the server's lists is another one. */
  changed(): void;
  /** What the resource holds is something else; or the server tells of it from now on, so that it may have become so before. */
  updated(uri: string): void;
  followed(): Followed;
}

/** The resources that the server is to tell of, and what resolves once these are others. */
export interface Followed {
  readonly uris: readonly string[];
  readonly others: Promise<void>;
}

/** `none`: the server has no such stream. */
export type Listened = "ended" | "none";

/** Until the stream or the signal ends. Rejects with an `UpstreamError` where the server cannot be reached. */
export async function listenUpstream(
  reach: UrlReach,
  revision: string,
  listener: Listener,
  signal: AbortSignal,
): Promise<Listened> {
  const streams = new SessionStreams(listener);
  const end = AbortSignal.any([signal, streams.signal]);
  const endpoint = { ...reach, maxBytes: MAX_LISTEN_BYTES, signal: end, seen: streams.seen };
  const how = { signal: end, timeoutMs: OPENING_MS };
  try {
    const upstream = await connectUpstream(endpoint, { revision, sessionId: null }, how);
    const { client } = upstream;
    streams.fault = upstream.fault;
    for (const notice of LIST_NOTICES) client.setNotificationHandler(notice, () => listener.changed());
    client.setNotificationHandler(UPDATED, ({ params }) => listener.updated(params.uri));
    try {
      if (upstream.revision === STATELESS) return await subscribe(client, listener, end);
      const over = streams.over(end);
      await Promise.race([over, followInSession(client, listener, end)]);
      return await over;
    } finally {
      if (!streams.signal.aborted && !signal.aborted) await upstream.endSession().catch(() => undefined);
      await upstream.close();
    }
  } catch (error) {
    if (end.aborted) return "ended";
    throw error instanceof UpstreamError ? error : new UpstreamError(failureOf(error), error);
  } finally {
    streams.forget();
  }
}

async function subscribe(client: Client, listener: Listener, signal: AbortSignal): Promise<Listened> {
  let current: McpSubscription | null = null;
  let told: readonly string[] = [];
  for (;;) {
    const { uris, others } = listener.followed();
    const next: McpSubscription | null = await listenFor(client, uris, signal);
    // The one before it ends once this one is there, so that nothing is missed in between.
    await current?.close();
    if (next === null) return "none";
    if (current === null) listener.opened();
    const { resourceSubscriptions = [] } = next.honoredFilter;
    for (const uri of resourceSubscriptions) if (!told.includes(uri)) listener.updated(uri);
    [current, told] = [next, resourceSubscriptions];
    if (await Promise.race([next.closed.then(() => true), others.then(() => false)])) return "ended";
  }
}

/** Null: the server tells of nothing of that. */
async function listenFor(
  client: Client,
  uris: readonly string[],
  signal: AbortSignal,
): Promise<McpSubscription | null> {
  try {
    const filter = { ...LISTS, ...(uris.length > 0 && { resourceSubscriptions: [...uris] }) };
    const subscription = await client.listen(filter, { signal, timeout: OPENING_MS });
    const { resourceSubscriptions = [], ...lists } = subscription.honoredFilter;
    if (resourceSubscriptions.length > 0 || Object.values(lists).some(Boolean)) return subscription;
    await subscription.close();
    return null;
  } catch (error) {
    if (hasNone(error)) return null;
    throw error;
  }
}

/** Never resolves; what the server does not let itself be asked for is not followed. */
async function followInSession(client: Client, listener: Listener, signal: AbortSignal): Promise<never> {
  const subscribed = new Set<string>();
  while (client.getServerCapabilities()?.resources?.subscribe === true && !signal.aborted) {
    const { uris, others } = listener.followed();
    const options = { signal, timeout: OPENING_MS };
    for (const uri of uris.filter((one) => !subscribed.has(one))) {
      subscribed.add(uri);
      await client.subscribeResource({ uri }, options).then(
        () => listener.updated(uri),
        () => undefined,
      );
    }
    for (const uri of [...subscribed].filter((one) => !uris.includes(one))) {
      subscribed.delete(uri);
      await client.unsubscribeResource({ uri }, options).catch(() => undefined);
    }
    await others;
  }
  return new Promise(() => undefined);
}

function hasNone(error: unknown): boolean {
  if (error instanceof ProtocolError) return error.code === METHOD_NOT_FOUND;
  return error instanceof SdkHttpError && (error.status === 404 || error.status === 405);
}

/** The GET streams of a session, one after another: the SDK opens and resumes them, and says nothing of how that went. */
class SessionStreams {
  readonly #listener: Listener;
  readonly #end = new AbortController();
  /** Why the guard cut one off; the SDK would ask for the rest. */
  fault: () => unknown = () => null;
  #opened = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #settle: (listened: Listened) => void = () => {};
  readonly #over = new Promise<Listened>((resolve) => (this.#settle = resolve));

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** Aborted where the server's streams are to be left. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** Takes each answer of the server on its way to the SDK. */
  readonly seen = (method: string, response: Response): Response => {
    if (method !== "GET") return response;
    clearTimeout(this.#timer);
    if (response.status === 405) this.#settle("none");
    if (!response.ok || response.body === null) {
      this.#waitForNext();
      return response;
    }
    this.#opened++;
    if (this.#opened > MAX_STREAMS) {
      this.#settle("ended");
      this.#end.abort();
    }
    this.#listener.opened();
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const isOver = () => this.#waitForNext();
    void response.body.pipeTo(writable).then(isOver, isOver);
    return new Response(readable, response);
  };

  over(signal: AbortSignal): Promise<Listened> {
    const ended = () => this.#settle("ended");
    if (signal.aborted) ended();
    signal.addEventListener("abort", ended, { once: true });
    if (this.#opened === 0) this.#timer ??= setTimeout(ended, OPENING_MS);
    return this.#over;
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#end.abort();
  }

  #waitForNext(): void {
    if (this.#end.signal.aborted) return;
    clearTimeout(this.#timer);
    if (this.fault() !== null) return this.#settle("ended");
    this.#timer = setTimeout(() => this.#settle("ended"), RESUMED_MS);
  }
}
