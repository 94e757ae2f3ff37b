// API keys: those of the agent that calls.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { askedScopes } from "./asked-scopes.ts";
import { DEFAULT_KEY_RATE_LIMIT_PER_MIN } from "./issue-key.ts";
import { DEFAULT_SCOPES, SCOPES } from "./scopes.ts";

const keyFields = {
  id: z.string().openapi({ example: "key_V1StGXR8_Z5j" }),
  agentId: z.string(),
  name: z.string().nullable().openapi({ example: "laptop" }),
  prefix: z.string().openapi({ description: "The key's first characters.", example: "nxc_live_V1St" }),
  scopes: z.array(z.enum(SCOPES)),
  rateLimitPerMin: z.int(),
  expiresAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
};

const keySchema = z
  .object({
    ...keyFields,
    status: z.enum(["active", "expired", "revoked"]),
    replacedBy: z.string().nullable().openapi({ description: "The id of the key that this one was rotated into." }),
    lastUsedAt: z.iso.datetime().nullable().openapi({ description: "To the minute." }),
  })
  .openapi("Key");

const createdKeySchema = z
  .object({ ...keyFields, apiKey: z.string().openapi({ description: "Shown this once." }) })
  .openapi("CreatedKey");

const keyParam = z.object({ keyId: z.string() });

const MAX_OVERLAP_SECONDS = 30 * 86_400;
const DEFAULT_OVERLAP_SECONDS = 86_400;

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
        scopes: askedScopes.default([...DEFAULT_SCOPES]),
        rateLimitPerMin: z
          .int()
          .min(1)
          .default(DEFAULT_KEY_RATE_LIMIT_PER_MIN)
          .openapi({ description: "Calls in any 60 s, up to the ceiling that the operator set." }),
        expiresAt: z.iso.datetime({ offset: true }).optional(),
      }),
      { name: "laptop", scopes: ["tools:invoke", "workflows:*"], rateLimitPerMin: 600 },
    ),
  },
  responses: {
    201: jsonAnswer("The key", createdKeySchema),
    ...problemResponses("quota_reached"),
  },
});

export const listKeysContract = createRoute({
  ...keyed("listKeys"),
  method: "get",
  path: "/api/v1/keys",
  tags: ["Keys"],
  summary: "List the calling agent's keys, newest first",
  description: "With the expired and the revoked ones. A key itself is never shown again.",
  request: { query: z.object(pageQuery) },
  responses: {
    200: jsonAnswer("A page of keys", pageOf(keySchema).openapi("KeyPage")),
  },
});

export const getKeyContract = createRoute({
  ...keyed("getKey"),
  method: "get",
  path: "/api/v1/keys/{keyId}",
  tags: ["Keys"],
  summary: "Read one of the calling agent's keys",
  request: { params: keyParam },
  responses: {
    200: jsonAnswer("The key, without its secret", keySchema),
    ...problemResponses("not_found"),
  },
});

export const rotateKeyContract = createRoute({
  ...keyed("rotateKey"),
  method: "post",
  path: "/api/v1/keys/{keyId}/rotate",
  tags: ["Keys"],
  summary: "Replace a key by a new one of the same name, scopes, limit and lifetime",
  description:
    "The new key is shown this once. The old one stays valid for the overlap, but never longer than it would have. " +
    "Rotating a key takes every scope that it has.",
  request: {
    params: keyParam,
    body: jsonBody(
      strictFields({
        overlapSeconds: z
          .int()
          .min(0)
          .max(MAX_OVERLAP_SECONDS)
          .default(DEFAULT_OVERLAP_SECONDS)
          .openapi({ description: "How long the old key stays valid; 0 ends it at once." }),
      }),
      { overlapSeconds: 3_600 },
    ),
  },
  responses: {
    201: jsonAnswer("The new key", createdKeySchema),
    ...problemResponses("not_found", "key_not_valid"),
  },
});

export const deleteKeyContract = createRoute({
  ...keyed("deleteKey"),
  method: "delete",
  path: "/api/v1/keys/{keyId}",
  tags: ["Keys"],
  summary: "Revoke a key, everywhere within 5 seconds",
  description:
    "The last valid key with `keys:write` stays: without it the agent could make no further one. Revoking a key that " +
    "is revoked already changes nothing.",
  request: { params: keyParam },
  responses: {
    204: { description: "It is revoked" },
    ...problemResponses("not_found", "last_key"),
  },
});
