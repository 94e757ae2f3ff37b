import type { ToolCatalog, ToolSignature } from "../plan/catalog.ts";
import { slotId, slotNameOf, type Slot } from "./slot.ts";

/** The catalog with these slots in it, so that a definition is checked as if each held a tool just as it says. */
export function withSlots(catalog: ToolCatalog, slots: readonly Slot[]): ToolCatalog {
  const open = new Map(slots.map((slot) => [slotId(slot.name), signatureOf(slot)]));
  return { ...catalog, find: (toolId) => open.get(toolId) ?? catalog.find(toolId) };
}

/** The same where this tool is in the slot. */
export function withTool(catalog: ToolCatalog, slotName: string, tool: ToolSignature): ToolCatalog {
  const id = slotId(slotName);
  return { ...catalog, find: (toolId) => (toolId === id ? { ...tool, id } : catalog.find(toolId)) };
}

/** What of a definition's tool ids is to be looked up in a registry. */
export function isRegistered(toolId: string): boolean {
  return slotNameOf(toolId) === undefined;
}

function signatureOf({ name, title, inputSchema, outputSchema }: Slot): ToolSignature {
  return { id: slotId(name), name: title, inputSchema, outputSchema };
}
