// A message becomes a run: verified, let in, filtered, then begun.
//
//   signature ──> the minute's window ──> filter ──> input ──> run
//
// A message that comes twice under one id has one run: the run's id follows from the message's.

import type { Json, JsonObject } from "../../engine/json.ts";
import { evaluate, render } from "../../engine/template/render.ts";
import type { Scope } from "../../engine/template/scope.ts";
import { Problem } from "../http/problem.ts";
import { nowIso } from "../platform/clock.ts";
import { openKept } from "../platform/encryption.ts";
import { newId } from "../platform/ids.ts";
import { digestOf } from "../platform/secrets.ts";
import { beginRun } from "../runs/start-run.ts";
import type { Admitted } from "../runtime/admission.ts";
import type { Services } from "../services.ts";
import { findVersion } from "../workflows/find-workflow.ts";
import { findWebhook } from "./find-webhook.ts";
import { inboxOf } from "./inboxes.ts";
import { contextOf } from "./save-webhook.ts";
import { messageIdOf, signatureFault, type Message } from "./verify.ts";
import type { ArmedWebhook, HookDelivery, Webhook } from "./webhook.ts";

export interface Received extends Message {
  readonly query: Readonly<Record<string, string>>;
}

export interface Taken {
  readonly verdict: "matched" | "repeated" | "filtered";
  readonly runId: string | null;
}

/** Throws the problem that the message is refused with. */
export async function receiveMessage(services: Services, hookId: string, message: Received): Promise<Admitted<Taken>> {
  const armed = await findWebhook(services.db, hookId);
  if (armed === null || !armed.webhook.enabled) throw new Problem("not_found", "There is no webhook at this address.");
  const { webhook } = armed;
  const inbox = inboxOf(services.env, hookId);
  const fault = await signatureFault(webhook.verification, message, await secretsOf(services, armed), Date.now());
  const messageId = fault === null ? messageIdOf(webhook.verification, message) : null;
  const note = (noted: Pick<HookDelivery, "verdict"> & Partial<HookDelivery>) =>
    inbox.note({ id: newId("dlv"), messageId, runId: null, detail: null, createdAt: nowIso(), ...noted });
  if (fault !== null) {
    await note({ verdict: "bad_signature", detail: fault });
    throw new Problem("bad_signature", fault);
  }
  const admission: Admitted<{ readonly isRepeat: boolean }> = await inbox.admit(webhook.maxPerMinute, messageId);
  if (!admission.admitted) return admission;
  try {
    const { detail, ...taken } = await take(services, webhook, message, messageId, admission.value.isRepeat);
    await note({ ...taken, detail });
    return { ...admission, value: taken };
  } catch (error) {
    if (error instanceof Problem) await note({ verdict: "refused", detail: told(error) });
    throw error;
  }
}

async function take(
  services: Services,
  webhook: Webhook,
  message: Received,
  messageId: string | null,
  isRepeat: boolean,
): Promise<Taken & Pick<HookDelivery, "detail">> {
  const { id, agentId, workflowId, version } = webhook;
  const runId = messageId === null ? newId("run") : `run_${(await digestOf(`${id} ${messageId}`)).slice(0, 12)}`;
  // It has its run, whatever the webhook or the workflow would make of it by now.
  if (isRepeat) return { verdict: "repeated", runId, detail: null };
  const workflow = await findVersion(services.db, workflowId, version, agentId);
  if (workflow === null) throw new Problem("not_found", "The webhook's workflow is not there, or not active.");
  const scope = scopeOf(message, runId);
  const { passes, why } = await sift(webhook, scope);
  if (!passes) return { verdict: "filtered", runId: null, detail: why };
  const input = await render(webhook.input, scope);
  if (!input.ok) throw unfit(`The input cannot be made: input${input.fault.pointer}: ${input.fault.message}`);
  const trigger = { type: "webhook", id, at: nowIso() } as const;
  await beginRun(services, { runId, agentId, workflow, input: input.value, trigger });
  return { verdict: "matched", runId, detail: null };
}

/** What compares with something that the message does not have gives nothing: such a message is not the one that is looked for. */
async function sift({ filter }: Webhook, scope: Scope): Promise<{ passes: boolean; why: string | null }> {
  if (filter === null) return { passes: true, why: null };
  const sifted = await evaluate(filter, scope);
  if (!sifted.ok && sifted.fault.code === "missing_value") return { passes: false, why: sifted.fault.message };
  if (!sifted.ok) throw unfit(`The filter fails: ${sifted.fault.message}`);
  if (typeof sifted.value === "boolean") return { passes: sifted.value, why: null };
  throw unfit("The filter gives neither true nor false. Compare with something.");
}

/** What identifies its sender, or is about the way that it came, goes no further. */
const LEFT_OUT = /^(authorization|cookie|x-api-key|proxy-.*|cf-.*|x-forwarded-.*|x-real-ip|.*-signature(-256)?)$/;

function scopeOf({ headers, body, query }: Received, runId: string): Scope {
  const shown: JsonObject = Object.fromEntries([...headers].filter(([name]) => !LEFT_OUT.test(name)));
  const input: Json = { body, headers: shown, query: { ...query } };
  return { input, steps: Object.create(null) as Scope["steps"], run: { id: runId } };
}

async function secretsOf({ env }: Services, { webhook, secrets }: ArmedWebhook): Promise<string[]> {
  const now = nowIso();
  const valid = secrets.filter(({ validUntil }) => validUntil === null || validUntil > now);
  const opened = await Promise.all(
    valid.map(async ({ kept }) => (await openKept(env.MASTER_KEYS, kept, contextOf(webhook.id)))?.text ?? []),
  );
  return opened.flat();
}

function unfit(message: string): Problem {
  return new Problem("invalid_input", message);
}

function told({ message, errors: [first] }: Problem): string {
  return first === undefined ? message : `${first.pointer}: ${first.message}`;
}
