// Three tools that stand for all others: a model finds what it needs, reads how it is called, and calls it. What is found are
// the registry's tools and the workflows that the caller exposes as tools.

import { z } from "@hono/zod-openapi";
import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Json, JsonObject } from "../../../engine/json.ts";
import { decodeCursor, encodeCursor } from "../../http/page.ts";
import { findToolById } from "../../tools/find-tool.ts";
import { searchTools } from "../../tools/search-tools.ts";
import type { Tool } from "../../tools/tool.ts";
import { findExecutableWorkflow } from "../../workflows/find-workflow.ts";
import type { ExposedWorkflow } from "../../workflows/workflow.ts";
import { callRegistered } from "./call-registered.ts";
import { callWorkflow, exposedAs } from "./exposed-workflows.ts";
import { type OwnCall, type OwnTool, textArgument } from "./own-tool.ts";
import { resolveTool } from "./resolve-tool.ts";
import { type NamedWorkflow, searchExposed } from "./search-exposed.ts";
import { jsonResult } from "./tool-result.ts";

const MAX_FOUND = 20;
const MAX_SUMMARY_CHARS = 200;

const toolName = {
  type: "string",
  description: "A toolId or workflowId, a name, or agent/name; with @version if need be.",
};

interface Search {
  readonly query?: string;
  readonly tag?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

const search: OwnTool = {
  definition: {
    name: "search_tools",
    description: "Find tools, and your workflows, by what they do. Answers their ids and one line each.",
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
  call: async (call) => jsonResult(await searchAll(call, call.arguments)),
};

/** How many workflows came on the pages before; the tools begin once there are no more of them. */
const placeAmongWorkflows = z.tuple([z.literal("workflows"), z.int().min(0)]);

/** Workflows come first: they are few, the caller's own, and made for the purpose that is named. */
async function searchAll({ services, caller, exposed }: OwnCall, asked: Search): Promise<JsonObject> {
  const { query = "", tag, limit = 10, cursor } = asked;
  const place = cursor === undefined ? (["workflows", 0] as const) : decodeCursor(placeAmongWorkflows, cursor);
  // A workflow has no tags; a cursor of another kind is one among tools.
  const workflows = place === null || tag !== undefined ? [] : searchExposed(await exposed(), query);
  const from = place?.[1] ?? 0;
  const shown = workflows.slice(from, from + limit);
  const room = limit - shown.length;
  if (room === 0) {
    return { tools: shown.map(workflowSummary), nextCursor: encodeCursor(["workflows", from + limit]) };
  }
  const { tools, nextCursor } = await searchTools(services.db, {
    viewerId: caller.agentId,
    q: query,
    tag,
    limit: room,
    cursor: place === null ? cursor : undefined,
  });
  return {
    tools: [...shown.map(workflowSummary), ...tools.map(summaryOf)],
    ...(nextCursor !== null && { nextCursor }),
  };
}

const describe: OwnTool = {
  definition: {
    name: "describe_tool",
    description: "Read a tool's description and the schemas of its arguments and its result.",
    inputSchema: { type: "object", properties: { tool: toolName }, required: ["tool"], additionalProperties: false },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  call: async ({ services: { db }, caller, arguments: args, exposed }) => {
    const asked = textArgument(args, "tool");
    const workflow = exposedAs(await exposed(), asked);
    if (workflow !== null) {
      const found = await findExecutableWorkflow(db, workflow.id, caller.agentId);
      return jsonResult(workflowDetail(workflow, found?.plan.outputSchema ?? null));
    }
    const id = await resolveTool(db, caller.agentId, asked);
    const tool = await findToolById(db, id, caller.agentId);
    // It went away in between; the door says so in its own words.
    return jsonResult(tool === null ? { toolId: id } : detailOf(tool));
  },
};

const callTool: OwnTool = {
  definition: {
    name: "call_tool",
    description: "Call a tool or workflow that search_tools found. Arguments as describe_tool shows them.",
    inputSchema: {
      type: "object",
      properties: { tool: toolName, arguments: { type: "object" } },
      required: ["tool"],
      additionalProperties: false,
    },
    execution: { taskSupport: "optional" },
  },
  call: async (call) => {
    const { services, caller, arguments: args, answers, context, exposed, task } = call;
    const asked = textArgument(args, "tool");
    const passed = (args["arguments"] ?? {}) as JsonObject;
    const workflow = exposedAs(await exposed(), asked);
    if (workflow !== null) return callWorkflow({ ...call, arguments: passed }, workflow);
    const toolId = await resolveTool(services.db, caller.agentId, asked);
    if (task === "always") throw noTask();
    return callRegistered(services, caller, { toolId, arguments: passed, answers }, context);
  },
};

export const DISCOVERY_TOOLS: readonly OwnTool[] = [search, describe, callTool];

/** As of a tool that says so itself (2025-11-25, "Tasks": tool-level negotiation). */
function noTask(): ProtocolError {
  const message = 'Of what call_tool calls, workflows alone can be tasks. Call this tool without "task".';
  return new ProtocolError(ProtocolErrorCode.MethodNotFound, message);
}

function summaryOf({ id, name, agentId, version, description }: Tool): JsonObject {
  return { toolId: id, name, agentId, version, summary: firstLine(description) };
}

function workflowSummary([name, { id, toolDescription }]: NamedWorkflow): JsonObject {
  return { workflowId: id, name, summary: firstLine(toolDescription) };
}

function firstLine(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > MAX_SUMMARY_CHARS ? `${line.slice(0, MAX_SUMMARY_CHARS)}…` : line;
}

function detailOf({ id, name, agentId, version, description, inputSchema, outputSchema, status }: Tool): JsonObject {
  const schemas: { [field: string]: Json } = { inputSchema, outputSchema };
  return { toolId: id, name, agentId, version, status, description, ...schemas };
}

function workflowDetail(
  { id, toolName: name, toolDescription, inputSchema }: ExposedWorkflow,
  outputSchema: Json,
): JsonObject {
  return { workflowId: id, name, description: toolDescription, inputSchema, outputSchema };
}
