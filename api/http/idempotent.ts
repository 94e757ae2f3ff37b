// `Idempotency-Key` on a POST: the first request under a key is answered, its repeats get the same answer. The
// agent's ledger decides (idempotency-ledger.ts); a request without the header does not meet it.

import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { canonicalText } from "../../engine/schema/canonical.ts";
import { LEASE_MS } from "../idempotency/begun.ts";
import type { IdempotencyLedger } from "../idempotency/idempotency-ledger.ts";
import { type Answer, type Secrets, secretsOf } from "../idempotency/seal.ts";
import { logError } from "../platform/log.ts";
import type { KeyedEnv } from "./context.ts";
import { Problem } from "./problem.ts";

export const KEY_FORM = /^[\x21-\x7e]{1,255}$/;
const RENEW_EVERY_MS = LEASE_MS / 3;
/** What belongs to the answer itself; all other headers are about this request, such as what is left of a limit. */
const KEPT_HEADERS = ["Content-Type", "Location", "Deprecation", "Link"];

/**
 * Comes after the key and the body were read. `sharedBy`: whose repeats get the first answer; the agent's other API
 * keys must not where the answer holds a secret, which may do more than they may.
 */
export const idempotent = (sharedBy: "agent" | "key") =>
  createMiddleware<KeyedEnv>(async (c, next) => {
    const key = c.req.header("Idempotency-Key");
    if (key === undefined || c.req.method !== "POST") return next();
    if (!KEY_FORM.test(key)) {
      throw new Problem("invalid_idempotency_key", "Idempotency-Key takes 1 to 255 visible ASCII characters.");
    }
    const { agentId, keyId } = c.get("principal");
    const secrets = await secretsOf(sharedBy === "key" ? `${agentId}\n${keyId}` : agentId, key);
    const ledger = c.env.IDEMPOTENCY_LEDGER.getByName(agentId);
    const begun = await ledger.begin(secrets.name, await secrets.fingerprintOf(await requestOf(c)));
    switch (begun.state) {
      case "reused":
        throw new Problem(
          "idempotency_key_reused",
          "This Idempotency-Key came before with another body or route. Take a new key for a new request.",
        );
      case "in_progress":
        throw new Problem(
          "idempotency_in_progress",
          "A request with this Idempotency-Key is still under way. Send it again in a moment.",
          { headers: { "Retry-After": "1" } },
        );
      case "full": {
        const seconds = String(Math.max(1, Math.ceil(begun.retryAfterMs / 1000)));
        throw new Problem(
          "idempotency_full",
          "The Idempotency-Keys of the last 24 hours take all the room that an agent has. This request did nothing.",
          { headers: { "Retry-After": seconds } },
        );
      }
      case "answered":
        return replay(await secrets.open(begun.answer));
      case "begun": {
        const answered = answer(c, next, { ledger, secrets, lease: begun.lease });
        // A caller that goes away comes back with the same key: its answer has to be there.
        c.executionCtx.waitUntil(answered);
        return answered;
      }
    }
  });

/** The request as a text: the same for two bodies that are equal as JSON. */
async function requestOf(c: Context<KeyedEnv>): Promise<string> {
  const { pathname, search } = new URL(c.req.url);
  return `${pathname}${search}\n${canonicalText(await c.req.json())}`;
}

interface Turn {
  readonly ledger: DurableObjectStub<IdempotencyLedger>;
  readonly secrets: Secrets;
  readonly lease: string;
}

async function answer(c: Context<KeyedEnv>, next: () => Promise<void>, turn: Turn): Promise<void> {
  const { ledger, secrets, lease } = turn;
  const failed = (error: unknown) => logError("idempotency_ledger_failed", error, { requestId: c.get("requestId") });
  const renewal = setInterval(() => void ledger.renew(secrets.name, lease).catch(failed), RENEW_EVERY_MS);
  const keep = async (response: Response | Promise<Response>) => {
    try {
      await settle(turn, await response);
    } catch (error) {
      // The work is done; its caller has to know that, though a repeat may do it again.
      failed(error);
    } finally {
      clearInterval(renewal);
    }
  };
  // A handler that throws has been answered by the app's error handler when `next` returns.
  await next().catch((error: unknown) => {
    clearInterval(renewal);
    throw error;
  });
  const later = c.get("repeatAnswer");
  // A stream goes out while it comes; what is kept of it is known at its end.
  if (later) c.executionCtx.waitUntil(keep(later));
  else await keep(c.res.clone());
}

async function settle({ ledger, secrets, lease }: Turn, response: Response): Promise<void> {
  if (response.status >= 500 || response.status === 429) await ledger.release(secrets.name, lease);
  else await ledger.settle(secrets.name, lease, await secrets.seal(await answerOf(response)));
}

async function answerOf(response: Response): Promise<Answer> {
  const kept = KEPT_HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  // `text()` warns of types that it does not know.
  const body = new TextDecoder().decode(await response.arrayBuffer());
  return { status: response.status, headers: Object.fromEntries(kept), body };
}

function replay({ status, headers, body }: Answer): Response {
  return new Response(body, {
    status,
    headers: { ...headers, "Cache-Control": "no-store", "Idempotency-Replayed": "true" },
  });
}
