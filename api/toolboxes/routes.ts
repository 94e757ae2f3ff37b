import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { readCursor, readPage } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import { nowIso } from "../platform/clock.ts";
import type {
  createToolboxContract,
  deleteToolboxContract,
  getToolboxContract,
  listToolboxesContract,
  replaceToolboxContract,
} from "./contract.ts";
import { findToolbox, forgetToolbox } from "./find-toolbox.ts";
import { createToolbox as create, replaceToolbox as replace } from "./save-toolbox.ts";
import { listToolboxesOf, markDeleted } from "./store.ts";
import type { Toolbox } from "./toolbox.ts";

export const createToolbox: RouteHandler<typeof createToolboxContract, KeyedEnv> = async (c) => {
  const toolbox = await create(c.get("services").db, c.get("principal").agentId, asked(c.req.valid("json")));
  return c.json(present(toolbox), 201, { Location: `/api/v1/mcp/boxes/${toolbox.id}` });
};

export const listToolboxes: RouteHandler<typeof listToolboxesContract, KeyedEnv> = async (c) => {
  const { limit, cursor } = c.req.valid("query");
  const position = readCursor(cursor);
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    listToolboxesOf(c.get("services").db, c.get("principal").agentId, { limit: rowCount, position }),
  );
  return c.json({ data: rows.map(present), nextCursor }, 200);
};

export const getToolbox: RouteHandler<typeof getToolboxContract, KeyedEnv> = async (c) => {
  const toolbox = await findToolbox(c.get("services").db, c.req.valid("param").boxId, c.get("principal").agentId);
  return c.json(present(toolbox ?? notFound()), 200);
};

export const replaceToolbox: RouteHandler<typeof replaceToolboxContract, KeyedEnv> = async (c) => {
  const { boxId } = c.req.valid("param");
  const body = asked(c.req.valid("json"));
  const toolbox = await replace(c.get("services").db, c.get("principal").agentId, boxId, body);
  return c.json(present(toolbox ?? notFound()), 200);
};

export const deleteToolbox: RouteHandler<typeof deleteToolboxContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { boxId } = c.req.valid("param");
  if (!(await markDeleted(db, boxId, c.get("principal").agentId, nowIso()))) notFound();
  forgetToolbox(db, boxId);
  return c.body(null, 204);
};

interface Body {
  readonly name: string;
  readonly description: string;
  readonly isPublic: boolean;
  readonly tools: readonly (string | { tool: string; as?: string | undefined })[];
}

function asked({ tools, ...rest }: Body) {
  const entries = tools.map((entry) => (typeof entry === "string" ? { tool: entry } : entry));
  return { ...rest, tools: entries.map(({ tool, as = null }) => ({ tool, as })) };
}

function present({ id, agentId, name, description, tools, isPublic, version, createdAt, updatedAt }: Toolbox) {
  const shown = tools.map(({ tool, as }) => ({ tool, ...(as !== null && { as }) }));
  const mcpPath = `/mcp/v1/boxes/${id}`;
  return { id, agentId, name, description, tools: shown, isPublic, version, mcpPath, createdAt, updatedAt };
}

function notFound(): never {
  throw new Problem("not_found", "You have no toolbox of this id, and there is no public one.");
}
