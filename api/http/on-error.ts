// What becomes of everything that a handler throws.

import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import { logError } from "../platform/log.ts";
import type { AppEnv } from "./context.ts";
import { Problem, problemResponse } from "./problem.ts";

export function onError(error: unknown, c: Context<AppEnv>): Response {
  if (error instanceof Problem) return problemResponse(c, error);
  if (error instanceof HTTPException && error.status < 500) return problemResponse(c, fromFramework(error));
  logError("request failed unexpectedly", error, {
    requestId: c.get("requestId"),
    method: c.req.method,
    route: c.req.routePath,
  });
  return problemResponse(c, new Problem("internal_error", "The hub could not answer this call. Please try again."));
}

/** Lets the error handler see what libraries throw that is no Error: the framework passes only Errors on. */
export const throwErrors = createMiddleware(async (_c, next) => {
  try {
    await next();
  } catch (thrown) {
    throw thrown instanceof Error ? thrown : new Error("something other than an Error was thrown", { cause: thrown });
  }
});

// The framework's own refusals of a body; our middleware comes first, so these are rare.
function fromFramework(error: HTTPException): Problem {
  return error.status === 415
    ? new Problem("unsupported_media_type", "Send the body with the header Content-Type: application/json.")
    : new Problem("malformed_json", "The body could not be read as JSON.");
}
