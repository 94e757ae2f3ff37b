// Accept, reject, complete, fail, cancel; and what happens where time is up. The state machine says what comes of it, the
// store makes the change if nobody else was quicker, and then it is all decided anew.

import type { Json } from "../../engine/json.ts";
import { Problem } from "../http/problem.ts";
import { mismatches } from "../http/schema-faults.ts";
import { faultsAgainst } from "../platform/compiled-schemas.ts";
import { isTooLargeForJournal, MAX_INPUT_BYTES } from "../runtime/input-size.ts";
import type { Services } from "../services.ts";
import type { Handoff, HandoffEvent, HandoffFailure } from "./handoff.ts";
import { keeperOf } from "./keeper.ts";
import {
  changeOf,
  isSettled,
  lapseOf,
  possibleActions,
  type Action,
  type Change,
  type Facts,
  type Role,
} from "./machine.ts";
import { roleOf } from "./role.ts";
import {
  type Changed,
  changeHandoff as write,
  deleteHandoffRow,
  hasOthers,
  selectHandoff,
  selectStanding,
} from "./store.ts";
import { deleteContexts } from "./context-objects.ts";
import { forgetHandoffs } from "./delete-handoffs.ts";

/** What an agent does with a handoff. */
export type Doing =
  | { readonly action: "accept" }
  | { readonly action: "cancel" }
  | { readonly action: "delete" }
  | { readonly action: "reject"; readonly message: string | null }
  | { readonly action: "complete"; readonly result: Json }
  | { readonly action: "fail"; readonly failure: HandoffFailure };

export interface Doer {
  readonly agentId: string;
  readonly keyId: string | null;
}

/**
 * The handoff as it is then; null where the agent has none of this id. Throws the problem `handoff_state`, `invalid_result` or
 * `body_too_large`. `now` is in ms since the epoch.
 */
export async function changeHandoff(
  services: Services,
  doer: Doer,
  id: string,
  doing: Doing,
  now = Date.now(),
): Promise<Handoff | null> {
  for (;;) {
    const standing = await selectStanding(services.db, id, doer.agentId);
    const role = standing && roleOf(standing, doer.agentId);
    if (standing === null || role === null) return null;
    const { handoff } = standing;
    if (await lapse(services, handoff, now)) continue;
    const possible = possibleActions(handoff.status, handoff.mode, role);
    if (!possible.includes(doing.action)) throw impossible(handoff, role, doing.action, possible);
    if (doing.action === "delete") {
      if (!(await deleted(services, handoff))) continue;
      return handoff;
    }
    if (doing.action === "complete") await refuseUnfit(handoff, doing.result);
    const othersLeft =
      role === "candidate" && doing.action === "reject" && handoff.tag !== null
        ? await hasOthers(services.db, handoff, handoff.tag, doer.agentId)
        : false;
    const facts = factsOf(handoff, othersLeft, now);
    const after = await changed(
      services,
      handoff,
      changeOf(doing.action, facts, msOf(handoff.expiresAt)),
      doer,
      doing,
      now,
    );
    if (after !== null) return after;
  }
}

/** What has lasted too long ends, or goes on to the next. False where its time has not come. */
export async function lapse(services: Services, handoff: Handoff, now: number): Promise<boolean> {
  const change = lapseOf(factsOf(handoff, false, now), msOf(handoff.expiresAt));
  if (change === null) return false;
  // Where somebody was quicker, what that came to is seen the next time.
  await changed(services, handoff, change, null, null, now);
  return true;
}

/** Nobody waits for it any more: the step of the run that sent it has ended without it. */
export async function callOffHandoff(services: Services, id: string, now = Date.now()): Promise<void> {
  for (;;) {
    const handoff = await selectHandoff(services.db, id);
    if (handoff === null || isSettled(handoff.status)) return;
    const change = changeOf("cancel", factsOf(handoff, false, now), null);
    const doer = { agentId: handoff.fromAgentId, keyId: null };
    if ((await changed(services, handoff, change, doer, { action: "cancel" }, now)) !== null) break;
  }
  await keeperOf(services.env, id).follow();
}

/** Null where the handoff is no longer as it was read. */
async function changed(
  { db, env }: Services,
  before: Handoff,
  change: Change,
  doer: Doer | null,
  doing: Exclude<Doing, { readonly action: "delete" }> | null,
  now: number,
): Promise<Handoff | null> {
  const at = new Date(now).toISOString();
  const next = change.asks === "next" ? before.targets[before.asked + 1] : undefined;
  const asked = next && { toAgentId: "tag" in next ? null : next.toAgentId, tag: "tag" in next ? next.tag : null };
  const fields: Changed = {
    status: change.status,
    expiresAt: change.expiresAt === null ? null : new Date(change.expiresAt).toISOString(),
    ...(asked && { ...asked, asked: before.asked + 1 }),
    ...(change.event === "accepted" && doer && { toAgentId: doer.agentId, acceptedAt: at }),
    ...(isSettled(change.status) && { resolvedAt: at }),
    ...(isSettled(change.status) && change.status !== "completed" && { failure: failureOf(change.status, doing) }),
    // Who was the last of a tag to reject it stands for all of them.
    ...(change.status === "rejected" && doer && { toAgentId: doer.agentId }),
  };
  const event: HandoffEvent = {
    number: before.version + 1,
    type: change.event,
    agentId: doer?.agentId ?? null,
    keyId: doer?.keyId ?? null,
    toAgentId: asked?.toAgentId ?? null,
    tag: asked?.tag ?? null,
    message: messageOf(doing),
    at,
  };
  await keeperOf(env, before.id).guard(before.id);
  const done = doing?.action === "complete" ? { result: doing.result } : undefined;
  const isMade = await write(db, before, fields, event, done);
  return isMade ? { ...before, ...fields, version: event.number } : null;
}

async function deleted({ db, env }: Services, handoff: Handoff): Promise<boolean> {
  const keeper = keeperOf(env, handoff.id);
  await keeper.guard(handoff.id);
  // What it came to is told before it is gone: a run may wait for it.
  await keeper.follow();
  await forgetHandoffs(db, env, [handoff.id]);
  if (!(await deleteHandoffRow(db, handoff))) return false;
  await deleteContexts(env, [handoff.id]);
  return true;
}

function factsOf({ status, timeoutMs, deadline, targets, asked }: Handoff, othersLeft: boolean, now: number): Facts {
  return { status, timeoutMs, deadline: msOf(deadline), hasNext: asked + 1 < targets.length, othersLeft, now };
}

function msOf(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}

function messageOf(doing: Doing | null): string | null {
  if (doing?.action === "reject") return doing.message;
  return doing?.action === "fail" ? doing.failure.message : null;
}

function failureOf(status: Handoff["status"], doing: Doing | null): HandoffFailure {
  if (doing?.action === "fail") return doing.failure;
  const said = doing?.action === "reject" && doing.message !== null ? ` ${doing.message}` : "";
  switch (status) {
    case "rejected":
      return { code: "handoff_rejected", message: `It was rejected.${said}`, retryable: true };
    case "expired":
      return { code: "handoff_expired", message: "Its time was up.", retryable: true };
    default:
      return { code: "handoff_cancelled", message: "It was cancelled by its sender.", retryable: false };
  }
}

async function refuseUnfit({ id, resultSchema }: Handoff, result: Json): Promise<void> {
  if (isTooLargeForJournal(result)) {
    const detail = `A result has at most ${MAX_INPUT_BYTES} bytes once its numbers are written out.`;
    throw new Problem("body_too_large", detail);
  }
  if (resultSchema === null) return;
  const faults = await faultsAgainst(`${id} result`, resultSchema, result);
  if (faults.length === 0) return;
  throw new Problem("invalid_result", "The result does not fit the handoff's resultSchema; see errors[].", {
    errors: mismatches("result", faults),
  });
}

function impossible({ status, mode }: Handoff, role: Role, action: Action, possible: readonly Action[]): Problem {
  const can =
    possible.length === 0 ? "there is nothing that you can do with it" : `you can ${possible.join(" or ")} it`;
  const isGone = role === "sender" && status === "accepted" && mode === "transfer";
  const why = isGone ? " It was transferred, so it is its receiver's." : "";
  const detail = `The handoff is ${status}. As ${nameOf(role, status)} you cannot ${action} it; ${can}.${why}`;
  return new Problem("handoff_state", detail, { members: { handoff: { status, possible: [...possible] } } });
}

function nameOf(role: Role, status: Handoff["status"]): string {
  switch (role) {
    case "candidate":
      return "one of the agents that are asked";
    case "receiver":
      return status === "pending" ? "the agent that is asked" : "its receiver";
    case "former":
      return "an agent that was asked before";
    default:
      return "its sender";
  }
}
