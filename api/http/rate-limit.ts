// What a caller learns of its limits: the fields of draft-ietf-httpapi-ratelimit-headers-11, and Retry-After.

import type { Admitted, RateWindow } from "../runtime/admission.ts";
import { Problem } from "./problem.ts";

const WINDOW_SECONDS = 60;

const WHOSE = {
  key: "This key's limit",
  tool: "This tool's limit for each caller",
  webhook: "This webhook's limit",
};

/** The value that was admitted; otherwise the 429 that says when to come back. */
export function admittedOr429<T>(admitted: Admitted<T>): T {
  if (admitted.admitted) return admitted.value;
  const seconds = Math.max(1, Math.ceil(admitted.retryAfterMs / 1000));
  throw new Problem(
    "rate_limited",
    `${WHOSE[admitted.scope]} is ${admitted.rate.limit} calls in 60 s. Try again in ${seconds} s.`,
    {
      headers: { ...rateHeaders(admitted.rate), "Retry-After": String(seconds) },
    },
  );
}

/** `RateLimit-Policy` (quota and window) and `RateLimit` (what remains, and for how long) of a 60 s window. */
export function rateHeaders(rate: RateWindow): Record<string, string> {
  return {
    "RateLimit-Policy": `"calls";q=${rate.limit};w=${WINDOW_SECONDS}`,
    RateLimit: `"calls";r=${rate.remaining};t=${Math.ceil(rate.resetMs / 1000)}`,
  };
}
