import type { Env } from "../env.ts";
import type { Position } from "../platform/keyset.ts";
import type { Schedule, Timetable } from "./schedule.ts";

/** What an agent's scheduler offers, as its callers see it across RPC. A schedule is another workflow's to none. */
export interface Schedules {
  /** Null: the agent has `max` already. */
  create(
    agentId: string,
    workflowId: string,
    timetable: Timetable,
    paused: boolean,
    max: number,
  ): Promise<Schedule | null>;
  find(workflowId: string, id: string): Promise<Schedule | null>;
  list(workflowId: string | null, limit: number, after: Position | null): Promise<Schedule[]>;
  /** `paused`: null leaves it as it is. */
  replace(workflowId: string, id: string, timetable: Timetable, paused: boolean | null): Promise<Schedule | null>;
  setPaused(workflowId: string, id: string, paused: boolean): Promise<Schedule | null>;
  remove(workflowId: string, id: string): Promise<boolean>;
  /** The workflow is deleted. */
  removeOf(workflowId: string): Promise<void>;
}

export function schedulerOf({ SCHEDULER }: Env, agentId: string): Schedules {
  const stub: unknown = SCHEDULER.getByName(agentId);
  // The RPC types cannot follow JSON's recursion; `Scheduler implements Schedules` is what keeps this honest.
  return stub as Schedules;
}
