import { outboxOf } from "../callbacks/callback.ts";
import { Problem } from "../http/problem.ts";
import { invalidRequest } from "../http/validation.ts";
import { nowIso } from "../platform/clock.ts";
import { egressFault } from "../relay/egress.ts";
import type { Services } from "../services.ts";
import type { Profile } from "./agent.ts";
import { selectAgent, updateAgentRow } from "./store.ts";

/** What is undefined stays as it is. */
export type ProfileChanges = {
  readonly [Field in keyof Omit<Profile, "id" | "createdAt">]?: Profile[Field] | undefined;
};

/** Throws the problem `not_found`, `invalid_request` or `callback_secret_missing`. */
export async function updateAgent(
  { db, env }: Services,
  callerId: string,
  agentId: string,
  changes: ProfileChanges,
): Promise<Profile> {
  if (agentId !== callerId) throw new Problem("not_found", "You are no agent of this id.");
  if (typeof changes.handoffUrl === "string") {
    const message = egressFault(changes.handoffUrl, env.EGRESS);
    if (message !== null) throw invalidRequest([{ code: "egress_refused", pointer: "/handoffUrl", message }]);
    if (!(await outboxOf(env, agentId).canSign())) {
      const detail =
        "What is sent there is signed, and you have no secret yet. Get one: POST /api/v1/mcp/callbacks/secret.";
      throw new Problem("callback_secret_missing", detail);
    }
  }
  await updateAgentRow(db, agentId, changes, nowIso());
  const profile = await selectAgent(db, agentId);
  if (profile === undefined) throw new Problem("not_found", "You are no agent of this id.");
  return profile;
}
