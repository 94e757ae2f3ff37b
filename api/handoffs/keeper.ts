import type { Env } from "../env.ts";
import type { HandoffKeeper } from "./handoff-keeper.ts";

/** The object that looks after the handoff. */
export function keeperOf({ HANDOFF_KEEPER }: Env, handoffId: string): DurableObjectStub<HandoffKeeper> {
  return HANDOFF_KEEPER.getByName(handoffId);
}
