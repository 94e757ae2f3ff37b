// A registered tool in MCP's words.

import type { Tool as McpTool } from "@modelcontextprotocol/server";
import type { Json, JsonObject } from "../../../engine/json.ts";
import { withoutParamHeaders } from "../../relay/mcp/param-header.ts";
import type { Tool } from "../../tools/tool.ts";

/** The tool under the name that it is given out with; null where MCP cannot call it, since its input is no object. */
export function presentTool(tool: Tool, name: string): McpTool | null {
  const inputSchema = objectSchema(tool.inputSchema);
  if (inputSchema === null) return null;
  return {
    name,
    ...(name !== tool.name && { title: tool.name }),
    description: tool.description,
    inputSchema,
    ...(isObject(tool.outputSchema) && { outputSchema: tool.outputSchema }),
    _meta: {
      "nxscall.com/toolId": tool.id,
      "nxscall.com/agentId": tool.agentId,
      "nxscall.com/version": tool.version,
      ...(tool.status === "deprecated" && { "nxscall.com/deprecated": true }),
    },
  };
}

/** MCP passes objects, and wants the schema to say so. */
export function objectSchema(schema: Json | null): McpTool["inputSchema"] | null {
  if (schema === null || schema === true) return { type: "object" };
  if (!isObject(schema)) return null;
  const { type } = schema;
  const takesObjects = type === undefined || type === "object" || (Array.isArray(type) && type.includes("object"));
  return takesObjects ? { ...withoutParamHeaders(schema), type: "object" } : null;
}

function isObject(value: Json | null): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
