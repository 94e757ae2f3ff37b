import type { Services } from "../../services.ts";
import type { InvocationRow } from "../store.ts";
import { linesOf, readLine } from "./pack.ts";
import { selectArchiveKey } from "./store.ts";

/** A call that the log no longer has, for who made or answered it; null where there is none. */
export async function readArchived({ db, env }: Services, agentId: string, id: string): Promise<InvocationRow | null> {
  const key = await selectArchiveKey(db, id, agentId);
  const stored = key === undefined ? null : await env.ARCHIVE.get(key);
  if (stored === null) return null;
  for await (const line of linesOf(stored.body)) {
    if (!line.includes(id)) continue;
    const row = readLine(line);
    if (row.id === id) return [row.callerAgentId, row.providerAgentId].includes(agentId) ? row : null;
  }
  return null;
}
