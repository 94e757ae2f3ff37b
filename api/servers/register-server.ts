// Registering an upstream MCP server: it is asked what it speaks and what it has, and all of that is taken over. Whoever
// registers it has chosen it, so its tools are active at once; what it changes later waits for approval.

import { Problem } from "../http/problem.ts";
import type { FieldFault } from "../http/problem.ts";
import { type Quota, refuseAtQuota } from "../http/quota.ts";
import { invalidRequest } from "../http/validation.ts";
import { nowIso } from "../platform/clock.ts";
import { type Database, isUniqueViolation } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { egressFault } from "../relay/egress.ts";
import { deprecatedTransport } from "../relay/mcp/deprecated-transport.ts";
import { UpstreamError } from "../relay/mcp/failures.ts";
import type { Services } from "../services.ts";
import { authFaults, type ProviderAuth, sealAuth } from "../tools/credentials.ts";
import { toolQuota } from "../tools/register-tool.ts";
import { commitImport } from "./commit-import.ts";
import { keeperOf } from "./keeper.ts";
import { reachOf, readServer, type ServerRead, upstreamProblem } from "./read-server.ts";
import { reconcile, type RowWrite } from "./reconcile.ts";
import type { Server } from "./server.ts";
import { countServers, insertServer, writeDefinitions } from "./store.ts";

export interface ServerRequest {
  readonly name: string;
  readonly url: string;
  readonly isPublic: boolean;
}

/** Throws the problem `invalid_request`, `credentials_unavailable`, `quota_reached`, `server_exists` or `upstream_failed`. */
export async function registerServer(
  services: Services,
  agentId: string,
  { name, url, isPublic }: ServerRequest,
  auth: ProviderAuth,
): Promise<Server> {
  const { db, env } = services;
  const faults = [...urlFaults(url, env.EGRESS), ...authFaults(auth)];
  if (faults.length > 0) throw invalidRequest(faults);
  await refuseAtQuota(serverQuota(db, agentId));

  const id = newId("srv");
  const address = { id, agentId, url, authConfig: await sealAuth(env, { id, agentId }, auth) };
  const read = await readServer(services, address).catch(async (error: unknown) => {
    const reach = error instanceof UpstreamError ? await reachOf(env, address).catch(() => null) : null;
    const told = reach !== null && "url" in reach ? await deprecatedTransport(reach) : null;
    throw upstreamProblem(told ?? error);
  });
  return takeIn(services, { ...address, name, isPublic, authType: auth.authType }, read);
}

/** What one more server counts against. */
export function serverQuota(db: Database, agentId: string): Quota {
  return { kind: "servers", count: countServers(db, agentId) };
}

type NewServer = Pick<Server, "id" | "agentId" | "name" | "isPublic" | "url" | "authType" | "authConfig">;

/** Takes over what a new server has. Throws the problem `quota_reached` or `server_exists`. */
export async function takeIn(
  services: Services,
  address: NewServer,
  { facts, definitions }: ServerRead,
): Promise<Server> {
  const { db, env } = services;
  const { id, agentId } = address;
  const at = nowIso();
  const { isPublic } = address;
  const times = { refreshedAt: at, connectedAt: null, createdAt: at, updatedAt: at };
  const undecided = { heldInstructions: null, rejectedInstructions: null };
  const server: Server = {
    ...address,
    publishedAt: isPublic ? at : null,
    ...facts,
    ...undecided,
    lastError: null,
    ...times,
  };
  const { writes } = reconcile([], definitions);
  const tools = writes.flatMap(({ kind, name: tool, held }) =>
    kind === "tool" && held !== null ? [{ name: tool, definition: held }] : [],
  );
  try {
    await commitImport(
      db,
      server,
      tools,
      (ids) => [
        insertServer(db, server),
        ...writeDefinitions(id, { writes: writes.map((row) => approved(row, ids)), forgotten: [] }),
      ],
      at,
      [serverQuota(db, agentId), toolQuota(db, agentId, tools.length)],
    );
  } catch (error) {
    throw isUniqueViolation(error) ? serverExists(address.name) : error;
  }
  await keeperOf(env, id).start(id);
  return server;
}

function approved(row: RowWrite, toolIds: ReadonlyMap<string, string>): RowWrite {
  if (row.kind !== "tool") return row;
  const toolId = toolIds.get(row.name) ?? null;
  return { ...row, hash: row.heldHash, inForce: row.held, heldHash: null, held: null, toolId };
}

export function serverExists(name: string): Problem {
  return new Problem(
    "server_exists",
    `You have an MCP server "${name}" already. Take another name, or remove that one.`,
  );
}

export function urlFaults(url: string, egress: Services["env"]["EGRESS"]): FieldFault[] {
  const message = egressFault(url, egress);
  return message === null ? [] : [{ code: "egress_refused", pointer: "/url", message }];
}
