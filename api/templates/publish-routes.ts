import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { nowIso } from "../platform/clock.ts";
import { presentDiagnostics } from "../workflows/present-diagnostics.ts";
import { findTemplate, readHistory } from "./find-template.ts";
import { readTemplate } from "./present-template.ts";
import type { deleteTemplateContract, publishWorkflowContract } from "./publish-contract.ts";
import { publishWorkflow as publish } from "./publish-workflow.ts";
import { unpublish } from "./store.ts";

export const publishWorkflow: RouteHandler<typeof publishWorkflowContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { agentId } = c.get("principal");
  const { version: workflowVersion, ...asked } = c.req.valid("json");
  const { workflowId } = c.req.valid("param");
  const published = await publish(db, agentId, workflowId, { ...asked, workflowVersion });
  if (published === null) throw new Problem("not_found", "You have no workflow of this id, or it has no such version.");
  const { templateId, isNew, warnings } = published;
  const template = await findTemplate(db, templateId);
  const history = await readHistory(db, agentId, template);
  const body = { ...readTemplate(template, history), warnings: presentDiagnostics(warnings) };
  return c.json(body, isNew ? 201 : 200, { Location: `/api/v1/templates/${templateId}` });
};

export const deleteTemplate: RouteHandler<typeof deleteTemplateContract, KeyedEnv> = async (c) => {
  const { templateId } = c.req.valid("param");
  const isGone = await unpublish(c.get("services").db, templateId, c.get("principal").agentId, nowIso());
  if (!isGone) throw new Problem("not_found", "You have published no template of this id.");
  return c.body(null, 204);
};
