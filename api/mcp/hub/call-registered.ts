// A call of a registered tool, by the same door as REST: the same checks, limits, log. What an upstream MCP server
// answers and says meanwhile goes through as it came.

import type { CallToolResult, InputRequiredResult } from "@modelcontextprotocol/server";
import type { JsonObject } from "../../../engine/json.ts";
import { Problem } from "../../http/problem.ts";
import { admittedOr429 } from "../../http/rate-limit.ts";
import { admitCall, makeCall } from "../../invocations/invoke-tool.ts";
import { readyCall } from "../../invocations/ready-call.ts";
import type { Principal } from "../../keys/principal.ts";
import type { StreamItem } from "../../relay/item-sink.ts";
import type { Services } from "../../services.ts";
import type { Answers, CallContext } from "../surface.ts";
import { invocationResult, toldFaults } from "./tool-result.ts";
import { UpstreamCaller } from "./upstream-caller.ts";

/** As long as a call of the REST API may ask for. */
const TIMEOUT_MS = 60_000;

export interface RegisteredCall {
  readonly toolId: string;
  readonly arguments: JsonObject;
  /** To what an upstream server asked for before. */
  readonly answers?: Answers;
}

/** What fails in the tool, or does not fit it, is a result with `isError`; what the hub refuses is thrown. */
export async function callRegistered(
  services: Services,
  caller: Principal,
  { answers = {}, ...asked }: RegisteredCall,
  context: CallContext,
): Promise<CallToolResult | InputRequiredResult> {
  try {
    const ready = await readyCall(services, caller, { ...asked, timeout: TIMEOUT_MS });
    // A client checks a structured result itself, and breaks on one that does not fit.
    const request = { ...ready, outputCheck: ready.outputCheck === "off" ? ("off" as const) : ("enforce" as const) };
    const admitted = admittedOr429(await admitCall(services, request));
    // What a provider streams is told as progress, piece by piece; the result has all of it again.
    const put = async ({ data }: StreamItem) => context.partial(data);
    const upstream = new UpstreamCaller(answers, context);
    const making = makeCall(services, context, admitted, { put, signal: context.signal, mcp: upstream });
    // A client that goes away takes its request along, but not the record of the call.
    context.waitUntil(making);
    const invocation = await making;
    return upstream.resultOf(invocation) ?? invocationResult(invocation, request.tool.outputSchema !== null);
  } catch (error) {
    if (error instanceof Problem && error.code === "invalid_arguments") return toldFaults(error);
    throw error;
  }
}
