// Changing and removing a server.

import { type FieldFault, Problem } from "../http/problem.ts";
import { invalidRequest } from "../http/validation.ts";
import { nowIso } from "../platform/clock.ts";
import { isUniqueViolation, runAll } from "../platform/database.ts";
import { logError } from "../platform/log.ts";
import { isAgentEndpoint } from "../relay/mcp/agent-link.ts";
import type { Services } from "../services.ts";
import { authFaults, type ProviderAuth, sealAuth } from "../tools/credentials.ts";
import { forgetTool } from "../tools/find-tool.ts";
import { deregisterImported, followServer } from "../tools/insert-imported.ts";
import { agentOf } from "./connected/link.ts";
import { keeperOf } from "./keeper.ts";
import { readServer, upstreamProblem } from "./read-server.ts";
import { serverExists, urlFaults } from "./register-server.ts";
import type { Server } from "./server.ts";
import { markRemoved, selectKept, selectServer, updateServer } from "./store.ts";

export interface ServerChanges {
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly auth?: ProviderAuth | undefined;
  readonly isPublic?: boolean | undefined;
}

/** The agent's own. Throws the problem `not_found`. */
export async function ownServer({ db }: Services, agentId: string, id: string): Promise<Server> {
  const server = await selectServer(db, id);
  if (server?.agentId !== agentId) throw new Problem("not_found", "You have no MCP server of this id.");
  return server;
}

/**
 * Under another address or with other credentials the server is read at once, so that nothing is changed to what does
 * not work; what it lists there is held like any change. Throws the problem `not_found`, `invalid_request`,
 * `credentials_unavailable`, `server_exists` or `upstream_failed`.
 */
export async function changeServer(
  services: Services,
  agentId: string,
  id: string,
  { name, url, auth, isPublic }: ServerChanges,
): Promise<Server> {
  const { db, env } = services;
  const before = await ownServer(services, agentId, id);
  const isConnected = isAgentEndpoint(before.url);
  const faults = isConnected
    ? [
        ...(url === undefined ? [] : [hasNone("/url")]),
        ...(auth ? [hasNone("/authType")] : []),
        ...(name === undefined || name === before.name ? [] : [isServedAs(before.name)]),
      ]
    : [...(url === undefined ? [] : urlFaults(url, env.EGRESS)), ...(auth ? authFaults(auth) : [])];
  if (faults.length > 0) throw invalidRequest(faults);
  const sealed = auth && { authType: auth.authType, authConfig: await sealAuth(env, before, auth) };
  const isMoved = (url !== undefined && url !== before.url) || auth !== undefined;
  try {
    const there = { ...before, url: url ?? before.url, ...sealed };
    const revision = isMoved ? (await readServer(services, there)).facts.revision : undefined;
    const at = nowIso();
    await runAll(db, [updateServer(db, id, { name, url, ...sealed, isPublic, revision }, at), ...followServer(id, at)]);
  } catch (error) {
    throw isUniqueViolation(error) ? serverExists(name ?? before.name) : upstreamProblem(error);
  }
  if (isMoved) await told(id, [keeperOf(env, id).refresh(id), env.SERVER_LISTENER.getByName(id).moved()]);
  await forgetToolsOf(services, id);
  return ownServer(services, agentId, id);
}

function hasNone(pointer: string): FieldFault {
  const message =
    "This server is an agent that connects to the hub by itself: it has no address and no credentials here.";
  return { code: "not_supported", pointer, message };
}

function isServedAs(name: string): FieldFault {
  const message =
    `This server is an agent that connects as "${name}", and it is found by that name when it connects again. Let it connect ` +
    "under another name; that is another server.";
  return { code: "not_supported", pointer: "/name", message };
}

/** Reads it again now. Throws the problem `not_found` or `upstream_failed`. */
export async function refreshNow(services: Services, agentId: string, id: string): Promise<Server> {
  await ownServer(services, agentId, id);
  const refreshed = await keeperOf(services.env, id).refresh(id);
  if (refreshed.status === "failed") throw new Problem("upstream_failed", refreshed.reason);
  await forgetToolsOf(services, id);
  return ownServer(services, agentId, id);
}

/** Its tools are deregistered with it. Throws the problem `not_found`. */
export async function removeServer(services: Services, agentId: string, id: string): Promise<void> {
  const { db, env } = services;
  const { url } = await ownServer(services, agentId, id);
  const at = nowIso();
  await runAll(db, [markRemoved(db, id, at), deregisterImported(db, id, at)]);
  await forgetToolsOf(services, id);
  const listener = env.SERVER_LISTENER.getByName(id);
  await told(id, [
    keeperOf(env, id).stop(),
    listener.stop(),
    ...(isAgentEndpoint(url) ? [agentOf(env, id).stop()] : []),
  ]);
}

/** The change stands, whoever could not be told of it: each of its objects looks by itself, later. */
async function told(serverId: string, telling: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(telling)) {
    if (result.status === "rejected") logError("server_change_not_told", result.reason, { serverId });
  }
}

/** So that their owner sees the change at once; others do within 5 s. */
async function forgetToolsOf({ db }: Services, serverId: string): Promise<void> {
  for (const { toolId } of await selectKept(db, serverId)) if (toolId !== null) forgetTool(db, toolId);
}
