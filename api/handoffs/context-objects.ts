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

/** One that is not there is gone already. */
export async function deleteContext({ ARCHIVE }: Env, handoffId: string): Promise<void> {
  await ARCHIVE.delete(keyOf(handoffId));
}

function keyOf(handoffId: string): string {
  return `handoffs/${handoffId}/context.json`;
}
