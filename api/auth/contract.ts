// Short-lived stand-ins for a key: tokens, what verifies them, and the session of a dashboard.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed, open } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses, unauthenticatedResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { askedScopes } from "../keys/asked-scopes.ts";
import { SCOPES } from "../keys/scopes.ts";
import { MAX_TOKEN_SECONDS } from "./signing-keys.ts";

export const createTokenContract = createRoute({
  ...keyed("createToken"),
  method: "post",
  path: "/api/v1/auth/token",
  tags: ["Tokens"],
  summary: "Get a token that stands for the calling key for at most 15 minutes",
  description:
    "A JWT (EdDSA) to be sent as `Authorization: Bearer …` wherever a key is. It counts against the key's limit and " +
    "ends with the key. It takes the key itself: a token gives no further token.",
  request: {
    body: jsonBody(
      strictFields({
        expiresIn: z
          .int()
          .min(1)
          .max(MAX_TOKEN_SECONDS)
          .default(MAX_TOKEN_SECONDS)
          .openapi({ description: "Seconds." }),
        scopes: askedScopes
          .optional()
          .openapi({ description: "Those that the token is to have; all of the key's if left out." }),
      }),
      { expiresIn: 300, scopes: ["tools:invoke"] },
    ),
  },
  responses: {
    201: jsonAnswer(
      "The token",
      z
        .object({
          token: z.string(),
          tokenType: z.literal("Bearer"),
          expiresIn: z.int().openapi({ description: "Seconds." }),
          expiresAt: z.iso.datetime(),
          scopes: z.array(z.enum(SCOPES)),
        })
        .openapi("Token"),
    ),
    ...problemResponses("key_needed"),
  },
});

const publicKeySchema = z.object({
  kid: z.string(),
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string(),
  alg: z.literal("EdDSA"),
  use: z.literal("sig"),
});

export const getJwksContract = createRoute({
  ...open("getJwks"),
  method: "get",
  path: "/.well-known/jwks.json",
  tags: ["Tokens"],
  summary: "The public keys that verify this hub's tokens",
  description:
    "A JSON Web Key Set (RFC 7517). A key is in it an hour before it signs, and until its last token has expired.",
  responses: { 200: jsonAnswer("The keys", z.object({ keys: z.array(publicKeySchema) }).openapi("JsonWebKeySet")) },
});

const signedInSchema = z
  .object({
    agentId: z.string(),
    keyId: z.string(),
    scopes: z.array(z.string()),
    rateLimitPerMin: z.int(),
    session: z
      .object({
        csrfToken: z.string().openapi({
          description: "To be sent as `X-CSRF-Token` with every request of the session that is no GET.",
        }),
        expiresAt: z.iso.datetime(),
      })
      .nullable()
      .openapi({ description: "Null for whoever shows a key or a token in a header." }),
  })
  .openapi("Caller");

export const createSessionContract = createRoute({
  ...open("createSession"),
  method: "post",
  path: "/api/v1/auth/session",
  tags: ["Sessions"],
  summary: "Sign in with an API key, in the body or a header",
  description:
    "Sets a cookie that stands for the key for 12 hours, or until the key ends; no script can read it. Requests of the " +
    "session that are no GET must bring `csrfToken` as `X-CSRF-Token`.",
  request: {
    body: jsonBody(strictFields({ apiKey: z.string().max(200).optional() }), { apiKey: "nxc_live_…" }),
  },
  responses: {
    201: jsonAnswer("Who is signed in", signedInSchema),
    ...unauthenticatedResponses(),
    ...problemResponses("key_needed", "forgery_suspected"),
  },
});

export const getSessionContract = createRoute({
  ...keyed("getSession"),
  method: "get",
  path: "/api/v1/auth/session",
  tags: ["Sessions"],
  summary: "Who is signed in, or calling with a key or a token",
  responses: {
    200: jsonAnswer("Who is calling", signedInSchema),
  },
});

export const deleteSessionContract = createRoute({
  ...keyed("deleteSession"),
  method: "delete",
  path: "/api/v1/auth/session",
  tags: ["Sessions"],
  summary: "Sign out",
  description: "Ends the session of the cookie, everywhere within 5 seconds. Without a cookie there is nothing to end.",
  responses: {
    204: { description: "Nobody is signed in" },
  },
});

const sessionSchema = z
  .object({
    id: z.string().openapi({ example: "session_mF3kT9qLx0Yc2vRb" }),
    keyId: z.string().openapi({ description: "The key that it was opened with, and ends with." }),
    userAgent: z.string().nullable().openapi({ description: "What the browser called itself, as it said." }),
    isCurrent: z.boolean().openapi({ description: "Whether this request is one of it." }),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().openapi({ description: "To the minute." }),
    expiresAt: z.iso.datetime(),
  })
  .openapi("Session");

export const listSessionsContract = createRoute({
  ...keyed("listSessions"),
  method: "get",
  path: "/api/v1/auth/sessions",
  tags: ["Sessions"],
  summary: "List the browsers that are signed in as the calling agent, newest first",
  request: { query: z.object(pageQuery) },
  responses: {
    200: jsonAnswer("A page of sessions", pageOf(sessionSchema).openapi("SessionPage")),
  },
});

export const endSessionContract = createRoute({
  ...keyed("endSession"),
  method: "delete",
  path: "/api/v1/auth/sessions/{sessionId}",
  tags: ["Sessions"],
  summary: "Sign a browser out, everywhere within 5 seconds",
  description: "What it listens to is closed. Its key is still good: revoke that where somebody else has it.",
  request: { params: z.object({ sessionId: z.string() }) },
  responses: {
    204: { description: "It is signed out" },
    ...problemResponses("not_found"),
  },
});

export const endOtherSessionsContract = createRoute({
  ...keyed("endOtherSessions"),
  method: "delete",
  path: "/api/v1/auth/sessions",
  tags: ["Sessions"],
  summary: "Sign all other browsers out, everywhere within 5 seconds",
  description:
    "All but the one that asks, whatever key they signed in with; all of them where a key or a token asks. What they " +
    "listen to is closed. Their keys are still good.",
  responses: {
    204: { description: "No other is signed in" },
  },
});
