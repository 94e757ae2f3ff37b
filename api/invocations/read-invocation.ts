import type { Services } from "../services.ts";
import { shardOf } from "../runtime/shards.ts";
import { type BackgroundView, isBackground } from "./background.ts";
import { readArchived } from "./archive/read-archived.ts";
import { selectInvocation } from "./store.ts";
import type { InvocationRow } from "./store.ts";

/**
 * The invocation as this agent may see it, which made or answered it; null where there is none. What the log does not
 * have, or not to its end, may run in the background: then its caller is told from the journal.
 */
export async function readInvocation(services: Services, agentId: string, id: string): Promise<InvocationRow | null> {
  const { db, env } = services;
  const row = (await selectInvocation(db, id, agentId)) ?? (await readArchived(services, agentId, id));
  if ((row !== null && row.completedAt !== null) || !isBackground({ runId: id })) return row;
  const view = await shardOf(env, { agentId, runId: id }).readInvocation(id);
  return view === null ? row : rowOf(view);
}

function rowOf(view: BackgroundView): InvocationRow {
  return {
    ...view,
    input: view.input ?? null,
    output: view.output ?? null,
    errorCode: view.errorCode ?? null,
    errorMessage: view.errorMessage ?? null,
    latencyMs: view.latencyMs ?? null,
    completedAt: view.completedAt ?? null,
  };
}
