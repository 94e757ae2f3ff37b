import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import type { FieldCode } from "../http/problem-codes.ts";
import type { FieldFault } from "../http/problem.ts";
import { invalidRequest } from "../http/validation.ts";
import { nowIso } from "../platform/clock.ts";
import type { createKeyContract } from "./contract.ts";
import { issueKey } from "./issue-key.ts";
import type { Principal } from "./principal.ts";
import type { Scope } from "./scopes.ts";

export const createKey: RouteHandler<typeof createKeyContract, KeyedEnv> = async (c) => {
  const asked = c.req.valid("json");
  const { agentId, ...caller } = c.get("principal");
  const now = nowIso();
  const expiresAt = asked.expiresAt === undefined ? null : new Date(asked.expiresAt).toISOString();
  const scopes = [...new Set(asked.scopes)];

  const faults = [
    ...scopeFaults(scopes, caller.scopes),
    ...limitFaults(asked.rateLimitPerMin, Number(c.env.MAX_KEY_RATE_LIMIT_PER_MIN)),
    ...expiryFaults(expiresAt, now),
  ];
  if (faults.length > 0) throw invalidRequest(faults);

  const key = {
    agentId,
    name: asked.name ?? null,
    scopes,
    rateLimitPerMin: asked.rateLimitPerMin,
    expiresAt,
    createdAt: now,
  };
  const { id, apiKey, insert } = await issueKey(c.get("services").db, key);
  await insert;
  return c.json({ id, apiKey, ...key }, 201);
};

function scopeFaults(scopes: readonly Scope[], held: Principal["scopes"]): FieldFault[] {
  return scopes.flatMap((scope, i) =>
    held.includes(scope)
      ? []
      : fault("scope_not_held", `/scopes/${i}`, `The calling key does not have the scope "${scope}" itself.`),
  );
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
