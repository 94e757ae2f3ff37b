import type { Context } from "hono";
import { z, type OpenAPIHono, type RouteHandler } from "@hono/zod-openapi";
import type { AppEnv } from "../http/context.ts";
import { version as hubVersion } from "../http/health.ts";
import { decodeCursor, encodeCursor, invalidCursor } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import { registryContracts, type RegistryContracts } from "./contract.ts";
import { idIn, namespaceOf, type Offered, presentOffered } from "./offered.ts";
import { selectOffered } from "./store.ts";

export function registryRoutes(app: OpenAPIHono<AppEnv>): void {
  for (const contracts of registryContracts) {
    app.openapi(contracts.listServers, listServers);
    app.openapi(contracts.listVersions, listVersions);
    app.openapi(contracts.getVersion, getVersion);
  }
}

const placeText = z.tuple([z.string().max(64)]);

const listServers: RouteHandler<RegistryContracts["listServers"], AppEnv> = async (c) => {
  const { limit, cursor, search, updated_since, version, include_deleted } = c.req.valid("query");
  const [after] = cursor === undefined ? [""] : (decodeCursor(placeText, cursor) ?? invalidCursor());
  const updatedSince = updated_since === undefined ? undefined : new Date(updated_since).toISOString();
  const namespace = namespaceOf(c.env.TOKEN_ISSUER);
  const filter = {
    namespace,
    search,
    updatedSince,
    // There is no version but the latest.
    version: version === "latest" ? undefined : version,
    includeGone: include_deleted === "true" || updatedSince !== undefined,
    hubVersion,
  };
  const found = await selectOffered(c.get("services").db, filter, { limit: limit + 1, after });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const nextCursor = found.length > limit && last !== undefined ? encodeCursor([last.id]) : undefined;
  return c.json(listOf(c, rows, nextCursor), 200);
};

const listVersions: RouteHandler<RegistryContracts["listVersions"], AppEnv> = async (c) => {
  const { serverName } = c.req.valid("param");
  const found = await findOffered(c, serverName, c.req.valid("query").include_deleted);
  return c.json(listOf(c, [found]), 200);
};

const getVersion: RouteHandler<RegistryContracts["getVersion"], AppEnv> = async (c) => {
  const { serverName, version } = c.req.valid("param");
  const found = await findOffered(c, serverName, c.req.valid("query").include_deleted);
  if (version !== "latest" && version !== found.version) throw noServer();
  return c.json(presentOffered(found, namespaceOf(c.env.TOKEN_ISSUER), originOf(c)), 200);
};

async function findOffered(c: Context<AppEnv>, name: string, includeDeleted: "true" | "false"): Promise<Offered> {
  const namespace = namespaceOf(c.env.TOKEN_ISSUER);
  const id = idIn(namespace, name);
  if (id === null) throw noServer();
  const filter = { id, namespace, includeGone: includeDeleted === "true", hubVersion };
  const [found] = await selectOffered(c.get("services").db, filter, { limit: 1, after: "" });
  if (found === undefined) throw noServer();
  return found;
}

function listOf(c: Context<AppEnv>, rows: readonly Offered[], nextCursor?: string) {
  const namespace = namespaceOf(c.env.TOKEN_ISSUER);
  const servers = rows.map((row) => presentOffered(row, namespace, originOf(c)));
  return { servers, metadata: { count: servers.length, ...(nextCursor !== undefined && { nextCursor }) } };
}

function originOf(c: Context<AppEnv>): string {
  return new URL(c.req.url).origin;
}

function noServer(): Problem {
  return new Problem("not_found", "This hub offers no MCP server of this name and version.");
}
