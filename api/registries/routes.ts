import type { RouteHandler } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { decodeCursor, encodeCursor, invalidCursor, readCursor, readPage } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import type { Egress } from "../relay/egress.ts";
import { presentServer } from "../servers/present-server.ts";
import type { Services } from "../services.ts";
import type {
  createRegistryContract,
  deleteRegistryContract,
  getRegistryContract,
  importRegistryEntryContract,
  listRegistriesContract,
  listRegistryEntriesContract,
  refreshRegistryContract,
} from "./contract.ts";
import { unreachableBecause } from "./fill-remote.ts";
import { importEntry } from "./import-entry.ts";
import { createRegistry as create, noRegistry, ownRegistry, refreshOwn } from "./own-registry.ts";
import type { Registry, RegistryEntry } from "./registry.ts";
import { countEntries, deleteRegistryOf, selectEntries, selectEntry, selectRegistries } from "./store.ts";

export const createRegistry: RouteHandler<typeof createRegistryContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const { url, name } = c.req.valid("json");
  const registry = await create(services, c.get("principal").agentId, { url, name });
  return c.json(await present(services, registry), 201, { Location: `/api/v1/mcp/registries/${registry.id}` });
};

export const listRegistries: RouteHandler<typeof listRegistriesContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const { limit, cursor } = c.req.valid("query");
  const position = readCursor(cursor);
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    selectRegistries(services.db, c.get("principal").agentId, { limit: rowCount, position }),
  );
  return c.json({ data: await Promise.all(rows.map((row) => present(services, row))), nextCursor }, 200);
};

export const getRegistry: RouteHandler<typeof getRegistryContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const registry = await ownRegistry(services, c.get("principal").agentId, c.req.valid("param").registryId);
  return c.json(await present(services, registry), 200);
};

export const deleteRegistry: RouteHandler<typeof deleteRegistryContract, KeyedEnv> = async (c) => {
  const { registryId } = c.req.valid("param");
  if (!(await deleteRegistryOf(c.get("services").db, registryId, c.get("principal").agentId))) throw noRegistry();
  return c.body(null, 204);
};

export const refreshRegistry: RouteHandler<typeof refreshRegistryContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const registry = await refreshOwn(services, c.get("principal").agentId, c.req.valid("param").registryId);
  return c.json(await present(services, registry), 200);
};

const nameSchema = z.tuple([z.string().max(256)]);

export const listRegistryEntries: RouteHandler<typeof listRegistryEntriesContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const { limit, cursor, search, status } = c.req.valid("query");
  const { id } = await ownRegistry(services, c.get("principal").agentId, c.req.valid("param").registryId);
  const [afterName] = cursor === undefined ? [""] : (decodeCursor(nameSchema, cursor) ?? invalidCursor());
  const found = await selectEntries(services.db, id, { search, status }, { limit: limit + 1, afterName });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const nextCursor = found.length > limit && last !== undefined ? encodeCursor([last.name]) : null;
  return c.json({ data: rows.map((row) => presentEntry(row, services.env.EGRESS)), nextCursor }, 200);
};

export const importRegistryEntry: RouteHandler<typeof importRegistryEntryContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const { agentId } = c.get("principal");
  const { registryId, serverName } = c.req.valid("param");
  const { authType, authConfig, ...request } = c.req.valid("json");
  const registry = await ownRegistry(services, agentId, registryId);
  const entry = await selectEntry(services.db, registry.id, serverName);
  if (entry === null) throw new Problem("not_found", "The registry lists no server of this name.");
  const isAuth = authType !== undefined || authConfig !== undefined;
  const auth = isAuth ? { authType: authType ?? "none", authConfig } : undefined;
  const server = await importEntry(services, agentId, entry, { ...request, auth });
  return c.json(await presentServer(services, server, agentId), 201, { Location: `/api/v1/mcp/servers/${server.id}` });
};

async function present({ db }: Services, registry: Registry) {
  const { agentId: _, walk, failures: __, ...shown } = registry;
  return { ...shown, serverCount: await countEntries(db, registry.id), isWalking: walk !== null };
}

function presentEntry(listed: RegistryEntry, egress: Egress) {
  const { isLatest: _, remotes, ...entry } = listed;
  const shown = remotes.map((remote) => ({ ...remote, unreachableBecause: unreachableBecause(remote, egress) }));
  const isOffered = entry.status !== "deleted";
  const reachable = isOffered && shown.some(({ unreachableBecause: reason }) => reason === null);
  return { ...entry, reachable, remotes: shown };
}
