import { Problem } from "../http/problem.ts";
import type { Services } from "../services.ts";
import { lapse } from "./change-handoff.ts";
import { getContext } from "./context-objects.ts";
import type { HandoffView } from "./handoff.ts";
import { possibleActions } from "./machine.ts";
import { mayRead, roleOf } from "./role.ts";
import { selectBodies, selectEvents, selectStanding } from "./store.ts";

/** Null where the agent has no business with a handoff of this id. */
export async function readHandoff(services: Services, agentId: string, id: string): Promise<HandoffView | null> {
  const { db, env } = services;
  for (;;) {
    const standing = await selectStanding(db, id, agentId);
    const role = standing && roleOf(standing, agentId);
    if (standing === null || role === null || !mayRead(role)) return null;
    const { handoff } = standing;
    if (await lapse(services, handoff, Date.now())) continue;
    const [{ context, result }, events] = await Promise.all([selectBodies(db, id), selectEvents(db, id)]);
    const whole = context ?? (await getContext(env, id));
    // It was deleted a moment ago.
    if (whole === null) throw new Problem("not_found", "You have no handoff of this id.");
    const possible = possibleActions(handoff.status, handoff.mode, role);
    // Which key was shown is its owner's business.
    const shown = events.map((event) => (event.agentId === agentId ? event : { ...event, keyId: null }));
    return { handoff, context: whole, result, events: shown, possible, isSender: role === "sender" };
  }
}
