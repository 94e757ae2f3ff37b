// Agent B as the runtime's tests need it: its tools registered under ids of the test's choice, its log read back.

import { env } from "cloudflare:workers";
import { inject } from "vitest";
import { agents, mcpTools } from "../../../api/platform/schema.ts";
import { openDatabase } from "../../../api/platform/database.ts";
import type { Behaviour, CallSeen } from "../../contract/host-contract.ts";

/** Where each behaviour of the contract is found at the provider. */
const paths: Readonly<Record<Behaviour, string>> = {
  echo: "/mirror",
  slow: "/mirror?ms=100",
  flaky: "/mirror?fails=2",
  down: "/status?code=503",
  refuse: "/status?code=400",
  hang: "/hang",
  close: "/close",
  garbage: "/garbage",
  big: "/big",
};

export const PROVIDER_AGENT = "agent_provider";

/** Registers a tool for each behaviour, with the behaviour as its id, once a database. */
export async function registerBehaviours(maxPerMinute = 1_000_000): Promise<void> {
  const db = openDatabase(env.DB);
  await db.insert(agents).values({ id: PROVIDER_AGENT, name: "B" }).onConflictDoNothing();
  for (const [id, path] of Object.entries(paths)) await registerTool(id, path, maxPerMinute);
}

export async function registerTool(id: string, path: string, maxPerMinute = 1_000_000): Promise<void> {
  const db = openDatabase(env.DB);
  await db.insert(agents).values({ id: PROVIDER_AGENT, name: "B" }).onConflictDoNothing();
  await db
    .insert(mcpTools)
    .values({
      id,
      agentId: PROVIDER_AGENT,
      name: id,
      endpoint: `${inject("providerUrl")}${path}`,
      authType: "none",
      rateLimitPerMin: maxPerMinute,
    })
    .onConflictDoNothing();
}

export interface ProviderCall extends CallSeen {
  readonly receivedAt: number;
  readonly answeredAt: number | null;
}

/** The calls whose Idempotency-Key belongs to this run or invocation, in the order of arrival. */
export async function callsOf(runId: string): Promise<ProviderCall[]> {
  const response = await fetch(`${inject("providerUrl")}/_log?key=${encodeURIComponent(`${runId}:`)}`);
  const log: { keys: Record<string, { calls: (Omit<ProviderCall, "idempotencyKey"> & { order: number })[] }> } =
    await response.json();
  return Object.entries(log.keys)
    .flatMap(([idempotencyKey, { calls }]) => calls.map((call) => ({ ...call, idempotencyKey })))
    .toSorted((a, b) => a.order - b.order);
}

/** The most calls that were open at one time. */
export function maxOpen(calls: readonly ProviderCall[]): number {
  const turns = calls.flatMap(({ receivedAt, answeredAt }) => [
    { at: receivedAt, by: 1 },
    { at: answeredAt ?? Number.POSITIVE_INFINITY, by: -1 },
  ]);
  let open = 0;
  let most = 0;
  for (const { by } of turns.toSorted((a, b) => a.at - b.at || a.by - b.by)) most = Math.max(most, (open += by));
  return most;
}
