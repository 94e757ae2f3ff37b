// What a tool's provider keeps out of the log. A record is redacted where it is made, so that no journal, table, feed or
// archive that it goes through ever holds more; what the caller is answered is not made from it.

import type { Json } from "../../engine/json.ts";
import type { InvocationRecord } from "./insert-invocations.ts";

const REDACTED = "[redacted]";

/** Failures that the hub words itself. The text of any other may quote what was sent or answered. */
const QUOTES_NOTHING = new Set([
  "timeout",
  "aborted",
  "cancelled",
  "interrupted",
  "provider_unreachable",
  "provider_redirect",
  "response_too_large",
  "egress_denied",
  "credentials_unavailable",
  "tool_not_found",
  "provider_offline",
  "connection_lost",
]);

/** The record without what the tool's `redaction` leads to, nor, where it has any, what a provider says of a failure. */
export function redacted<Logged extends InvocationRecord>(record: Logged, redaction: readonly string[]): Logged {
  if (redaction.length === 0) return record;
  const { input, output, errorCode, errorMessage } = record;
  const paths = redaction.map(segmentsOf);
  const under = (root: string) => paths.filter(([first]) => first === root).map(([, ...rest]) => rest);
  return {
    ...record,
    ...(input !== undefined && { input: without(input, under("arguments")) }),
    // What failed has no output; that is no secret.
    ...(output !== undefined && output !== null && { output: without(output, under("result")) }),
    ...(errorMessage !== undefined && !QUOTES_NOTHING.has(errorCode ?? "") && { errorMessage: REDACTED }),
  };
}

/** RFC 6901, 4. */
function segmentsOf(pointer: string): string[] {
  const [, ...segments] = pointer.split("/");
  return segments.map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function without(value: Json, paths: readonly (readonly string[])[]): Json {
  if (paths.some((path) => path.length === 0)) return REDACTED;
  if (paths.length === 0 || value === null || typeof value !== "object") return value;
  const inside = (key: string, member: Json) =>
    without(
      member,
      paths.filter(([head]) => head === "*" || head === key).map(([, ...rest]) => rest),
    );
  if (Array.isArray(value)) return value.map((member, i) => inside(String(i), member));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inside(key, member)]));
}
