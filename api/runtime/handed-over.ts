import type { Task } from "../../engine/run/state.ts";
import type { Services } from "../services.ts";
import { cancelChild } from "./child-runs.ts";
import { cancelHandoff } from "./run-handoffs.ts";
import type { RunRecord } from "./run-record.ts";

/** Nobody waits any more for what was handed over in this task. To say it again does no harm. */
export async function callOff(services: Services, record: RunRecord, task: Task): Promise<void> {
  await cancelChild(services.env, record, task);
  await cancelHandoff(services, task);
}
