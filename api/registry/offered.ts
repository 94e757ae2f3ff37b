// Something of the hub that is an MCP server by itself, in the words of the official registry.

import type { ServerResponse } from "./contract.ts";

export interface Offered {
  /** `hub`, or a toolbox's or MCP server's. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly publishedAt: string;
  readonly updatedAt: string;
  /** False: it was offered once. */
  readonly isThere: boolean;
}

const SCHEMA = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json";
/** The schema allows no longer text, in either. */
const MAX_TEXT_CHARS = 100;

/** Where its names begin: the hub's host, from the back, as far as a name may hold it. */
export function namespaceOf(issuer: string): string {
  const host = URL.parse(issuer)?.hostname ?? "nexuscall";
  return host
    .split(".")
    .toReversed()
    .join(".")
    .replaceAll(/[^A-Za-z0-9.-]/g, "-");
}

/** The id of what is called so; null where that is no name of this hub. */
export function idIn(namespace: string, name: string): string | null {
  return name.startsWith(`${namespace}/`) ? name.slice(namespace.length + 1) : null;
}

/** `origin`: where the hub is reached. */
export function presentOffered(offered: Offered, namespace: string, origin: string): ServerResponse {
  const { id, title, description, version, publishedAt, updatedAt, isThere } = offered;
  const url = `${origin}${pathOf(id)}`;
  return {
    server: {
      $schema: SCHEMA,
      name: `${namespace}/${id}`,
      ...(title !== "" && { title: cut(title) }),
      description:
        cut(description) ||
        (isThere ? `${isServer(id) ? "An MCP server" : "A toolbox"} of this hub.` : "Not offered any more."),
      version,
      ...(isThere && { remotes: [{ type: "streamable-http", url, headers: [AUTHORIZATION] }] }),
    },
    _meta: {
      "io.modelcontextprotocol.registry/official": {
        status: isThere ? "active" : "deleted",
        statusChangedAt: isThere ? publishedAt : updatedAt,
        publishedAt,
        updatedAt,
        isLatest: true,
      },
    },
  };
}

const AUTHORIZATION = {
  name: "Authorization",
  description: "A key of this hub: POST /api/v1/agents gives one.",
  isRequired: true,
  isSecret: true,
  value: "Bearer {api_key}",
  variables: { api_key: { description: "An agent's API key.", isRequired: true, isSecret: true } },
};

function isServer(id: string): boolean {
  return id.startsWith("srv_");
}

function pathOf(id: string): string {
  if (id === "hub") return "/mcp/v1";
  return isServer(id) ? `/mcp/v1/servers/${id}` : `/mcp/v1/boxes/${id}`;
}

function cut(text: string): string {
  const line = text.trim();
  return line.length > MAX_TEXT_CHARS ? `${line.slice(0, MAX_TEXT_CHARS - 1).toWellFormed()}…` : line;
}
