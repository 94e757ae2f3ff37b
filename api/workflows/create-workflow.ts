import type { SQLWrapper } from "drizzle-orm";
import type { Json } from "../../engine/json.ts";
import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import { storeWithin } from "../http/quota.ts";
import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { acceptDefinition, type Accepted } from "./accept-definition.ts";
import { forgetExposed } from "./find-workflow.ts";
import { countWorkflows, insertWorkflow } from "./store.ts";
import type { DefinedWorkflow } from "./workflow.ts";

/** Checks, compiles and stores a definition. Throws the problem `quota_reached`, or `invalid_definition` with every fault. */
export async function createWorkflow(
  db: Database,
  agentId: string,
  source: Json,
): Promise<{ workflow: DefinedWorkflow; warnings: readonly Diagnostic[] }> {
  const accepted = await acceptDefinition(db, agentId, source);
  const made = newWorkflow(agentId, accepted);
  await storeWorkflows(db, agentId, [made]);
  return { workflow: made.workflow, warnings: accepted.warnings };
}

/** A workflow that is not stored yet. */
export interface NewWorkflow {
  readonly workflow: DefinedWorkflow;
  readonly accepted: Accepted;
}

export function newWorkflow(agentId: string, accepted: Accepted): NewWorkflow {
  const now = nowIso();
  const workflow: DefinedWorkflow = {
    id: newId("wf"),
    agentId,
    ...accepted.said,
    status: "active",
    isPublic: false,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  return { workflow, accepted };
}

/** Stores all of them and, in the same batch, what is `beside`; or nothing. Throws the problem `quota_reached`. */
export async function storeWorkflows(
  db: Database,
  agentId: string,
  made: readonly NewWorkflow[],
  beside: readonly SQLWrapper[] = [],
): Promise<void> {
  const quota = { kind: "workflows", count: countWorkflows(db, agentId), more: made.length } as const;
  const rows = made.flatMap(({ workflow, accepted }) => insertWorkflow(db, workflow, accepted.plan, accepted.exposed));
  await storeWithin(db, [quota], [...rows, ...beside]);
  forgetExposed(db, agentId);
}
