import type { RouteHandler } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { KeyedEnv } from "../http/context.ts";
import { deferOf } from "../http/defer.ts";
import { decodeCursor, encodeCursor, invalidCursor, readCursor, readPage } from "../http/page.ts";
import { rateHeaders } from "../http/rate-limit.ts";
import { admitQuestion, askServer, findServer, type Question } from "./ask-server.ts";
import { changeServer, ownServer, refreshNow, removeServer } from "./change-server.ts";
import type {
  approveServerChangesContract,
  deleteServerContract,
  getServerContract,
  getServerPromptContract,
  listServerChangesContract,
  listServerDefinitionsContract,
  listServersContract,
  readServerResourceContract,
  refreshServerContract,
  registerServerContract,
  rejectServerChangesContract,
  updateServerContract,
} from "./contract.ts";
import { listDefinitions } from "./list-definitions.ts";
import { presentServer as present } from "./present-server.ts";
import { registerServer as register } from "./register-server.ts";
import { approveChanges, listChanges, rejectChanges } from "./review-changes.ts";
import { countDefinitions, selectServers } from "./store.ts";

export const registerServer: RouteHandler<typeof registerServerContract, KeyedEnv> = async (c) => {
  const { authType, authConfig, ...request } = c.req.valid("json");
  const services = c.get("services");
  const server = await register(services, c.get("principal").agentId, request, { authType, authConfig });
  return c.json(await present(services, server, server.agentId), 201, {
    Location: `/api/v1/mcp/servers/${server.id}`,
  });
};

export const listServers: RouteHandler<typeof listServersContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const { agentId } = c.get("principal");
  const { limit, cursor } = c.req.valid("query");
  const position = readCursor(cursor);
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    selectServers(services.db, agentId, { limit: rowCount, position }),
  );
  return c.json({ data: await Promise.all(rows.map((row) => present(services, row, agentId))), nextCursor }, 200);
};

export const getServer: RouteHandler<typeof getServerContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const server = await findServer(services, c.req.valid("param").serverId, c.get("principal").agentId);
  return c.json(await present(services, server, c.get("principal").agentId), 200);
};

export const updateServer: RouteHandler<typeof updateServerContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const { agentId } = c.get("principal");
  const { authType, authConfig, ...changes } = c.req.valid("json");
  const isAuth = authType !== undefined || authConfig !== undefined;
  const auth = isAuth ? { authType: authType ?? "none", authConfig } : undefined;
  const server = await changeServer(services, agentId, c.req.valid("param").serverId, { ...changes, auth });
  return c.json(await present(services, server, agentId), 200);
};

export const deleteServer: RouteHandler<typeof deleteServerContract, KeyedEnv> = async (c) => {
  await removeServer(c.get("services"), c.get("principal").agentId, c.req.valid("param").serverId);
  return c.body(null, 204);
};

export const refreshServer: RouteHandler<typeof refreshServerContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const { agentId } = c.get("principal");
  const server = await refreshNow(services, agentId, c.req.valid("param").serverId);
  return c.json(await present(services, server, agentId), 200);
};

export const listServerDefinitions: RouteHandler<typeof listServerDefinitionsContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const { kind, limit, cursor } = c.req.valid("query");
  const { id } = await findServer(services, c.req.valid("param").serverId, c.get("principal").agentId);
  const { rows, nextCursor } = await listDefinitions(services, id, kind, { limit, cursor });
  return c.json({ data: [...rows], nextCursor }, 200);
};

const nameSchema = z.tuple([z.string().max(256)]);

export const listServerChanges: RouteHandler<typeof listServerChangesContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const { limit, cursor } = c.req.valid("query");
  const server = await ownServer(services, c.get("principal").agentId, c.req.valid("param").serverId);
  const [afterName] = cursor === undefined ? [null] : (decodeCursor(nameSchema, cursor) ?? invalidCursor());
  const { changes, nextName } = await listChanges(services, server, { limit, afterName });
  const data = changes.map((change) => ({ ...change, changes: change.changes.map((one) => ({ ...one })) }));
  return c.json({ data, nextCursor: nextName === null ? null : encodeCursor([nextName]) }, 200);
};

export const approveServerChanges: RouteHandler<typeof approveServerChangesContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const server = await ownServer(services, c.get("principal").agentId, c.req.valid("param").serverId);
  const decided = await approveChanges(services, server, c.req.valid("json").changes);
  return c.json({ decided, heldChanges: (await countDefinitions(services.db, server.id)).heldChanges }, 200);
};

export const rejectServerChanges: RouteHandler<typeof rejectServerChangesContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const server = await ownServer(services, c.get("principal").agentId, c.req.valid("param").serverId);
  const decided = await rejectChanges(services, server, c.req.valid("json").changes);
  return c.json({ decided, heldChanges: (await countDefinitions(services.db, server.id)).heldChanges }, 200);
};

export const readServerResource: RouteHandler<typeof readServerResourceContract, KeyedEnv> = async (c) => {
  const question: Question = { method: "resources/read", params: c.req.valid("json") };
  const { answer, headers } = await ask(c, c.req.valid("param").serverId, question);
  return c.json(answer, 200, headers);
};

export const getServerPrompt: RouteHandler<typeof getServerPromptContract, KeyedEnv> = async (c) => {
  const question: Question = { method: "prompts/get", params: c.req.valid("json") };
  const { answer, headers } = await ask(c, c.req.valid("param").serverId, question);
  return c.json(answer, 200, headers);
};

async function ask(c: Context<KeyedEnv>, serverId: string, question: Question) {
  const services = c.get("services");
  const caller = c.get("principal");
  const server = await findServer(services, serverId, caller.agentId);
  const admitted = await admitQuestion(services, caller, deferOf(c));
  const answer = await askServer(services, c.executionCtx, caller, server, question);
  return { answer, headers: rateHeaders(admitted.rate) };
}
