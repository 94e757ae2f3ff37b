import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { readCursor, readPage } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import { outboxOf } from "./callback.ts";
import type { listCallbacksContract, redeliverCallbackContract, rotateCallbackSecretContract } from "./contract.ts";

export const rotateCallbackSecret: RouteHandler<typeof rotateCallbackSecretContract, KeyedEnv> = async (c) => {
  const { secret, previousValidUntil } = await outboxOf(c.env, c.get("principal").agentId).rotateSecret();
  return c.json({ secret, previousValidUntil }, 201);
};

export const listCallbacks: RouteHandler<typeof listCallbacksContract, KeyedEnv> = async (c) => {
  const { status = null, limit, cursor } = c.req.valid("query");
  const position = readCursor(cursor);
  const outbox = outboxOf(c.env, c.get("principal").agentId);
  const { rows, nextCursor } = await readPage(limit, async (count) => [
    ...(await outbox.list(status, count, position)),
  ]);
  return c.json({ data: rows, nextCursor }, 200);
};

export const redeliverCallback: RouteHandler<typeof redeliverCallbackContract, KeyedEnv> = async (c) => {
  const callback = await outboxOf(c.env, c.get("principal").agentId).redeliver(c.req.valid("param").callbackId);
  if (callback === null) throw new Problem("not_found", "You have no callback of this id.");
  return c.json(callback, 202);
};
