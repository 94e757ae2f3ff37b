import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { readCursor, readPage } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import { nowIso } from "../platform/clock.ts";
import type {
  deleteToolContract,
  getToolContract,
  getToolSchemaContract,
  listAgentToolsContract,
  listToolsContract,
  registerToolContract,
} from "./contract.ts";
import { forgetTool } from "./find-tool.ts";
import { registerTool as register } from "./register-tool.ts";
import { deregisterTool, listTools as selectTools, selectVisibleTool } from "./store.ts";
import type { ToolFilter } from "./store.ts";
import type { Tool } from "./tool.ts";

export const registerTool: RouteHandler<typeof registerToolContract, KeyedEnv> = async (c) => {
  const { rateLimit, pricing, inputSchema = null, outputSchema = null, ...rest } = c.req.valid("json");
  const tool = await register(c.get("services"), c.get("principal").agentId, {
    ...rest,
    inputSchema,
    outputSchema,
    rateLimitPerMin: rateLimit.maxPerMinute,
    pricingModel: pricing.model,
    priceUsd: pricing.priceUsd,
  });
  return c.json(present(tool, tool.agentId), 201, { Location: `/api/v1/mcp/tools/${tool.id}` });
};

export const listTools: RouteHandler<typeof listToolsContract, KeyedEnv> = async (c) => {
  const { q, tag, agentId, status, limit, cursor } = c.req.valid("query");
  const filter = { viewerId: c.get("principal").agentId, text: q, tag, agentId, status };
  return c.json(await pageOfTools(c.get("services").db, filter, limit, cursor), 200);
};

export const listAgentTools: RouteHandler<typeof listAgentToolsContract, KeyedEnv> = async (c) => {
  const { limit, cursor } = c.req.valid("query");
  const filter = { viewerId: c.get("principal").agentId, agentId: c.req.valid("param").agentId };
  return c.json(await pageOfTools(c.get("services").db, filter, limit, cursor), 200);
};

export const getTool: RouteHandler<typeof getToolContract, KeyedEnv> = async (c) => {
  const viewerId = c.get("principal").agentId;
  const tool = await selectVisibleTool(c.get("services").db, c.req.valid("param").toolId, viewerId);
  return c.json(present(tool ?? notFound(), viewerId), 200);
};

export const getToolSchema: RouteHandler<typeof getToolSchemaContract, KeyedEnv> = async (c) => {
  const viewerId = c.get("principal").agentId;
  const tool = await selectVisibleTool(c.get("services").db, c.req.valid("param").toolId, viewerId);
  const { id, inputSchema, outputSchema } = tool ?? notFound();
  return c.json({ toolId: id, inputSchema, outputSchema }, 200);
};

export const deleteTool: RouteHandler<typeof deleteToolContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { toolId } = c.req.valid("param");
  if (!(await deregisterTool(db, toolId, c.get("principal").agentId, nowIso()))) notFound();
  forgetTool(db, toolId);
  return c.body(null, 204);
};

async function pageOfTools(
  db: Parameters<typeof selectTools>[0],
  filter: ToolFilter,
  limit: number,
  cursor: string | undefined,
) {
  const position = readCursor(cursor);
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    selectTools(db, filter, { limit: rowCount, position }),
  );
  return { data: rows.map((tool) => present(tool, filter.viewerId)), nextCursor };
}

function notFound(): never {
  throw new Problem("not_found", "There is no tool of this id that you may use.");
}

function present(tool: Tool, viewerId: string) {
  const { endpoint, rateLimitPerMin, pricingModel, priceUsd, ...shown } = tool;
  return {
    ...shown,
    tags: [...tool.tags],
    // Where a provider listens is its own affair: others call it through the hub.
    ...(tool.agentId === viewerId ? { endpoint } : {}),
    rateLimit: { maxPerMinute: rateLimitPerMin },
    pricing: { model: pricingModel, priceUsd },
    mcpUri: `mcp://nxscall.com/tools/${tool.id}`,
  };
}
