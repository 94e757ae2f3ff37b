// Which object holds which run. A run lives with the agent that started it, so that another agent's run cannot be
// found, let alone read; an agent's runs are spread over a few objects, so that one is not its bottleneck.

import type { Json } from "../../engine/json.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { RunEvent } from "../../engine/run/events.ts";
import type { Keeping, RerunFrom } from "../../engine/run/rerun.ts";
import type { Held } from "../../engine/template/stored.ts";
import type { SchemaFault } from "../../engine/schema/fault.ts";
import type { Told } from "../../engine/run/drive.ts";
import type { BackgroundView } from "../invocations/background.ts";
import type { Run } from "../runs/run.ts";
import type { Timeline } from "../runs/timeline-view.ts";
import type { Env } from "../env.ts";
import type { Ended } from "../live/subscription.ts";
import type { RunRecord, RunStart } from "./run-record.ts";

/** Part of every run's address: it can never change. */
export const SHARDS_PER_AGENT = 4;

/** How far a run has come: settled, or what to wait for before advancing it again (0: advance at once). */
export type Advanced = { readonly settled: true } | { readonly settled: false; readonly waitMs: number };

/** What a shard offers, as its callers see it across RPC. */
export interface Shard {
  /**
   * Starts a run and answers once it has settled, or after `waitMs`, whichever is first. `kept`: what it keeps of the run that
   * it does again. Null: nothing was started, for the plan was left out and is not here.
   */
  start(run: RunStart, waitMs: number, kept?: RunEvent[]): Promise<Run | null>;
  /** What a run was started with, to do it again; null where it is not here. */
  origin(runId: string): Promise<Origin | null>;
  /**
   * What a run of this plan and input keeps of it; null where it has not settled, or is not here. `plan`: null, its own;
   * `input`: undefined, its own.
   */
  keep(runId: string, again: { plan: Plan | null; input: Json | undefined }, from: RerunFrom): Promise<Keeping | null>;
  read(runId: string): Promise<Run | null>;
  /** Of an invocation that runs in the background. */
  readInvocation(invocationId: string): Promise<BackgroundView | null>;
  cancel(runId: string, reason: string): Promise<Run | null>;
  /** A run whose id follows from what started it, such as a step of another: starting it again changes nothing. */
  startOnce(record: RunRecord): Promise<void>;
  /** The run's queue has given it a place. */
  admitted(runId: string): Promise<void>;
  /** Whether the run is here, and is not being deleted. */
  has(runId: string): Promise<boolean>;
  /** Whether the run is here and has not settled. */
  isOpen(runId: string): Promise<boolean>;
  signal(runId: string, signal: Signal): Promise<Signalled>;
  /**
   * Something from outside. True once it is on record; false: the run has settled, or is not there. `from`: the agent's run
   * whose large values it tells of.
   */
  tell(runId: string, event: Told, from?: string): Promise<boolean>;
  advance(runId: string): Promise<Advanced>;
  /** Deletes a run that has settled, and what D1 has of it. */
  remove(runId: string): Promise<"removed" | "unsettled" | "missing">;
  /** The result of a step or of an item of it; null where there is none. */
  result(runId: string, stepId: string, item: number | null): Promise<Held | null>;
  /** When each of its tasks was queued, called, waiting and done. */
  timeline(runId: string): Promise<Timeline | null>;
  /** Answers a `RunSubscription` with a WebSocket: 404 where there is no such run, 204 where all is told. */
  fetch(request: Request): Promise<Response>;
  /** Ends what listens on a key, or on a session. */
  end(what: Ended): Promise<void>;
}

export interface Origin {
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly input: Json;
}

export interface Signal {
  readonly name: string;
  readonly payload: Json;
  /** A second signal of the same key is the same signal. */
  readonly key?: string;
}

export type Signalled =
  | { readonly type: "received"; readonly run: Run }
  | { readonly type: "missing" | "settled" }
  /** No step of the run's version waits for it, now or later. */
  | { readonly type: "unknown"; readonly known: readonly string[] }
  | { readonly type: "full"; readonly kept: number }
  | { readonly type: "unfit"; readonly faults: readonly SchemaFault[] };

/** A run's address. */
export interface RunRef {
  readonly runId: string;
  /** The agent that started it. */
  readonly agentId: string;
}

export function shardOf(env: Env, { agentId, runId }: RunRef): Shard {
  return shardAt(env, agentId, placeOf(runId));
}

/** All the objects in which the agent may have runs. */
export function shardsOf(env: Env, agentId: string): Shard[] {
  return Array.from({ length: SHARDS_PER_AGENT }, (_, place) => shardAt(env, agentId, place));
}

function shardAt(env: Env, agentId: string, place: number): Shard {
  const stub: unknown = env.RUN_SHARD.getByName(`${agentId}/${place}`);
  // The RPC types cannot follow JSON's recursion; `RunShard implements Shard` is what keeps this honest.
  return stub as Shard;
}

/** Which of its agent's objects has the run: its id's FNV-1a hash says. */
export function placeOf(runId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < runId.length; i++) hash = Math.imul(hash ^ runId.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % SHARDS_PER_AGENT;
}
