// Cross-site request forgery: a page of another site can make a browser send the session's cookie, but neither
// read `X-CSRF-Token` nor lie about its `Origin`. SameSite=Strict is a third reason why it gets nowhere.

import type { Context } from "hono";
import type { AppEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import type { Session } from "./sessions.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Lets a session's request pass if it changes nothing, or comes from a page of the hub itself. */
export function refuseForgery<E extends AppEnv>(c: Context<E>, { csrfToken }: Session): void {
  if (SAFE_METHODS.has(c.req.method)) return;
  refuseForeignOrigin(c);
  if (c.req.header("X-CSRF-Token") === csrfToken) return;
  throw new Problem(
    "forgery_suspected",
    "Send the session's csrfToken as X-CSRF-Token: GET /api/v1/auth/session gives it.",
  );
}

/** The host counts, not the scheme: whoever ends TLS before the hub does not change the host. */
export function refuseForeignOrigin<E extends AppEnv>(c: Context<E>): void {
  const origin = c.req.header("Origin");
  if (origin === undefined || hostOf(origin) === new URL(c.req.url).host) return;
  throw new Problem("forgery_suspected", "The request comes from a page of another site.");
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
