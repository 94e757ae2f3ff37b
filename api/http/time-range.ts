// `from` and `to` of a list: the time from which on, and before which, what it shows was created.

import { z } from "@hono/zod-openapi";
import { Problem } from "./problem.ts";

export interface TimeRange {
  /** ISO 8601, of any offset. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The query parameters; `what` is in the list, in the plural. */
export function rangeQuery(what: string) {
  const time = z.iso.datetime({ offset: true }).optional();
  return {
    from: time.openapi({ description: `Only ${what} that were created at this time or later.` }),
    to: time.openapi({ description: `Only ${what} that were created before this.` }),
  };
}

/**
 * The same instants as columns write them (ISO 8601 in UTC), so that the order of texts is the order of times. Throws the
 * problem `invalid_parameter` where nothing can be in the range.
 */
export function utcRange({ from, to }: TimeRange): TimeRange {
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to)) {
    const message = "Give a time before `to`.";
    const errors = [{ code: "invalid_value", pointer: "/query/from", message }] as const;
    throw new Problem("invalid_parameter", `from: ${message}`, { errors });
  }
  return { from: utc(from), to: utc(to) };
}

function utc(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}
