import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { presentDiagnostics } from "../workflows/present-diagnostics.ts";
import type {
  getTemplateContract,
  instantiateTemplateContract,
  listSlotToolsContract,
  listTemplatesContract,
} from "./contract.ts";
import { findTemplate, readHistory } from "./find-template.ts";
import { instantiate } from "./instantiate.ts";
import { presentTemplate, readTemplate } from "./present-template.ts";
import { searchTemplates } from "./search-templates.ts";
import { catalogOf, fittingTools } from "./slot-tools.ts";

export const listTemplates: RouteHandler<typeof listTemplatesContract, KeyedEnv> = async (c) => {
  const { facets: wanted, ...query } = c.req.valid("query");
  const found = await searchTemplates(c.get("services").db, { ...query, facets: wanted === "true" });
  const { templates, nextCursor, facets } = found;
  return c.json({ data: templates.map(presentTemplate), nextCursor, ...(facets && { facets }) }, 200);
};

export const getTemplate: RouteHandler<typeof getTemplateContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const template = await findTemplate(db, c.req.valid("param").templateId, c.req.valid("query").version);
  return c.json(readTemplate(template, await readHistory(db, c.get("principal").agentId, template)), 200);
};

export const instantiateTemplate: RouteHandler<typeof instantiateTemplateContract, KeyedEnv> = async (c) => {
  const { templateId } = c.req.valid("param");
  const { agentId } = c.get("principal");
  const made = await instantiate(c.get("services").db, agentId, templateId, c.req.valid("json"));
  const { workflow, template, subWorkflows, warnings } = made;
  const body = { ...workflow, template, subWorkflows: [...subWorkflows], warnings: presentDiagnostics(warnings) };
  return c.json(body, 201, {
    Location: `/api/v1/workflows/${workflow.id}`,
  });
};

export const listSlotTools: RouteHandler<typeof listSlotToolsContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { agentId } = c.get("principal");
  const { templateId, slotName } = c.req.valid("param");
  const { content } = await findTemplate(db, templateId, c.req.valid("query").version);
  const slot = content.slots.find(({ name }) => name === slotName);
  if (slot === undefined) throw new Problem("not_found", "The template has no slot of this name.");
  const catalog = await catalogOf(db, agentId, content);
  const tools = await fittingTools(db, agentId, slot, { whole: content, catalog });
  const data = tools.map(({ id, name, description, version, agentId: provider }) => {
    return { id, name, description, version, agentId: provider };
  });
  return c.json({ data }, 200);
};
