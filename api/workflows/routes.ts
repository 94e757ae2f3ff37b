import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { readCursor, readPage } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import { utcRange } from "../http/time-range.ts";
import { nowIso } from "../platform/clock.ts";
import { schedulerOf } from "../schedules/schedulers.ts";
import { deleteWebhooksOf } from "../webhooks/delete-webhook.ts";
import { checkDefinition, mendDefinition } from "./check-definition.ts";
import type {
  checkWorkflowContract,
  createWorkflowContract,
  deleteWorkflowContract,
  getWorkflowContract,
  listWorkflowsContract,
} from "./contract.ts";
import { createWorkflow as create } from "./create-workflow.ts";
import { forgetExposed, forgetWorkflow, ownsWorkflow } from "./find-workflow.ts";
import { presentDiagnostics } from "./present-diagnostics.ts";
import { deleteWorkflow as markDeleted, listWorkflows as selectWorkflows, selectWorkflow } from "./store.ts";

export const createWorkflow: RouteHandler<typeof createWorkflowContract, KeyedEnv> = async (c) => {
  const { workflow, warnings } = await create(c.get("services").db, c.get("principal").agentId, c.req.valid("json"));
  return c.json({ ...workflow, warnings: presentDiagnostics(warnings) }, 201, {
    Location: `/api/v1/workflows/${workflow.id}`,
  });
};

export const checkWorkflow: RouteHandler<typeof checkWorkflowContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { agentId } = c.get("principal");
  const source = c.req.valid("json");
  const { ok, diagnostics } = await checkDefinition(db, agentId, source);
  const checked = { ok, diagnostics: presentDiagnostics(diagnostics) };
  if (c.req.valid("query").mend !== "true") return c.json(checked, 200);
  const mended = await mendDefinition(db, agentId, source);
  const left = { ok: mended.checked.ok, diagnostics: presentDiagnostics(mended.checked.diagnostics) };
  return c.json({ ...checked, mended: { definition: mended.source, fixes: mended.fixes, ...left } }, 200);
};

export const listWorkflows: RouteHandler<typeof listWorkflowsContract, KeyedEnv> = async (c) => {
  const { limit, cursor, q, isPublic, ...range } = c.req.valid("query");
  const position = readCursor(cursor);
  const filter = { ...utcRange(range), q, ...(isPublic !== undefined && { isPublic: isPublic === "true" }) };
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    selectWorkflows(c.get("services").db, c.get("principal").agentId, { limit: rowCount, position }, filter),
  );
  return c.json({ data: rows, nextCursor }, 200);
};

export const getWorkflow: RouteHandler<typeof getWorkflowContract, KeyedEnv> = async (c) => {
  const { workflowId } = c.req.valid("param");
  const workflow = await selectWorkflow(c.get("services").db, workflowId, c.get("principal").agentId);
  const found = workflow ?? notFound();
  return c.json(found, 200, { ETag: `"${found.version}"` });
};

export const deleteWorkflow: RouteHandler<typeof deleteWorkflowContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const { db } = services;
  const { agentId } = c.get("principal");
  const { workflowId } = c.req.valid("param");
  if (!(await ownsWorkflow(db, workflowId, agentId))) notFound();
  // What hangs on it goes first, so that a deletion which is cut off can be made again.
  await deleteWebhooksOf(services, agentId, workflowId);
  await schedulerOf(c.env, agentId).removeOf(workflowId);
  if (!(await markDeleted(db, workflowId, agentId, nowIso()))) notFound();
  forgetWorkflow(db, workflowId, agentId);
  forgetExposed(db, agentId);
  return c.body(null, 204);
};

function notFound(): never {
  throw new Problem("not_found", "You have no workflow of this id.");
}
