import type { InvocationRow } from "./store.ts";

export type InvocationSummaryRow = Omit<InvocationRow, "input" | "output">;

/** An invocation as lists and the feed show it: without input and output. */
export type LoggedInvocation = ReturnType<typeof presentLogged>;

export function presentLogged(row: InvocationSummaryRow) {
  const { errorCode, errorMessage } = row;
  return {
    id: row.id,
    toolId: row.toolId,
    callerAgentId: row.callerAgentId,
    providerAgentId: row.providerAgentId,
    status: row.status,
    error: errorCode === null && errorMessage === null ? null : { code: errorCode, message: errorMessage },
    latencyMs: row.latencyMs,
    createdAt: row.createdAt,
    completedAt: row.completedAt,
  };
}
