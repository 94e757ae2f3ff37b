// The log as an agent may see it: what it called, and what others called of its. Each role and each status is a walk of
// its own along an index; the walks' heads are merged, so that a page costs the same however many rows do not fit.

import { Problem } from "../http/problem.ts";
import type { FieldFault } from "../http/problem.ts";
import type { Database } from "../platform/database.ts";
import type { InvocationSummaryRow } from "./logged-invocation.ts";
import { walkInvocations } from "./store.ts";
import type { InvocationRow, Page, Walk } from "./store.ts";

export interface InvocationFilter {
  readonly role?: "caller" | "provider" | undefined;
  readonly callerAgentId?: string | undefined;
  readonly providerAgentId?: string | undefined;
  readonly toolId?: string | undefined;
  /** Empty: all. */
  readonly statuses: readonly InvocationRow["status"][];
  /** ISO 8601: calls that began at this time or later, and before that. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Newest first. Throws the problem `invalid_parameter` where no call can fit. */
export async function listInvocations(
  db: Database,
  agentId: string,
  filter: InvocationFilter,
  page: Page,
): Promise<InvocationSummaryRow[]> {
  const found = await Promise.all(walksOf(agentId, filter).map((walk) => walkInvocations(db, walk, page)));
  // A call of an agent's own tool is on both sides.
  const rows = new Map(found.flat().map((row) => [row.id, row]));
  return [...rows.values()].toSorted(newestFirst).slice(0, page.limit);
}

/** The walks that together find what the filter wants. */
export function walksOf(agentId: string, filter: InvocationFilter): Walk[] {
  const found = faultOf(agentId, filter);
  if (found !== null) {
    const name = found.pointer.replace("/query/", "");
    throw new Problem("invalid_parameter", `${name}: ${found.message}`, { errors: [found] });
  }
  const { role, callerAgentId = agentId, providerAgentId = agentId, toolId, from, to } = filter;
  const rest = { toolId, from: utc(from), to: utc(to) };
  const asCaller = { ...rest, callerAgentId: agentId, providerAgentId: filter.providerAgentId };
  const asProvider = { ...rest, providerAgentId: agentId, callerAgentId: filter.callerAgentId };
  const sides = [
    ...(role !== "provider" && callerAgentId === agentId ? [asCaller] : []),
    ...(role !== "caller" && providerAgentId === agentId ? [asProvider] : []),
  ];
  const statuses = filter.statuses.length === 0 ? [undefined] : new Set(filter.statuses);
  return sides.flatMap((side) => Array.from(statuses, (status) => ({ ...side, status })));
}

function faultOf(agentId: string, { role, callerAgentId, providerAgentId, from, to }: InvocationFilter) {
  const otherCaller = callerAgentId !== undefined && callerAgentId !== agentId;
  const otherProvider = providerAgentId !== undefined && providerAgentId !== agentId;
  if (otherCaller && role === "caller") {
    return fault("callerAgentId", "With `role=caller` the caller is you. Leave one of the two out.");
  }
  if (otherProvider && role === "provider") {
    return fault("providerAgentId", "With `role=provider` the provider is you. Leave one of the two out.");
  }
  if (otherCaller && otherProvider) {
    return fault("providerAgentId", "The log shows calls that you made or answered: one of the two has to be you.");
  }
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to)) {
    return fault("from", "Give a time before `to`.");
  }
  return null;
}

function fault(parameter: string, message: string): FieldFault {
  return { code: "invalid_value", pointer: `/query/${parameter}`, message };
}

/** The same instant as the column writes it, so that the order of texts is the order of times. */
function utc(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function newestFirst(one: InvocationSummaryRow, other: InvocationSummaryRow): number {
  if (one.createdAt !== other.createdAt) return one.createdAt < other.createdAt ? 1 : -1;
  return one.id < other.id ? 1 : -1;
}
