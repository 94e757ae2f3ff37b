// An agent's registries: brought, found, read again.

import type { FieldFault } from "../http/problem.ts";
import { Problem } from "../http/problem.ts";
import { refuseAtQuota, storeWithin } from "../http/quota.ts";
import { invalidRequest } from "../http/validation.ts";
import { nowIso } from "../platform/clock.ts";
import { isUniqueViolation } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { egressFault } from "../relay/egress.ts";
import { upstreamProblem } from "../servers/read-server.ts";
import type { Services } from "../services.ts";
import { readRegistryPage } from "./read-registry.ts";
import { refreshRegistry } from "./refresh-registry.ts";
import type { Registry } from "./registry.ts";
import { countRegistries, insertRegistry, selectRegistry } from "./store.ts";

/** The agent's own. Throws the problem `not_found`. */
export async function ownRegistry({ db }: Services, agentId: string, id: string): Promise<Registry> {
  const registry = await selectRegistry(db, id);
  if (registry?.agentId !== agentId) throw noRegistry();
  return registry;
}

export function noRegistry(): Problem {
  return new Problem("not_found", "You have no MCP registry of this id.");
}

/**
 * Asked before anything is written, so that what is no registry is not kept; then read as far as one refresh goes. Throws the
 * problem `invalid_request`, `quota_reached`, `registry_exists` or `upstream_failed`.
 */
export async function createRegistry(
  services: Services,
  agentId: string,
  { url, name: given }: { readonly url: string; readonly name: string | undefined },
): Promise<Registry> {
  const { db, env } = services;
  const faults = urlFaults(url, env.EGRESS);
  if (faults.length > 0) throw invalidRequest(faults);
  const quota = { kind: "registries", count: countRegistries(db, agentId) } as const;
  await refuseAtQuota(quota);
  await readRegistryPage({ url, since: null, cursor: null }, env.EGRESS).catch((error: unknown) => {
    throw upstreamProblem(error);
  });
  const at = nowIso();
  const id = newId("reg");
  const name = given ?? nameIn(url);
  const nothing = { since: null, walk: null, leftOut: 0, leftOutReason: null, failures: 0, lastError: null };
  const times = { refreshedAt: null, nextRefreshAt: at, createdAt: at, updatedAt: at };
  try {
    await storeWithin(db, [quota], [insertRegistry(db, { id, agentId, name, url, ...nothing, ...times })]);
  } catch (error) {
    throw isUniqueViolation(error) ? registryExists(name) : error;
  }
  await refreshRegistry(services, id);
  return ownRegistry(services, agentId, id);
}

/** Reads on. Throws the problem `not_found` or `upstream_failed`. */
export async function refreshOwn(services: Services, agentId: string, id: string): Promise<Registry> {
  await ownRegistry(services, agentId, id);
  const refreshed = await refreshRegistry(services, id);
  if (refreshed.status === "failed") throw new Problem("upstream_failed", refreshed.reason);
  return ownRegistry(services, agentId, id);
}

function urlFaults(url: string, egress: Services["env"]["EGRESS"]): FieldFault[] {
  const denied = egressFault(url, egress);
  if (denied !== null) return [{ code: "egress_refused", pointer: "/url", message: denied }];
  const { search, hash } = new URL(url);
  const message = "It is the address under which `/v0.1/servers` is, without a query.";
  return search === "" && hash === "" ? [] : [{ code: "invalid_format", pointer: "/url", message }];
}

/** Its host, as far as a name may hold it. */
function nameIn(url: string): string {
  return new URL(url).host.replaceAll(/[^A-Za-z0-9_.-]/g, "_").slice(0, 64);
}

function registryExists(name: string): Problem {
  const detail = `You have an MCP registry "${name}" already. Take another name, or remove that one.`;
  return new Problem("registry_exists", detail);
}
