// A call of a registered tool, by the same door as REST: the same checks, limits, log. What an upstream MCP server
// answers and says meanwhile goes through as it came.

import type { CallToolResult, InputRequiredResult } from "@modelcontextprotocol/server";
import type { JsonObject } from "../../../engine/json.ts";
import { canonicalText } from "../../../engine/schema/canonical.ts";
import { Problem } from "../../http/problem.ts";
import { admittedOr429 } from "../../http/rate-limit.ts";
import { admitCall } from "../../invocations/invoke-tool.ts";
import { readyCall } from "../../invocations/ready-call.ts";
import type { Principal } from "../../keys/principal.ts";
import type { Services } from "../../services.ts";
import { serveParked } from "../parked/serve-parked.ts";
import type { Answers, CallContext } from "../surface.ts";
import { makeRegistered } from "./make-registered.ts";
import { toldFaults } from "./tool-result.ts";

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
  const served = {
    services,
    caller,
    context,
    // Few calls are parked.
    get about() {
      return canonicalText([asked.toolId, asked.arguments]);
    },
  };
  try {
    return await serveParked<CallToolResult>(served, answers, async () => {
      const ready = await readyCall(services, caller, { ...asked, timeout: TIMEOUT_MS });
      // A client checks a structured result itself, and breaks on one that does not fit.
      const request = { ...ready, outputCheck: ready.outputCheck === "off" ? ("off" as const) : ("enforce" as const) };
      const call = admittedOr429(await admitCall(services, request));
      return {
        work: { kind: "call", call },
        revision: request.tool.upstream?.revision ?? null,
        here: (given, where) => makeRegistered(services, call, given, where),
      };
    });
  } catch (error) {
    if (error instanceof Problem && error.code === "invalid_arguments") return toldFaults(error);
    throw error;
  }
}
