// API keys: further keys for the agent that calls.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { DEFAULT_KEY_RATE_LIMIT_PER_MIN } from "./issue-key.ts";
import { DEFAULT_SCOPES, SCOPES } from "./scopes.ts";

export const createKeyContract = createRoute({
  ...keyed("createKey"),
  method: "post",
  path: "/api/v1/keys",
  tags: ["Keys"],
  summary: "Create a further API key for the calling agent",
  description: "The key is shown this once. It can have only scopes that the calling key has.",
  request: {
    body: jsonBody(
      strictFields({
        name: z.string().trim().min(1).max(200).optional(),
        scopes: z
          .array(z.enum(SCOPES))
          .min(1)
          .max(SCOPES.length)
          .default([...DEFAULT_SCOPES]),
        rateLimitPerMin: z
          .int()
          .min(1)
          .default(DEFAULT_KEY_RATE_LIMIT_PER_MIN)
          .openapi({ description: "Calls in any 60 s, up to the ceiling that the operator set." }),
        expiresAt: z.iso.datetime({ offset: true }).optional(),
      }),
      { name: "laptop", scopes: ["tools:invoke"], rateLimitPerMin: 600 },
    ),
  },
  responses: {
    201: jsonAnswer(
      "The key",
      z
        .object({
          id: z.string().openapi({ example: "key_V1StGXR8_Z5j" }),
          agentId: z.string(),
          name: z.string().nullable(),
          apiKey: z.string(),
          scopes: z.array(z.enum(SCOPES)),
          rateLimitPerMin: z.int(),
          expiresAt: z.iso.datetime().nullable(),
          createdAt: z.iso.datetime(),
        })
        .openapi("CreatedKey"),
    ),
    ...problemResponses(
      "malformed_json",
      "nesting_too_deep",
      "missing_key",
      "invalid_key",
      "expired_key",
      "insufficient_scope",
      "body_too_large",
      "unsupported_media_type",
      "invalid_request",
    ),
  },
});
