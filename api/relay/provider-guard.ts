// Between the hosts and a provider: a circuit breaker and a bulkhead for each endpoint, in each isolate. Isolates tell
// each other of a breaker by way of the tool's row, which the caller has read anyway: no call waits for it.
//
// An endpoint counts as one agent's own, so that nobody can shut the circuit of another agent's tool by registering
// its URL, and what a caller brings upon itself (a 500, a short timeout of its own) says nothing of the provider.

import type { Failure, Outcome } from "../../engine/run/outcome.ts";
import { Bulkhead } from "./bulkhead.ts";
import type { ToolCallRequest } from "./call-tool.ts";
import type { ToolInUse } from "../tools/tool.ts";
import type { Place, PlaceQueue } from "./place-queue.ts";
import { CircuitBreaker, type Sight } from "./circuit-breaker.ts";

/** Calls at one endpoint at a time, from one isolate. */
export const MAX_AT_A_TIME = 100;
/** A timeout counts against the provider only where the call gave it this long. */
const TELLING_TIMEOUT_MS = 10_000;
/** Statuses by which a provider, or what stands before it, says that it is not there. */
const GONE_STATUSES = [429, 502, 503, 504];
const MAX_ENDPOINTS = 10_000;
/** After the call's own time is up. */
const GRACE_MS = 5_000;
const BUSY_RETRY_MS = 1_000;
/** The hub's own tools are at no endpoint. */
const NOWHERE: Place = { leave: () => undefined };

interface Endpoint {
  readonly breaker: CircuitBreaker;
  readonly bulkhead: Bulkhead;
}

const endpoints = new Map<string, Endpoint>();

/** A place for a call that can wait for it, in its turn; null where the call is given up before. */
export async function placeFor(
  queue: PlaceQueue,
  tool: ToolInUse,
  { timeoutMs, signal }: Pick<ToolCallRequest, "timeoutMs" | "signal">,
): Promise<Place | null> {
  if (tool.protocol === "builtin") return NOWHERE;
  const { bulkhead } = endpointOf(tool, Date.now());
  return queue.wait(bulkhead, { forMs: timeoutMs + GRACE_MS, signal });
}

/** Makes the call if the endpoint may be called now. Never rejects, if `call` does not. */
export async function guarded(request: ToolCallRequest, call: () => Promise<Outcome>): Promise<Outcome> {
  const { tool, timeoutMs, onCircuit, place: given } = request;
  const enteredAt = Date.now();
  const deadline = enteredAt + timeoutMs + GRACE_MS;
  const { breaker, bulkhead } = endpointOf(tool, enteredAt);
  if (tool.circuit !== null) breaker.adopt(tool.circuit);
  const place = given ? null : bulkhead.take(enteredAt, deadline);
  if (!given && place === null) return { type: "failure", failure: busy };
  try {
    const openUntil = breaker.enter(enteredAt, deadline);
    if (openUntil !== null) return { type: "failure", failure: circuitOpen(openUntil - enteredAt) };
    const outcome = await call();
    const changed = breaker.report(sightOf(outcome, request), enteredAt, Date.now());
    if (changed !== null) onCircuit(changed);
    return outcome;
  } finally {
    if (place !== null) bulkhead.leave(place);
  }
}

function endpointOf(tool: ToolInUse, now: number): Endpoint {
  const key = `${tool.agentId} ${tool.endpoint}`;
  let endpoint = endpoints.get(key);
  if (endpoint === undefined) {
    if (endpoints.size >= MAX_ENDPOINTS) forgetIdle(now);
    endpoints.set(key, (endpoint = { breaker: new CircuitBreaker(0), bulkhead: new Bulkhead(MAX_AT_A_TIME) }));
  }
  return endpoint;
}

/** What is open is in the tools' rows too, and adopted from there. */
function forgetIdle(now: number): void {
  for (const [key, { bulkhead }] of endpoints) if (bulkhead.isEmpty(now)) endpoints.delete(key);
}

function sightOf(outcome: Outcome, { signal, timeoutMs }: ToolCallRequest): Sight {
  if (signal.aborted && !isAnswering(outcome)) {
    const isTelling = signal.reason === "timeout" && timeoutMs >= TELLING_TIMEOUT_MS;
    return isTelling ? { is: "gone", errorCode: "timeout" } : { is: "unknown" };
  }
  if (outcome.type !== "failure") return { is: "there" };
  const { code, providerStatus } = outcome.failure;
  if (providerStatus !== undefined) {
    return GONE_STATUSES.includes(providerStatus) ? { is: "gone", errorCode: code } : { is: "there" };
  }
  if (code === "provider_unreachable") return { is: "gone", errorCode: code };
  return { is: "unknown" };
}

/** What a call is given up in the middle of, be it that its caller is too slow to take it. */
function isAnswering(outcome: Outcome): boolean {
  return outcome.type === "failure" && outcome.failure.providerStatus !== undefined;
}

function circuitOpen(retryAfterMs: number): Failure {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return {
    code: "circuit_open",
    message:
      `The provider did not answer its last calls, so the hub leaves it alone: it is tried again in ${seconds} s. ` +
      "The tool's `circuit` says more.",
    retryable: true,
    retryAfterMs,
  };
}

const busy: Failure = {
  code: "provider_busy",
  message: `${MAX_AT_A_TIME} calls are at the provider already. Call again when some have ended.`,
  retryable: true,
  retryAfterMs: BUSY_RETRY_MS,
};
