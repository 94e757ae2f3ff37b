import { namedIn } from "../../engine/plan/named.ts";
import type { Database } from "../platform/database.ts";
import { definitionHash } from "../tools/definition.ts";
import { findNamedTools } from "../tools/find-tool.ts";
import type { Tool } from "../tools/tool.ts";
import { EXPORT_FORMAT, type ExportedWorkflow } from "./exported-workflow.ts";
import { findDefinition } from "./find-workflow.ts";
import { selectWorkflowSignatures } from "./store.ts";

/** The agent's workflow in this version, or in its current one; null where there is none. */
export async function exportWorkflow(
  db: Database,
  agentId: string,
  workflowId: string,
  wanted?: number,
): Promise<ExportedWorkflow | null> {
  const found = await findDefinition(db, workflowId, agentId, wanted);
  if (found === null) return null;
  const { name, description, version, definition } = found;
  const named = namedIn(definition);
  const [called, signatures] = await Promise.all([
    findNamedTools(db, named, agentId),
    selectWorkflowSignatures(db, named.workflowIds, agentId),
  ]);
  return {
    format: EXPORT_FORMAT,
    workflow: { id: workflowId, version, name, description },
    definition,
    tools: await Promise.all([...called].map(([ref, tool]) => exportedTool(ref, tool))),
    workflows: signatures.map((workflow) => ({ ref: workflow.id, name: workflow.name, version: workflow.version })),
  };
}

async function exportedTool(ref: string, tool: Tool): Promise<ExportedWorkflow["tools"][number]> {
  const { agentId, name, version } = tool;
  return { ref, agentId, name, version, definitionHash: await definitionHash(tool) };
}
