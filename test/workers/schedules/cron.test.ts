import { describe, expect, test } from "vitest";
import { cronFault, ticksAfter, ticksUntil } from "../../../api/schedules/cron.ts";

const never = { startAt: null, endAt: null };
const berlin = (cron: string) => ({ cron, timezone: "Europe/Berlin", ...never });

function after(cron: string, from: string, count: number): string[] {
  return ticksAfter(berlin(cron), Date.parse(from), count).map((at) => new Date(at).toISOString().slice(0, 16));
}

describe("where clocks change", () => {
  test("a time of day that is left out comes at the first moment after it", () => {
    expect(after("30 2 * * *", "2026-03-28T12:00:00Z", 2)).toEqual(["2026-03-29T01:00", "2026-03-30T00:30"]);
  });

  test("a time of day that comes twice counts once", () => {
    expect(after("30 2 * * *", "2026-10-24T12:00:00Z", 2)).toEqual(["2026-10-25T00:30", "2026-10-26T01:30"]);
  });

  test("so it is with each of several times of day", () => {
    expect(after("30 2,14 * * *", "2026-03-28T12:00:00Z", 4)).toEqual([
      "2026-03-28T13:30",
      "2026-03-29T01:00",
      "2026-03-29T12:30",
      "2026-03-30T00:30",
    ]);
    expect(after("30 2,14 * * *", "2026-10-24T13:00:00Z", 3)).toEqual([
      "2026-10-25T00:30",
      "2026-10-25T13:30",
      "2026-10-26T01:30",
    ]);
    // Both are left out, and both come at three.
    expect(after("0,30 2 * * *", "2026-03-28T12:00:00Z", 2)).toEqual(["2026-03-29T01:00", "2026-03-30T00:00"]);
    expect(after("0-30/15 2 * * *", "2026-10-24T12:00:00Z", 4)).toEqual([
      "2026-10-25T00:00",
      "2026-10-25T00:15",
      "2026-10-25T00:30",
      "2026-10-26T01:00",
    ]);
    expect(after("0 1-4 * * *", "2026-10-24T22:00:00Z", 5)).toEqual([
      "2026-10-24T23:00",
      "2026-10-25T00:00",
      "2026-10-25T02:00",
      "2026-10-25T03:00",
      "2026-10-26T00:00",
    ]);
  });

  test("an interval follows the hours as they pass", () => {
    expect(after("0 * * * *", "2026-10-24T23:30:00Z", 4)).toEqual([
      "2026-10-25T00:00",
      "2026-10-25T01:00",
      "2026-10-25T02:00",
      "2026-10-25T03:00",
    ]);
    expect(after("0 * * * *", "2026-03-28T23:30:00Z", 3)).toEqual([
      "2026-03-29T00:00",
      "2026-03-29T01:00",
      "2026-03-29T02:00",
    ]);
  });

  test("looking back gives the ticks that looking ahead gave", () => {
    for (const cron of ["30 2 * * *", "*/30 * * * *", "15 2,14 * * *", "0,30 2 * * *", "0 1-4 * * *"]) {
      for (const day of ["2026-03-29", "2026-10-25"]) {
        const from = Date.parse(`${day}T00:00:00Z`) - 86_400_000;
        const ahead = ticksAfter(berlin(cron), from, 60);
        const until = ahead.at(-1) ?? from;
        expect({ cron, day, ticks: ticksUntil(berlin(cron), from, until, 60) }).toEqual({ cron, day, ticks: ahead });
      }
    }
  });
});

test("no tick comes before startAt or after endAt", () => {
  const window = { startAt: "2026-01-02T09:00:00.000Z", endAt: "2026-01-04T09:00:00.000Z" };
  const times = { cron: "0 9 * * *", timezone: "UTC", ...window };
  expect(ticksAfter(times, Date.parse("2026-01-01T00:00:00Z"), 10)).toHaveLength(3);
  expect(ticksUntil(times, 0, Date.parse("2026-02-01T00:00:00Z"), 100).length).toBeLessThanOrEqual(3);
});

test.each([
  ["bad", "UTC", "cron"],
  ["* * * * * *", "UTC", "cron"],
  ["61 * * * *", "UTC", "cron"],
  ["2026-05-05T00:00:00", "UTC", "cron"],
  ["@reboot", "UTC", "cron"],
  ["0 0 30 2 *", "UTC", "cron"],
  ["0 9 * * *", "Mars/Olympus", "timezone"],
  ["0 9 * * *", "", "timezone"],
])("%s in %s is refused at its field", (cron, timezone, field) => {
  expect(cronFault({ cron, timezone })?.field).toBe(field);
});

test.each(["0 9 * * MON-FRI", "@daily", "0 0 L * *", "0 9 * * 1#2", "*/5 * * * *"])("%s is understood", (cron) => {
  expect(cronFault({ cron, timezone: "Asia/Kathmandu" })).toBeNull();
});

test.each([
  ["0 0 32 * *", "The day of the month is from 1 to 31, not 32."],
  ["0 0 0 * *", "The day of the month is from 1 to 31, not 0."],
  ["0 0 * 13 *", "The month is from 1 to 12, not 13."],
  ["0 24 * * *", "The hour is from 0 to 23, not 24."],
  ["0 0 * * 8", "The weekday is from 0 to 7, not 8."],
])("of %s it is said which value does not fit", (cron, message) => {
  expect(cronFault({ cron, timezone: "UTC" })?.message).toBe(message);
});
