// The tool registry.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonValue } from "../http/json-value.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { OUTPUT_CHECKS } from "../invocations/check-output.ts";
import { deprecationHeadersSchema } from "./deprecation.ts";
import { AUTH_CONFIG, AUTH_TYPE } from "./auth-fields.ts";
import { circuitSchema } from "./present-circuit.ts";
import { connectionSchema } from "./present-connection.ts";
import { SORTS } from "./search-store.ts";

const TAGS = ["Tools"];

const STATUSES = ["active", "inactive", "deprecated"] as const;
const PRICING_MODELS = ["free", "per_call", "subscription"] as const;
const PROTOCOLS = ["http", "mcp", "builtin", "agent"] as const;
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
    category: z.string().nullable(),
    protocol: z.enum(PROTOCOLS).openapi({
      description:
        "What the hub calls it by: `http`, an endpoint of its provider; `mcp`, an MCP server; `builtin`, the hub " +
        "itself; `agent`, a connection that its provider holds open.",
    }),
    endpoint: z.string().optional().openapi({ description: "Shown to the provider alone." }),
    authType: z.enum(["bearer", "api_key", "none"]),
    hasCredentials: z.boolean().openapi({ description: "Whether the hub keeps some for its calls of the provider." }),
    rateLimit: z.object({ maxPerMinute: z.int() }),
    outputCheck: z.enum(OUTPUT_CHECKS).nullable(),
    redaction: z.array(z.string()),
    pricing: z.object({ model: z.enum(PRICING_MODELS), priceUsd: z.number() }),
    status: z.enum(STATUSES),
    deprecatedAt: z.iso.datetime().nullable(),
    successorId: z.string().nullable().openapi({ description: "The tool that its provider names to take its place." }),
    circuit: circuitSchema,
    isPublic: z
      .boolean()
      .openapi({ description: "False: of a private MCP server, so that it is there for its owner alone." }),
    connection: connectionSchema
      .nullable()
      .openapi({ description: "Of the agent that serves the tool; null where its protocol is not `agent`." }),
    serverId: z.string().nullable().openapi({ description: "Of an imported tool: the MCP server that it comes from." }),
    definitionHash: z.string().openapi({
      description:
        "SHA-256, in hex, of `{name, description, inputSchema, outputSchema}` as canonical JSON (RFC 8785). Send it as " +
        "`X-NexusCall-Definition-Hash` with a call to be told instead of surprised when the tool changes.",
    }),
    mcpUri: z.string().openapi({ example: "mcp://nxscall.com/tools/tool_V1StGXR8_Z5j" }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Tool");

const README = z.string().max(50_000).openapi({ description: "Markdown: what it does, and how to use it." });

/** A tool by itself: lists and searches go without what is long. */
const wholeToolSchema = toolSchema.extend({ readme: README }).openapi("WholeTool");

const NAME = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,128}$/, "A tool's name has 1 to 128 of A-Z a-z 0-9 _ . -")
  .openapi({ description: "As MCP wants it: 1 to 128 of A-Z a-z 0-9 _ . -" });
const DESCRIPTION = z.string().max(4_000);
const VERSION = z.string().regex(/^[0-9A-Za-z.+-]{1,64}$/, "A version has 1 to 64 of 0-9 A-Z a-z . + -");
const INPUT_SCHEMA = jsonValue("JSON Schema of the arguments object.");
const OUTPUT_SCHEMA = jsonValue("JSON Schema of the result.");
const TAG_LIST = z.array(z.string().trim().min(1).max(50)).max(20);
const CATEGORY = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, "A category has 1 to 40 of a-z 0-9 -")
  .nullable()
  .openapi({ description: "One word to browse by, of your choice: 1 to 40 of a-z 0-9 -", example: "search" });
const OUTPUT_CHECK = z
  .enum(OUTPUT_CHECKS)
  .nullable()
  .openapi({
    description:
      "What becomes of a result that does not fit `outputSchema`, where the call does not say: `off`: nothing, `warn`: " +
      "it comes with `warnings`, `enforce`: the error `invalid_output` comes in its place. Null: as the hub is set.",
  });
const REDACTION = z
  .array(
    z
      .string()
      .max(500)
      .regex(
        /^\/(arguments|result)(\/([^~/]|~[01])*)*$/,
        "A redaction is a JSON Pointer that begins with /arguments or /result",
      ),
  )
  .max(50)
  .openapi({
    description:
      "JSON Pointers (RFC 6901) into a call's `/arguments` and `/result`, with `*` for any one segment. The log holds " +
      '"[redacted]" in the place of what they lead to; the caller gets it whole.',
    example: ["/arguments/password", "/result/items/*/email"],
  });
const RATE_LIMIT = strictFields({ maxPerMinute: z.int().min(1).max(1_000_000) });
const ENDPOINT = z.string().min(1).max(2_048).openapi({ description: "https URL on a public address." });
const PRICING = strictFields({
  model: z.enum(PRICING_MODELS),
  priceUsd: z.number().min(0).max(1_000_000).default(0),
});

export const registerToolContract = createRoute({
  ...keyed("registerTool"),
  method: "post",
  path: "/api/v1/mcp/tools",
  tags: TAGS,
  summary: "Register a tool",
  description:
    "A call reaches the tool as a POST of the arguments object, as JSON, to `endpoint`. It answers 2xx with the result as " +
    "JSON, or streams: `text/event-stream`, each event's `data` an item (JSON where it parses, otherwise text), or " +
    "`application/x-ndjson`, each line an item.\n\n" +
    "The result of a stream is the list of its items, unless an event named `result` comes: its data is the result, and " +
    "the stream ends there. An event named `error` makes the call fail, and its data says why. " +
    "`Accept` says what the caller would rather have. An item has at most 1 MiB and 63 levels; a stream has at most " +
    "64 MiB and a million items, and the list of them 1 MiB for a caller that does not stream.",
  request: {
    body: jsonBody(
      strictFields({
        name: NAME,
        description: DESCRIPTION.default(""),
        readme: README.default(""),
        version: VERSION.default("1.0.0"),
        inputSchema: INPUT_SCHEMA.optional(),
        outputSchema: OUTPUT_SCHEMA.optional(),
        tags: TAG_LIST.default([]),
        category: CATEGORY.default(null),
        outputCheck: OUTPUT_CHECK.default(null),
        redaction: REDACTION.default([]),
        rateLimit: RATE_LIMIT.default({ maxPerMinute: 60 }).openapi({
          description: "Calls in any 60 s, for each calling agent.",
        }),
        endpoint: ENDPOINT,
        authType: AUTH_TYPE.default("none"),
        authConfig: AUTH_CONFIG.optional(),
        pricing: PRICING.default({ model: "free", priceUsd: 0 }),
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
    201: jsonAnswer("The tool", wholeToolSchema),
    ...problemResponses("tool_exists", "quota_reached", "credentials_unavailable"),
  },
});

const counts = z.array(z.object({ value: z.string(), count: z.int() }));
const facetsSchema = z
  .object({
    tags: counts.openapi({ description: "The 20 most used." }),
    categories: counts.openapi({ description: "The 20 most used." }),
    pricing: counts,
    protocol: counts,
    status: counts,
  })
  .openapi("ToolFacets");

export const listToolsContract = createRoute({
  ...keyed("listTools"),
  method: "get",
  path: "/api/v1/mcp/tools",
  tags: TAGS,
  summary: "List and search tools",
  description:
    "Active tools of every agent, and all of the caller's own; deprecated ones of others where `status` or `name` asks " +
    "for them. A page goes on where the one before ended, whatever is registered meanwhile.",
  request: {
    query: z.object({
      q: z
        .string()
        .max(200)
        .optional()
        .openapi({
          description:
            "Words in name, tags or description, or their beginnings. Where few tools have them all, words that differ " +
            "by a typing error count too.",
        }),
      tag: z.string().max(50).optional(),
      category: z.string().max(40).optional(),
      protocol: z.enum(PROTOCOLS).optional(),
      agentId: z.string().max(64).optional().openapi({ description: "The provider." }),
      name: z.string().max(128).optional().openapi({ description: "The exact name." }),
      version: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .openapi({
          description:
            "With `name`: one version, a semver range as npm has it, or `latest`, which gives one tool for each provider. " +
            "The highest comes first.",
          example: "^1.2.0",
        }),
      status: z.enum(STATUSES).optional(),
      pricing: z.enum(PRICING_MODELS).optional(),
      maxPriceUsd: z.coerce.number().min(0).optional().openapi({ description: "The highest price of a call." }),
      authType: z.enum(["bearer", "api_key", "none"]).optional(),
      sort: z
        .enum(["relevance", ...SORTS, "version"])
        .optional()
        .openapi({
          description:
            "Absent: `version` with `version`, `relevance` with `q` (the best 200), otherwise `newest`. `version` needs " +
            "`name`. By popularity, success rate and latency, tools that were never called come last.",
        }),
      facets: z.enum(["true", "false"]).optional().openapi({
        description:
          "`true`: the first page counts how many tools of each status, pricing model, protocol, category and tag were found.",
      }),
      ...pageQuery,
    }),
  },
  responses: {
    200: jsonAnswer("One page", pageOf(toolSchema).extend({ facets: facetsSchema.optional() })),
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
  responses: {
    200: { ...jsonAnswer("The tool", wholeToolSchema), headers: deprecationHeadersSchema },
    ...problemResponses("not_found", "tool_gone"),
  },
});

export const getToolSchemaContract = createRoute({
  ...keyed("getToolSchema"),
  method: "get",
  path: "/api/v1/mcp/tools/{toolId}/schema",
  tags: TAGS,
  summary: "Read a tool's input and output JSON Schema",
  request: { params: toolParams },
  responses: {
    200: {
      ...jsonAnswer(
        "The schemas",
        z.object({ toolId: z.string(), inputSchema: jsonSchema, outputSchema: jsonSchema }).openapi("ToolSchemas"),
      ),
      headers: deprecationHeadersSchema,
    },
    ...problemResponses("not_found", "tool_gone"),
  },
});

const successorId = z.string().max(64);

export const updateToolContract = createRoute({
  ...keyed("updateTool"),
  method: "put",
  path: "/api/v1/mcp/tools/{toolId}",
  tags: TAGS,
  summary: "Change a tool of the calling agent",
  description:
    "What is left out stays as it is. Callers see the change within 5 s. A change of name, description or a schema " +
    "gives a new `definitionHash`; whoever pinned the one before is told what changed.",
  request: {
    params: toolParams,
    body: jsonBody(
      strictFields({
        name: NAME.optional(),
        description: DESCRIPTION.optional(),
        readme: README.optional(),
        version: VERSION.optional(),
        inputSchema: INPUT_SCHEMA.optional(),
        outputSchema: OUTPUT_SCHEMA.optional(),
        tags: TAG_LIST.optional(),
        category: CATEGORY.optional(),
        outputCheck: OUTPUT_CHECK.optional(),
        redaction: REDACTION.optional(),
        rateLimit: RATE_LIMIT.optional(),
        endpoint: ENDPOINT.optional(),
        pricing: PRICING.optional(),
        status: z
          .enum(STATUSES)
          .optional()
          .openapi({
            description:
              "`inactive`: nobody else sees or calls it. `deprecated`: still answers, with a `Deprecation` header, but " +
              "searches by others no longer bring it up.",
          }),
        successorId: successorId.nullable().optional().openapi({
          description: "The tool to use instead, told to callers once this one is deprecated or deregistered.",
        }),
      }),
      { status: "deprecated", successorId: "tool_V1StGXR8_Z5j" },
    ),
  },
  responses: {
    200: { ...jsonAnswer("The tool as it is now", wholeToolSchema), headers: deprecationHeadersSchema },
    ...problemResponses("not_found", "tool_exists", "tool_gone"),
  },
});

export const replaceCredentialsContract = createRoute({
  ...keyed("replaceCredentials"),
  method: "put",
  path: "/api/v1/mcp/tools/{toolId}/credentials",
  tags: TAGS,
  summary: "Replace the credentials of a tool of the calling agent",
  description: "Calls carry the new ones within 5 s. They can be written and never read.",
  request: {
    params: toolParams,
    body: jsonBody(strictFields({ authType: AUTH_TYPE, authConfig: AUTH_CONFIG.optional() }), {
      authType: "bearer",
      authConfig: { token: "a-token-of-the-provider" },
    }),
  },
  responses: {
    200: { ...jsonAnswer("The tool as it is now", wholeToolSchema), headers: deprecationHeadersSchema },
    ...problemResponses("not_found", "tool_gone", "credentials_unavailable"),
  },
});

export const deleteToolContract = createRoute({
  ...keyed("deleteTool"),
  method: "delete",
  path: "/api/v1/mcp/tools/{toolId}",
  tags: TAGS,
  summary: "Deregister a tool of the calling agent",
  description:
    "Calls and new runs stop finding it within 5 s; from then on its id answers 410, with the successor if one is named. " +
    "What was logged of it stays readable. Its name and version can be registered anew.",
  request: {
    params: toolParams,
    query: z.object({
      successorId: successorId.optional().openapi({ description: "The tool to use instead." }),
    }),
  },
  responses: {
    204: { description: "Deregistered" },
    ...problemResponses("not_found", "tool_gone"),
  },
});
