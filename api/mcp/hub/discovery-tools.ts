// Three tools that stand for all others: a model finds what it needs, reads how it is called, and calls it.

import type { Json, JsonObject } from "../../../engine/json.ts";
import { findToolById } from "../../tools/find-tool.ts";
import { searchTools } from "../../tools/search-tools.ts";
import type { Tool } from "../../tools/tool.ts";
import { callRegistered } from "./call-registered.ts";
import { type OwnTool, textArgument } from "./own-tool.ts";
import { resolveTool } from "./resolve-tool.ts";
import { jsonResult } from "./tool-result.ts";

const MAX_FOUND = 20;
const MAX_SUMMARY_CHARS = 200;

const toolName = { type: "string", description: "A toolId, a name, or agent/name; with @version if need be." };

const search: OwnTool = {
  definition: {
    name: "search_tools",
    description: "Find tools by what they do. Answers their ids and one line each.",
    inputSchema: {
      type: "object",
      properties: {
        query: { type: "string", description: "A few words" },
        tag: { type: "string" },
        limit: { type: "integer", minimum: 1, maximum: MAX_FOUND },
        cursor: { type: "string" },
      },
      additionalProperties: false,
    },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  call: async ({ services, caller, arguments: args }) => {
    const {
      query,
      tag,
      limit = 10,
      cursor,
    } = args as { query?: string; tag?: string; limit?: number; cursor?: string };
    const { tools, nextCursor } = await searchTools(services.db, {
      viewerId: caller.agentId,
      q: query,
      tag,
      limit,
      cursor,
    });
    return jsonResult({ tools: tools.map(summaryOf), ...(nextCursor !== null && { nextCursor }) });
  },
};

const describe: OwnTool = {
  definition: {
    name: "describe_tool",
    description: "Read a tool's description and the schemas of its arguments and its result.",
    inputSchema: { type: "object", properties: { tool: toolName }, required: ["tool"], additionalProperties: false },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  call: async ({ services, caller, arguments: args }) => {
    const id = await resolveTool(services.db, caller.agentId, textArgument(args, "tool"));
    const tool = await findToolById(services.db, id, caller.agentId);
    // It went away in between; the door says so in its own words.
    return jsonResult(tool === null ? { toolId: id } : detailOf(tool));
  },
};

const callTool: OwnTool = {
  definition: {
    name: "call_tool",
    description: "Call a tool that search_tools found. Arguments as describe_tool shows them.",
    inputSchema: {
      type: "object",
      properties: { tool: toolName, arguments: { type: "object" } },
      required: ["tool"],
      additionalProperties: false,
    },
  },
  call: async ({ services, caller, arguments: args, answers, context }) => {
    const toolId = await resolveTool(services.db, caller.agentId, textArgument(args, "tool"));
    const passed = (args["arguments"] ?? {}) as JsonObject;
    return callRegistered(services, caller, { toolId, arguments: passed, answers }, context);
  },
};

export const DISCOVERY_TOOLS: readonly OwnTool[] = [search, describe, callTool];

function summaryOf({ id, name, agentId, version, description }: Tool): JsonObject {
  const line = description.split("\n", 1)[0] ?? "";
  const summary = line.length > MAX_SUMMARY_CHARS ? `${line.slice(0, MAX_SUMMARY_CHARS)}…` : line;
  return { toolId: id, name, agentId, version, summary };
}

function detailOf({ id, name, agentId, version, description, inputSchema, outputSchema, status }: Tool): JsonObject {
  const schemas: { [field: string]: Json } = { inputSchema, outputSchema };
  return { toolId: id, name, agentId, version, status, description, ...schemas };
}
