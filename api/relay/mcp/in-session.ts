// One piece of work with an upstream server, in its caller's session where the server's revision has sessions.
//
//   2026-07-28   nothing to open
//   before       opened at the first piece of work; opened anew, and the work done once more, where the server forgot it

import { SdkHttpError } from "@modelcontextprotocol/client";
import { givenUp } from "../http-tool.ts";
import { connectUpstream, STATELESS, type Upstream, type UpstreamEndpoint } from "./connect.ts";
import { failureOf, UpstreamError } from "./failures.ts";
import { dropSession, keepSession, type SessionOf, sessionOf } from "./sessions.ts";

export interface UpstreamTarget extends UpstreamEndpoint, SessionOf {
  readonly revision: string;
  /** Ends the work. */
  readonly signal: AbortSignal;
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** Rejects with an `UpstreamError`. */
export async function inSession<T>(target: UpstreamTarget, work: (upstream: Upstream) => Promise<T>): Promise<T> {
  const sessionId = target.revision === STATELESS ? undefined : sessionOf(target);
  const done = inThis(target, sessionId ?? null, work).catch((error: unknown) => {
    if (sessionId === undefined || !isLostSession(error)) throw error;
    dropSession(target);
    return inThis(target, null, work);
  });
  try {
    return await beforeAbort(target.signal, done);
  } catch (error) {
    if (target.signal.aborted) throw new UpstreamError(givenUp);
    throw new UpstreamError(failureOf(error), error);
  }
}

/** The specification says 404; many servers say 400. Either way nothing was done. */
function isLostSession(error: unknown): boolean {
  return error instanceof SdkHttpError && (error.status === 404 || error.status === 400);
}

async function inThis<T>(
  target: UpstreamTarget,
  sessionId: string | null,
  work: (upstream: Upstream) => Promise<T>,
): Promise<T> {
  const { revision, signal, url, egress, credentials, maxBytes, capabilities } = target;
  // Not ended by the signal: that the work was given up has to be told.
  const endpoint = { url, egress, credentials, maxBytes };
  const upstream = await connectUpstream(endpoint, { revision, sessionId }, { signal, capabilities });
  if (upstream.sessionId !== null) keepSession(target, upstream.sessionId);
  try {
    return await work(upstream);
  } catch (error) {
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
