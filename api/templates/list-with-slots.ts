import type { Slot } from "../../engine/slots/slot.ts";
import type { Database } from "../platform/database.ts";
import { searchTemplates } from "./search-templates.ts";
import { selectSlots } from "./store.ts";
import type { Template } from "./template.ts";

/** Templates, the most used first, each with the slots of its current version. Throws the problem `invalid_cursor`. */
export async function listTemplatesWithSlots(
  db: Database,
  page: { limit: number; cursor: string | undefined },
): Promise<{ templates: readonly (Template & { slots: readonly Slot[] })[]; nextCursor: string | null }> {
  const { templates, nextCursor } = await searchTemplates(db, { sort: "popularity", ...page });
  const slots = await selectSlots(
    db,
    templates.map(({ id }) => id),
  );
  return { templates: templates.map((template) => ({ ...template, slots: slots.get(template.id) ?? [] })), nextCursor };
}
