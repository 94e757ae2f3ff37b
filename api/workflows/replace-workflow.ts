// A workflow's next version: another definition, or an older one once more. Runs keep theirs, and so do the steps of other
// workflows that run it.

import type { Json } from "../../engine/json.ts";
import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import { canonicalText } from "../../engine/schema/canonical.ts";
import { Problem } from "../http/problem.ts";
import type { Database } from "../platform/database.ts";
import { acceptDefinition, type Accepted } from "./accept-definition.ts";
import { forgetExposed, forgetWorkflow } from "./find-workflow.ts";
import { insertVersion, selectPlan, selectVersion, selectWorkflow } from "./store.ts";
import type { DefinedWorkflow } from "./workflow.ts";

/** More is a loop somewhere. */
const MAX_VERSIONS = 10_000;

export interface Replaced {
  readonly workflow: DefinedWorkflow;
  readonly warnings: readonly Diagnostic[];
}

interface Wanted {
  readonly workflowId: string;
  /** Of `If-Match`: the versions that the change is meant for; null: whichever is current. */
  readonly meantFor: readonly number[] | null;
}

/**
 * Stores the definition as the next version. One that is the same, and compiles to the same, makes none. Null where the agent
 * has no such workflow. Throws the problems `version_outdated`, `quota_reached`, or `invalid_definition` with every fault.
 */
export async function replaceWorkflow(
  db: Database,
  agentId: string,
  wanted: Wanted,
  source: Json,
): Promise<Replaced | null> {
  const { workflowId } = wanted;
  if ((await currentFor(db, agentId, wanted)) === null) return null;
  const accepted = await acceptDefinition(db, agentId, source, workflowId);
  return commit(db, agentId, wanted, accepted, null);
}

/**
 * Makes a version that is equal to an older one, with the plan that it had. Null where the agent has no such workflow or it no
 * such version. Throws as `replaceWorkflow` does: what the older one names may be gone.
 */
export async function restoreVersion(
  db: Database,
  agentId: string,
  wanted: Wanted,
  version: number,
): Promise<Replaced | null> {
  const { workflowId } = wanted;
  if ((await currentFor(db, agentId, wanted)) === null) return null;
  const [older, plan] = await Promise.all([
    selectVersion(db, workflowId, version),
    selectPlan(db, workflowId, version),
  ]);
  if (older === undefined || plan === null) return null;
  const accepted = await acceptDefinition(db, agentId, older.definition, workflowId);
  return commit(db, agentId, wanted, { ...accepted, plan }, version);
}

async function commit(
  db: Database,
  agentId: string,
  wanted: Wanted,
  { said, plan, exposed, warnings }: Accepted,
  restores: number | null,
): Promise<Replaced | null> {
  // A turn that changes nothing means that another change came in between: this one comes after it, if it may.
  for (;;) {
    const before = await currentFor(db, agentId, wanted);
    if (before === null) return null;
    if (await isSame(db, before, said.definition, plan)) return { workflow: before, warnings };
    if (before.version >= MAX_VERSIONS) {
      throw new Problem("quota_reached", `The workflow has ${MAX_VERSIONS} versions, as many as one may have.`);
    }
    const updatedAt = new Date(Math.max(Date.now(), Date.parse(before.updatedAt) + 1)).toISOString();
    const workflow: DefinedWorkflow = { ...before, ...said, version: before.version + 1, updatedAt };
    if (!(await insertVersion(db, workflow, { plan, exposed, restores }))) continue;
    forgetWorkflow(db, workflow.id, agentId);
    forgetExposed(db, agentId);
    return { workflow, warnings };
  }
}

/** The workflow as it stands, where the change is meant for that. */
async function currentFor(
  db: Database,
  agentId: string,
  { workflowId, meantFor }: Wanted,
): Promise<DefinedWorkflow | null> {
  const current = await selectWorkflow(db, workflowId, agentId);
  if (current === undefined) return null;
  const { version } = current;
  if (meantFor === null || meantFor.includes(version)) return current;
  const detail = `The workflow is at version ${version} now. Read it, and send the change with If-Match: "${version}".`;
  throw new Problem("version_outdated", detail, { headers: { ETag: `"${version}"` } });
}

async function isSame(db: Database, { id, version, definition }: DefinedWorkflow, source: Json, plan: unknown) {
  if (canonicalText(definition) !== canonicalText(source)) return false;
  return JSON.stringify(await selectPlan(db, id, version)) === JSON.stringify(plan);
}
