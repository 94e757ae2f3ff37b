// How many of each thing an agent may have at a time. They guard the hub, not its users: whoever meets one has a loop
// somewhere. Requests that are under way together may each find room, and then go over by so many.

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
} as const;

/** Throws the problem `quota_reached` where the agent has no room for so many more. */
export function refuseAtQuota(kind: keyof typeof QUOTAS, count: number, more = 1): void {
  if (count + more <= QUOTAS[kind]) return;
  const besides = more === 1 ? "" : ` This would be ${more} more.`;
  throw new Problem("quota_reached", `You have ${count} ${kind}, and an agent may have ${QUOTAS[kind]}.${besides}`);
}
