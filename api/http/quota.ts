// How many of each thing an agent may have at a time. They guard the hub, not its users: whoever meets one has a loop
// somewhere. What is stored is counted where it is stored, so that requests at once do not go over either; handoffs alone
// are counted before.

import type { SQLWrapper } from "drizzle-orm";
import { failOver, isOver, runAll } from "../platform/database.ts";
import type { Counting, Database } from "../platform/database.ts";
import { Problem } from "./problem.ts";

export const QUOTAS = {
  /** Registered, whatever their status; each version is one. */
  tools: 10_000,
  /** Valid and not rotated. */
  keys: 1_000,
  workflows: 10_000,
  toolboxes: 1_000,
  servers: 100,
  registries: 10,
  schedules: 1_000,
  /** Sent and still open. */
  handoffs: 10_000,
  webhooks: 1_000,
  /** Published. */
  templates: 1_000,
} as const;

export interface Quota {
  readonly kind: keyof typeof QUOTAS;
  /** How many of them the agent has. */
  readonly count: Counting;
  /** How many the statements store; absent: one. */
  readonly more?: number;
}

/**
 * Runs the statements as one. Where the agent then had more of something than it may, it runs none of them, and throws
 * the problem `quota_reached`.
 */
export async function storeWithin(
  db: Database,
  quotas: readonly Quota[],
  statements: readonly SQLWrapper[],
): Promise<void> {
  const checks = quotas.map(({ kind, count }) => failOver(kind, count, QUOTAS[kind]));
  try {
    await runAll(db, [...statements, ...checks]);
  } catch (error) {
    const met = quotas.find(({ kind }) => isOver(error, kind));
    throw met === undefined ? error : await quotaReached(met);
  }
}

/** Throws the problem `quota_reached` where the agent has no room for more: before work that would be in vain. */
export async function refuseAtQuota(quota: Quota): Promise<void> {
  const [row] = await quota.count;
  if ((row?.value ?? 0) >= QUOTAS[quota.kind]) throw await quotaReached(quota);
}

async function quotaReached({ kind, count, more = 1 }: Quota): Promise<Problem> {
  const [row] = await count;
  const besides = more === 1 ? "" : ` This would be ${more} more.`;
  return new Problem(
    "quota_reached",
    `You have ${row?.value} ${kind}, and an agent may have ${QUOTAS[kind]}.${besides}`,
  );
}
