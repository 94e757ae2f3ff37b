// One question that an upstream server answers itself: its answer as it came, and its errors too.

import type { InputRequiredResult } from "@modelcontextprotocol/server";
import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from "@modelcontextprotocol/server";
import type { JsonObject } from "../../../engine/json.ts";
import type { Principal } from "../../keys/principal.ts";
import { excerpt, UpstreamError } from "../../relay/mcp/failures.ts";
import type { StoppableClock } from "../../runtime/clock.ts";
import { GivenUp } from "../../runtime/given-up.ts";
import { askUpstream, type Question } from "../../servers/ask-server.ts";
import { upstreamProblem } from "../../servers/read-server.ts";
import type { Server } from "../../servers/server.ts";
import type { Services } from "../../services.ts";
import { mendable, UpstreamCaller } from "../hub/upstream-caller.ts";
import type { Answers, CallContext } from "../surface.ts";

export interface Asked {
  readonly server: Server;
  readonly question: Question;
}

/** `answers`: to what the server asked for before. `clock`: what the question's time is kept by. */
export async function answerLive(
  services: Services,
  caller: Principal,
  { server, question }: Asked,
  answers: Answers,
  context: CallContext,
  clock?: StoppableClock,
): Promise<JsonObject | InputRequiredResult> {
  const mcp = new UpstreamCaller(answers, context);
  const how = {
    signal: context.signal,
    waitUntil: (work: Promise<unknown>) => context.waitUntil(work),
    mcp,
    ...(clock && { clock }),
  };
  const params = { ...question.params, ...(mcp.answers as JsonObject) };
  try {
    return await askUpstream(services, how, caller, server, { ...question, params });
  } catch (error) {
    if (error instanceof UpstreamError && MISSING.has(error.failure.code)) mcp.throwMissing();
    const { reason } = context.signal;
    if (reason instanceof GivenUp) throw upstreamProblem(new UpstreamError(reason.failure));
    throw refusal(error, question, context.client.revision);
  }
}

/** What may be for want of a capability. */
const MISSING = new Set(["input_required", "url_elicitation_required"]);

/** What the server says of the question is told with its code; what is wrong with the server is a problem. */
function refusal(error: unknown, { method, params }: Question, revision: string): unknown {
  const said = error instanceof UpstreamError ? error.cause : undefined;
  if (!(said instanceof ProtocolError)) return upstreamProblem(error);
  const { code, message, data } = said;
  const { uri } = params;
  // The revisions say it with different codes.
  if (method === "resources/read" && typeof uri === "string" && isNotFound(code, data)) {
    return new ResourceNotFoundError(uri);
  }
  const told = mendable(said, revision);
  if (told !== null) return told;
  return TOLD.has(code) ? new ProtocolError(code, excerpt(message)) : upstreamProblem(error);
}

const TOLD = new Set<number>([ProtocolErrorCode.InvalidParams, ProtocolErrorCode.MethodNotFound]);

function isNotFound(code: number, data: unknown): boolean {
  if (code === RESOURCE_NOT_FOUND) return true;
  return code === INVALID_PARAMS && typeof data === "object" && data !== null && "uri" in data;
}

const RESOURCE_NOT_FOUND: number = ProtocolErrorCode.ResourceNotFound;
const INVALID_PARAMS: number = ProtocolErrorCode.InvalidParams;
