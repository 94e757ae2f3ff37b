// A timetable as its owner writes it. What would be wrong at its next tick is wrong now, while somebody is there to read it.

import type { Json } from "../../engine/json.ts";
import type { FieldFault } from "../http/problem.ts";
import { templateFaults } from "../http/template-faults.ts";
import { invalidRequest } from "../http/validation.ts";
import type { Database } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { refuseUnfitInput } from "../runs/fit-input.ts";
import { namedVersion } from "../workflows/named-version.ts";
import { cronFault, ticksAfter } from "./cron.ts";
import type { Timetable } from "./schedule.ts";
import { inputAt } from "./tick-input.ts";

export type Asked = Omit<Timetable, "input"> & { readonly input?: Json | undefined };

/** Throws the problem `invalid_request` with what it says wrong by itself. `now` in ms since the epoch. */
export function readTimetable({ input = {}, startAt, endAt, ...rest }: Asked, now: number): Timetable {
  const timetable = { ...rest, input, startAt: utc(startAt), endAt: utc(endAt) };
  const faults = [...timeFaults(timetable, now), ...templateFaults("/input", input)];
  if (faults.length > 0) throw invalidRequest(faults);
  return timetable;
}

/**
 * Throws the problem `invalid_request` where the workflow, which is the agent's, has no such version or the input cannot be
 * made, and `invalid_input` where the next tick's would not fit.
 */
export async function refuseUnfit(
  db: Database,
  agentId: string,
  workflowId: string,
  timetable: Timetable,
  now: number,
): Promise<void> {
  const workflow = await namedVersion(db, workflowId, timetable.version, agentId);
  const [at] = ticksAfter(timetable, now, 1);
  if (workflow === null || at === undefined) return;
  const input = await inputAt({ id: newId("sched"), ...timetable }, at, newId("run"));
  if (!input.ok) throw invalidRequest([invalid(`/input${input.fault.pointer}`, input.fault.message)]);
  await refuseUnfitInput(workflow, input.value);
}

function timeFaults(timetable: Timetable, now: number): FieldFault[] {
  const { startAt, endAt } = timetable;
  const fault = cronFault(timetable);
  if (fault !== null) return [{ code: "invalid_format", pointer: `/${fault.field}`, message: fault.message }];
  if (startAt !== null && endAt !== null && endAt < startAt) return [invalid("/endAt", "It is before startAt.")];
  if (ticksAfter(timetable, now, 1).length > 0) return [];
  if (endAt !== null)
    return [invalid("/endAt", "No tick comes any more until then. Leave it out, or give a later time.")];
  return [invalid("/startAt", "No tick comes after it. Leave it out, or give an earlier time.")];
}

function invalid(pointer: string, message: string): FieldFault {
  return { code: "invalid_value", pointer, message };
}

function utc(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
