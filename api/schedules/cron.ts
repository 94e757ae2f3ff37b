// Cron expressions, read by croner: five fields or a nickname, in a time zone.
//
// Where clocks change, it follows Vixie cron: a tick at a single time of day that the change leaves out comes at the first
// moment after it, one whose time comes twice comes the first time only; ticks in intervals follow the hours as they pass.

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
    return { field: "cron", message: `This is no cron expression: ${why}` };
  }
}

/** The next ticks after `after`, up to `count`, in ms since the epoch. */
export function ticksAfter(times: Times, after: number, count: number): number[] {
  const from = times.startAt === null ? after : Math.max(after, Date.parse(times.startAt) - 1);
  return parse(times)
    .nextRuns(count, new Date(from))
    .map((date) => date.getTime())
    .filter((at) => isWithin(times, at));
}

/** The last ticks up to `until`, itself counted, later than `after`; up to `count`, the earliest first. */
export function ticksUntil(times: Times, after: number, until: number, count: number): number[] {
  return parse(times)
    .previousRuns(count, new Date(until + 1))
    .map((date) => date.getTime())
    .filter((at) => at > after && at <= until && isWithin(times, at))
    .toSorted((a, b) => a - b);
}

function isWithin({ startAt, endAt }: Times, at: number): boolean {
  return (startAt === null || at >= Date.parse(startAt)) && (endAt === null || at <= Date.parse(endAt));
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
