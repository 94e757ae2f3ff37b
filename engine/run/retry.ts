// When a failed attempt is made again, if at all.

import type { RetryPolicy } from "../plan/plan.ts";
import type { Failure } from "./outcome.ts";

/** One attempt, whatever it comes to. */
export const NO_RETRY: RetryPolicy = {
  maxAttempts: 1,
  backoff: "constant",
  initialDelayMs: 0,
  maxDelayMs: 0,
  jitter: false,
  nonRetryable: [],
};

/** A provider's `Retry-After` is honoured up to here. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * The delay in ms before the next attempt, or null where the failure is final.
 * `attempts` counts those made so far; `seed` makes the jitter the same at every replay.
 */
export function retryDelay(policy: RetryPolicy, attempts: number, failure: Failure, seed: string): number | null {
  if (!failure.retryable || attempts >= policy.maxAttempts || policy.nonRetryable.includes(failure.code)) return null;
  const delay = Math.min(backoff(policy, attempts), policy.maxDelayMs);
  const spread = policy.jitter ? delay / 2 + (delay / 2) * fraction(`${seed}:${attempts}`) : delay;
  return Math.round(Math.max(spread, Math.min(failure.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS)));
}

function backoff(policy: RetryPolicy, attempts: number): number {
  switch (policy.backoff) {
    case "constant":
      return policy.initialDelayMs;
    case "linear":
      return policy.initialDelayMs * attempts;
    case "exponential":
      return policy.initialDelayMs * 2 ** (attempts - 1);
  }
}

/** FNV-1a with a final mix, as a fraction of 1: spread, not secrecy, is what jitter needs. */
function fraction(seed: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}
