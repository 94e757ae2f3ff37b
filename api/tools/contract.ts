// The tool registry.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonValue } from "../http/json-value.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";

const TAGS = ["Tools"];
const UNAUTHENTICATED = ["missing_key", "invalid_key", "expired_key"] as const;

const STATUSES = ["active", "inactive", "deprecated"] as const;
const PRICING_MODELS = ["free", "per_call", "subscription"] as const;
const jsonSchema = z.unknown().openapi({ description: "JSON Schema (2020-12), or null." });

const toolSchema = z
  .object({
    id: z.string().openapi({ example: "tool_V1StGXR8_Z5j" }),
    agentId: z.string().openapi({ description: "The provider." }),
    name: z.string(),
    description: z.string(),
    version: z.string(),
    inputSchema: jsonSchema,
    outputSchema: jsonSchema,
    tags: z.array(z.string()),
    endpoint: z.string().optional().openapi({ description: "Shown to the provider alone." }),
    authType: z.enum(["bearer", "api_key", "none"]),
    rateLimit: z.object({ maxPerMinute: z.int() }),
    pricing: z.object({ model: z.enum(PRICING_MODELS), priceUsd: z.number() }),
    status: z.enum(STATUSES),
    mcpUri: z.string().openapi({ example: "mcp://nxscall.com/tools/tool_V1StGXR8_Z5j" }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Tool");

export const registerToolContract = createRoute({
  ...keyed("registerTool"),
  method: "post",
  path: "/api/v1/mcp/tools",
  tags: TAGS,
  summary: "Register a tool",
  description: "A call reaches the tool as a POST of the arguments object, as JSON, to `endpoint`.",
  request: {
    body: jsonBody(
      strictFields({
        name: z
          .string()
          .regex(/^[A-Za-z0-9_.-]{1,128}$/, "A tool's name has 1 to 128 of A-Z a-z 0-9 _ . -")
          .openapi({ description: "As MCP wants it: 1 to 128 of A-Z a-z 0-9 _ . -" }),
        description: z.string().max(4_000).default(""),
        version: z
          .string()
          .regex(/^[0-9A-Za-z.+-]{1,64}$/, "A version has 1 to 64 of 0-9 A-Z a-z . + -")
          .default("1.0.0"),
        inputSchema: jsonValue("JSON Schema of the arguments object.").optional(),
        outputSchema: jsonValue("JSON Schema of the result.").optional(),
        tags: z.array(z.string().trim().min(1).max(50)).max(20).default([]),
        rateLimit: strictFields({ maxPerMinute: z.int().min(1).max(1_000_000) })
          .default({ maxPerMinute: 60 })
          .openapi({ description: "Calls in any 60 s, for each calling agent." }),
        endpoint: z.string().min(1).max(2_048).openapi({ description: "https URL on a public address." }),
        authType: z
          .enum(["none", "bearer", "api_key"])
          .default("none")
          .openapi({ description: "Only `none` for now: the hub keeps no credentials for providers yet." }),
        pricing: strictFields({
          model: z.enum(PRICING_MODELS),
          priceUsd: z.number().min(0).max(1_000_000).default(0),
        }).default({ model: "free", priceUsd: 0 }),
      }),
      {
        name: "web_search",
        description: "Searches the web",
        inputSchema: { type: "object", properties: { query: { type: "string" } }, required: ["query"] },
        tags: ["search"],
        rateLimit: { maxPerMinute: 60 },
        endpoint: "https://tools.example.com/web-search",
      },
    ),
  },
  responses: {
    201: jsonAnswer("The tool", toolSchema),
    ...problemResponses(
      "malformed_json",
      "nesting_too_deep",
      ...UNAUTHENTICATED,
      "insufficient_scope",
      "tool_exists",
      "body_too_large",
      "unsupported_media_type",
      "invalid_request",
    ),
  },
});

export const listToolsContract = createRoute({
  ...keyed("listTools"),
  method: "get",
  path: "/api/v1/mcp/tools",
  tags: TAGS,
  summary: "List and search tools",
  description: "Active tools of every agent, and all of the caller's own; newest first.",
  request: {
    query: z.object({
      q: z.string().max(200).optional().openapi({ description: "Text in the name or the description." }),
      tag: z.string().max(50).optional(),
      agentId: z.string().max(64).optional(),
      status: z.enum(STATUSES).optional(),
      ...pageQuery,
    }),
  },
  responses: {
    200: jsonAnswer("One page", pageOf(toolSchema)),
    ...problemResponses("invalid_parameter", "invalid_cursor", ...UNAUTHENTICATED),
  },
});

export const listAgentToolsContract = createRoute({
  ...keyed("listAgentTools"),
  method: "get",
  path: "/api/v1/mcp/agents/{agentId}/tools",
  tags: TAGS,
  summary: "List one agent's tools",
  request: { params: z.object({ agentId: z.string() }), query: z.object(pageQuery) },
  responses: {
    200: jsonAnswer("One page", pageOf(toolSchema)),
    ...problemResponses("invalid_parameter", "invalid_cursor", ...UNAUTHENTICATED),
  },
});

const toolParams = z.object({ toolId: z.string() });

export const getToolContract = createRoute({
  ...keyed("getTool"),
  method: "get",
  path: "/api/v1/mcp/tools/{toolId}",
  tags: TAGS,
  summary: "Read a tool",
  request: { params: toolParams },
  responses: { 200: jsonAnswer("The tool", toolSchema), ...problemResponses(...UNAUTHENTICATED, "not_found") },
});

export const getToolSchemaContract = createRoute({
  ...keyed("getToolSchema"),
  method: "get",
  path: "/api/v1/mcp/tools/{toolId}/schema",
  tags: TAGS,
  summary: "Read a tool's input and output JSON Schema",
  request: { params: toolParams },
  responses: {
    200: jsonAnswer(
      "The schemas",
      z.object({ toolId: z.string(), inputSchema: jsonSchema, outputSchema: jsonSchema }).openapi("ToolSchemas"),
    ),
    ...problemResponses(...UNAUTHENTICATED, "not_found"),
  },
});

export const deleteToolContract = createRoute({
  ...keyed("deleteTool"),
  method: "delete",
  path: "/api/v1/mcp/tools/{toolId}",
  tags: TAGS,
  summary: "Deregister a tool of the calling agent",
  description: "Calls and new runs stop finding it within 5 s. Its name and version can be registered anew.",
  request: { params: toolParams },
  responses: {
    204: { description: "Deregistered" },
    ...problemResponses(...UNAUTHENTICATED, "insufficient_scope", "not_found"),
  },
});
