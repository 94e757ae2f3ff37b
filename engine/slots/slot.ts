// A slot: the place of a tool in a definition that is still open. A step says `"toolId": "slot:<name>"`, and whoever makes a
// workflow of it says which tool that is. What the slot's schemas say is what the definition relies on.

import { z } from "zod";
import type { Json } from "../json.ts";

export const SLOT_NAME_PATTERN = /^[a-z][a-z0-9_]{0,39}$/;

const SLOT_PREFIX = "slot:";

// A caller's value is JSON before it comes here, so any value will do.
const json = z.unknown() as z.ZodType<Json>;

export const slotSchema = z.strictObject({
  name: z.string().regex(SLOT_NAME_PATTERN),
  title: z.string().min(1).max(200),
  description: z.string().max(2_000),
  /** What the definition sends: all of it, and nothing else. Null: it does not say. */
  inputSchema: json.nullable(),
  /** What the definition reads of the result; null: nothing. */
  outputSchema: json.nullable(),
  /** The tool that is taken where none is named. */
  default: z.string().optional(),
});

export type Slot = z.infer<typeof slotSchema>;

/** As a definition's `toolId` names it. */
export function slotId(name: string): string {
  return SLOT_PREFIX + name;
}

/** The slot that a `toolId` names; undefined where it is a tool's own id. */
export function slotNameOf(toolId: string): string | undefined {
  return toolId.startsWith(SLOT_PREFIX) ? toolId.slice(SLOT_PREFIX.length) : undefined;
}
