// Until when a wait lasts.

import { MAX_WAIT_MS } from "../definition/limits.ts";
import type { Json } from "../json.ts";
import type { Failure } from "./outcome.ts";
import type { Made } from "./render-step.ts";

const DAY_MS = 86_400_000;

/** ISO 8601 with its offset: without one it is no moment. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** In ms since the epoch; null: the text names no moment. */
export function momentOf(text: string): number | null {
  const at = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

/** When a wait for so many milliseconds ends that begins at `now`. */
export function endOfPause(ms: Json, now: number): Made<number> {
  if (typeof ms === "number" && ms >= 0 && ms <= MAX_WAIT_MS) return { ok: true, value: now + Math.ceil(ms) };
  return refused("bad_wait", `wait.ms must give a number from 0 to ${MAX_WAIT_MS}, but gives ${shown(ms)}.`);
}

export function endOfWait(until: Json, now: number): Made<number> {
  const at = typeof until === "string" ? momentOf(until) : null;
  if (at === null) {
    return refused("bad_until", `wait.until must give a time such as 2030-01-31T09:00:00Z, but gives ${shown(until)}.`);
  }
  if (at - now <= MAX_WAIT_MS) return { ok: true, value: at };
  return refused(
    "bad_until",
    `wait.until gives ${shown(until)}, which is more than ${MAX_WAIT_MS / DAY_MS} days away.`,
  );
}

function refused(code: string, message: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, message, retryable: false } };
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
