// Upstream MCP servers.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonObject } from "../http/json-value.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { AUTH_CONFIG, AUTH_TYPE } from "../tools/auth-fields.ts";
import { IS_PUBLIC, SERVER_NAME, serverSchema } from "./server-shape.ts";
import { KINDS } from "./sift-definitions.ts";

const TAGS = ["MCP servers"];
const serverParams = z.object({ serverId: z.string() });
const anyObject = z.record(z.string(), z.unknown());

const URL_OF_SERVER = z
  .string()
  .min(1)
  .max(2_048)
  .openapi({ description: "Its Streamable HTTP endpoint: an https URL on a public address." });

export const registerServerContract = createRoute({
  ...keyed("registerServer"),
  method: "post",
  path: "/api/v1/mcp/servers",
  tags: TAGS,
  summary: "Register an upstream MCP server",
  description:
    "The hub asks the server which revision it speaks, and takes over its tools, resources, resource templates and prompts. " +
    "Its tools are found, called, limited and logged like any other, under the credentials that are given here. What the " +
    "server changes later, of a tool, waits for approval.",
  request: {
    body: jsonBody(
      strictFields({
        name: SERVER_NAME,
        url: URL_OF_SERVER,
        authType: AUTH_TYPE.default("none"),
        authConfig: AUTH_CONFIG.optional(),
        isPublic: IS_PUBLIC.default(false),
      }),
      { name: "files", url: "https://mcp.example.com/mcp", authType: "bearer", authConfig: { token: "a-token-of-it" } },
    ),
  },
  responses: {
    201: jsonAnswer("The server, and what was taken over", serverSchema),
    ...problemResponses("server_exists", "quota_reached", "credentials_unavailable", "upstream_failed"),
  },
});

export const listServersContract = createRoute({
  ...keyed("listServers"),
  method: "get",
  path: "/api/v1/mcp/servers",
  tags: TAGS,
  summary: "List the calling agent's MCP servers",
  description:
    "Those that were registered by a URL, and the agents that connect by themselves and serve over `WS /mcp/v1/ws?serve=<name>`.",
  request: { query: z.object(pageQuery) },
  responses: { 200: jsonAnswer("One page, newest first", pageOf(serverSchema)) },
});

export const getServerContract = createRoute({
  ...keyed("getServer"),
  method: "get",
  path: "/api/v1/mcp/servers/{serverId}",
  tags: TAGS,
  summary: "Read an MCP server",
  request: { params: serverParams },
  responses: { 200: jsonAnswer("The server", serverSchema), ...problemResponses("not_found") },
});

export const updateServerContract = createRoute({
  ...keyed("updateServer"),
  method: "put",
  path: "/api/v1/mcp/servers/{serverId}",
  tags: TAGS,
  summary: "Change the name, address, credentials or visibility of an MCP server",
  description:
    "What is left out stays. Under another address or other credentials the server is read at once; nothing is changed " +
    "where that fails. Its tools are called there within 5 s.",
  request: {
    params: serverParams,
    body: jsonBody(
      strictFields({
        name: SERVER_NAME.optional(),
        url: URL_OF_SERVER.optional(),
        authType: AUTH_TYPE.optional(),
        authConfig: AUTH_CONFIG.optional(),
        isPublic: IS_PUBLIC.optional(),
      }),
      { authType: "bearer", authConfig: { token: "another-token" } },
    ),
  },
  responses: {
    200: jsonAnswer("The server as it is now", serverSchema),
    ...problemResponses("not_found", "server_exists", "credentials_unavailable", "upstream_failed"),
  },
});

export const deleteServerContract = createRoute({
  ...keyed("deleteServer"),
  method: "delete",
  path: "/api/v1/mcp/servers/{serverId}",
  tags: TAGS,
  summary: "Remove an MCP server, with its tools",
  request: { params: serverParams },
  responses: { 204: { description: "Removed" }, ...problemResponses("not_found") },
});

export const refreshServerContract = createRoute({
  ...keyed("refreshServer"),
  method: "post",
  path: "/api/v1/mcp/servers/{serverId}/refresh",
  tags: TAGS,
  summary: "Read an MCP server again",
  description: "The hub does this by itself every hour, and when the server says that something has changed.",
  request: { params: serverParams },
  responses: {
    200: jsonAnswer("The server as it is now", serverSchema),
    ...problemResponses("not_found", "upstream_failed"),
  },
});

export const listServerDefinitionsContract = createRoute({
  ...keyed("listServerDefinitions"),
  method: "get",
  path: "/api/v1/mcp/servers/{serverId}/definitions",
  tags: TAGS,
  summary: "List what an MCP server has",
  description: "As the hub has it, in the server's order: whether the server answers does not matter.",
  request: {
    params: serverParams,
    query: z.object({ kind: z.enum(KINDS).default("tool"), ...pageQuery }),
  },
  responses: {
    200: jsonAnswer(
      "One page",
      pageOf(
        z
          .object({
            toolId: z.string().nullable().openapi({ description: "Of a tool: by this id it is called." }),
            definition: anyObject.openapi({ description: "As the server gave it." }),
          })
          .openapi("McpServerDefinition"),
      ),
    ),
    ...problemResponses("not_found"),
  },
});

const changeSchema = z
  .object({
    subject: z.enum(["tool", "instructions"]).openapi({ description: "A tool, or what the server says to a model." }),
    kind: z.enum(["new", "changed"]),
    name: z.string().openapi({ description: "What the tool is called at its server; else `instructions`." }),
    hash: z.string().openapi({ description: "SHA-256, in hex, of the definition that waits." }),
    definition: anyObject.openapi({ description: "The definition that waits." }),
    changes: z
      .array(z.object({ op: z.enum(["add", "remove", "replace"]), path: z.string(), value: z.unknown().optional() }))
      .openapi({ description: "From what is in force to that: a JSON Patch (RFC 6902). Empty for what is new." }),
  })
  .openapi("McpServerChange");

export const listServerChangesContract = createRoute({
  ...keyed("listServerChanges"),
  method: "get",
  path: "/api/v1/mcp/servers/{serverId}/changes",
  tags: TAGS,
  summary: "List changes of a server that wait for approval",
  description:
    "Until they are approved, the tools are found and called as they were, and its instructions are told as they were. To the " +
    "server's owner alone.",
  request: { params: serverParams, query: z.object(pageQuery) },
  responses: {
    200: jsonAnswer("One page, instructions first, then by name", pageOf(changeSchema)),
    ...problemResponses("not_found"),
  },
});

const CHOICE = jsonBody(
  strictFields({
    changes: z
      .array(
        strictFields({
          subject: z.enum(["tool", "instructions"]).default("tool"),
          name: z.string().max(256),
          hash: z.string().max(64),
        }),
      )
      .min(1)
      .max(1_000)
      .optional()
      .openapi({ description: "Each by the hash that was shown. Absent: all that wait." }),
  }),
  {},
);
const reviewed = z.object({ decided: z.int(), heldChanges: z.int() }).openapi("McpServerReview");

export const approveServerChangesContract = createRoute({
  ...keyed("approveServerChanges"),
  method: "post",
  path: "/api/v1/mcp/servers/{serverId}/changes/approve",
  tags: TAGS,
  summary: "Put changes of a server in force",
  request: { params: serverParams, body: CHOICE },
  responses: {
    200: jsonAnswer("How many were put in force, and how many wait still", reviewed),
    ...problemResponses("not_found", "change_outdated", "quota_reached"),
  },
});

export const rejectServerChangesContract = createRoute({
  ...keyed("rejectServerChanges"),
  method: "post",
  path: "/api/v1/mcp/servers/{serverId}/changes/reject",
  tags: TAGS,
  summary: "Turn down changes of a server",
  description: "What was in force stays in force. They are not shown again before the server offers something else.",
  request: { params: serverParams, body: CHOICE },
  responses: {
    200: jsonAnswer("How many were turned down, and how many wait still", reviewed),
    ...problemResponses("not_found", "change_outdated"),
  },
});

const answerOfServer = anyObject.openapi("McpServerAnswer", { description: "The server's answer, as MCP has it." });

export const readServerResourceContract = createRoute({
  ...keyed("readServerResource"),
  method: "post",
  path: "/api/v1/mcp/servers/{serverId}/resources/read",
  tags: TAGS,
  summary: "Read a resource of an MCP server",
  request: {
    params: serverParams,
    body: jsonBody(strictFields({ uri: z.string().min(1).max(2_048) }), { uri: "file:///readme.md" }),
  },
  responses: {
    200: jsonAnswer("`{contents: […]}`", answerOfServer),
    ...problemResponses("not_found", "upstream_failed", "rate_limited"),
  },
});

export const getServerPromptContract = createRoute({
  ...keyed("getServerPrompt"),
  method: "post",
  path: "/api/v1/mcp/servers/{serverId}/prompts/get",
  tags: TAGS,
  summary: "Get a prompt of an MCP server",
  request: {
    params: serverParams,
    body: jsonBody(
      strictFields({
        name: z.string().min(1).max(256),
        arguments: jsonObject("Texts by the names of the prompt's arguments.").default({}),
      }),
      { name: "review", arguments: { language: "TypeScript" } },
    ),
  },
  responses: {
    200: jsonAnswer("`{messages: […]}`", answerOfServer),
    ...problemResponses("not_found", "upstream_failed", "rate_limited"),
  },
});
