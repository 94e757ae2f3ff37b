// The SQL of workflows and of the plans that they compiled to.

import { and, count, desc, eq, gte, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { SQLWrapper } from "drizzle-orm";
import type { Json } from "../../engine/json.ts";
import type { WorkflowSignature } from "../../engine/plan/catalog.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import { inValues, isUniqueViolation, type Counting, type Database } from "../platform/database.ts";
import { after } from "../platform/keyset.ts";
import type { Position } from "../platform/keyset.ts";
import { textParts } from "../platform/text-parts.ts";
import { workflowDefinitionParts, workflowPlans, workflows, workflowVersions } from "../platform/schema.ts";
import type { Exposure } from "./exposure.ts";
import type {
  DefinedVersion,
  DefinedWorkflow,
  ExecutableWorkflow,
  ExposedWorkflow,
  Workflow,
  WorkflowVersion,
} from "./workflow.ts";

const summary = {
  id: workflows.id,
  agentId: workflows.agentId,
  name: workflows.name,
  description: workflows.description,
  inputSchema: workflows.inputSchema,
  status: workflows.status,
  isPublic: workflows.isPublic,
  version: workflows.version,
  createdAt: workflows.createdAt,
  updatedAt: workflows.updatedAt,
};

/** The workflow, its first version and its plan, for one batch. */
export function insertWorkflow(
  db: Database,
  workflow: DefinedWorkflow,
  plan: Plan,
  exposed: Exposure | null,
): SQLWrapper[] {
  const row = { ...workflow, definition: inRow(workflow), ...exposed };
  return [db.insert(workflows).values(row), ...versionRows(db, workflow, plan, null)];
}

/**
 * Makes this the workflow's version, the one after that which it has: all of it or nothing. False where it has this version
 * already, or is gone.
 */
export async function insertVersion(
  db: Database,
  workflow: DefinedWorkflow,
  { plan, exposed, restores }: { plan: Plan; exposed: Exposure | null; restores: number | null },
): Promise<boolean> {
  const { id, agentId, name, description, inputSchema, version, updatedAt } = workflow;
  const definition = inRow(workflow);
  const { toolName, toolDescription } = exposed ?? { toolName: null, toolDescription: null };
  try {
    const [[updated]] = await db.batch([
      db
        .update(workflows)
        .set({ name, description, definition, inputSchema, version, updatedAt, toolName, toolDescription })
        .where(and(ownedBy(id, agentId), eq(workflows.version, version - 1)))
        .returning({ id: workflows.id }),
      ...versionRows(db, workflow, plan, restores),
    ]);
    return updated !== undefined;
  } catch (error) {
    // Another one was quicker: the rows of its version are there.
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

function versionRows(db: Database, workflow: DefinedWorkflow, plan: Plan, restores: number | null) {
  const { id: workflowId, version, name, description, inputSchema, updatedAt: createdAt } = workflow;
  const definition = inRow(workflow);
  const parts = definition === workflow.definition ? [] : textParts(JSON.stringify(workflow.definition));
  return [
    db
      .insert(workflowVersions)
      .values({ workflowId, version, name, description, definition, inputSchema, restores, createdAt }),
    ...parts.map((json, part) => db.insert(workflowDefinitionParts).values({ workflowId, version, part, json })),
    ...textParts(JSON.stringify(plan)).map((json, part) =>
      db.insert(workflowPlans).values({ workflowId, version, part, json }),
    ),
  ];
}

/** D1 takes 2 MB a row, in UTF-8; beside the definition stands its input schema. */
const MAX_ROW_BYTES = 1_500_000;

/** What stands in the place of a definition that is in parts. None is like this: each has a name and steps. */
const IN_PARTS: Json = {};

function inRow({ definition, inputSchema }: Pick<DefinedWorkflow, "definition" | "inputSchema">): Json {
  const encoder = new TextEncoder();
  const bytes = [definition, inputSchema].map((value) => encoder.encode(JSON.stringify(value)).byteLength);
  return bytes.reduce((sum, size) => sum + size, 0) > MAX_ROW_BYTES ? IN_PARTS : definition;
}

/** The row with its definition, wherever that is. */
async function whole<Row extends { readonly definition: Json; readonly version: number }>(
  db: Database,
  workflowId: string,
  row: Row | undefined,
): Promise<Row | undefined> {
  if (row === undefined || JSON.stringify(row.definition) !== JSON.stringify(IN_PARTS)) return row;
  const parts = await db
    .select({ json: workflowDefinitionParts.json })
    .from(workflowDefinitionParts)
    .where(and(eq(workflowDefinitionParts.workflowId, workflowId), eq(workflowDefinitionParts.version, row.version)))
    .orderBy(workflowDefinitionParts.part)
    .all();
  return { ...row, definition: JSON.parse(parts.map(({ json }) => json).join("")) as Json };
}

const versionSummary = {
  version: workflowVersions.version,
  name: workflowVersions.name,
  description: workflowVersions.description,
  restores: workflowVersions.restores,
  createdAt: workflowVersions.createdAt,
};

/** The workflow's versions, newest first; up to `limit` below `before`. */
export async function selectVersions(
  db: Database,
  workflowId: string,
  page: { limit: number; before: number | null },
): Promise<WorkflowVersion[]> {
  return db
    .select(versionSummary)
    .from(workflowVersions)
    .where(
      and(
        eq(workflowVersions.workflowId, workflowId),
        page.before === null ? undefined : lt(workflowVersions.version, page.before),
      ),
    )
    .orderBy(desc(workflowVersions.version))
    .limit(page.limit)
    .all();
}

export async function selectVersion(
  db: Database,
  workflowId: string,
  version: number,
): Promise<DefinedVersion | undefined> {
  const row = await db
    .select({
      ...versionSummary,
      definition: workflowVersions.definition,
      inputSchema: workflowVersions.inputSchema,
    })
    .from(workflowVersions)
    .where(and(eq(workflowVersions.workflowId, workflowId), eq(workflowVersions.version, version)))
    .get();
  return whole(db, workflowId, row);
}

export function countWorkflows(db: Database, agentId: string): Counting {
  return db
    .select({ value: count() })
    .from(workflows)
    .where(and(eq(workflows.agentId, agentId), isNull(workflows.deletedAt)));
}

export interface WorkflowFilter {
  /** A part of the name, in any case. */
  readonly q?: string | undefined;
  readonly isPublic?: boolean;
  /** ISO 8601 in UTC: created from this on, and before that. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The agent's workflows, newest first; up to `limit` after the position. */
export async function listWorkflows(
  db: Database,
  agentId: string,
  page: { limit: number; position: Position | null },
  { q = "", isPublic, from, to }: WorkflowFilter = {},
): Promise<Workflow[]> {
  return db
    .select(summary)
    .from(workflows)
    .where(
      and(
        eq(workflows.agentId, agentId),
        isNull(workflows.deletedAt),
        q === "" ? undefined : sql`instr(lower(${workflows.name}), lower(${q})) > 0`,
        isPublic === undefined ? undefined : eq(workflows.isPublic, isPublic),
        from === undefined ? undefined : gte(workflows.createdAt, from),
        to === undefined ? undefined : lt(workflows.createdAt, to),
        after(workflows.createdAt, workflows.id, page.position),
      ),
    )
    .orderBy(desc(workflows.createdAt), desc(workflows.id))
    .limit(page.limit)
    .all();
}

export async function selectWorkflow(db: Database, id: string, agentId: string): Promise<DefinedWorkflow | undefined> {
  const row = await db
    .select({ ...summary, definition: workflows.definition })
    .from(workflows)
    .where(ownedBy(id, agentId))
    .get();
  return whole(db, id, row);
}

export async function workflowExists(db: Database, id: string, agentId: string): Promise<boolean> {
  const row = await db.select({ id: workflows.id }).from(workflows).where(ownedBy(id, agentId)).get();
  return row !== undefined;
}

/**
 * The workflow in its current version or in another, and its size as JSON in characters, so that a cache can tell what is
 * worth keeping.
 */
export async function selectExecutableWorkflow(
  db: Database,
  id: string,
  agentId: string,
  version?: number,
): Promise<{ workflow: ExecutableWorkflow; chars: number } | null> {
  const rows = await db
    .select({
      version: workflowVersions.version,
      inputSchema: workflowVersions.inputSchema,
      json: workflowPlans.json,
    })
    .from(workflows)
    .innerJoin(
      workflowVersions,
      and(eq(workflowVersions.workflowId, workflows.id), eq(workflowVersions.version, version ?? workflows.version)),
    )
    .innerJoin(
      workflowPlans,
      and(eq(workflowPlans.workflowId, workflows.id), eq(workflowPlans.version, workflowVersions.version)),
    )
    .where(and(ownedBy(id, agentId), eq(workflows.status, "active")))
    .orderBy(workflowPlans.part)
    .all();
  const [first] = rows;
  if (first === undefined) return null;
  const json = rows.map((row) => row.json).join("");
  const plan = JSON.parse(json) as Plan;
  return { workflow: { id, version: first.version, inputSchema: first.inputSchema, plan }, chars: json.length };
}

/** Those of these workflows that the agent has. */
export async function selectOwn(db: Database, ids: readonly string[], agentId: string): Promise<string[]> {
  if (ids.length === 0) return [];
  const isTheirs = and(inValues(workflows.id, ids), eq(workflows.agentId, agentId), isNull(workflows.deletedAt));
  return (await db.select({ id: workflows.id }).from(workflows).where(isTheirs).all()).map(({ id }) => id);
}

/** Plans that are read at the same time. */
const PLANS_AT_ONCE = 10;

/** What a step that runs one of these workflows must know of it; those that the agent may not run are left out. */
export async function selectWorkflowSignatures(
  db: Database,
  ids: readonly string[],
  agentId: string,
): Promise<WorkflowSignature[]> {
  if (ids.length === 0) return [];
  const { id, name } = workflows;
  const isTheirs = and(inValues(id, ids), eq(workflows.agentId, agentId), isNull(workflows.deletedAt));
  const known = await db.select({ id, name }).from(workflows).where(isTheirs).all();
  const signatures: WorkflowSignature[] = [];
  for (let first = 0; first < known.length; first += PLANS_AT_ONCE) {
    const some = known.slice(first, first + PLANS_AT_ONCE);
    const found = await Promise.all(some.map((workflow) => selectSignature(db, workflow, agentId)));
    signatures.push(...found.flatMap((signature) => signature ?? []));
  }
  return signatures;
}

async function selectSignature(
  db: Database,
  { id, name }: Pick<Workflow, "id" | "name">,
  agentId: string,
): Promise<WorkflowSignature | null> {
  const executable = await selectExecutableWorkflow(db, id, agentId);
  if (executable === null) return null;
  const { version, inputSchema, plan } = executable.workflow;
  const { outputSchema = null, uses = [], depth = 0 } = plan;
  return { id, name, version, inputSchema, outputSchema, uses, depth };
}

/** The plan of a version, whatever became of the workflow since; null where there is none. */
export async function selectPlan(db: Database, workflowId: string, version: number): Promise<Plan | null> {
  const rows = await db
    .select({ json: workflowPlans.json })
    .from(workflowPlans)
    .where(and(eq(workflowPlans.workflowId, workflowId), eq(workflowPlans.version, version)))
    .orderBy(workflowPlans.part)
    .all();
  return rows.length === 0 ? null : (JSON.parse(rows.map(({ json }) => json).join("")) as Plan);
}

/** The agent's active workflows that are tools, newest first; schemas over `maxSchemaChars` leave theirs out. */
export async function selectExposedWorkflows(
  db: Database,
  agentId: string,
  { limit, maxSchemaChars }: { limit: number; maxSchemaChars: number },
): Promise<ExposedWorkflow[]> {
  const { id, toolName, toolDescription, inputSchema } = workflows;
  const rows = await db
    .select({ id, toolName, toolDescription, inputSchema })
    .from(workflows)
    .where(
      and(
        eq(workflows.agentId, agentId),
        isNull(workflows.deletedAt),
        isNotNull(toolName),
        eq(workflows.status, "active"),
        sql`length(coalesce(${inputSchema}, '')) <= ${maxSchemaChars}`,
      ),
    )
    .orderBy(desc(workflows.createdAt), desc(id))
    .limit(limit)
    .all();
  return rows.flatMap((row) =>
    row.toolName === null ? [] : [{ ...row, toolName: row.toolName, toolDescription: row.toolDescription ?? "" }],
  );
}

/** Marks the agent's own workflow as deleted; false where it has none of this id. */
export async function deleteWorkflow(db: Database, id: string, agentId: string, at: string): Promise<boolean> {
  const rows = await db
    .update(workflows)
    .set({ deletedAt: at, updatedAt: at })
    .where(ownedBy(id, agentId))
    .returning({ id: workflows.id });
  return rows.length > 0;
}

function ownedBy(id: string, agentId: string) {
  return and(eq(workflows.id, id), eq(workflows.agentId, agentId), isNull(workflows.deletedAt));
}
