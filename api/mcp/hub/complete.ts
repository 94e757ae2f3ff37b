// Completion of what resource templates leave open: ids, found by the beginning of a name or of the id itself. What a prompt
// leaves open, its server completes.

import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { CompleteRequestParams, CompleteResult } from "@modelcontextprotocol/server";
import type { Principal } from "../../keys/principal.ts";
import type { Services } from "../../services.ts";
import { findOwnWorkflows } from "../../workflows/find-workflow.ts";
import type { CallContext } from "../surface.ts";
import { completePrompt } from "./prompts.ts";
import { selectToolIdsLike } from "./store.ts";

/** The protocol allows no more in one answer. */
const MAX_VALUES = 100;
const MAX_TYPED_CHARS = 128;

export async function completeHub(
  services: Services,
  caller: Principal,
  asked: CompleteRequestParams,
  context: CallContext,
): Promise<CompleteResult> {
  const { db } = services;
  const { agentId } = caller;
  const { ref, argument } = asked;
  if (ref.type === "ref/prompt") return completePrompt(services, caller, { ...asked, ref }, context);
  if (!ref.uri.startsWith("nexus://")) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      "The hub completes its nexus:// templates and prompts alone.",
    );
  }
  const typed = argument.value.slice(0, MAX_TYPED_CHARS);
  const values =
    argument.name === "toolId"
      ? await selectToolIdsLike(db, agentId, typed, MAX_VALUES + 1)
      : argument.name === "workflowId"
        ? await workflowIdsLike(db, agentId, typed)
        : [];
  return { completion: { values: values.slice(0, MAX_VALUES), hasMore: values.length > MAX_VALUES } };
}

async function workflowIdsLike(db: Services["db"], agentId: string, typed: string): Promise<string[]> {
  const newest = await findOwnWorkflows(db, agentId, { limit: 1_000, position: null });
  return newest.filter(({ id, name }) => id.startsWith(typed) || name.startsWith(typed)).map(({ id }) => id);
}
