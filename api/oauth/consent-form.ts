// The consent form belongs to the browser that was shown it: a cookie holds a secret, the form what follows from that, from
// the request it is about and from who was signed in. A page of another site knows none of it (cross-site request forgery).

import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "../http/context.ts";
import { digestOf, randomSecret } from "../platform/secrets.ts";

const NAME = "nexuscall-consent";
const SECONDS = 900;

/** The token for the form on this page. Sets the cookie where there is none yet: other pages of the browser keep theirs. */
export async function newFormToken(c: Context<AppEnv>, sessionHash: string | null): Promise<string> {
  const secret = readSecret(c) ?? randomSecret();
  const attributes = { httpOnly: true, sameSite: "Strict", path: "/", maxAge: SECONDS } as const;
  setCookie(c, NAME, secret, isHttps(c) ? { ...attributes, secure: true, prefix: "host" } : attributes);
  return tokenOf(c, secret, sessionHash);
}

export async function isFormToken(c: Context<AppEnv>, sessionHash: string | null, token: string): Promise<boolean> {
  const secret = readSecret(c);
  return secret !== undefined && token === (await tokenOf(c, secret, sessionHash));
}

function tokenOf(c: Context<AppEnv>, secret: string, sessionHash: string | null): Promise<string> {
  return digestOf(`consent:${secret}:${sessionHash ?? ""}:${new URL(c.req.url).search}`);
}

function readSecret(c: Context<AppEnv>): string | undefined {
  const secret = isHttps(c) ? getCookie(c, NAME, "host") : getCookie(c, NAME);
  return secret !== undefined && /^[\w-]{43}$/.test(secret) ? secret : undefined;
}

function isHttps(c: Context<AppEnv>): boolean {
  return new URL(c.req.url).protocol === "https:";
}
