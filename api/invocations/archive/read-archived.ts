import type { Services } from "../../services.ts";
import { type InvocationRow, saidNothing } from "../store.ts";
import { linesOf, readLine } from "./pack.ts";
import { selectPlace } from "./store.ts";

/** A call that the log no longer has, for who made or answered it; null where there is none. */
export async function readArchived({ db, env }: Services, agentId: string, id: string): Promise<InvocationRow | null> {
  const place = await selectPlace(db, id, agentId);
  if (place === undefined) return null;
  // An object that is written anew goes once its note names the next.
  const stored =
    (await env.ARCHIVE.get(place.key)) ??
    (await env.ARCHIVE.get((await selectPlace(db, id, agentId))?.key ?? place.key));
  if (stored === null) return null;
  for await (const line of linesOf(stored.body)) {
    if (!line.includes(id)) continue;
    const row = readLine(line);
    if (row.id !== id) continue;
    if (![row.callerAgentId, row.providerAgentId].includes(agentId)) return null;
    return place.isToForget ? { ...row, ...saidNothing } : row;
  }
  return null;
}
