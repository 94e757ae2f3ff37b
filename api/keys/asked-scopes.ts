import { z } from "@hono/zod-openapi";
import { ASKED_SCOPES } from "./scopes.ts";

/** `scopes` of a request. */
export const askedScopes = z
  .array(z.enum(ASKED_SCOPES))
  .min(1)
  .max(ASKED_SCOPES.length)
  .openapi({ description: "`tools:*` and the like stand for all scopes of that kind there are now, `*` for all." });
