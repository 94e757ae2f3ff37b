// The edge host: a plan of one step, in the request that asked for it. The caller's gate has journaled the start,
// and takes the outcome after the response; in between there is nothing to record and nothing to wait for.

import type { Json } from "../../engine/json.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import { stepAt } from "../../engine/run/apply.ts";
import { drive } from "../../engine/run/drive.ts";
import type { Call, Host } from "../../engine/run/host.ts";
import type { Failure } from "../../engine/run/outcome.ts";
import { newRun } from "../../engine/run/state.ts";
import { NO_RETRY } from "../../engine/run/retry.ts";
import { callTool } from "../relay/call-tool.ts";
import type { Egress } from "../relay/egress.ts";
import type { Tool } from "../tools/tool.ts";
import { schedule } from "./schedule.ts";

const STEP_ID = "call";

export interface EdgeCall {
  readonly invocationId: string;
  readonly tool: Tool;
  readonly arguments: Json;
  readonly timeoutMs: number;
  readonly egress: Egress;
}

export type EdgeResult =
  | { readonly ok: true; readonly result: Json }
  | { readonly ok: false; readonly failure: Failure };

/** Runs the call's plan to its end. */
export async function runOnEdge(call: EdgeCall): Promise<EdgeResult> {
  const plan = invocationPlan(call);
  // The arguments are the run's input, so that nothing in them is taken for a template.
  const state = newRun(plan, call.invocationId, call.arguments);
  await drive(plan, state, edgeHost(call)).done;
  const step = stepAt(state, 0);
  if (step.status === "success") return { ok: true, result: step.result };
  return { ok: false, failure: step.error ?? { code: "cancelled", message: "Not made.", retryable: true } };
}

/** One invocation as a plan. */
function invocationPlan({ tool, timeoutMs }: EdgeCall): Plan {
  return {
    format: 1,
    steps: [
      {
        id: STEP_ID,
        action: { kind: "tool", toolId: tool.id, arguments: "{{input}}" },
        needs: [],
        retry: NO_RETRY,
        timeoutMs,
      },
    ],
    errorStrategy: "stop_on_first",
    maxParallel: 1,
  };
}

function edgeHost({ tool, egress, invocationId }: EdgeCall): Host {
  return {
    maxIdleMs: 0,
    now: () => Date.now(),
    newInvocationId: () => invocationId,
    record: () => undefined,
    schedule,
    perform: (call: Call) => {
      const abort = new AbortController();
      const outcome = callTool({
        tool,
        arguments: call.arguments,
        invocationId,
        idempotencyKey: `${invocationId}:${STEP_ID}`,
        signal: abort.signal,
        egress,
      });
      return { outcome, abort: () => abort.abort() };
    },
  };
}
