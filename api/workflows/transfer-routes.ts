import type { RouteHandler } from "@hono/zod-openapi";
import type { ImportNote } from "../../engine/import/flow.ts";
import type { KeyedEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { exportWorkflow as exported } from "./export-workflow.ts";
import { convert, importWorkflow as store } from "./import-workflow.ts";
import { presentDiagnostics } from "./present-diagnostics.ts";
import type { exportWorkflowContract, importWorkflowContract } from "./transfer-contract.ts";

export const exportWorkflow: RouteHandler<typeof exportWorkflowContract, KeyedEnv> = async (c) => {
  const { workflowId } = c.req.valid("param");
  const { version } = c.req.valid("query");
  const document = await exported(c.get("services").db, c.get("principal").agentId, workflowId, version);
  if (document === null) throw new Problem("not_found", "You have no workflow of this id, or it has no such version.");
  return c.json(document, 200);
};

export const importWorkflow: RouteHandler<typeof importWorkflowContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { agentId } = c.get("principal");
  const { dryRun, source, ...asked } = c.req.valid("json");
  const request = { ...asked, source: source ?? null };
  if (dryRun) {
    const { definition, notes, checked } = await convert(db, agentId, request);
    const ok = checked.ok && notes.every(({ severity }) => severity !== "error");
    const diagnostics = presentDiagnostics(checked.diagnostics);
    return c.json({ definition, notes: notes.map(presentNote), ok, diagnostics }, 200);
  }
  const { workflow, notes, warnings } = await store(db, agentId, request);
  const body = { ...workflow, notes: notes.map(presentNote), warnings: presentDiagnostics(warnings) };
  return c.json(body, 201, { Location: `/api/v1/workflows/${workflow.id}` });
};

function presentNote(note: ImportNote): ImportNote {
  return { ...note };
}
