// Callbacks: outcomes that the hub brings to a `callbackUrl`, and news of handoffs.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer } from "../http/json-body.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { CALLBACK_STATUSES } from "./callback.ts";

const TAGS = ["Callbacks"];

const callbackSchema = z
  .object({
    id: z.string().openapi({ example: "cb_V1StGXR8_Z5j", description: "The `webhook-id` of every attempt." }),
    invocationId: z.string().nullable().openapi({ description: "The call whose outcome it brings." }),
    handoffId: z.string().nullable().openapi({ description: "The handoff of which it tells." }),
    url: z.string(),
    status: z.enum(CALLBACK_STATUSES).openapi({ description: "`dead`: given up after a day of attempts." }),
    attempts: z.int(),
    lastError: z.string().nullable().openapi({ description: "Why the latest attempt failed." }),
    createdAt: z.iso.datetime(),
    nextAttemptAt: z.iso.datetime().nullable(),
    completedAt: z.iso.datetime().nullable(),
  })
  .openapi("Callback");

export const rotateCallbackSecretContract = createRoute({
  ...keyed("rotateCallbackSecret"),
  method: "post",
  path: "/api/v1/mcp/callbacks/secret",
  tags: TAGS,
  summary: "Get a new secret that the agent's callbacks are signed with",
  description:
    "The secret is shown this once. Callbacks follow Standard Webhooks: receivers verify them with any of its " +
    "libraries. For 24 hours they are signed with the secret before as well.",
  responses: {
    201: jsonAnswer(
      "The secret",
      z
        .object({ secret: z.string().openapi({ example: "whsec_…" }), previousValidUntil: z.iso.datetime().nullable() })
        .openapi("CallbackSecret"),
    ),
  },
});

export const listCallbacksContract = createRoute({
  ...keyed("listCallbacks"),
  method: "get",
  path: "/api/v1/mcp/callbacks",
  tags: TAGS,
  summary: "List the agent's callbacks, newest first",
  description:
    "A callback is kept for 30 days after it was delivered or given up. An agent keeps up to 100,000 of them and 2 GiB; " +
    "where that gets short, the delivered ones go first.",
  request: { query: z.object({ status: z.enum(CALLBACK_STATUSES).optional(), ...pageQuery }) },
  responses: {
    200: jsonAnswer("One page", pageOf(callbackSchema)),
  },
});

export const redeliverCallbackContract = createRoute({
  ...keyed("redeliverCallback"),
  method: "post",
  path: "/api/v1/mcp/callbacks/{callbackId}/redeliver",
  tags: TAGS,
  summary: "Deliver a callback again, whatever became of it",
  description: "It is attempted at once, and then again for a day until the receiver takes it.",
  request: { params: z.object({ callbackId: z.string() }) },
  responses: {
    202: jsonAnswer("The callback", callbackSchema),
    ...problemResponses("not_found"),
  },
});
