// Cron expressions, read by croner: five fields or a nickname, in a time zone.
//
// Where clocks change, it follows Vixie cron. Hours and minutes that are numbers, lists or ranges are times of day: one that the
// change leaves out comes at the first moment after it, one that comes twice counts the first time only. With a `*` in either
// field they are intervals, which follow the hours as they pass.
//
// Croner does so for a single time of day only: of several, each is an expression of its own here.

import { Cron } from "croner";
import type { Timetable } from "./schedule.ts";

type Times = Pick<Timetable, "cron" | "timezone" | "startAt" | "endAt">;

export interface CronFault {
  readonly field: "cron" | "timezone";
  readonly message: string;
}

const NICKNAME = /^@(yearly|annually|monthly|weekly|daily|hourly)$/;
const FIVE_FIELDS = /^\S+(\s+\S+){4}$/;
const SIX_FIELDS = /^\S+(\s+\S+){5}$/;
const NUMBERS = /^[\d,/-]+$/;
/** An expression with more times of day is an interval: reckoning each by itself would take long. */
const MAX_TIMES_OF_DAY = 100;

/** Why there can be no such ticks; null: there can. */
export function cronFault({ cron, timezone }: Pick<Times, "cron" | "timezone">): CronFault | null {
  if (!isTimeZone(timezone)) {
    return {
      field: "timezone",
      message: `There is no time zone "${timezone}". Use a name as in Europe/Berlin, or UTC.`,
    };
  }
  const text = cron.trim();
  if (!NICKNAME.test(text) && !FIVE_FIELDS.test(text)) {
    const fields =
      "Give five fields (minute, hour, day, month, weekday), or @hourly, @daily, @weekly, @monthly or @yearly.";
    const seconds = SIX_FIELDS.test(text) ? " There is none for seconds: ticks come once a minute at most." : "";
    return { field: "cron", message: `${fields}${seconds}` };
  }
  try {
    if (parse({ cron, timezone }).nextRun() !== null) return null;
    return { field: "cron", message: "No day that ever comes fits this expression." };
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, "") : String(error);
    return { field: "cron", message: outOfRange(why) ?? `This is no cron expression: ${why}` };
  }
}

/** Croner counts days and months from 0 where it says which value it does not take. */
const RANGES: Readonly<Record<string, readonly [name: string, from: number, to: number]>> = {
  minute: ["minute", 0, 59],
  hour: ["hour", 0, 23],
  day: ["day of the month", 1, 31],
  month: ["month", 1, 12],
  dayOfWeek: ["weekday", 0, 7],
};

function outOfRange(why: string): string | null {
  const [, field = "", value = ""] = /^Invalid value for (\w+): (-?\d+)$/.exec(why) ?? [];
  const range = RANGES[field];
  if (range === undefined) return null;
  const [name, from, to] = range;
  const written = Number(value) + (field === "day" || field === "month" ? 1 : 0);
  return `The ${name} is from ${from} to ${to}, not ${written}.`;
}

/** The next ticks after `after`, up to `count`, in ms since the epoch. */
export function ticksAfter(times: Times, after: number, count: number): number[] {
  const { first, last } = windowOf(times);
  const next = (part: Cron, at: number) => {
    const then = part.nextRun(new Date(at))?.getTime();
    return then === undefined || then > last ? undefined : then;
  };
  return nearest(parts(times), Math.max(after, first - 1), count, next, 1);
}

/** The last ticks up to `until`, itself counted, later than `after`; up to `count`, the earliest first. */
export function ticksUntil(times: Times, after: number, until: number, count: number): number[] {
  const { first, last } = windowOf(times);
  const previous = (part: Cron, at: number) => {
    const before = part.previousRuns(1, new Date(at))[0]?.getTime();
    return before === undefined || before <= after || before < first ? undefined : before;
  };
  return nearest(parts(times), Math.min(until, last) + 1, count, previous, -1).toReversed();
}

/** When its first tick and its last may be; in ms since the epoch. */
function windowOf({ startAt, endAt }: Times): { first: number; last: number } {
  return {
    first: startAt === null ? Number.NEGATIVE_INFINITY : Date.parse(startAt),
    last: endAt === null ? Number.POSITIVE_INFINITY : Date.parse(endAt),
  };
}

/** The moments nearest to `from`, up to `count`, each once: of each part no more are reckoned than it takes. */
function nearest(
  all: readonly Cron[],
  from: number,
  count: number,
  step: (part: Cron, at: number) => number | undefined,
  direction: 1 | -1,
): number[] {
  const heads = all.map((part) => ({ part, at: step(part, from) }));
  const found: number[] = [];
  while (found.length < count) {
    const ahead = heads.flatMap(({ at }) => (at === undefined ? [] : at * direction));
    if (ahead.length === 0) break;
    const next = Math.min(...ahead) * direction;
    found.push(next);
    for (const head of heads) if (head.at === next) head.at = step(head.part, next);
  }
  return found;
}

/** The times of day that it names, each by itself. */
function parts({ cron, timezone }: Pick<Times, "cron" | "timezone">): Cron[] {
  const [minute = "", hour = "", ...days] = cron.trim().split(/\s+/);
  if (!NUMBERS.test(minute) || !NUMBERS.test(hour)) return [parse({ cron, timezone })];
  const [minutes, hours] = [numbersIn(minute), numbersIn(hour)];
  if (minutes.length * hours.length > MAX_TIMES_OF_DAY) return [parse({ cron, timezone })];
  return hours.flatMap((h) => minutes.map((m) => parse({ cron: [m, h, ...days].join(" "), timezone })));
}

/** Of a list of numbers, ranges, and ranges with a step. */
function numbersIn(field: string): number[] {
  const all = field.split(",").flatMap((each) => {
    const [range = "", step = "1"] = each.split("/");
    const [from = 0, to = from] = range.split("-").map(Number);
    const count = Math.floor((to - from) / Number(step)) + 1;
    return Array.from({ length: count }, (_, n) => from + n * Number(step));
  });
  return [...new Set(all)];
}

function parse({ cron, timezone }: Pick<Times, "cron" | "timezone">): Cron {
  return new Cron(cron.trim(), { timezone, mode: "5-part" });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
