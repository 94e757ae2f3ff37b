// A new handoff: what is asked of whom is checked, kept, and looked after from then on by its keeper.

import { compileSchema, schemaFaults } from "../../engine/schema/validator.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import { findAgents } from "../agents/find-agent.ts";
import { outboxOf } from "../callbacks/callback.ts";
import { Problem, type FieldFault } from "../http/problem.ts";
import { refuseAtQuota } from "../http/quota.ts";
import { badSchema, mismatches } from "../http/schema-faults.ts";
import { invalidRequest } from "../http/validation.ts";
import { egressFault } from "../relay/egress.ts";
import type { Services } from "../services.ts";
import { bytesOf, deadlineOf, fitsRow, MAX_CONTEXT_BYTES, taskOf } from "./context.ts";
import { putContext } from "./context-objects.ts";
import type { Handoff, HandoffEvent, RunTask, Target } from "./handoff.ts";
import { keeperOf } from "./keeper.ts";
import { askedUntil, type HandoffMode } from "./machine.ts";
import { countOpen, insertHandoff, selectHandoff } from "./store.ts";

const MAX_DEADLINE_MS = 10 * 365 * 86_400_000;
const MAX_LINEAGE = 32;

export interface HandoffRequest {
  /** The first is asked first; the others where it does not take it. */
  readonly targets: readonly [Target, ...Target[]];
  readonly context: JsonObject;
  readonly mode: HandoffMode;
  /** How long each who is asked has to accept it. */
  readonly timeoutMs: number | null;
  readonly inputSchema: Json;
  readonly resultSchema: Json;
  readonly parentHandoffId: string | null;
  readonly callbackUrl: string | null;
}

export interface Sending {
  readonly id: string;
  readonly fromAgentId: string;
  /** The key that was shown; null where a run sends it. */
  readonly keyId: string | null;
  readonly run: { readonly runId: string; readonly task: RunTask } | null;
  /** In ms since the epoch. */
  readonly now: number;
}

/**
 * Sends it, or finds it sent under this id. Throws the problem `invalid_request`, `invalid_context`, `handoff_loop`,
 * `body_too_large`, `callback_secret_missing` or `quota_reached`.
 */
export async function sendHandoff(services: Services, request: HandoffRequest, sending: Sending): Promise<Handoff> {
  const { db, env } = services;
  const { id, fromAgentId, run, now } = sending;
  const { targets, context, mode, timeoutMs, inputSchema, resultSchema, parentHandoffId, callbackUrl } = request;
  const known = run === null ? null : await selectHandoff(db, id);
  if (known !== null) return known;
  const contextBytes = bytesOf(context);
  if (contextBytes > MAX_CONTEXT_BYTES) {
    throw new Problem(
      "body_too_large",
      `A context has at most ${MAX_CONTEXT_BYTES} bytes; this one has ${contextBytes}.`,
    );
  }
  await refuseFaults(services, request, sending);
  const lineage = await lineageOf(services, request, fromAgentId);
  refuseLoops(lineage, targets);
  await refuseUnfit(inputSchema, context);
  await refuseAtQuota({ kind: "handoffs", count: countOpen(db, fromAgentId) });

  const [first] = targets;
  const deadline = deadlineOf(context);
  const at = new Date(now).toISOString();
  const until = askedUntil({ timeoutMs, deadline: deadline === null ? null : Date.parse(deadline), now });
  const asked = { toAgentId: "tag" in first ? null : first.toAgentId, tag: "tag" in first ? first.tag : null };
  const handoff: Handoff = {
    id,
    fromAgentId,
    ...asked,
    status: "pending",
    mode,
    task: taskOf(context),
    contextBytes,
    failure: null,
    deadline,
    expiresAt: until === null ? null : new Date(until).toISOString(),
    parentHandoffId,
    workflowRunId: run?.runId ?? null,
    createdAt: at,
    acceptedAt: null,
    resolvedAt: null,
    inputSchema,
    resultSchema,
    targets,
    asked: 0,
    timeoutMs,
    lineage,
    callbackUrl,
    runTask: run?.task ?? null,
    version: 1,
  };
  const created: HandoffEvent = {
    number: 1,
    type: "created",
    agentId: fromAgentId,
    keyId: sending.keyId,
    ...asked,
    message: null,
    at,
  };
  // Before anything is written: whatever becomes of this, somebody comes back to it.
  await keeperOf(env, id).guard(id);
  const isInline = fitsRow(contextBytes, [inputSchema, resultSchema]);
  if (!isInline) await putContext(env, id, context);
  const isNew = await insertHandoff(db, handoff, isInline ? context : null, created);
  return isNew ? handoff : ((await selectHandoff(db, id)) ?? handoff);
}

async function refuseFaults(
  { db, env }: Services,
  request: HandoffRequest,
  { now, fromAgentId }: Sending,
): Promise<void> {
  const { targets, context, inputSchema, resultSchema, callbackUrl } = request;
  const named = targets.flatMap((target) => ("tag" in target ? [] : [target.toAgentId]));
  const there = new Set((await findAgents(db, named)).map(({ id }) => id));
  const faults: FieldFault[] = targets.flatMap((target, index): FieldFault[] => {
    if ("tag" in target || there.has(target.toAgentId)) return [];
    const pointer = index === 0 ? "/toAgentId" : `/escalateTo/${index - 1}/toAgentId`;
    return [{ code: "invalid_value", pointer, message: "There is no agent of this id." }];
  });
  const deadline = deadlineOf(context);
  if (deadline !== null && !(Date.parse(deadline) > now && Date.parse(deadline) <= now + MAX_DEADLINE_MS)) {
    const message = "The deadline is past, or more than ten years away.";
    faults.push({ code: "invalid_value", pointer: "/context/deadline", message });
  }
  if (inputSchema !== null) faults.push(...badSchema("inputSchema", await schemaFaults(inputSchema)));
  if (resultSchema !== null) faults.push(...badSchema("resultSchema", await schemaFaults(resultSchema)));
  const egress = callbackUrl === null ? null : egressFault(callbackUrl, env.EGRESS);
  if (egress !== null) faults.push({ code: "egress_refused", pointer: "/callbackUrl", message: egress });
  if (faults.length > 0) throw invalidRequest(faults);
  if (callbackUrl !== null && !(await outboxOf(env, fromAgentId).canSign())) {
    const detail = "Callbacks are signed, and you have no secret yet. Get one: POST /api/v1/mcp/callbacks/secret.";
    throw new Problem("callback_secret_missing", detail);
  }
}

/** The agents through whose hands the work came, this sender the last. */
async function lineageOf(
  { db }: Services,
  { parentHandoffId }: HandoffRequest,
  fromAgentId: string,
): Promise<readonly string[]> {
  if (parentHandoffId === null) return [fromAgentId];
  const pointer = "/parentHandoffId";
  const parent = await selectHandoff(db, parentHandoffId);
  if (parent === null || parent.toAgentId !== fromAgentId || parent.status !== "accepted") {
    const message = "You have accepted no handoff of this id, or it has ended.";
    throw invalidRequest([{ code: "invalid_value", pointer, message }]);
  }
  if (parent.lineage.length >= MAX_LINEAGE) {
    const message = `The work has gone through ${MAX_LINEAGE} hands already. Answer it, or hand it on as work of your own.`;
    throw invalidRequest([{ code: "too_large", pointer, message }]);
  }
  return [...parent.lineage, fromAgentId];
}

function refuseLoops(lineage: readonly string[], targets: readonly Target[]): void {
  for (const target of targets) {
    if ("tag" in target || !lineage.includes(target.toAgentId)) continue;
    const chain = [...lineage, target.toAgentId];
    throw new Problem("handoff_loop", `The work would go in a circle: ${chain.join(" -> ")}.`, { members: { chain } });
  }
}

async function refuseUnfit(inputSchema: Json, context: JsonObject): Promise<void> {
  if (inputSchema === null) return;
  const faults = (await compileSchema(inputSchema))(context);
  if (faults.length === 0) return;
  throw new Problem("invalid_context", "The context does not fit the handoff's inputSchema; see errors[].", {
    errors: mismatches("context", faults),
  });
}
