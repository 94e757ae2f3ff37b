import type { Database } from "../platform/database.ts";
import type { Position } from "../platform/keyset.ts";
import type { HandoffSummary } from "./handoff.ts";
import { type HandoffFilter, listHandoffRows } from "./store.ts";

export type { HandoffFilter } from "./store.ts";

/** The agent's handoffs, newest first; up to `limit` after the position. */
export function listHandoffs(
  db: Database,
  agentId: string,
  filter: HandoffFilter,
  page: { limit: number; position: Position | null },
): Promise<HandoffSummary[]> {
  return listHandoffRows(db, agentId, filter, page);
}
