// The fields of a request that say how the hub shows a provider who is calling.

import { z } from "@hono/zod-openapi";
import { strictFields } from "../http/validation.ts";

/** How the hub shows a provider, or an MCP server, who is calling. */
export const AUTH_TYPE = z.enum(["none", "bearer", "api_key"]).openapi({
  description: "How the hub shows the provider who is calling: `Authorization: Bearer …`, a header of its own, or not.",
});
const SECRET = z
  .string()
  .regex(
    /^[!#-[\]-~]{8,4096}$/,
    "A secret has 8 to 4096 visible ASCII characters, none of them a quote or a backslash",
  );
export const AUTH_CONFIG = strictFields({
  token: SECRET.optional(),
  header: z
    .string()
    .regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, "A header's name has 1 to 100 of the characters that HTTP allows there")
    .optional(),
  key: SECRET.optional(),
}).openapi({
  description:
    "`{token}` for `bearer`, `{header, key}` for `api_key`. Kept encrypted, sent to `endpoint`, never shown.",
});
