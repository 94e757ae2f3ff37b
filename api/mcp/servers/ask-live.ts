// What an upstream server answers itself, for a caller that speaks MCP.

import { type InputRequiredResult, isInputRequiredResult } from "@modelcontextprotocol/client";
import type { JsonObject } from "../../../engine/json.ts";
import { canonicalText } from "../../../engine/schema/canonical.ts";
import { Problem } from "../../http/problem.ts";
import type { Principal } from "../../keys/principal.ts";
import { inputRequired } from "../../relay/mcp/failures.ts";
import { admitQuestion, type Question } from "../../servers/ask-server.ts";
import type { Server } from "../../servers/server.ts";
import type { Services } from "../../services.ts";
import { serveParked } from "../parked/serve-parked.ts";
import { requireInvokeScope } from "../require-scope.ts";
import type { Answers, CallContext } from "../surface.ts";
import { answerLive } from "./answer-live.ts";

type Method = Question["method"];
type Is<Result> = (value: unknown) => value is Result;

/** Gives a method of the surface for a method of the server; `plain` for one that asks for nothing in return. */
export function askLive(services: Services, caller: Principal, server: Server) {
  async function answer<Result>(method: Method, is: Is<Result>, params: object & Answers, context: CallContext) {
    requireInvokeScope(caller);
    const { inputResponses, requestState, ...asked } = params;
    const answers = { ...(inputResponses && { inputResponses }), ...(requestState !== undefined && { requestState }) };
    const question = { method, params: asked as JsonObject };
    const about = canonicalText([server.id, method, question.params]);
    const came = await serveParked<object>({ services, caller, context, about }, answers, async () => {
      await admitQuestion(services, caller, (work) => context.waitUntil(work));
      return {
        work: { kind: "question", server, question },
        revision: server.revision,
        here: (given, where) => answerLive(services, caller, { server, question }, given, where),
      };
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
