// Handoffs as tools: a model sees what is handed to its agent, takes it, answers it, and hands work on. They are listed to
// agents that have a tag, or have ever been part of a handoff; any agent can call them.

import { z } from "@hono/zod-openapi";
import type { Json, JsonObject } from "../../../engine/json.ts";
import { changeHandoff, type Doing } from "../../handoffs/change-handoff.ts";
import { asContext, contextSchema } from "../../handoffs/context.ts";
import type { HandoffSummary } from "../../handoffs/handoff.ts";
import { keeperOf } from "../../handoffs/keeper.ts";
import { listHandoffs } from "../../handoffs/list-handoffs.ts";
import { readHandoff } from "../../handoffs/read-handoff.ts";
import { sendHandoff } from "../../handoffs/send-handoff.ts";
import { Problem } from "../../http/problem.ts";
import { admittedOr429 } from "../../http/rate-limit.ts";
import { refuseInvalid } from "../../http/validation.ts";
import { newId } from "../../platform/ids.ts";
import { admitKey } from "../../runtime/admit-key.ts";
import { type OwnCall, type OwnTool, textArgument } from "./own-tool.ts";
import { jsonResult } from "./tool-result.ts";

const MAX_LISTED = 20;
const handoffId = { type: "string" } as const;

const inbox: OwnTool = {
  definition: {
    name: "handoff_inbox",
    description: "List the work that is handed to you and open, or read one with its context.",
    inputSchema: { type: "object", properties: { handoffId }, additionalProperties: false },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  call: async (call) => {
    const { services, caller, arguments: args } = call;
    if (typeof args["handoffId"] === "string") return shown(call, args["handoffId"]);
    const lists = await Promise.all(
      (["accepted", "pending"] as const).map((status) =>
        listHandoffs(
          services.db,
          caller.agentId,
          { box: "inbox", statuses: [status] },
          { limit: MAX_LISTED, position: null },
        ),
      ),
    );
    return jsonResult({ handoffs: lists.flat().map(lineOf) });
  },
};

const send: OwnTool = {
  definition: {
    name: "handoff_send",
    description: "Hand work to an agent, or to any that has a tag. Its answer: handoff_inbox with the handoffId.",
    inputSchema: {
      type: "object",
      properties: {
        toAgentId: { type: "string", minLength: 1, maxLength: 64 },
        tag: { type: "string", minLength: 1, maxLength: 50 },
        context: { type: "object", description: "task, conversation, artifacts, constraints, deadline, …" },
        parentHandoffId: { type: "string", description: "What you have accepted and hand on" },
      },
      required: ["context"],
      additionalProperties: false,
    },
  },
  scope: "handoffs:write",
  call: async (call) => {
    const { services, caller, arguments: args, context } = call;
    const { agentId, keyId } = caller;
    const { toAgentId, tag, parentHandoffId = null } = args;
    const isOne = (typeof toAgentId === "string") !== (typeof tag === "string");
    if (!isOne) throw new Problem("invalid_arguments", "Name one of toAgentId and tag.");
    const parsed = z.object({ context: contextSchema }).safeParse(args);
    refuseInvalid({ ...parsed, target: "json", data: args });
    if (!parsed.success) throw parsed.error;
    const gate = await admitKey(services.env, caller, (work) => context.waitUntil(work));
    admittedOr429(gate.admitted ? { ...gate, value: null } : gate);
    const id = newId("handoff");
    await sendHandoff(
      services,
      {
        targets: [typeof toAgentId === "string" ? { toAgentId } : { tag: textArgument(args, "tag") }],
        context: asContext(parsed.data.context),
        mode: "delegate",
        timeoutMs: null,
        inputSchema: null,
        resultSchema: null,
        parentHandoffId: typeof parentHandoffId === "string" ? parentHandoffId : null,
        callbackUrl: null,
      },
      { id, fromAgentId: agentId, keyId, run: null, now: Date.now() },
    );
    await keeperOf(services.env, id).follow();
    return jsonResult({ handoffId: id, status: "pending" });
  },
};

/** One of the things that can be done with a handoff. */
function doing(
  name: string,
  description: string,
  properties: { readonly [field: string]: JsonObject },
  of: (args: JsonObject) => Doing,
): OwnTool {
  return {
    definition: {
      name,
      description,
      inputSchema: {
        type: "object",
        properties: { handoffId, ...properties },
        required: ["handoffId"],
        additionalProperties: false,
      },
    },
    scope: "handoffs:write",
    call: async (call) => {
      const { services, caller, arguments: args } = call;
      const id = textArgument(args, "handoffId");
      const handoff = await changeHandoff(services, caller, id, of(args));
      if (handoff === null) throw new Problem("not_found", "You have no handoff of this id.");
      await keeperOf(services.env, id).follow();
      return name === "handoff_accept" ? shown(call, id) : jsonResult(lineOf(handoff));
    },
  };
}

const message = { message: { type: "string", maxLength: 10_000 } } as const;

export const HANDOFF_TOOLS: readonly OwnTool[] = [
  inbox,
  send,
  doing("handoff_accept", "Take a handoff. Answers its context, and the schema of its result.", {}, () => ({
    action: "accept",
  })),
  doing("handoff_reject", "Do not take a handoff.", message, (args) => ({
    action: "reject",
    message: textArgument(args, "message") || null,
  })),
  doing("handoff_complete", "Answer a handoff that you took.", { result: {} }, ({ result = null }) => ({
    action: "complete",
    result,
  })),
  doing("handoff_fail", "Give up a handoff that you took.", message, (args) => ({
    action: "fail",
    failure: {
      code: "handoff_failed",
      message: textArgument(args, "message") || "It could not be done.",
      retryable: false,
    },
  })),
];

async function shown({ services, caller }: OwnCall, id: string) {
  const view = await readHandoff(services, caller.agentId, id);
  if (view === null) throw new Problem("not_found", "You have no handoff of this id.");
  const { handoff, context, result, possible } = view;
  const { resultSchema } = handoff;
  return jsonResult({ ...lineOf(handoff), context, resultSchema, result, possible: [...possible] });
}

function lineOf({ id, fromAgentId, toAgentId, tag, status, task, failure, expiresAt }: HandoffSummary): JsonObject {
  const line: { [field: string]: Json } = { handoffId: id, fromAgentId, toAgentId, tag, status, task, expiresAt };
  return failure === null ? line : { ...line, failure: { ...failure } };
}
