// One piece of work with an upstream server, in its caller's session where the server's revision has sessions.
//
//   2026-07-28        nothing to open
//   before            opened at the first piece of work; opened anew, and the work done once more, where the server forgot it
//   connected agents  its socket is the session of all; where it speaks another revision by now, it is asked in that one

import { SdkHttpError } from "@modelcontextprotocol/client";
import { givenUp } from "../http-tool.ts";
import { connectUpstream, type Known, STATELESS, type Upstream, type UpstreamReach, type UrlReach } from "./connect.ts";
import { failureOf, UpstreamError } from "./failures.ts";
import { dropSession, keepSession, type SessionOf, sessionOf } from "./sessions.ts";

interface Work extends Omit<SessionOf, "url"> {
  readonly revision: string;
  /** What the server may send for it. */
  readonly maxBytes: number;
  /** Ends the work. */
  readonly signal: AbortSignal;
  readonly waitUntil: (work: Promise<unknown>) => void;
}

export type UpstreamTarget = UpstreamReach & Work;

/** Rejects with an `UpstreamError`. */
export async function inSession<T>(target: UpstreamTarget, work: (upstream: Upstream) => Promise<T>): Promise<T> {
  const done = "link" in target ? onSocket(target, work) : overHttp(target, work);
  try {
    return await beforeAbort(target.signal, done);
  } catch (error) {
    if (target.signal.aborted) throw new UpstreamError(givenUp);
    throw new UpstreamError(failureOf(error), error);
  }
}

async function overHttp<T>(target: UrlReach & Work, work: (upstream: Upstream) => Promise<T>): Promise<T> {
  const { revision } = target;
  const sessionId = revision === STATELESS ? undefined : sessionOf(target);
  const keep = (upstream: Upstream) => {
    if (upstream.sessionId !== null) keepSession(target, upstream.sessionId);
    return work(upstream);
  };
  return inThis(target, { revision, sessionId: sessionId ?? null }, keep).catch((error: unknown) => {
    if (sessionId === undefined || !isLostSession(error)) throw error;
    dropSession(target);
    return inThis(target, { revision, sessionId: null }, keep);
  });
}

function onSocket<T>(target: UpstreamTarget, work: (upstream: Upstream) => Promise<T>): Promise<T> {
  return inThis(target, { revision: target.revision, sessionId: "" }, work).catch((error: unknown) => {
    if (!(error instanceof Moved)) throw error;
    return inThis(target, { revision: error.revision, sessionId: "" }, work);
  });
}

/** The specification says 404; many servers say 400. Either way nothing was done. */
function isLostSession(error: unknown): boolean {
  return error instanceof SdkHttpError && (error.status === 404 || error.status === 400);
}

class Moved extends Error {
  readonly revision: string;

  constructor(revision: string) {
    super("The agent speaks another revision now.");
    this.revision = revision;
  }
}

async function inThis<T>(
  { signal: end, ...target }: UpstreamTarget,
  known: Known,
  work: (upstream: Upstream) => Promise<T>,
): Promise<T> {
  // The endpoint is not ended by the signal: that the work was given up has to be told.
  const upstream = await connectUpstream(target, known, { signal: end, capabilities: target.capabilities });
  try {
    return await work(upstream);
  } catch (error) {
    const revision = upstream.movedTo();
    if (revision !== null) throw new Moved(revision);
    const fault = upstream.fault();
    throw fault === null ? error : new UpstreamError(fault);
  } finally {
    target.waitUntil(upstream.close());
  }
}

/** A server that does not answer is not waited for, whatever it is that it does not answer. */
function beforeAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new UpstreamError(givenUp));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
