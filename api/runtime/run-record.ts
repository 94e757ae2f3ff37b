// A run as it is started, by a caller, a trigger or a step of another run, and as its shard keeps it.

import type { Json } from "../../engine/json.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { Stored } from "../../engine/template/stored.ts";
import type { Trigger } from "../runs/run.ts";
import type { TraceContext } from "../telemetry/trace-context.ts";
import type { RunRef } from "./shards.ts";

/** What a run was started with. */
export interface RunRecord extends RunRef {
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly plan: Plan;
  readonly input: Json;
  /** What of the input is kept elsewhere; absent: nothing. Its shard sees to that. */
  readonly inputStored?: readonly Stored[];
  /** In ms since the epoch, like every time here. */
  readonly createdAt: number;
  /** The attempt that the run is of, where it is a sub-workflow: its agent is the same. */
  readonly parent?: Parent | null;
  /** The run that it does again; absent where it does none. */
  readonly rerunOf?: string | null;
  /** The span that the run was started in; absent where there was none. */
  readonly trace?: TraceContext | null;
  /** Of the runs that its workflow's concurrency counts together; null or absent: there is no bound. */
  readonly concurrencyKey?: string | null;
  /** What started it, where no call did. */
  readonly trigger?: Trigger | null;
}

/** The same without its plan (null), for a shard that has it. */
export type RunStart = Omit<RunRecord, "plan"> & { readonly plan: Plan | null };

export interface Parent {
  readonly runId: string;
  readonly step: number;
  readonly item: number | null;
  readonly attempt: number;
}

/** Whether its workflow's concurrency bounds the run: only such a one waits for a place. */
export function isBounded({ concurrencyKey }: RunRecord): boolean {
  return concurrencyKey !== undefined && concurrencyKey !== null;
}
