import type { Json } from "../../engine/json.ts";
import type { SchemaFault } from "../../engine/schema/validator.ts";
import { faultsAgainst } from "../platform/compiled-schemas.ts";
import type { Tool } from "./tool.ts";

/** Where the arguments do not fit the tool's `inputSchema`; empty where they do. */
export async function argumentFaults(tool: Tool, args: Json): Promise<SchemaFault[]> {
  return tool.inputSchema === null ? [] : faultsAgainst(`${tool.id} ${tool.updatedAt}`, tool.inputSchema, args);
}
