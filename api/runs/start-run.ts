// A run's start: admitted by the key's window, then handed to its shard, which begins within this request.

import type { Json } from "../../engine/json.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { RunEvent } from "../../engine/run/events.ts";
import { Problem } from "../http/problem.ts";
import type { Defer } from "../keys/find-key.ts";
import type { Principal } from "../keys/principal.ts";
import { newId } from "../platform/ids.ts";
import type { Admitted } from "../runtime/admission.ts";
import { admitKey } from "../runtime/admit-key.ts";
import { isTooLargeForRun, MAX_RUN_INPUT_BYTES } from "../runtime/input-size.ts";
import { concurrencyKeyOf } from "../runtime/queues.ts";
import { RunPlaces } from "../runtime/run-places.ts";
import type { RunRecord } from "../runtime/run-record.ts";
import { type Shard, shardOf } from "../runtime/shards.ts";
import type { Services } from "../services.ts";
import { currentTrace } from "../telemetry/tracing.ts";
import type { ExecutableWorkflow } from "../workflows/workflow.ts";
import { refuseUnfitInput } from "./fit-input.ts";
import type { Run, Trigger } from "./run.ts";

/** Of this isolate, from its first run on. */
let places: RunPlaces | null = null;

export interface StartRequest {
  readonly caller: Principal;
  readonly workflow: { readonly id: string; readonly version: number; readonly plan: Plan };
  /** Already found to fit the workflow's input schema. */
  readonly input: Json;
  /** How long to wait for the run to settle; 0: answer as soon as it is durable. */
  readonly waitMs: number;
  readonly defer: Defer;
  /** The run that this one does again, and what it keeps of it. */
  readonly again?: { readonly of: string; readonly kept: RunEvent[] };
}

/** The run as it stands when the answer is given: settled, if it settled in time. */
export async function startRun(services: Services, request: StartRequest): Promise<Admitted<Run>> {
  // A run that nobody waits for lasts nobody knows how long.
  if (request.waitMs === 0) return startAs(newId("run"), services, request);
  places ??= new RunPlaces();
  return places.with(request.waitMs, (runId) => startAs(runId, services, request));
}

async function startAs(
  runId: string,
  services: Services,
  { caller, workflow, input, waitMs, again, defer }: StartRequest,
): Promise<Admitted<Run>> {
  const { agentId } = caller;
  const record = await recordOf({ runId, agentId, workflow, input, trigger: null, rerunOf: again?.of });
  const admission = await admitKey(services.env, caller, defer);
  if (!admission.admitted) return admission;
  const run = await startIn(shardOf(services.env, record), record, waitMs, again?.kept);
  return { admitted: true, rate: admission.rate, value: run };
}

/** A plan can be large, and a shard that has had a run of its version has it: it is sent where it is asked for. */
async function startIn(shard: Shard, record: RunRecord, waitMs: number, kept?: RunEvent[]): Promise<Run> {
  const started =
    (await shard.start({ ...record, plan: null }, waitMs, kept)) ?? (await shard.start(record, waitMs, kept));
  if (started === null) throw new Error(`run ${record.runId} was not started`);
  return started;
}

export interface Beginning {
  /** Follows from what triggers the run: the same trigger again starts nothing more. */
  readonly runId: string;
  readonly agentId: string;
  readonly workflow: ExecutableWorkflow;
  readonly input: Json;
  readonly trigger: Trigger;
}

/** Starts a run that no key asks for; one that is there already is left as it is. Throws the problem that it is refused with. */
export async function beginRun({ env }: Services, beginning: Beginning): Promise<void> {
  await refuseUnfitInput(beginning.workflow, beginning.input);
  const record = await recordOf(beginning);
  await shardOf(env, record).startOnce(record);
}

type Starting = Omit<Beginning, "workflow" | "trigger"> & {
  readonly workflow: StartRequest["workflow"];
  readonly trigger: Trigger | null;
  readonly rerunOf?: string | null | undefined;
};

async function recordOf({ runId, agentId, workflow, input, trigger, rerunOf = null }: Starting): Promise<RunRecord> {
  if (isTooLargeForRun(input)) {
    throw new Problem(
      "body_too_large",
      `The input is larger than ${MAX_RUN_INPUT_BYTES} bytes once its numbers are written out.`,
    );
  }
  const concurrency = await concurrencyKeyOf(workflow.plan, runId, input);
  if (!concurrency.ok) throw unkeyed(concurrency.message);
  return {
    runId,
    agentId,
    workflowId: workflow.id,
    workflowVersion: workflow.version,
    plan: workflow.plan,
    input,
    createdAt: Date.now(),
    trace: currentTrace(),
    concurrencyKey: concurrency.key,
    trigger,
    rerunOf,
  };
}

function unkeyed(message: string): Problem {
  return new Problem("invalid_input", "The input gives no concurrency key; see errors[].", {
    errors: [{ code: "invalid_value", pointer: "/input", message }],
  });
}
