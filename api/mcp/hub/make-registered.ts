// A call of a registered tool that was admitted, made and told as MCP has it.

import type { CallToolResult, InputRequiredResult } from "@modelcontextprotocol/server";
import { type AdmittedCall, makeCall } from "../../invocations/invoke-tool.ts";
import type { StreamItem } from "../../relay/item-sink.ts";
import type { StoppableClock } from "../../runtime/clock.ts";
import type { Services } from "../../services.ts";
import type { Answers, CallContext } from "../surface.ts";
import { invocationResult } from "./tool-result.ts";
import { UpstreamCaller } from "./upstream-caller.ts";

/** `answers`: to what an upstream server asked for before. `clock`: what the call's time is kept by. */
export async function makeRegistered(
  services: Services,
  admitted: AdmittedCall,
  answers: Answers,
  context: CallContext,
  clock?: StoppableClock,
): Promise<CallToolResult | InputRequiredResult> {
  // What a provider streams is told as progress, piece by piece; the result has all of it again.
  const put = async ({ data }: StreamItem) => context.partial(data);
  const upstream = new UpstreamCaller(answers, context);
  const taker = { put, signal: context.signal, mcp: upstream, ...(clock && { clock }) };
  const making = makeCall(services, context, admitted, taker);
  // A client that goes away takes its request along, but not the record of the call.
  context.waitUntil(making);
  const invocation = await making;
  return upstream.resultOf(invocation) ?? invocationResult(invocation, admitted.request.tool.outputSchema !== null);
}
