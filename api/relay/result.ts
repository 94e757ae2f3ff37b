// What a provider's answer comes to, in whatever way it came.

import { isDeeperThan, MAX_JSON_DEPTH, type Json } from "../../engine/json.ts";
import type { Failure, Outcome } from "../../engine/run/outcome.ts";

/** What a result may weigh as JSON, as it came and as it is kept. */
export const MAX_RESULT_BYTES = 1024 * 1024;
/** No JSON text grows more than sixfold. */
const SAFE_TO_REWRITE_CHARS = MAX_RESULT_BYTES / 8;
/** How much of a provider's error is told to its caller. */
const MAX_DETAIL_CHARS = 500;

/** What a body of 2xx comes to; null where it was larger than `MAX_RESULT_BYTES`. */
export function resultOf(body: string | null): Outcome {
  if (body === null) return { type: "failure", failure: tooLarge };
  if (body === "") return { type: "success", result: null, sizeBytes: 4 };
  let result: Json;
  try {
    result = JSON.parse(body) as Json;
  } catch {
    return invalid(`The provider answered 2xx with a body that is not JSON: ${excerpt(body)}`);
  }
  if (isDeeperThan(result, MAX_JSON_DEPTH))
    return invalid(`The provider's answer nests deeper than ${MAX_JSON_DEPTH}.`);
  // Numbers can grow when they are written again: 1e20 becomes 21 digits.
  const sizeBytes = body.length > SAFE_TO_REWRITE_CHARS ? JSON.stringify(result).length : body.length;
  return sizeBytes > MAX_RESULT_BYTES ? { type: "failure", failure: tooLarge } : { type: "success", result, sizeBytes };
}

export function excerpt(body: string): string {
  return body.length > MAX_DETAIL_CHARS ? `${body.slice(0, MAX_DETAIL_CHARS)}…` : body;
}

export function invalidResponse(message: string): Failure {
  return { code: "invalid_response", message, retryable: false };
}

function invalid(message: string): Outcome {
  return { type: "failure", failure: invalidResponse(message) };
}

export const tooLarge: Failure = {
  code: "response_too_large",
  message: `The provider's answer is larger than ${MAX_RESULT_BYTES} bytes.`,
  retryable: false,
};
