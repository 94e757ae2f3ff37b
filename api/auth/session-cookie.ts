// The cookie of a dashboard session: no script reads it, no other site's request carries it. Over https it is
// bound to this very host (`__Host-`); over http, where browsers refuse that, it is a plain one.

import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "../http/context.ts";

const NAME = "nexuscall";
/** As it is sent over https. */
export const SESSION_COOKIE = `__Host-${NAME}`;

export function readSessionCookie<E extends AppEnv>(c: Context<E>): string | undefined {
  return isHttps(c) ? getCookie(c, NAME, "host") : getCookie(c, NAME);
}

export function setSessionCookie<E extends AppEnv>(c: Context<E>, secret: string, seconds: number): void {
  setCookie(c, NAME, secret, { ...attributesFor(c), maxAge: seconds });
}

export function clearSessionCookie<E extends AppEnv>(c: Context<E>): void {
  deleteCookie(c, NAME, attributesFor(c));
}

function attributesFor<E extends AppEnv>(c: Context<E>) {
  const always = { httpOnly: true, sameSite: "Strict", path: "/" } as const;
  return isHttps(c) ? { ...always, secure: true, prefix: "host" as const } : always;
}

function isHttps<E extends AppEnv>(c: Context<E>): boolean {
  return new URL(c.req.url).protocol === "https:";
}
