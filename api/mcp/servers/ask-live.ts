// What an upstream server answers itself, for a caller that speaks MCP: its answer as it came, and its errors too.

import { type InputRequiredResult, isInputRequiredResult } from "@modelcontextprotocol/client";
import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from "@modelcontextprotocol/server";
import type { JsonObject } from "../../../engine/json.ts";
import { Problem } from "../../http/problem.ts";
import type { Principal } from "../../keys/principal.ts";
import { excerpt, inputRequired, UpstreamError } from "../../relay/mcp/failures.ts";
import { admitQuestion, askUpstream, type Question } from "../../servers/ask-server.ts";
import { upstreamProblem } from "../../servers/read-server.ts";
import type { Server } from "../../servers/server.ts";
import type { Services } from "../../services.ts";
import type { CallContext } from "../surface.ts";

type Method = Question["method"];
type Is<Result> = (value: unknown) => value is Result;

/** Gives a method of the surface for a method of the server; `plain` for one that asks for nothing in return. */
export function askLive(services: Services, caller: Principal, server: Server) {
  async function answer<Result>(method: Method, is: Is<Result>, params: object, context: CallContext) {
    await admitQuestion(services, caller);
    const question = { method, params: params as JsonObject };
    const { capabilities } = context.client;
    const asked = {
      signal: context.signal,
      waitUntil: (work: Promise<unknown>) => context.waitUntil(work),
      capabilities,
    };
    const came = await askUpstream(services, asked, caller, server, question).catch((error: unknown) => {
      throw refusal(error, question);
    });
    if (isInputRequiredResult(came) || is(came)) return came;
    throw new Problem("upstream_failed", `The MCP server answered ${method} with what the protocol does not allow.`);
  }

  function ask<Result>(method: Method, is: Is<Result>) {
    return (params: object, context: CallContext): Promise<Result | InputRequiredResult> =>
      answer(method, is, params, context);
  }

  ask.plain = <Result>(method: Method, is: Is<Result>) => {
    return async (params: object, context: CallContext): Promise<Result> => {
      const came = await answer(method, is, params, context);
      if (isInputRequiredResult(came)) throw new Problem("upstream_failed", inputRequired.message);
      return came;
    };
  };
  return ask;
}

/** What the server says of the question is told with its code; what is wrong with the server is a problem. */
function refusal(error: unknown, { method, params }: Question): unknown {
  const said = error instanceof UpstreamError ? error.cause : undefined;
  if (!(said instanceof ProtocolError)) return upstreamProblem(error);
  const { code, message, data } = said;
  const { uri } = params;
  // The revisions say it with different codes.
  if (method === "resources/read" && typeof uri === "string" && isNotFound(code, data)) {
    return new ResourceNotFoundError(uri);
  }
  return TOLD.has(code) ? new ProtocolError(code, excerpt(message)) : upstreamProblem(error);
}

const TOLD = new Set<number>([
  ProtocolErrorCode.InvalidParams,
  ProtocolErrorCode.MethodNotFound,
  ProtocolErrorCode.MissingRequiredClientCapability,
]);

function isNotFound(code: number, data: unknown): boolean {
  if (code === RESOURCE_NOT_FOUND) return true;
  return code === INVALID_PARAMS && typeof data === "object" && data !== null && "uri" in data;
}

const RESOURCE_NOT_FOUND: number = ProtocolErrorCode.ResourceNotFound;
const INVALID_PARAMS: number = ProtocolErrorCode.InvalidParams;
