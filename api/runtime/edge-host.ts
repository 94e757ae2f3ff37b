// The edge host: a plan of one step, in the request that asked for it. The caller's gate has journaled the start,
// and takes the outcome after the response; in between there is nothing to record and nothing to wait for.

import type { Json } from "../../engine/json.ts";
import { drive } from "../../engine/run/drive.ts";
import type { Call, Host } from "../../engine/run/host.ts";
import type { Failure } from "../../engine/run/outcome.ts";
import { newRun, stepAt } from "../../engine/run/state.ts";
import { callTool, type ToolCallRequest } from "../relay/call-tool.ts";
import type { CircuitState } from "../relay/circuit-breaker.ts";
import type { Egress } from "../relay/egress.ts";
import type { ItemSink } from "../relay/item-sink.ts";
import type { McpCaller } from "../relay/mcp/mcp-caller.ts";
import type { ToolInUse } from "../tools/tool.ts";
import { type StoppableClock, WALL } from "./clock.ts";
import { GivenUp } from "./given-up.ts";
import { oneStepPlan } from "./one-step-plan.ts";

export interface EdgeCall {
  readonly invocationId: string;
  readonly callerAgentId: string;
  readonly tool: ToolInUse;
  readonly arguments: Json;
  readonly timeoutMs: number;
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly egress: Egress;
  readonly agentLink: ToolCallRequest["agentLink"];
  readonly masterKeys: string | undefined;
  readonly onCircuit: (circuit: CircuitState) => void;
  readonly onListChanged: () => void;
  readonly taker?: Taker | undefined;
}

/** Who takes what the provider streams, as it comes. */
export interface Taker {
  readonly put: ItemSink["put"];
  /** Aborts when nobody takes any more: the call is then given up. The reason may be a `GivenUp`. */
  readonly signal?: AbortSignal;
  /** Stands still while the call waits for its caller: that time counts neither as the provider's nor as the call's. */
  readonly clock?: StoppableClock;
  /** Where the caller speaks MCP. */
  readonly mcp?: McpCaller;
}

export type EdgeResult =
  /** `leftOutBytes`: what the taker's items weigh, where that is more than a result may; `result` is then null. */
  | { readonly ok: true; readonly result: Json; readonly leftOutBytes: number | null }
  | { readonly ok: false; readonly failure: Failure };

/** Runs the call's plan to its end. */
export async function runOnEdge(call: EdgeCall): Promise<EdgeResult> {
  const plan = oneStepPlan(call.tool.id, call.timeoutMs, "{{input}}");
  const state = newRun(plan, call.invocationId, call.arguments);
  const streamed = { leftOutBytes: null };
  const driving = drive(plan, state, edgeHost(call, streamed));
  const signal = call.taker?.signal;
  const giveUp = () => driving.cancel("The caller is gone.");
  if (signal?.aborted) giveUp();
  signal?.addEventListener("abort", giveUp);
  await driving.done;
  const step = stepAt(state, 0);
  if (step.status === "success") return { ok: true, result: step.result, ...streamed };
  if (step.status === "cancelled" && signal?.aborted) return { ok: false, failure: failureOf(signal) };
  return { ok: false, failure: step.error ?? { code: "cancelled", message: "Not made.", retryable: true } };
}

function failureOf({ reason }: AbortSignal): Failure {
  return reason instanceof GivenUp ? reason.failure : callerGone;
}

const callerGone: Failure = {
  code: "caller_gone",
  message: "The caller hung up before the answer was complete, so the provider's call was given up.",
  retryable: true,
};

function edgeHost(
  {
    tool,
    egress,
    agentLink,
    masterKeys,
    onCircuit,
    onListChanged,
    invocationId,
    callerAgentId,
    waitUntil,
    taker,
  }: EdgeCall,
  streamed: { leftOutBytes: number | null },
): Host {
  const sink = taker && { put: taker.put, resultLeftOut: (sizeBytes: number) => (streamed.leftOutBytes = sizeBytes) };
  return {
    maxIdleMs: 0,
    now: () => Date.now(),
    newInvocationId: () => invocationId,
    record: () => undefined,
    schedule: (at, wake) => (taker?.clock ?? WALL).schedule(at, wake),
    perform: (call: Call) => {
      const abort = new AbortController();
      const outcome = callTool({
        tool,
        arguments: call.arguments,
        callerAgentId,
        invocationId,
        idempotencyKey: call.key,
        signal: abort.signal,
        timeoutMs: call.timeoutMs,
        onCircuit,
        waitUntil,
        egress,
        agentLink,
        isDurable: false,
        masterKeys,
        sink,
        mcp: taker?.mcp,
        onListChanged,
      });
      return { outcome, abort: (why) => abort.abort(why) };
    },
  };
}
