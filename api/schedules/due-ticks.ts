// Which of the ticks that have come are fired. A function of the schedule and the time alone.

import { ticksAfter, ticksUntil } from "./cron.ts";
import type { Timetable } from "./schedule.ts";

/** A tick that fires later than this was missed. */
export const ON_TIME_MS = 60_000;

export interface DueTicks {
  /** In ms since the epoch, the earliest first. */
  readonly fire: readonly number[];
  /** Those that are dropped, all of them before those that fire; null: none is. */
  readonly missed: { readonly first: number; readonly last: number } | null;
}

/** Of the ticks after `handledUntil` up to `now`. */
export function dueTicks(timetable: Timetable, handledUntil: number, now: number): DueTicks {
  const { catchUp, maxCatchUp } = timetable;
  const ticks = ticksUntil(timetable, handledUntil, now, catchUp === "all" ? maxCatchUp + 1 : 3);
  const fire = ticks.filter((at, index) => {
    if (catchUp === "skip") return now - at <= ON_TIME_MS;
    return index >= ticks.length - (catchUp === "last" ? 1 : maxCatchUp);
  });
  const last = ticks.findLast((at) => !fire.includes(at));
  if (last === undefined) return { fire, missed: null };
  return { fire, missed: { first: ticksAfter(timetable, handledUntil, 1)[0] ?? last, last } };
}
