// The hub as an MCP registry: the read operations of the official registry's API (OpenAPI of 2025-12-01), so that whatever
// browses that one can browse this hub.

import { createRoute, z } from "@hono/zod-openapi";
import { open } from "../http/access.ts";
import { jsonAnswer } from "../http/json-body.ts";
import { problemResponses } from "../http/problem.ts";

const TAGS = ["MCP registry"];

const keyValueInput = z.object({
  name: z.string(),
  description: z.string(),
  isRequired: z.boolean(),
  isSecret: z.boolean(),
  value: z.string(),
  variables: z.record(
    z.string(),
    z.object({ description: z.string(), isRequired: z.boolean(), isSecret: z.boolean() }),
  ),
});

const serverSchema = z
  .object({
    $schema: z.string(),
    name: z.string().openapi({ example: "com.nxscall/hub" }),
    title: z.string().optional(),
    description: z.string(),
    version: z.string(),
    remotes: z
      .array(z.object({ type: z.literal("streamable-http"), url: z.string(), headers: z.array(keyValueInput) }))
      .optional(),
  })
  .openapi("RegistryServer");

const serverResponse = z
  .object({
    server: serverSchema,
    _meta: z.object({
      "io.modelcontextprotocol.registry/official": z.object({
        status: z.enum(["active", "deleted"]),
        statusChangedAt: z.iso.datetime(),
        publishedAt: z.iso.datetime(),
        updatedAt: z.iso.datetime(),
        isLatest: z.boolean(),
      }),
    }),
  })
  .openapi("RegistryServerResponse");

const serverList = z
  .object({
    servers: z.array(serverResponse),
    metadata: z.object({
      count: z.int(),
      nextCursor: z.string().optional().openapi({ description: "Absent on the last page." }),
    }),
  })
  .openapi("RegistryServerList");

const includeDeleted = {
  include_deleted: z
    .enum(["true", "false"])
    .default("false")
    .openapi({ description: "Also what is not offered any more." }),
};
const named = z.object({
  serverName: z.string().openapi({ description: "URL-encoded.", example: "com.nxscall%2Fhub" }),
});
const versioned = named.extend({ version: z.string().openapi({ description: "`latest`, or one version." }) });

/** What the official registry's clients ask for first, and the name that it had before. */
const PREFIXES = [
  { prefix: "/v0.1", hide: false },
  { prefix: "/v0", hide: true },
] as const;

/** The operations under each of its prefixes; the document has the newer one. */
export const registryContracts = PREFIXES.map(({ prefix, hide }) => ({
  listServers: createRoute({
    ...open("listRegistryServers"),
    hide,
    method: "get",
    path: `${prefix}/servers`,
    tags: TAGS,
    summary: "List MCP servers of this hub",
    description:
      "As the official MCP registry does: the hub itself, each public toolbox and each public MCP server. Also under `/v0`. Whoever calls them needs a " +
      "key of the hub.",
    request: {
      query: z.object({
        cursor: z.string().optional().openapi({ description: "`metadata.nextCursor` of the page before." }),
        limit: z.coerce.number().int().min(1).max(100).default(30),
        search: z.string().max(200).optional().openapi({ description: "A part of the name or the title." }),
        updated_since: z.iso
          .datetime({ offset: true })
          .optional()
          .openapi({ description: "RFC 3339. With it, what is not offered any more is in the list too." }),
        version: z.string().max(255).optional().openapi({ description: "`latest`, or one version." }),
        ...includeDeleted,
      }),
    },
    responses: { 200: jsonAnswer("One page, by name", serverList) },
  }),
  listVersions: createRoute({
    ...open("listRegistryServerVersions"),
    hide,
    method: "get",
    path: `${prefix}/servers/{serverName}/versions`,
    tags: TAGS,
    summary: "List the versions of an MCP server of this hub",
    description: "There is one: what it is now.",
    request: { params: named, query: z.object(includeDeleted) },
    responses: { 200: jsonAnswer("Its versions", serverList), ...problemResponses("not_found") },
  }),
  getVersion: createRoute({
    ...open("getRegistryServerVersion"),
    hide,
    method: "get",
    path: `${prefix}/servers/{serverName}/versions/{version}`,
    tags: TAGS,
    summary: "Read a version of an MCP server of this hub",
    request: { params: versioned, query: z.object(includeDeleted) },
    responses: { 200: jsonAnswer("The server", serverResponse), ...problemResponses("not_found") },
  }),
}));

export type RegistryContracts = (typeof registryContracts)[number];
export type ServerResponse = z.infer<typeof serverResponse>;
