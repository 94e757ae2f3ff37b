import type { RouteHandler } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { KeyedEnv } from "../http/context.ts";
import { deferOf } from "../http/defer.ts";
import { readCursor, readPage } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import { admittedOr429, rateHeaders } from "../http/rate-limit.ts";
import { namedOf } from "../http/some-of.ts";
import { utcRange } from "../http/time-range.ts";
import { invalidRequest } from "../http/validation.ts";
import { newId } from "../platform/ids.ts";
import { admitKey } from "../runtime/admit-key.ts";
import { changeHandoff, type Doing } from "./change-handoff.ts";
import { asContext } from "./context.ts";
import type {
  acceptHandoffContract,
  cancelHandoffContract,
  completeHandoffContract,
  createHandoffContract,
  deleteHandoffContract,
  failHandoffContract,
  getHandoffContract,
  listHandoffsContract,
  rejectHandoffContract,
} from "./contract.ts";
import { HANDOFF_STATUSES } from "./machine.ts";
import { type Handoff, type HandoffView, summaryOf, type Target } from "./handoff.ts";
import { keeperOf } from "./keeper.ts";
import { listHandoffs as list } from "./list-handoffs.ts";
import { readHandoff } from "./read-handoff.ts";
import { sendHandoff } from "./send-handoff.ts";

export const createHandoff: RouteHandler<typeof createHandoffContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const caller = c.get("principal");
  const { toAgentId, tag, escalateTo, context, inputSchema = null, resultSchema = null, ...rest } = c.req.valid("json");
  const targets: [Target, ...Target[]] = [firstTarget(toAgentId, tag), ...escalateTo];
  const gate = await admitKey(services.env, caller, deferOf(c));
  const rate = admittedOr429(gate.admitted ? { ...gate, value: gate.rate } : gate);
  const id = newId("handoff");
  await sendHandoff(
    services,
    { ...rest, targets, context: asContext(context), inputSchema, resultSchema },
    { id, fromAgentId: caller.agentId, keyId: caller.keyId, run: null, now: Date.now() },
  );
  const view = await followed(c, id);
  return c.json(view, 201, { ...rateHeaders(rate), Location: `/api/v1/handoffs/${id}` });
};

export const listHandoffs: RouteHandler<typeof listHandoffsContract, KeyedEnv> = async (c) => {
  const { limit, cursor, status, from, to, ...query } = c.req.valid("query");
  const position = readCursor(cursor);
  const filter = { ...query, statuses: namedOf(HANDOFF_STATUSES, status), ...utcRange({ from, to }) };
  const { db } = c.get("services");
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    list(db, c.get("principal").agentId, filter, { limit: rowCount, position }),
  );
  return c.json({ data: rows, nextCursor }, 200);
};

export const getHandoff: RouteHandler<typeof getHandoffContract, KeyedEnv> = async (c) => {
  return c.json(await shown(c, c.req.valid("param").handoffId), 200);
};

export const acceptHandoff: RouteHandler<typeof acceptHandoffContract, KeyedEnv> = async (c) => {
  const { id } = await changed(c, c.req.valid("param").handoffId, { action: "accept" });
  return c.json(await followed(c, id), 200);
};

export const rejectHandoff: RouteHandler<typeof rejectHandoffContract, KeyedEnv> = async (c) => {
  const { message = null } = c.req.valid("json");
  const handoff = await changed(c, c.req.valid("param").handoffId, { action: "reject", message });
  c.executionCtx.waitUntil(keeperOf(c.env, handoff.id).follow());
  return c.json(summaryOf(handoff), 200);
};

export const completeHandoff: RouteHandler<typeof completeHandoffContract, KeyedEnv> = async (c) => {
  const { result = null } = c.req.valid("json");
  const { id } = await changed(c, c.req.valid("param").handoffId, { action: "complete", result });
  return c.json(await followed(c, id), 200);
};

export const failHandoff: RouteHandler<typeof failHandoffContract, KeyedEnv> = async (c) => {
  // Where there is no body, nothing has filled in defaults.
  const { code = "handoff_failed", message = "It could not be done.", retryable = false } = c.req.valid("json");
  const failure = { code, message, retryable };
  const { id } = await changed(c, c.req.valid("param").handoffId, { action: "fail", failure });
  return c.json(await followed(c, id), 200);
};

export const cancelHandoff: RouteHandler<typeof cancelHandoffContract, KeyedEnv> = async (c) => {
  const { id } = await changed(c, c.req.valid("param").handoffId, { action: "cancel" });
  return c.json(await followed(c, id), 200);
};

export const deleteHandoff: RouteHandler<typeof deleteHandoffContract, KeyedEnv> = async (c) => {
  await changed(c, c.req.valid("param").handoffId, { action: "delete" });
  return c.body(null, 204);
};

function firstTarget(toAgentId: string | undefined, tag: string | undefined): Target {
  if (toAgentId !== undefined && tag === undefined) return { toAgentId };
  if (tag !== undefined && toAgentId === undefined) return { tag };
  const message = "Name one of toAgentId and tag: whom the work is for.";
  if (tag === undefined) throw invalidRequest([{ code: "missing_field", pointer: "/toAgentId", message }]);
  throw invalidRequest([{ code: "invalid_value", pointer: "/tag", message }]);
}

async function changed(c: Context<KeyedEnv>, id: string, doing: Doing): Promise<Handoff> {
  const { agentId, keyId } = c.get("principal");
  return (await changeHandoff(c.get("services"), { agentId, keyId }, id, doing)) ?? notFound();
}

/** The handoff as it is now, while those who have to know of it are told. */
async function followed(c: Context<KeyedEnv>, id: string) {
  c.executionCtx.waitUntil(keeperOf(c.env, id).follow());
  return shown(c, id);
}

async function shown(c: Context<KeyedEnv>, id: string) {
  const view = await readHandoff(c.get("services"), c.get("principal").agentId, id);
  return present(view ?? notFound());
}

function present({ handoff, context, result, events, possible, isSender }: HandoffView) {
  const { inputSchema, resultSchema, timeoutMs, targets, asked, lineage, callbackUrl } = handoff;
  return {
    ...summaryOf(handoff),
    context,
    result,
    inputSchema,
    resultSchema,
    timeoutMs,
    escalateTo: isSender ? targets.slice(asked + 1).map((target) => ({ ...target })) : [],
    callbackUrl: isSender ? callbackUrl : null,
    chain: [...lineage],
    possible: [...possible],
    events: [...events],
  };
}

function notFound(): never {
  throw new Problem("not_found", "You have no handoff of this id.");
}
