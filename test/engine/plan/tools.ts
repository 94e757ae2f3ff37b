// The tools that the tests' definitions call.

import type { Json } from "../../../engine/json.ts";
import type { ToolCatalog, ToolSignature, WorkflowSignature } from "../../../engine/plan/catalog.ts";

export const SEARCH: ToolSignature = {
  id: "tool_search",
  name: "web_search",
  inputSchema: {
    type: "object",
    properties: {
      query: { type: "string", minLength: 1 },
      limit: { type: "integer", minimum: 1, maximum: 50 },
      filter: {
        oneOf: [{ type: "string" }, { type: "object", properties: { site: { type: "string" } }, required: ["site"] }],
      },
    },
    required: ["query"],
    additionalProperties: false,
  },
  outputSchema: {
    type: "object",
    properties: {
      results: {
        type: "array",
        items: {
          type: "object",
          properties: { title: { type: "string" }, url: { type: "string" } },
          additionalProperties: false,
        },
      },
      total: { type: "integer" },
    },
    additionalProperties: false,
  },
};

export const SUMMARIZE: ToolSignature = {
  id: "tool_summarize",
  name: "summarize",
  inputSchema: {
    type: "object",
    properties: { text: {}, style: { enum: ["short", "long"] }, words: { type: "number" } },
    required: ["text"],
  },
  outputSchema: { type: "object", properties: { summary: { type: "string" } } },
};

export const ANYTHING: ToolSignature = { id: "tool_anything", name: "anything", inputSchema: null, outputSchema: null };

export const WORKFLOWS: readonly WorkflowSignature[] = [
  {
    id: "wf_digest",
    name: "digest",
    version: 3,
    inputSchema: { type: "object", properties: { topic: { type: "string" } }, required: ["topic"] },
    outputSchema: { type: "object", properties: { digest: { type: "string" } }, additionalProperties: false },
    uses: ["wf_other@1"],
    depth: 1,
  },
  { id: "wf_back", name: "back", version: 1, inputSchema: null, outputSchema: null, uses: ["wf_mine@2"], depth: 1 },
  { id: "wf_deep", name: "deep", version: 1, inputSchema: null, outputSchema: null, uses: [], depth: 8 },
];

const TOOLS = [SEARCH, SUMMARIZE, ANYTHING];

export const catalog: ToolCatalog = catalogOf(TOOLS);

export function catalogOf(tools: readonly ToolSignature[]): ToolCatalog {
  const byId = new Map(tools.map((tool) => [tool.id, tool]));
  return {
    find: (toolId) => byId.get(toolId),
    named: (reference) => tools.find(({ name }) => reference === `agent_x/${name}@1.0.0`),
    candidates: () => tools,
    workflow: (workflowId) => WORKFLOWS.find(({ id }) => id === workflowId),
    definedId: "wf_mine",
  };
}

/** A right definition of two steps, with what a test changes. */
export function definition(changes: Record<string, Json> = {}): Record<string, Json> {
  return {
    name: "research_and_summarize",
    inputSchema: {
      type: "object",
      properties: { topic: { type: "string" }, count: { type: "integer" } },
      required: ["topic"],
      additionalProperties: false,
    },
    steps: [search(), summarize()],
    ...changes,
  };
}

export function search(changes: Record<string, Json> = {}): Record<string, Json> {
  return { id: "search", toolId: "tool_search", arguments: { query: "{{input.topic}}" }, ...changes };
}

export function summarize(changes: Record<string, Json> = {}): Record<string, Json> {
  return {
    id: "summarize",
    toolId: "tool_summarize",
    arguments: { text: "{{steps.search.result.results}}" },
    ...changes,
  };
}
