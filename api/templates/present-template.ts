// A template as answers hold it.

import type { Slot } from "../../engine/slots/slot.ts";
import type { FoundTemplate, readHistory } from "./find-template.ts";
import type { Template } from "./template.ts";

export function presentTemplate({ tags, forkedFrom, rating, ...template }: Template) {
  return { ...template, tags: [...tags], forkedFrom: forkedFrom && { ...forkedFrom }, rating: { ...rating } };
}

export function readTemplate(
  { readme, content, ...template }: FoundTemplate,
  history: Awaited<ReturnType<typeof readHistory>>,
) {
  const { version: shownVersion, definition, subWorkflows, slots, exampleInput } = content;
  const shown = { shownVersion, definition, subWorkflows, slots: slots.map(presentSlot), exampleInput };
  return { ...presentTemplate(template), readme, ...shown, ...history };
}

function presentSlot({ default: own, ...slot }: Slot) {
  return { ...slot, ...(own !== undefined && { default: own }) };
}
