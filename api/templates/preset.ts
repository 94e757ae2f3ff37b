// A preset: a template of the hub's own, as a file of templates/ holds it.

import { z } from "zod";
import type { Json } from "../../engine/json.ts";
import { SLOT_NAME_PATTERN, slotSchema } from "../../engine/slots/slot.ts";

const json = z.unknown() as z.ZodType<Json>;

export const presetSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/),
  /** One more with each change of what it does. */
  version: z.int().min(1),
  title: z.string().min(1).max(100),
  summary: z.string().min(1).max(300),
  readme: z.string().min(1),
  category: z.string().regex(/^[a-z0-9-]{1,40}$/),
  tags: z.array(z.string().min(1).max(50)).min(1).max(20),
  icon: z.string().min(1).max(16),
  slots: z.array(slotSchema),
  definition: json,
  /** By name; a step that runs one says `"workflowId": "sub:<name>"`. */
  subWorkflows: z.record(z.string().regex(SLOT_NAME_PATTERN), json).optional(),
  exampleInput: json,
});

export type Preset = z.infer<typeof presetSchema>;

export function presetId(id: string): string {
  return `tpl_nexus_${id}`;
}
