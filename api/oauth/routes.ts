import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { readCursor, readPage } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import { nowIso } from "../platform/clock.ts";
import type { deleteGrantContract, listGrantsContract } from "./contract.ts";
import { forgetGrant } from "./grants.ts";
import { deleteGrantOf, listGrantsOf } from "./store.ts";
import type { GrantRow } from "./store.ts";

export const listGrants: RouteHandler<typeof listGrantsContract, KeyedEnv> = async (c) => {
  const { limit, cursor } = c.req.valid("query");
  const position = readCursor(cursor);
  const now = nowIso();
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    listGrantsOf(c.get("services").db, c.get("principal").agentId, { limit: rowCount, position, now }),
  );
  return c.json({ data: rows.map(present), nextCursor }, 200);
};

export const deleteGrant: RouteHandler<typeof deleteGrantContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { grantId } = c.req.valid("param");
  if (!(await deleteGrantOf(db, c.get("principal").agentId, grantId))) {
    throw new Problem("not_found", "You have no grant of this id.");
  }
  forgetGrant(db, grantId);
  return c.body(null, 204);
};

function present(row: GrantRow) {
  const { id, clientId, clientName, redirectUri, resource, scopes, keyId, createdAt, lastUsedAt, expiresAt } = row;
  return { id, clientId, clientName, redirectUri, resource, scopes, keyId, createdAt, lastUsedAt, expiresAt };
}
