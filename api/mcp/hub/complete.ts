// Completion of what resource templates leave open: ids, found by the beginning of a name or of the id itself.

import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { CompleteRequestParams, CompleteResult } from "@modelcontextprotocol/server";
import type { Principal } from "../../keys/principal.ts";
import type { Services } from "../../services.ts";
import { findOwnWorkflows } from "../../workflows/find-workflow.ts";
import { selectToolIdsLike } from "./store.ts";

/** The protocol allows no more in one answer. */
const MAX_VALUES = 100;
const MAX_TYPED_CHARS = 128;

export async function completeHub(
  { db }: Services,
  { agentId }: Principal,
  { ref, argument }: CompleteRequestParams,
): Promise<CompleteResult> {
  if (ref.type !== "ref/resource" || !ref.uri.startsWith("nexus://")) {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, "The hub completes its nexus:// templates alone.");
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
