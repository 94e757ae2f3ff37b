// How long Serverless Workflow says that something takes.

import type { Json } from "../json.ts";
import { isObject } from "../schema/resources.ts";

const UNITS: Readonly<Record<string, number>> = {
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
  milliseconds: 1,
};

const ISO = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const ISO_UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** In whole ms, of `{minutes: 5}` or `PT5M`; null: it is neither, or counts in months or years, which have no one length. */
export function durationMs(duration: Json | undefined): number | null {
  const parts = isObject(duration)
    ? Object.entries(duration).map(([unit, count]) => (typeof count === "number" ? count : Number.NaN) * unitMs(unit))
    : typeof duration === "string"
      ? ISO.exec(duration)
          ?.slice(1)
          .map((count, index) => Number(count || 0) * (ISO_UNITS[index] ?? 0))
      : undefined;
  if (parts === undefined || parts.length === 0) return null;
  const total = parts.reduce((sum, part) => sum + part, 0);
  return Number.isFinite(total) && total >= 0 ? Math.ceil(total) : null;
}

function unitMs(unit: string): number {
  return Object.hasOwn(UNITS, unit) ? (UNITS[unit] ?? Number.NaN) : Number.NaN;
}
