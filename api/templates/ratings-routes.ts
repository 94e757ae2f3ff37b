import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { readCursor, readPage } from "../http/page.ts";
import { nowIso } from "../platform/clock.ts";
import { findTemplate } from "./find-template.ts";
import { rateTemplate as rate } from "./rate-template.ts";
import type { listTemplateRatingsContract, rateTemplateContract, reportTemplateContract } from "./ratings-contract.ts";
import { selectRatings, upsertReport } from "./store.ts";

export const listTemplateRatings: RouteHandler<typeof listTemplateRatingsContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { limit, cursor } = c.req.valid("query");
  const position = readCursor(cursor);
  const { id } = await findTemplate(db, c.req.valid("param").templateId);
  const { rows, nextCursor } = await readPage(limit, async (rowCount) => {
    const ratings = await selectRatings(db, id, { limit: rowCount, position });
    return ratings.map((rating) => ({ ...rating, id: rating.agentId }));
  });
  return c.json({ data: rows.map(({ id: _agent, ...rating }) => rating), nextCursor }, 200);
};

export const rateTemplate: RouteHandler<typeof rateTemplateContract, KeyedEnv> = async (c) => {
  const { templateId } = c.req.valid("param");
  return c.json(await rate(c.get("services").db, c.get("principal").agentId, templateId, c.req.valid("json")), 200);
};

export const reportTemplate: RouteHandler<typeof reportTemplateContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { templateId } = c.req.valid("param");
  const { version } = await findTemplate(db, templateId);
  const said = { ...c.req.valid("json"), version, createdAt: nowIso() };
  await upsertReport(db, templateId, { agentId: c.get("principal").agentId, ...said });
  return c.json({ templateId, ...said }, 200);
};
