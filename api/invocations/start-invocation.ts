// One call of one tool that nobody waits for: admitted by the caller's gate, then handed to the durable host.

import { outboxOf } from "../callbacks/callback.ts";
import { Problem } from "../http/problem.ts";
import { invalidRequest } from "../http/validation.ts";
import { newId } from "../platform/ids.ts";
import { egressFault } from "../relay/egress.ts";
import type { Admitted } from "../runtime/admission.ts";
import { gateOf } from "../runtime/gates.ts";
import { isTooLargeForJournal, MAX_INPUT_BYTES } from "../runtime/input-size.ts";
import { shardOf } from "../runtime/shards.ts";
import type { Services } from "../services.ts";
import { backgroundRun } from "./background.ts";
import type { InvokeRequest } from "./invoke-tool.ts";

/** The invocation's id, once it is durable that the call will be made. */
export async function startInvocation(
  services: Services,
  request: InvokeRequest,
  callbackUrl: string | null,
): Promise<Admitted<string>> {
  const { caller, tool, arguments: args, timeoutMs, outputCheck } = request;
  if (isTooLargeForJournal(args)) {
    const detail = `The arguments are larger than ${MAX_INPUT_BYTES} bytes once their numbers are written out.`;
    throw new Problem("body_too_large", detail);
  }
  const invocationId = newId("inv");
  if (callbackUrl !== null) await awaitCallback(services, caller.agentId, invocationId, callbackUrl);
  const admission = await gateOf(services.env, caller.agentId).admitCall({
    callerAgentId: caller.agentId,
    keyId: caller.keyId,
    keyLimit: caller.rateLimitPerMin,
    toolId: tool.id,
    toolLimit: tool.rateLimitPerMin,
  });
  if (!admission.admitted) {
    if (callbackUrl !== null) await outboxOf(services.env, caller.agentId).awaitNoMore(invocationId);
    return admission;
  }
  const callerAgentId = caller.agentId;
  const run = backgroundRun({
    invocationId,
    callerAgentId,
    tool,
    arguments: args,
    timeoutMs,
    outputCheck,
    callbackUrl,
  });
  await shardOf(services.env, run).start(run, 0);
  return { ...admission, value: invocationId };
}

/** Keeps room for the outcome, or refuses the call. */
async function awaitCallback({ env }: Services, agentId: string, invocationId: string, url: string): Promise<void> {
  const message = egressFault(url, env.EGRESS);
  if (message !== null) throw invalidRequest([{ code: "egress_refused", pointer: "/callbackUrl", message }]);
  const awaited = await outboxOf(env, agentId).awaitOutcome(invocationId);
  if (awaited.state === "no_secret") {
    const detail = "Callbacks are signed, and you have no secret yet. Get one: POST /api/v1/mcp/callbacks/secret.";
    throw new Problem("callback_secret_missing", detail);
  }
  if (awaited.state === "full") {
    const detail = "Callbacks that no receiver took, and outcomes to come, take all the room that an agent has.";
    throw new Problem("callbacks_full", detail, {
      headers: { "Retry-After": String(Math.ceil(awaited.retryAfterMs / 1000)) },
    });
  }
}
