import type { Json } from "../../engine/json.ts";
import { render } from "../../engine/template/render.ts";
import type { Schedule } from "./schedule.ts";

/** The input of the run that a tick starts: the schedule's template over the tick. `at` in ms since the epoch. */
export async function inputAt(
  { id, name, timezone, input }: Pick<Schedule, "id" | "name" | "timezone" | "input">,
  at: number,
  runId: string,
) {
  const tick: Json = { scheduleId: id, scheduleName: name, scheduledAt: new Date(at).toISOString(), timezone };
  const steps = Object.create(null) as Record<string, never>;
  return render(input, { input: tick, steps, run: { id: runId } });
}
