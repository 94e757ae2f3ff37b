// One call of one tool: admitted by the caller's gate, run on the edge host, logged after the response.

import type { Json } from "../../engine/json.ts";
import type { Failure } from "../../engine/run/outcome.ts";
import type { FieldCode } from "../http/problem-codes.ts";
import { mismatches } from "../http/schema-faults.ts";
import type { Principal } from "../keys/principal.ts";
import { newId } from "../platform/ids.ts";
import type { CircuitState } from "../relay/circuit-breaker.ts";
import { MAX_RESULT_BYTES } from "../relay/result.ts";
import type { Admitted } from "../runtime/admission.ts";
import type { Entry } from "../runtime/caller-gate.ts";
import { gateOf } from "../runtime/gates.ts";
import { type EdgeResult, runOnEdge, type Taker } from "../runtime/edge-host.ts";
import { linkOf } from "../servers/connected/link.ts";
import { keeperOf } from "../servers/keeper.ts";
import type { Services } from "../services.ts";
import { noteCircuit } from "../tools/note-circuit.ts";
import type { Tool, ToolInUse } from "../tools/tool.ts";
import { type OutputCheck, outputFaults, unfitResult } from "./check-output.ts";
import { reportOutcome } from "./report-outcomes.ts";
import type { Invocation } from "./invocation.ts";
import { loggable, type InvocationRecord } from "./insert-invocations.ts";
import { redacted } from "./redact.ts";

export interface InvokeRequest {
  readonly caller: Principal;
  readonly tool: ToolInUse;
  /** Already found to fit the tool's input schema. */
  readonly arguments: Json;
  readonly timeoutMs: number;
  readonly outputCheck: OutputCheck;
}

/** At how many places of an unfit result there is a warning. */
const MAX_WARNINGS = 20;

/** A call that was let in, and is to be made now. */
export interface AdmittedCall {
  readonly invocationId: string;
  readonly request: InvokeRequest;
  readonly entry: Entry;
}

type Context = { waitUntil(work: Promise<unknown>): void };

export async function invokeTool(
  services: Services,
  ctx: Context,
  request: InvokeRequest,
): Promise<Admitted<Invocation>> {
  const admission = await admitCall(services, request);
  return admission.admitted ? { ...admission, value: await makeCall(services, ctx, admission.value) } : admission;
}

/** Asks the caller's gate. A call that is let in has to be made. */
export async function admitCall(services: Services, request: InvokeRequest): Promise<Admitted<AdmittedCall>> {
  const { caller, tool } = request;
  const invocationId = newId("inv");
  const admission = await gateOf(services.env, caller.agentId).begin({
    invocationId,
    callerAgentId: caller.agentId,
    keyId: caller.keyId,
    keyLimit: caller.rateLimitPerMin,
    toolId: tool.id,
    toolLimit: tool.rateLimitPerMin,
  });
  return admission.admitted ? { ...admission, value: { invocationId, request, entry: admission.value } } : admission;
}

export async function makeCall(
  services: Services,
  ctx: Context,
  { invocationId, request, entry }: AdmittedCall,
  taker?: Taker,
): Promise<Invocation> {
  const { caller, tool, arguments: args, timeoutMs, outputCheck } = request;
  const startedAt = Date.now();
  const { EGRESS: egress, MASTER_KEYS: masterKeys } = services.env;
  const onCircuit = (circuit: CircuitState) => ctx.waitUntil(noteCircuit(services.db, tool, circuit));
  const { upstream } = tool;
  const onListChanged = () => {
    if (upstream) ctx.waitUntil(keeperOf(services.env, upstream.serverId).refreshSoon(upstream.serverId));
  };
  const waitUntil = (work: Promise<unknown>) => ctx.waitUntil(work);
  const agentLink = (serverId: string) => linkOf(services.env, serverId);
  const call = { invocationId, callerAgentId: caller.agentId, tool, arguments: args, timeoutMs };
  const ran = await runOnEdge({ ...call, egress, agentLink, masterKeys, onCircuit, onListChanged, waitUntil, taker });
  // For its caller, not for the provider.
  const waitedMs = taker?.clock?.stoodMs ?? 0;
  const latencyMs = Date.now() - startedAt - waitedMs;
  const outcome = await checked(ran, tool, outputCheck);
  const invocation: Invocation = {
    invocationId,
    toolId: tool.id,
    ...outcome,
    latencyMs,
    callerAgentId: caller.agentId,
    providerAgentId: tool.agentId,
    timestamp: new Date(entry.at).toISOString(),
  };
  const record = redacted(recordOf(invocation, args, ran, waitedMs), tool.redaction);
  ctx.waitUntil(reportOutcome(services, { row: entry.row, record }));
  return invocation;
}

type Outcome = Pick<Invocation, "status" | "result" | "error" | "warnings">;

async function checked(ran: EdgeResult, tool: Tool, outputCheck: OutputCheck): Promise<Outcome> {
  if (!ran.ok) return failed(ran.failure);
  const { result, leftOutBytes } = ran;
  if (leftOutBytes !== null) {
    const isToFit = outputCheck === "enforce" && tool.outputSchema !== null;
    return isToFit ? failed(tooLargeToCheck) : { status: "success", result, warnings: [resultLeftOut] };
  }
  const faults = outputCheck === "off" ? [] : await outputFaults(tool, result);
  if (faults.length === 0) return { status: "success", result };
  if (outputCheck === "enforce") return failed(unfitResult(faults));
  return { status: "success", result, warnings: mismatches("result", faults.slice(0, MAX_WARNINGS)) };
}

function failed(failure: Failure): Outcome {
  return { status: failure.code === "timeout" ? "timeout" : "error", result: null, error: errorOf(failure) };
}

function errorOf({ code, message, retryable }: { code: string; message: string; retryable: boolean }) {
  return { code, message, retryable };
}

const resultLeftOut = {
  code: "left_out" satisfies FieldCode,
  pointer: "/result",
  message: `The items weigh more than ${MAX_RESULT_BYTES} bytes together, so the result does not hold them again.`,
};

const tooLargeToCheck: Failure = {
  code: "response_too_large",
  message: `The items weigh more than ${MAX_RESULT_BYTES} bytes together: too much to be held to the outputSchema.`,
  retryable: false,
};

function recordOf(invocation: Invocation, input: Json, ran: EdgeResult, waitedMs: number): InvocationRecord {
  const { error, latencyMs } = invocation;
  const leftOutBytes = ran.ok ? ran.leftOutBytes : null;
  return {
    id: invocation.invocationId,
    toolId: invocation.toolId,
    callerAgentId: invocation.callerAgentId,
    status: invocation.status,
    input: loggable(input),
    output: leftOutBytes === null ? loggable(invocation.result) : { truncated: true, sizeChars: leftOutBytes },
    ...(error && { errorCode: error.code, errorMessage: error.message }),
    latencyMs,
    createdAt: invocation.timestamp,
    completedAt: new Date(Date.parse(invocation.timestamp) + latencyMs + waitedMs).toISOString(),
  };
}
