// Contexts that are too large for a row, as objects of R2: one under the handoff's id.

import type { JsonObject } from "../../engine/json.ts";
import type { Env } from "../env.ts";

export async function putContext({ ARCHIVE }: Env, handoffId: string, context: JsonObject): Promise<void> {
  await ARCHIVE.put(keyOf(handoffId), JSON.stringify(context));
}

/** Null where there is none. */
export async function getContext({ ARCHIVE }: Env, handoffId: string): Promise<JsonObject | null> {
  const object = await ARCHIVE.get(keyOf(handoffId));
  return object === null ? null : await object.json<JsonObject>();
}

/** Up to 1,000; one that is not there is gone already. */
export async function deleteContexts({ ARCHIVE }: Env, handoffIds: readonly string[]): Promise<void> {
  if (handoffIds.length > 0) await ARCHIVE.delete(handoffIds.map(keyOf));
}

function keyOf(handoffId: string): string {
  return `handoffs/${handoffId}/context.json`;
}
