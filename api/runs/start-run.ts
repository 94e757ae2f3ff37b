// A run's start: admitted by the key's window, then handed to its shard, which begins within this request.

import type { Json } from "../../engine/json.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import { Problem } from "../http/problem.ts";
import type { Principal } from "../keys/principal.ts";
import { newId } from "../platform/ids.ts";
import type { Admitted } from "../runtime/admission.ts";
import { gateOf } from "../runtime/gates.ts";
import { isTooLargeForJournal, MAX_INPUT_BYTES } from "../runtime/input-size.ts";
import { concurrencyKeyOf } from "../runtime/queues.ts";
import { shardOf } from "../runtime/shards.ts";
import type { Services } from "../services.ts";
import { currentTrace } from "../telemetry/tracing.ts";
import type { Run } from "./run.ts";

export interface StartRequest {
  readonly caller: Principal;
  readonly workflow: { readonly id: string; readonly version: number; readonly plan: Plan };
  /** Already found to fit the workflow's input schema. */
  readonly input: Json;
  /** How long to wait for the run to settle; 0: answer as soon as it is durable. */
  readonly waitMs: number;
}

/** The run as it stands when the answer is given: settled, if it settled in time. */
export async function startRun(
  services: Services,
  { caller, workflow, input, waitMs }: StartRequest,
): Promise<Admitted<Run>> {
  if (isTooLargeForJournal(input)) {
    throw new Problem(
      "body_too_large",
      `The input is larger than ${MAX_INPUT_BYTES} bytes once its numbers are written out.`,
    );
  }
  const runId = newId("run");
  const concurrency = await concurrencyKeyOf(workflow.plan, runId, input);
  if (!concurrency.ok) throw unkeyed(concurrency.message);
  const gate = gateOf(services.env, caller.agentId);
  const admission = await gate.admitKey({ keyId: caller.keyId, keyLimit: caller.rateLimitPerMin });
  if (!admission.admitted) return admission;
  const record = {
    runId,
    agentId: caller.agentId,
    workflowId: workflow.id,
    workflowVersion: workflow.version,
    plan: workflow.plan,
    input,
    createdAt: Date.now(),
    trace: currentTrace(),
    concurrencyKey: concurrency.key,
  };
  const run = await shardOf(services.env, record).start(record, waitMs);
  return { admitted: true, rate: admission.rate, value: run };
}

function unkeyed(message: string): Problem {
  return new Problem("invalid_input", "The input gives no concurrency key; see errors[].", {
    errors: [{ code: "invalid_value", pointer: "/input", message }],
  });
}
