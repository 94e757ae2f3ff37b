import type { RouteHandler } from "@hono/zod-openapi";
import { publishToolChange } from "../feed/publish-tool-change.ts";
import type { KeyedEnv } from "../http/context.ts";
import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import type {
  deleteToolContract,
  getToolContract,
  getToolSchemaContract,
  listAgentToolsContract,
  listToolsContract,
  registerToolContract,
  replaceCredentialsContract,
  updateToolContract,
} from "./contract.ts";
import type { CircuitState } from "../relay/circuit-breaker.ts";
import { definitionHash } from "./definition.ts";
import { deprecationHeaders, missingTool } from "./deprecation.ts";
import { deregisterTool } from "./deregister-tool.ts";
import { presentCircuit } from "./present-circuit.ts";
import { presentConnection } from "./present-connection.ts";
import { readStats } from "./read-stats.ts";
import { registerTool as register } from "./register-tool.ts";
import { replaceCredentials as replace } from "./replace-credentials.ts";
import { searchTools } from "./search-tools.ts";
import type { ToolSearch } from "./search-tools.ts";
import type { getToolStatsContract } from "./stats-contract.ts";
import { selectCircuits, selectConnections, selectReadme, selectVisibleTool } from "./store.ts";
import type { Tool } from "./tool.ts";
import { updateTool as update } from "./update-tool.ts";

export const registerTool: RouteHandler<typeof registerToolContract, KeyedEnv> = async (c) => {
  const { rateLimit, pricing, inputSchema = null, outputSchema = null, ...given } = c.req.valid("json");
  const { authType, authConfig, ...rest } = given;
  const request = {
    ...rest,
    inputSchema,
    outputSchema,
    rateLimitPerMin: rateLimit.maxPerMinute,
    pricingModel: pricing.model,
    priceUsd: pricing.priceUsd,
  };
  const tool = await register(c.get("services"), c.get("principal").agentId, request, { authType, authConfig });
  return c.json(await present(c.get("services").db, tool, tool.agentId), 201, {
    Location: `/api/v1/mcp/tools/${tool.id}`,
  });
};

export const listTools: RouteHandler<typeof listToolsContract, KeyedEnv> = async (c) => {
  const { facets, ...query } = c.req.valid("query");
  const search = { ...query, viewerId: c.get("principal").agentId, facets: facets === "true" };
  return c.json(await foundTools(c.get("services").db, search), 200);
};

export const listAgentTools: RouteHandler<typeof listAgentToolsContract, KeyedEnv> = async (c) => {
  const { limit, cursor } = c.req.valid("query");
  const search = { viewerId: c.get("principal").agentId, agentId: c.req.valid("param").agentId, limit, cursor };
  return c.json(await foundTools(c.get("services").db, search), 200);
};

export const getTool: RouteHandler<typeof getToolContract, KeyedEnv> = async (c) => {
  const viewerId = c.get("principal").agentId;
  const tool = await findVisible(c.get("services").db, c.req.valid("param").toolId, viewerId);
  return c.json(await present(c.get("services").db, tool, viewerId), 200, deprecationHeaders(tool));
};

export const getToolSchema: RouteHandler<typeof getToolSchemaContract, KeyedEnv> = async (c) => {
  const viewerId = c.get("principal").agentId;
  const tool = await findVisible(c.get("services").db, c.req.valid("param").toolId, viewerId);
  const { id, inputSchema, outputSchema } = tool;
  return c.json({ toolId: id, inputSchema, outputSchema }, 200, deprecationHeaders(tool));
};

export const getToolStats: RouteHandler<typeof getToolStatsContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const viewerId = c.get("principal").agentId;
  const tool = await findVisible(db, c.req.valid("param").toolId, viewerId);
  return c.json(await readStats(db, tool, viewerId, c.req.valid("query")), 200, deprecationHeaders(tool));
};

export const updateTool: RouteHandler<typeof updateToolContract, KeyedEnv> = async (c) => {
  const { rateLimit, pricing, ...rest } = c.req.valid("json");
  const agentId = c.get("principal").agentId;
  const tool = await update(c.get("services"), agentId, c.req.valid("param").toolId, {
    ...rest,
    rateLimitPerMin: rateLimit?.maxPerMinute,
    pricingModel: pricing?.model,
    priceUsd: pricing?.priceUsd,
  });
  c.executionCtx.waitUntil(publishToolChange(c.env, agentId, { toolId: tool.id, change: "updated" }, tool.updatedAt));
  return c.json(await present(c.get("services").db, tool, agentId), 200, deprecationHeaders(tool));
};

export const replaceCredentials: RouteHandler<typeof replaceCredentialsContract, KeyedEnv> = async (c) => {
  const agentId = c.get("principal").agentId;
  const tool = await replace(c.get("services"), agentId, c.req.valid("param").toolId, c.req.valid("json"));
  return c.json(await present(c.get("services").db, tool, agentId), 200, deprecationHeaders(tool));
};

export const deleteTool: RouteHandler<typeof deleteToolContract, KeyedEnv> = async (c) => {
  const { toolId } = c.req.valid("param");
  const { agentId } = c.get("principal");
  await deregisterTool(c.get("services"), agentId, toolId, c.req.valid("query").successorId);
  c.executionCtx.waitUntil(publishToolChange(c.env, agentId, { toolId, change: "deregistered" }, nowIso()));
  return c.body(null, 204);
};

async function foundTools(db: Database, search: ToolSearch) {
  const { tools, ...page } = await searchTools(db, search);
  return { data: await presentAll(db, tools, search.viewerId), ...page };
}

async function findVisible(db: Database, id: string, viewerId: string): Promise<Tool> {
  const tool = await selectVisibleTool(db, id, viewerId);
  if (tool === null) throw await missingTool(db, id, viewerId);
  return tool;
}

async function present(db: Database, tool: Tool, viewerId: string) {
  const [presented] = await presentAll(db, [tool], viewerId);
  if (presented === undefined) throw new Error("one tool is presented as one");
  return { ...presented, readme: await selectReadme(db, tool.id) };
}

async function presentAll(db: Database, tools: readonly Tool[], viewerId: string) {
  const ids = tools.map(({ id }) => id);
  const circuits = ids.length === 0 ? new Map<string, CircuitState>() : await selectCircuits(db, ids);
  const connections = await connectionsOf(db, tools);
  const now = Date.now();
  return Promise.all(
    tools.map(async (tool) => {
      const { endpoint, authConfig, upstream, rateLimitPerMin, pricingModel, priceUsd, ...shown } = tool;
      return {
        ...shown,
        tags: [...tool.tags],
        redaction: [...tool.redaction],
        // Where a provider listens is its own affair: others call it through the hub.
        ...(tool.agentId === viewerId && tool.protocol !== "agent" ? { endpoint } : {}),
        rateLimit: { maxPerMinute: rateLimitPerMin },
        pricing: { model: pricingModel, priceUsd },
        hasCredentials: authConfig !== null,
        serverId: upstream?.serverId ?? null,
        circuit: presentCircuit(circuits.get(tool.id) ?? null, now),
        connection: tool.protocol === "agent" ? presentConnection(connections.get(tool.id) ?? null) : null,
        definitionHash: await definitionHash(tool),
        mcpUri: `mcp://nxscall.com/tools/${tool.id}`,
      };
    }),
  );
}

/** Since when the agents are connected that serve some of these tools. */
async function connectionsOf(db: Database, tools: readonly Tool[]): Promise<ReadonlyMap<string, string>> {
  const served = tools.filter(({ protocol }) => protocol === "agent").map(({ id }) => id);
  return served.length === 0 ? new Map() : selectConnections(db, served);
}
