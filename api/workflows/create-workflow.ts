import type { SQLWrapper } from "drizzle-orm";
import type { Json } from "../../engine/json.ts";
import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import { storeWithin } from "../http/quota.ts";
import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { acceptDefinition } from "./accept-definition.ts";
import { forgetExposed } from "./find-workflow.ts";
import { countWorkflows, insertWorkflow } from "./store.ts";
import type { DefinedWorkflow } from "./workflow.ts";

/**
 * Checks, compiles and stores a definition, and in the same batch what `beside` says. Throws the problem `quota_reached`, or
 * `invalid_definition` with every fault.
 */
export async function createWorkflow(
  db: Database,
  agentId: string,
  source: Json,
  beside: (workflow: DefinedWorkflow) => readonly SQLWrapper[] = () => [],
): Promise<{ workflow: DefinedWorkflow; warnings: readonly Diagnostic[] }> {
  const { said, plan, exposed, warnings } = await acceptDefinition(db, agentId, source);

  const now = nowIso();
  const workflow: DefinedWorkflow = {
    id: newId("wf"),
    agentId,
    ...said,
    status: "active",
    isPublic: false,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  const quota = { kind: "workflows", count: countWorkflows(db, agentId) } as const;
  await storeWithin(db, [quota], [...insertWorkflow(db, workflow, plan, exposed), ...beside(workflow)]);
  forgetExposed(db, agentId);
  return { workflow, warnings };
}
