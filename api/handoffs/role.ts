import type { Handoff, Target } from "./handoff.ts";
import { isSettled, type Role } from "./machine.ts";

/** Who the agent is to the handoff; null: a stranger, to whom it does not exist. */
export function roleOf(
  {
    handoff,
    tags,
    declined,
  }: { readonly handoff: Handoff; readonly tags: readonly string[]; readonly declined: boolean },
  agentId: string,
): Exclude<Role, "run"> | null {
  if (handoff.fromAgentId === agentId) return "sender";
  if (handoff.toAgentId === agentId) return "receiver";
  // Through whose hands it came may not have it back.
  if (handoff.lineage.includes(agentId)) return null;
  const wasAsked = (target: Target) => ("tag" in target ? tags.includes(target.tag) : target.toAgentId === agentId);
  if (!handoff.targets.slice(0, handoff.asked + 1).some(wasAsked)) return null;
  const isAsked = handoff.toAgentId === null && handoff.tag !== null && tags.includes(handoff.tag);
  return isAsked && !declined && !isSettled(handoff.status) ? "candidate" : "former";
}

/** Who was asked and is not any more has no more business with what is in it. */
export function mayRead(role: Role | null): boolean {
  return role !== null && role !== "former";
}
