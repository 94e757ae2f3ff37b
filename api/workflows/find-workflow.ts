import type { Json } from "../../engine/json.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { Database } from "../platform/database.ts";
import type { Position } from "../platform/keyset.ts";
import { recentFor } from "../platform/recent.ts";
import {
  listWorkflows,
  selectExecutableWorkflow,
  selectExposedWorkflows,
  selectOwn,
  selectPlan,
  selectVersion,
  selectWorkflow,
  workflowExists,
} from "./store.ts";
import type { DefinedVersion, DefinedWorkflow, ExecutableWorkflow, ExposedWorkflow, Workflow } from "./workflow.ts";

/** Larger plans are read anew each time, so that the isolate's memory stays bounded. */
const MAX_REMEMBERED_CHARS = 100_000;

const remembered = recentFor<ExecutableWorkflow>(5_000, 200);

/**
 * The active workflow of this id that the agent may execute; null where there is none. An isolate may answer
 * from memory that is up to 5 s old.
 */
export async function findExecutableWorkflow(
  db: Database,
  id: string,
  agentId: string,
): Promise<ExecutableWorkflow | null> {
  const known = remembered(db).get(memoryKey(id, agentId));
  if (known !== undefined) return known;
  const found = await selectExecutableWorkflow(db, id, agentId);
  if (found === null) return null;
  if (found.chars <= MAX_REMEMBERED_CHARS) remembered(db).set(memoryKey(id, agentId), found.workflow);
  return found.workflow;
}

/** The same in one of its versions; what an isolate remembers of the current one is not asked. */
export async function findExecutableVersion(
  db: Database,
  id: string,
  agentId: string,
  version: number,
): Promise<ExecutableWorkflow | null> {
  return (await selectExecutableWorkflow(db, id, agentId, version))?.workflow ?? null;
}

/** The same in this version; null: in the current one. */
export function findVersion(
  db: Database,
  id: string,
  version: number | null,
  agentId: string,
): Promise<ExecutableWorkflow | null> {
  return version === null ? findExecutableWorkflow(db, id, agentId) : findExecutableVersion(db, id, agentId, version);
}

/** The plan of one version of a workflow, also of one that is deleted; null where there is none. */
export function findPlan(db: Database, id: string, version: number): Promise<Plan | null> {
  return selectPlan(db, id, version);
}

/** One version of a workflow, also of one that is deleted, with its plan; null where there is none. */
export async function findPinned(
  db: Database,
  id: string,
  version: number,
): Promise<{ name: string; definition: Json; plan: Plan } | null> {
  const [said, plan] = await Promise.all([selectVersion(db, id, version), selectPlan(db, id, version)]);
  return said === undefined || plan === null ? null : { name: said.name, definition: said.definition, plan };
}

/** Forgets the workflow in this isolate, so that its owner sees a change at once. */
export function forgetWorkflow(db: Database, id: string, agentId: string): void {
  remembered(db).delete(memoryKey(id, agentId));
}

function memoryKey(id: string, agentId: string): string {
  return `${agentId} ${id}`;
}

/** More would make a model read for long before it begins; one whose input schema is larger would too. */
const MAX_EXPOSED = { limit: 100, maxSchemaChars: 64 * 1024 };

const exposed = recentFor<ExposedWorkflow[]>(5_000, 200);

/** The agent's active workflows that are tools, newest first, up to 100. An isolate may answer from memory up to 5 s old. */
export async function findExposedWorkflows(db: Database, agentId: string): Promise<ExposedWorkflow[]> {
  const known = exposed(db).get(agentId);
  if (known !== undefined) return known;
  const found = await selectExposedWorkflows(db, agentId, MAX_EXPOSED);
  exposed(db).set(agentId, found);
  return found;
}

/** The same for tools that are workflows: their owner sees at once what it creates and deletes. */
export function forgetExposed(db: Database, agentId: string): void {
  exposed(db).delete(agentId);
}

/** Whether the agent has a workflow of this id. */
export function ownsWorkflow(db: Database, id: string, agentId: string): Promise<boolean> {
  return workflowExists(db, id, agentId);
}

/** Those of these workflows that the agent has. */
export async function whichAreOwn(db: Database, ids: readonly string[], agentId: string): Promise<Set<string>> {
  return new Set(await selectOwn(db, ids, agentId));
}

/** The agent's workflow of this id, with its definition; null where there is none. */
export async function findOwnWorkflow(db: Database, id: string, agentId: string): Promise<DefinedWorkflow | null> {
  return (await selectWorkflow(db, id, agentId)) ?? null;
}

/** What the agent's workflow says in this version, or in its current one; null where there is none. */
export async function findDefinition(
  db: Database,
  id: string,
  agentId: string,
  version?: number,
): Promise<Pick<DefinedVersion, "version" | "name" | "description" | "definition"> | null> {
  const workflow = await findOwnWorkflow(db, id, agentId);
  if (workflow === null || version === undefined || version === workflow.version) return workflow;
  return (await selectVersion(db, id, version)) ?? null;
}

/** The agent's workflows, newest first; up to `limit` after the position. */
export function findOwnWorkflows(
  db: Database,
  agentId: string,
  page: { limit: number; position: Position | null },
): Promise<Workflow[]> {
  return listWorkflows(db, agentId, page);
}
