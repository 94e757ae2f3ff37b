// The files of templates/, and the tools that they name, as a check wants to know them.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { presetSchema, type Preset } from "../../../api/templates/preset.ts";
import { builtinToolRows } from "../../../api/relay/builtin/registry.ts";
import type { ToolCatalog } from "../../../engine/plan/catalog.ts";
import { withSlots } from "../../../engine/slots/catalog.ts";
import type { Whole } from "../../../engine/slots/whole.ts";

const FOLDER = join(import.meta.dirname, "../../../templates");

export interface PresetFile {
  /** Without its ending. */
  readonly name: string;
  readonly preset: Preset;
}

export const presetFiles: readonly PresetFile[] = readdirSync(FOLDER).map((file) => ({
  name: file.replace(/\.json$/, ""),
  preset: presetSchema.parse(JSON.parse(readFileSync(join(FOLDER, file), "utf8"))),
}));

const builtin = new Map(builtinToolRows().map((tool) => [tool.id, tool]));

/** The hub's own tools. */
export const builtinCatalog: ToolCatalog = {
  find: (toolId) => builtin.get(toolId),
  named: () => undefined,
  candidates: () => [...builtin.values()],
  workflow: () => undefined,
};

/** Its definition, with the sub-workflows that it carries. */
export function wholeOf({ definition, subWorkflows = {} }: Preset): Whole {
  return { definition, subWorkflows };
}

export function catalogFor({ slots }: Preset): ToolCatalog {
  return withSlots(builtinCatalog, slots);
}
