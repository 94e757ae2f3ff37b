// The SQL of workflows and of the plans that they compiled to.

import { and, count, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { WorkflowSignature } from "../../engine/plan/catalog.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { Database } from "../platform/database.ts";
import { after } from "../platform/keyset.ts";
import type { Position } from "../platform/keyset.ts";
import { textParts } from "../platform/text-parts.ts";
import { workflowPlans, workflows } from "../platform/schema.ts";
import type { DefinedWorkflow, ExecutableWorkflow, ExposedWorkflow, Workflow } from "./workflow.ts";

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

type Exposure = Pick<ExposedWorkflow, "toolName" | "toolDescription">;

/** Stores the workflow and its plan, or neither. */
export async function insertWorkflow(
  db: Database,
  workflow: DefinedWorkflow,
  plan: Plan,
  exposed: Exposure | null,
): Promise<void> {
  const parts = textParts(JSON.stringify(plan)).map((json, part) =>
    db.insert(workflowPlans).values({ workflowId: workflow.id, version: workflow.version, part, json }),
  );
  await db.batch([db.insert(workflows).values({ ...workflow, ...exposed }), ...parts]);
}

export async function countWorkflows(db: Database, agentId: string): Promise<number> {
  const [row] = await db
    .select({ workflows: count() })
    .from(workflows)
    .where(and(eq(workflows.agentId, agentId), isNull(workflows.deletedAt)));
  return row?.workflows ?? 0;
}

/** The agent's workflows, newest first; up to `limit` after the position. */
export async function listWorkflows(
  db: Database,
  agentId: string,
  page: { limit: number; position: Position | null },
): Promise<Workflow[]> {
  return db
    .select(summary)
    .from(workflows)
    .where(
      and(
        eq(workflows.agentId, agentId),
        isNull(workflows.deletedAt),
        after(workflows.createdAt, workflows.id, page.position),
      ),
    )
    .orderBy(desc(workflows.createdAt), desc(workflows.id))
    .limit(page.limit)
    .all();
}

export async function selectWorkflow(db: Database, id: string, agentId: string): Promise<DefinedWorkflow | undefined> {
  return db
    .select({ ...summary, definition: workflows.definition })
    .from(workflows)
    .where(ownedBy(id, agentId))
    .get();
}

export async function workflowExists(db: Database, id: string, agentId: string): Promise<boolean> {
  const row = await db.select({ id: workflows.id }).from(workflows).where(ownedBy(id, agentId)).get();
  return row !== undefined;
}

/** The workflow and its size as JSON in characters, so that a cache can tell what is worth keeping. */
export async function selectExecutableWorkflow(
  db: Database,
  id: string,
  agentId: string,
): Promise<{ workflow: ExecutableWorkflow; chars: number } | null> {
  const rows = await db
    .select({ version: workflows.version, inputSchema: workflows.inputSchema, json: workflowPlans.json })
    .from(workflows)
    .innerJoin(
      workflowPlans,
      and(eq(workflowPlans.workflowId, workflows.id), eq(workflowPlans.version, workflows.version)),
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

/** What a step that runs one of these workflows must know of it; those that the agent may not run are left out. */
export async function selectWorkflowSignatures(
  db: Database,
  ids: readonly string[],
  agentId: string,
): Promise<WorkflowSignature[]> {
  const found = await Promise.all(ids.map((id) => selectSignature(db, id, agentId)));
  return found.flatMap((signature) => signature ?? []);
}

async function selectSignature(db: Database, id: string, agentId: string): Promise<WorkflowSignature | null> {
  const [named, executable] = await Promise.all([
    db.select({ name: workflows.name }).from(workflows).where(ownedBy(id, agentId)).get(),
    selectExecutableWorkflow(db, id, agentId),
  ]);
  if (named === undefined || executable === null) return null;
  const { version, inputSchema, plan } = executable.workflow;
  return {
    id,
    name: named.name,
    version,
    inputSchema,
    outputSchema: plan.outputSchema ?? null,
    uses: plan.uses ?? [],
    depth: plan.depth ?? 0,
  };
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
