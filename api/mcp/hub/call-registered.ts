// A call of a registered tool, by the same door as REST: the same checks, limits, log.

import type { CallToolResult } from "@modelcontextprotocol/server";
import type { JsonObject } from "../../../engine/json.ts";
import { Problem } from "../../http/problem.ts";
import { admittedOr429 } from "../../http/rate-limit.ts";
import { admitCall, makeCall } from "../../invocations/invoke-tool.ts";
import { readyCall } from "../../invocations/ready-call.ts";
import type { Principal } from "../../keys/principal.ts";
import type { StreamItem } from "../../relay/item-sink.ts";
import type { Services } from "../../services.ts";
import type { CallContext } from "../surface.ts";
import { invocationResult, toldFaults } from "./tool-result.ts";

/** As long as a call of the REST API may ask for. */
const TIMEOUT_MS = 60_000;

/** What fails in the tool, or does not fit it, is a result with `isError`; what the hub refuses is thrown. */
export async function callRegistered(
  services: Services,
  caller: Principal,
  asked: { readonly toolId: string; readonly arguments: JsonObject },
  context: CallContext,
): Promise<CallToolResult> {
  try {
    const ready = await readyCall(services, caller, { ...asked, timeout: TIMEOUT_MS });
    // A client checks a structured result itself, and breaks on one that does not fit.
    const request = { ...ready, outputCheck: ready.outputCheck === "off" ? ("off" as const) : ("enforce" as const) };
    const admitted = admittedOr429(await admitCall(services, request));
    // What a provider streams is told as progress, piece by piece; the result has all of it again.
    const put = async ({ data }: StreamItem) => context.partial(data);
    const making = makeCall(services, context, admitted, { put, signal: context.signal });
    // A client that goes away takes its request along, but not the record of the call.
    context.waitUntil(making);
    return invocationResult(await making, request.tool.outputSchema !== null);
  } catch (error) {
    if (error instanceof Problem && error.code === "invalid_arguments") return toldFaults(error);
    throw error;
  }
}
