import type { RouteHandler } from "@hono/zod-openapi";
import { endSubscriptions } from "../feed/end-subscriptions.ts";
import type { KeyedEnv } from "../http/context.ts";
import { readCursor, readPage } from "../http/page.ts";
import type { FieldCode } from "../http/problem-codes.ts";
import { Problem } from "../http/problem.ts";
import { storeWithin } from "../http/quota.ts";
import type { FieldFault } from "../http/problem.ts";
import { invalidRequest } from "../http/validation.ts";
import { nowIso } from "../platform/clock.ts";
import type {
  createKeyContract,
  deleteKeyContract,
  getKeyContract,
  listKeysContract,
  rotateKeyContract,
} from "./contract.ts";
import { issueKey } from "./issue-key.ts";
import { revokeKey } from "./revoke-key.ts";
import { rotateKey as rotate } from "./rotate-key.ts";
import { scopeFaults } from "./scope-faults.ts";
import { spellOutScopes } from "./scopes.ts";
import type { Scope } from "./scopes.ts";
import { countKeys, listKeysOf, selectKeyOf } from "./store.ts";
import type { KeyRow } from "./store.ts";

export const createKey: RouteHandler<typeof createKeyContract, KeyedEnv> = async (c) => {
  const asked = c.req.valid("json");
  const { agentId, ...caller } = c.get("principal");
  const now = nowIso();
  const expiresAt = asked.expiresAt === undefined ? null : new Date(asked.expiresAt).toISOString();

  const faults = [
    ...scopeFaults(asked.scopes, caller.scopes),
    ...limitFaults(asked.rateLimitPerMin, Number(c.env.MAX_KEY_RATE_LIMIT_PER_MIN)),
    ...expiryFaults(expiresAt, now),
  ];
  if (faults.length > 0) throw invalidRequest(faults);

  const key = {
    agentId,
    name: asked.name ?? null,
    scopes: spellOutScopes(asked.scopes),
    rateLimitPerMin: asked.rateLimitPerMin,
    expiresAt,
    createdAt: now,
  };
  const { db } = c.get("services");
  const { id, prefix, apiKey, insert } = await issueKey(db, key);
  await storeWithin(db, [{ kind: "keys", count: countKeys(db, agentId, now) }], [insert]);
  return c.json({ id, apiKey, prefix, ...key }, 201, { Location: `/api/v1/keys/${id}` });
};

export const listKeys: RouteHandler<typeof listKeysContract, KeyedEnv> = async (c) => {
  const { limit, cursor } = c.req.valid("query");
  const position = readCursor(cursor);
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    listKeysOf(c.get("services").db, c.get("principal").agentId, { limit: rowCount, position }),
  );
  const now = nowIso();
  return c.json({ data: rows.map((row) => present(row, now)), nextCursor }, 200);
};

export const getKey: RouteHandler<typeof getKeyContract, KeyedEnv> = async (c) => {
  const row = await selectKeyOf(c.get("services").db, c.get("principal").agentId, c.req.valid("param").keyId);
  return c.json(present(row ?? notFound(), nowIso()), 200);
};

export const rotateKey: RouteHandler<typeof rotateKeyContract, KeyedEnv> = async (c) => {
  const overlapMs = c.req.valid("json").overlapSeconds * 1_000;
  const rotated = await rotate(c.get("services").db, c.get("principal"), c.req.valid("param").keyId, overlapMs);
  const { apiKey, row } = rotated ?? notFound();
  return c.json({ ...presentAlways(row), apiKey }, 201, { Location: `/api/v1/keys/${row.id}` });
};

export const deleteKey: RouteHandler<typeof deleteKeyContract, KeyedEnv> = async (c) => {
  const { keyId } = c.req.valid("param");
  const { agentId } = c.get("principal");
  if (!(await revokeKey(c.get("services").db, agentId, keyId))) notFound();
  c.executionCtx.waitUntil(endSubscriptions(c.env, agentId, { keyId }));
  return c.body(null, 204);
};

function notFound(): never {
  throw new Problem("not_found", "You have no key of this id.");
}

function present(row: KeyRow, now: string) {
  const isExpired = row.expiresAt !== null && row.expiresAt <= now;
  const status = row.status === "active" && isExpired ? ("expired" as const) : row.status;
  return { ...presentAlways(row), status, replacedBy: row.replacedBy, lastUsedAt: row.lastUsedAt };
}

/** What is shown of a key when it is new, and ever after. */
function presentAlways({ id, agentId, name, prefix, scopes, rateLimitPerMin, expiresAt, createdAt }: KeyRow) {
  return { id, agentId, name, prefix, scopes: scopes as Scope[], rateLimitPerMin, expiresAt, createdAt };
}

function limitFaults(limit: number, ceiling: number): FieldFault[] {
  if (limit <= ceiling) return [];
  return fault("above_ceiling", "/rateLimitPerMin", `This hub allows keys at most ${ceiling} calls in 60 s.`);
}

function expiryFaults(expiresAt: string | null, now: string): FieldFault[] {
  if (expiresAt === null || expiresAt > now) return [];
  return fault("invalid_value", "/expiresAt", "The key would have expired already. Name a time in the future.");
}

function fault(code: FieldCode, pointer: string, message: string): FieldFault[] {
  return [{ code, pointer, message }];
}
