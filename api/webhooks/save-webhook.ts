// Webhooks as their owner writes them.

import { parseTemplate } from "../../engine/template/parse.ts";
import { newSecret } from "../callbacks/sign.ts";
import { type FieldFault, Problem } from "../http/problem.ts";
import { storeWithin } from "../http/quota.ts";
import { templateFaults } from "../http/template-faults.ts";
import { invalidRequest } from "../http/validation.ts";
import { nowIso } from "../platform/clock.ts";
import { keep } from "../platform/encryption.ts";
import { newId } from "../platform/ids.ts";
import { randomSecret } from "../platform/secrets.ts";
import type { Services } from "../services.ts";
import { namedVersion } from "../workflows/named-version.ts";
import { forgetWebhook } from "./find-webhook.ts";
import { countWebhooks, insertWebhook, selectOwnWebhook, updateWebhook } from "./store.ts";
import { secretFault } from "./verify.ts";
import type { ArmedWebhook, HookRule, HookSecret, Verification, Webhook } from "./webhook.ts";

/** How long a secret still counts after it was replaced. */
const OVERLAP_MS = 24 * 60 * 60_000;

export interface Asked extends HookRule {
  /** The sender's, where it makes the secret. */
  readonly secret?: string | undefined;
}

/** The webhook and its secret, which nobody sees again; null where it has none, or its owner brought it. */
export async function createWebhook(
  { db, env }: Services,
  agentId: string,
  workflowId: string,
  asked: Asked,
): Promise<{ webhook: Webhook; secret: string | null }> {
  const { secret: given, ...rule } = asked;
  refuseFaulty(asked);
  await namedVersion(db, workflowId, rule.version, agentId);
  const id = newId("hook");
  const made = given === undefined ? madeSecret(rule.verification) : null;
  const secret = given ?? made;
  const at = nowIso();
  const webhook: Webhook = { id, workflowId, agentId, ...rule, createdAt: at, updatedAt: at };
  const secrets = secret === null ? [] : [await kept(env.MASTER_KEYS, id, secret)];
  await storeWithin(
    db,
    [{ kind: "webhooks", count: countWebhooks(db, agentId) }],
    [insertWebhook(db, { webhook, secrets })],
  );
  return { webhook, secret: made };
}

/** The webhook as it is from now on; null where there is none. A secret that is given takes the place of the one before. */
export async function replaceWebhook(
  services: Services,
  agentId: string,
  workflowId: string,
  id: string,
  asked: Asked,
): Promise<Webhook | null> {
  const { secret, ...rule } = asked;
  refuseFaulty(asked);
  const changed = await change(services, { agentId, workflowId, id }, async ({ webhook, secrets }) => {
    await namedVersion(services.db, workflowId, rule.version, agentId);
    const isOther = rule.verification !== webhook.verification;
    if (isOther && secret === undefined && rule.verification !== "none") {
      const message = "Another verification takes another secret: give one, or make a new webhook.";
      throw invalidRequest([{ code: "missing_field", pointer: "/secret", message }]);
    }
    const before = isOther ? [] : secrets;
    const next = secret === undefined ? before : renewed(before, await kept(services.env.MASTER_KEYS, id, secret));
    return { webhook: { ...webhook, ...rule }, secrets: next };
  });
  return changed && changed.webhook;
}

/** A new secret; the one before counts for another day. Null where there is no such webhook. */
export async function rotateSecret(
  services: Services,
  agentId: string,
  workflowId: string,
  id: string,
): Promise<{ secret: string; previousValidUntil: string | null } | null> {
  let secret: string | null = null;
  const changed = await change(services, { agentId, workflowId, id }, async ({ webhook, secrets }) => {
    secret = madeSecret(webhook.verification);
    if (secret === null) {
      const message = "The webhook verifies nothing, so it has no secret. Change its verification first.";
      throw new Problem("not_found", message);
    }
    return { webhook, secrets: renewed(secrets, await kept(services.env.MASTER_KEYS, id, secret)) };
  });
  if (changed === null || secret === null) return null;
  return { secret, previousValidUntil: changed.secrets[1]?.validUntil ?? null };
}

/** The webhook as `made` makes it of what it is; null where there is none. Of two changes at once, one comes after the other. */
async function change(
  { db }: Services,
  { agentId, workflowId, id }: Pick<Webhook, "agentId" | "workflowId" | "id">,
  made: (known: ArmedWebhook) => Promise<ArmedWebhook>,
): Promise<ArmedWebhook | null> {
  for (;;) {
    const known = await selectOwnWebhook(db, agentId, workflowId, id);
    if (known === null) return null;
    const before = known.webhook.updatedAt;
    const { webhook, secrets } = await made(known);
    const updatedAt = new Date(Math.max(Date.now(), Date.parse(before) + 1)).toISOString();
    const changed = { webhook: { ...webhook, updatedAt }, secrets };
    if (!(await updateWebhook(db, changed, before))) continue;
    forgetWebhook(db, id);
    return changed;
  }
}

/** What the secrets of a webhook are bound to. */
export function contextOf(id: string): string {
  return `webhook/${id}`;
}

async function kept(masterKeys: string | undefined, id: string, secret: string): Promise<HookSecret> {
  return { kept: await keep(masterKeys, secret, contextOf(id)), validUntil: null };
}

function renewed([current]: readonly HookSecret[], next: HookSecret): HookSecret[] {
  const validUntil = new Date(Date.now() + OVERLAP_MS).toISOString();
  return current === undefined ? [next] : [next, { ...current, validUntil }];
}

function madeSecret(verification: Verification): string | null {
  if (verification === "none") return null;
  return verification === "standard" ? newSecret() : randomSecret();
}

function refuseFaulty({ filter, input, verification, secret }: Asked): void {
  const faults = [...(filter === null ? [] : filterFaults(filter)), ...templateFaults("/input", input)];
  const why = secret === undefined ? null : secretFault(verification, secret);
  if (why !== null) faults.push({ code: "invalid_value", pointer: "/secret", message: why });
  if (faults.length > 0) throw invalidRequest(faults);
}

function filterFaults(filter: string): FieldFault[] {
  const template = `{{= ${filter} }}`;
  const isBraced = /^\s*\{\{/.test(filter);
  const faults = isBraced ? [] : templateFaults("/filter", template);
  if (faults.length > 0 || (!isBraced && parseTemplate(template).whole)) return faults;
  const message = isBraced
    ? "The filter is an expression by itself, without the braces of a template."
    : 'The filter is one expression, and this one ends at a "}}" that closes nothing in it.';
  const hint = "Write it alone: \"$input.body.action = 'opened'\".";
  return [{ code: "invalid_value", pointer: "/filter", message, hint }];
}
