// `/oauth/authorize`: a client sends a person here, who sees what it asks for, shows an API key (or is signed in to the
// dashboard) and answers.
//
// A1. Nobody is sent anywhere but to a redirect URI of the client; and not by themselves to another machine before they
//     have answered, since any site could have registered a client (OAuth 2.1, 7.12.2).
// A2. Every answer says who gives it (`iss`, RFC 9207) and returns `state`.

import type { Context } from "hono";
import { authenticateSession } from "../auth/authenticate-session.ts";
import { looksLikeToken } from "../auth/authenticate-token.ts";
import { refuseForeignOrigin } from "../auth/forgery.ts";
import { readSessionCookie } from "../auth/session-cookie.ts";
import type { AppEnv } from "../http/context.ts";
import { deferOf } from "../http/defer.ts";
import { Problem } from "../http/problem.ts";
import { authenticate } from "../keys/authenticate.ts";
import type { Principal } from "../keys/principal.ts";
import { nowIso } from "../platform/clock.ts";
import { readAsked, readAsker } from "./authorization-request.ts";
import type { Asked, Asker } from "./authorization-request.ts";
import { isFormToken, newFormToken } from "./consent-form.ts";
import { consentHeaders, consentPage, errorPage } from "./consent-page.ts";
import { OAuthFault } from "./fault.ts";
import { openGrant } from "./grants.ts";
import { parametersOf, readForm } from "./parameters.ts";
import { issuerFor } from "./places.ts";
import { isLoopback, withAnswer, withoutPort } from "./redirect-uri.ts";
import { heldBy } from "./scopes.ts";
import { selectAgentName, selectGrantsTo } from "./store.ts";

interface SignedIn {
  readonly principal: Principal;
  readonly sessionHash: string;
}

export async function authorize(c: Context<AppEnv>): Promise<Response> {
  let asker: Asker;
  try {
    asker = await readAsker(c.get("services"), parametersOf(new URL(c.req.url).searchParams));
  } catch (error) {
    return shown(c, error);
  }
  try {
    const asked = readAsked(parametersOf(new URL(c.req.url).searchParams), issuerFor(c.env, c.req.url));
    return c.req.method === "POST" ? await answered(c, asker, asked) : await ask(c, asker, asked);
  } catch (error) {
    if (!(error instanceof OAuthFault)) return shown(c, error);
    const onward = answerUrl(c, asker, { error: error.code, error_description: error.message });
    return isLoopback(asker.redirectUri) ? c.redirect(onward, 303) : shown(c, error, onward);
  }
}

async function ask(c: Context<AppEnv>, asker: Asker, asked: Asked): Promise<Response> {
  const signedIn = await signedInFrom(c);
  const isRemembered = signedIn !== null && (await isAllowedAlready(c, asker, asked, signedIn.principal));
  // On one's own machine any program could stand behind the client's name: there the person is asked each time.
  if (isRemembered && !isLoopback(asker.redirectUri)) return allow(c, asker, asked, signedIn.principal);
  return showForm(c, { asker, asked, signedIn, isRemembered });
}

/** The person has sent the form. */
async function answered(c: Context<AppEnv>, asker: Asker, asked: Asked): Promise<Response> {
  refuseForeignOrigin(c);
  const form = await readForm(c.req.raw).catch(() => refuseForm());
  const signedIn = await signedInFrom(c);
  if (!(await isFormToken(c, signedIn?.sessionHash ?? null, form.get("form_token") ?? ""))) refuseForm();

  if (form.get("decision") !== "allow") {
    const denial = { error: "access_denied", error_description: "The person did not allow it." };
    return c.redirect(answerUrl(c, asker, denial), 303);
  }
  const key = form.get("api_key");
  const principal = key === undefined ? signedIn?.principal : await callerWith(c, key.trim());
  const complaint =
    principal === undefined
      ? "This API key is not valid: mistyped, cut off, expired or revoked."
      : heldBy(principal.scopes).some((scope) => asked.scopes.includes(scope))
        ? null
        : `This key has none of the scopes that are asked for: ${asked.scopes.join(", ")}.`;
  if (principal === undefined || complaint !== null) {
    return showForm(c, { asker, asked, signedIn, isRemembered: false, complaint });
  }
  return allow(c, asker, asked, principal);
}

async function allow(c: Context<AppEnv>, asker: Asker, asked: Asked, principal: Principal): Promise<Response> {
  const code = await openGrant(c.get("services").db, {
    agentId: principal.agentId,
    keyId: principal.keyId,
    clientId: asker.client.id,
    clientName: asker.client.name,
    redirectUri: asker.redirectUri,
    resource: asked.resource,
    scopes: asked.scopes.filter((scope) => principal.scopes.includes(scope)),
    codeChallenge: asked.codeChallenge,
  });
  c.header("Cache-Control", "no-store");
  c.header("Referrer-Policy", "no-referrer");
  return c.redirect(answerUrl(c, asker, { code }), 303);
}

async function showForm(
  c: Context<AppEnv>,
  of: { asker: Asker; asked: Asked; signedIn: SignedIn | null; isRemembered: boolean; complaint?: string | null },
): Promise<Response> {
  const { asker, asked, signedIn, isRemembered, complaint = null } = of;
  const { pathname, search } = new URL(c.req.url);
  const formToken = await newFormToken(c, signedIn?.sessionHash ?? null);
  const page = consentPage({
    asker,
    asked,
    formToken,
    signedIn: signedIn && (await presented(c, signedIn.principal)),
    isRemembered,
    self: pathname + search,
    complaint,
  });
  return c.body(String(await page), complaint === null ? 200 : 422, await consentHeaders(asker.redirectUri));
}

async function presented(c: Context<AppEnv>, { agentId }: Principal) {
  return { agentId, agentName: (await selectAgentName(c.get("services").db, agentId)) ?? agentId };
}

/** A page for what went wrong; anything but a refusal goes its way to the app. */
async function shown(c: Context<AppEnv>, error: unknown, onward: string | null = null): Promise<Response> {
  if (!(error instanceof OAuthFault) && !(error instanceof Problem)) throw error;
  const status = error instanceof Problem ? 403 : error.code === "temporarily_unavailable" ? 429 : 400;
  return c.body(String(await errorPage(error.code, error.message, onward)), status, await consentHeaders(null));
}

/** Another key of the agent may have consented: it is the agent that allowed it. */
async function isAllowedAlready(c: Context<AppEnv>, asker: Asker, asked: Asked, caller: Principal): Promise<boolean> {
  const where = { agentId: caller.agentId, clientId: asker.client.id, resource: asked.resource, now: nowIso() };
  const grants = await selectGrantsTo(c.get("services").db, where);
  return grants.some(
    ({ scopes, redirectUri }) =>
      withoutPort(redirectUri) === withoutPort(asker.redirectUri) && asked.scopes.every((one) => scopes.includes(one)),
  );
}

async function signedInFrom(c: Context<AppEnv>): Promise<SignedIn | null> {
  const secret = readSessionCookie(c);
  if (secret === undefined) return null;
  const found = await authenticateSession(c.get("services").db, secret, deferOf(c));
  return found.ok && found.by === "session" ? { principal: found.principal, sessionHash: found.session.hash } : null;
}

/** Who shows this key; only the key itself consents, nothing that stands for it. */
async function callerWith(c: Context<AppEnv>, key: string): Promise<Principal | undefined> {
  if (looksLikeToken(key)) return undefined;
  const found = await authenticate(c.get("services").db, key, deferOf(c));
  return found.ok ? found.principal : undefined;
}

function answerUrl(
  c: Context<AppEnv>,
  { redirectUri, state }: Asker,
  answer: Readonly<Record<string, string>>,
): string {
  return withAnswer(redirectUri, { ...answer, state, iss: issuerFor(c.env, c.req.url) });
}

function refuseForm(): never {
  throw new Problem(
    "forgery_suspected",
    "This form is not the one that you were shown here, or it lay too long. Begin again in the program that sent you.",
  );
}
