// MCP registries that an agent brings, to find servers in and add them to the hub.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { IS_PUBLIC, SERVER_NAME, serverSchema } from "../servers/server-shape.ts";
import { AUTH_CONFIG, AUTH_TYPE } from "../tools/auth-fields.ts";

const TAGS = ["MCP registries"];
const registryParams = z.object({ registryId: z.string() });
const entryParams = registryParams.extend({
  serverName: z.string().openapi({ description: "URL-encoded.", example: "com.example%2Ffiles" }),
});

const registrySchema = z
  .object({
    id: z.string().openapi({ example: "reg_V1StGXR8_Z5j" }),
    name: z.string(),
    url: z.string().openapi({ example: "https://registry.modelcontextprotocol.io" }),
    serverCount: z.int().openapi({ description: "How many the hub knows of it." }),
    isWalking: z.boolean().openapi({ description: "Whether there are pages that are still to be read." }),
    since: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "Since when the next walk asks for changes; null: for everything." }),
    leftOut: z.int().openapi({ description: "How many servers of the last walk the hub could not use." }),
    leftOutReason: z.string().nullable().openapi({ description: "Why the first of them." }),
    lastError: z.string().nullable().openapi({ description: "Why the last refresh failed, if it did." }),
    refreshedAt: z.iso.datetime().nullable().openapi({ description: "When it was last read to its end." }),
    nextRefreshAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("McpRegistry");

const input = {
  description: z.string().optional(),
  isRequired: z.boolean().optional(),
  isSecret: z.boolean().optional(),
  value: z.string().optional(),
  default: z.string().optional(),
  choices: z.array(z.string()).optional(),
};
const inputs = z.record(z.string(), z.object(input));

const entrySchema = z
  .object({
    name: z.string().openapi({ example: "com.example/files" }),
    title: z.string().nullable(),
    description: z.string(),
    version: z.string(),
    status: z.enum(["active", "deprecated", "deleted"]).openapi({ description: "What its registry says of it." }),
    statusMessage: z.string().nullable(),
    updatedAt: z.iso.datetime().nullable(),
    reachable: z.boolean().openapi({ description: "Whether this hub can add it." }),
    remotes: z.array(
      z.object({
        type: z.string().openapi({ example: "streamable-http" }),
        url: z.string(),
        headers: z.array(z.object({ name: z.string(), ...input, variables: inputs.optional() })).optional(),
        variables: inputs.optional(),
        unreachableBecause: z.string().nullable().openapi({ description: "Null where this hub can reach it." }),
      }),
    ),
  })
  .openapi("McpRegistryEntry");

export const createRegistryContract = createRoute({
  ...keyed("createRegistry"),
  method: "post",
  path: "/api/v1/mcp/registries",
  tags: TAGS,
  summary: "Bring an MCP registry",
  description:
    "The hub reads `/v0.1/servers` below its address, page after page, and from then on what has changed: every hour, and " +
    "on demand. A large registry is read on within minutes; `isWalking` says so. Another hub is such a registry, too.",
  request: {
    body: jsonBody(
      strictFields({
        url: z.string().min(1).max(2_048).openapi({ description: "An https URL on a public address." }),
        name: SERVER_NAME.optional().openapi({ description: "Yours alone; left out: its host." }),
      }),
      { url: "https://registry.modelcontextprotocol.io" },
    ),
  },
  responses: {
    201: jsonAnswer("The registry, as far as it was read", registrySchema),
    ...problemResponses("registry_exists", "quota_reached", "upstream_failed"),
  },
});

export const listRegistriesContract = createRoute({
  ...keyed("listRegistries"),
  method: "get",
  path: "/api/v1/mcp/registries",
  tags: TAGS,
  summary: "List the calling agent's MCP registries",
  request: { query: z.object(pageQuery) },
  responses: { 200: jsonAnswer("One page, newest first", pageOf(registrySchema)) },
});

export const getRegistryContract = createRoute({
  ...keyed("getRegistry"),
  method: "get",
  path: "/api/v1/mcp/registries/{registryId}",
  tags: TAGS,
  summary: "Read an MCP registry",
  request: { params: registryParams },
  responses: { 200: jsonAnswer("The registry", registrySchema), ...problemResponses("not_found") },
});

export const deleteRegistryContract = createRoute({
  ...keyed("deleteRegistry"),
  method: "delete",
  path: "/api/v1/mcp/registries/{registryId}",
  tags: TAGS,
  summary: "Remove an MCP registry",
  description: "Servers that were added from it stay.",
  request: { params: registryParams },
  responses: { 204: { description: "Removed" }, ...problemResponses("not_found") },
});

export const refreshRegistryContract = createRoute({
  ...keyed("refreshRegistry"),
  method: "post",
  path: "/api/v1/mcp/registries/{registryId}/refresh",
  tags: TAGS,
  summary: "Read an MCP registry on",
  description: "Where another refresh is under way, the registry is answered as it is.",
  request: { params: registryParams },
  responses: {
    200: jsonAnswer("The registry as it is now", registrySchema),
    ...problemResponses("not_found", "upstream_failed"),
  },
});

export const listRegistryEntriesContract = createRoute({
  ...keyed("listRegistryEntries"),
  method: "get",
  path: "/api/v1/mcp/registries/{registryId}/servers",
  tags: TAGS,
  summary: "List and search what an MCP registry has",
  description: "Each server in its latest version, from what the hub has read.",
  request: {
    params: registryParams,
    query: z.object({
      search: z
        .string()
        .max(200)
        .optional()
        .openapi({ description: "A part of the name, the title or the description." }),
      status: z.enum(["active", "deprecated", "deleted"]).optional(),
      ...pageQuery,
    }),
  },
  responses: { 200: jsonAnswer("One page, by name", pageOf(entrySchema)), ...problemResponses("not_found") },
});

const FILLED = z.record(z.string().max(100), z.string().max(4_096));

export const importRegistryEntryContract = createRoute({
  ...keyed("importRegistryEntry"),
  method: "post",
  path: "/api/v1/mcp/registries/{registryId}/servers/{serverName}/import",
  tags: TAGS,
  summary: "Add a server of an MCP registry to the hub",
  description:
    "As `POST /api/v1/mcp/servers` does, with the address and the header that the registry names. What those leave open is " +
    "filled in by `variables` and `headers`; one that is missing is named in `errors[]`, with the registry's description of it.",
  request: {
    params: entryParams,
    body: jsonBody(
      strictFields({
        name: SERVER_NAME.optional().openapi({ description: "Left out: the last part of the server's name." }),
        remote: z
          .int()
          .min(0)
          .max(49)
          .optional()
          .openapi({ description: "Its place in `remotes`; left out: the first that this hub can reach." }),
        variables: FILLED.default({}).openapi({ description: "For what stands in braces, by name." }),
        headers: FILLED.default({}).openapi({ description: "For headers without a value, by name." }),
        authType: AUTH_TYPE.optional().openapi({ description: "Instead of what the headers ask for." }),
        authConfig: AUTH_CONFIG.optional(),
        isPublic: IS_PUBLIC.default(false),
      }),
      { variables: { api_key: "a-key-of-that-server" } },
    ),
  },
  responses: {
    201: jsonAnswer("The server, and what was taken over", serverSchema),
    ...problemResponses(
      "not_found",
      "entry_not_usable",
      "server_exists",
      "quota_reached",
      "credentials_unavailable",
      "upstream_failed",
    ),
  },
});
