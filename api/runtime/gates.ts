import type { Env } from "../env.ts";
import type { CallerGate } from "./caller-gate.ts";

/** Deriving an object's id from a name takes a hash each time; an agent that calls, calls again. */
const ids = new Map<string, DurableObjectId>();
const MAX_IDS = 10_000;

/** The gate of this calling agent. */
export function gateOf({ CALLER_GATE }: Env, agentId: string): DurableObjectStub<CallerGate> {
  let id = ids.get(agentId);
  if (!id) {
    if (ids.size >= MAX_IDS) ids.clear();
    ids.set(agentId, (id = CALLER_GATE.idFromName(agentId)));
  }
  return CALLER_GATE.get(id);
}
