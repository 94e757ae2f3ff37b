// A client and the person in front of it, as plain requests: what a test does not say is done right.

import { digestOf } from "../../../api/platform/secrets.ts";
import { call, newAgent } from "../api/hub.ts";
import type { Answer, TestAgent } from "../api/hub.ts";

export const ISSUER = "https://nxscall.com";
export const HUB = `${ISSUER}/mcp/v1`;
export const REDIRECT = "https://app.example/callback";
export const LOOPBACK = "http://127.0.0.1:33418/callback";
export const VERIFIER = "a-verifier-that-has-at-least-forty-three-characters";

export type Fields = Readonly<Record<string, string | undefined>>;

export async function newClient(redirectUris: readonly string[] = [REDIRECT, LOOPBACK], name = "Test client") {
  const { status, body } = await call("POST", "/oauth/register", {
    body: { client_name: name, redirect_uris: redirectUris },
  });
  if (status !== 201) throw new Error(`registration answered ${status}: ${JSON.stringify(body)}`);
  return body.client_id as string;
}

/** The path and query of an authorization request; `undefined` leaves a parameter out. */
export async function requestOf(clientId: string, change: Fields = {}): Promise<string> {
  const parameters = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: REDIRECT,
    code_challenge: await digestOf(VERIFIER),
    code_challenge_method: "S256",
    state: "the-state",
    resource: HUB,
    ...change,
  };
  return `/oauth/authorize?${encoded(parameters)}`;
}

export interface Shown {
  readonly page: Answer;
  readonly cookie: string;
  readonly token: string;
}

/** Opens the consent page. */
export async function open(path: string, cookies = ""): Promise<Shown> {
  const page = await call("GET", path, { headers: cookies === "" ? {} : { Cookie: cookies } });
  const set = (page.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
  const [, token = ""] = /name="form_token" value="([^"]*)"/.exec(String(page.body)) ?? [];
  return { page, cookie: [cookies, set].filter((one) => one !== "").join("; "), token };
}

/** Sends the consent form. */
export function submit(path: string, shown: Shown, fields: Fields, headers: Record<string, string> = {}) {
  return call("POST", path, {
    raw: encoded({ form_token: shown.token, decision: "allow", ...fields }),
    headers: { ...FORM, Cookie: shown.cookie, Origin: "https://hub.example", ...headers },
  });
}

/** What the person's browser is sent to, once it has been allowed with the agent's key. */
export async function allow(path: string, agent: Pick<TestAgent, "key">): Promise<URL> {
  const answer = await submit(path, await open(path), { api_key: agent.key });
  if (answer.status !== 303) throw new Error(`consent answered ${answer.status}: ${String(answer.body)}`);
  return new URL(answer.headers.get("Location") ?? "");
}

export async function codeFor(agent: Pick<TestAgent, "key">, clientId: string, change: Fields = {}): Promise<string> {
  return (await allow(await requestOf(clientId, change), agent)).searchParams.get("code") ?? "";
}

export function redeem(clientId: string, code: string, change: Fields = {}): Promise<Answer> {
  return post("/oauth/token", {
    grant_type: "authorization_code",
    client_id: clientId,
    code,
    code_verifier: VERIFIER,
    redirect_uri: REDIRECT,
    resource: HUB,
    ...change,
  });
}

export function refresh(clientId: string, refreshToken: string, change: Fields = {}): Promise<Answer> {
  const fields = { grant_type: "refresh_token", client_id: clientId, refresh_token: refreshToken, ...change };
  return post("/oauth/token", fields);
}

export function post(path: string, fields: Fields): Promise<Answer> {
  return call("POST", path, { raw: encoded(fields), headers: FORM });
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly scope: string;
}

/** A new agent that has allowed a new client what the request asks for. */
export async function newGrant(change: Fields = {}) {
  const [agent, clientId] = await Promise.all([newAgent(), newClient()]);
  return { agent, clientId, tokens: await tokensFor(agent, clientId, change) };
}

export async function tokensFor(agent: Pick<TestAgent, "key">, clientId: string, change: Fields = {}): Promise<Tokens> {
  const { resource } = { resource: HUB, ...change };
  const { status, body } = await redeem(clientId, await codeFor(agent, clientId, change), { resource });
  if (status !== 200) throw new Error(`the code answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

function encoded(fields: Fields): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) parameters.set(name, value);
  return parameters.toString();
}
