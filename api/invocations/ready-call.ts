// A call as a request asks for it, made ready: the tool is looked up and the arguments are checked before anything
// is called or takes a place in a limit.

import type { Json } from "../../engine/json.ts";
import { Problem } from "../http/problem.ts";
import { mismatches } from "../http/schema-faults.ts";
import type { Principal } from "../keys/principal.ts";
import type { Services } from "../services.ts";
import { findCallable } from "../tools/find-callable.ts";
import { argumentFaults } from "../tools/validate-arguments.ts";
import { type OutputCheck, outputCheckOf } from "./check-output.ts";
import type { InvokeRequest } from "./invoke-tool.ts";

export interface AskedCall {
  readonly toolId: string;
  /** The one that the caller pinned. */
  readonly definitionHash?: string | undefined;
  readonly arguments?: Json | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  readonly outputCheck?: OutputCheck | undefined;
}

/** Throws the problem `not_found`, `tool_gone`, `definition_changed` or `invalid_arguments`. */
export async function readyCall(services: Services, caller: Principal, asked: AskedCall): Promise<InvokeRequest> {
  const { toolId, definitionHash, arguments: args = {}, timeout: timeoutMs } = asked;
  const wanted = { toolId, callerId: caller.agentId, pinnedHash: definitionHash };
  const tool = await findCallable(services.db, wanted);
  const faults = await argumentFaults(tool, args);
  if (faults.length > 0) {
    throw new Problem("invalid_arguments", "The arguments do not fit the tool's inputSchema; see errors[].", {
      errors: mismatches("arguments", faults),
    });
  }
  const outputCheck = asked.outputCheck ?? outputCheckOf(tool, services.env);
  return { caller, tool, arguments: args, timeoutMs, outputCheck };
}
