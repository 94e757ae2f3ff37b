// Webhooks: addresses at which others' messages become runs of a workflow.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed, open } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonValue } from "../http/json-value.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { someOfQuery } from "../http/some-of.ts";
import { strictFields } from "../http/validation.ts";
import { VERDICTS, VERIFICATIONS } from "./webhook.ts";

const TAGS = ["Webhooks"];

const webhookSchema = z
  .object({
    id: z.string().openapi({ example: "hook_V1StGXR8_Z5j" }),
    workflowId: z.string(),
    url: z.string().openapi({ description: "Where messages are sent to, with POST." }),
    name: z.string(),
    verification: z.enum(VERIFICATIONS),
    filter: z.string().nullable(),
    input: z.unknown(),
    version: z.int().nullable(),
    maxPerMinute: z.int(),
    enabled: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Webhook");

const deliverySchema = z
  .object({
    id: z.string().openapi({ example: "dlv_V1StGXR8_Z5j" }),
    messageId: z.string().nullable().openapi({ description: "The sender's own; null: it gave none." }),
    verdict: z.enum(VERDICTS).openapi({
      description:
        "`matched`: it has a run. `repeated`: it came before, and has the run of then. `refused`: no run could be made of it.",
    }),
    runId: z.string().nullable(),
    detail: z.string().nullable().openapi({ description: "Why it has no run; null also where the filter is false." }),
    createdAt: z.iso.datetime(),
  })
  .openapi("WebhookDelivery");

const body = jsonBody(
  strictFields({
    name: z.string().trim().max(200).default(""),
    verification: z
      .enum(VERIFICATIONS)
      .default("standard")
      .openapi({
        description:
          "How a message shows whom it is from: Standard Webhooks' signature, GitHub's X-Hub-Signature-256, Stripe's " +
          "Stripe-Signature, the secret as a bearer token, or nothing. Of messages with one id (webhook-id, " +
          "X-GitHub-Delivery, Stripe's event id; without signature also Idempotency-Key) the first alone has a run.",
      }),
    secret: z.string().min(16).max(500).optional().openapi({
      description: "Where the sender makes the secret, as Stripe does. Otherwise the hub makes one and shows it once.",
    }),
    filter: z
      .string()
      .min(1)
      .max(10_000)
      .nullable()
      .default(null)
      .openapi({
        description:
          "A JSONata expression over $input.body, $input.headers and $input.query; where it is false, or gives nothing because the " +
          "message lacks what it reads, there is no run.",
        example: '$input.body.action = "opened"',
      }),
    input: jsonValue(
      "The run's input, a template over `{{input.body}}`, `{{input.headers}}` (names in lower case; without what identifies " +
        "the sender, such as authorization, cookies and signatures) and `{{input.query}}`. " +
        "Left out, it is the body.",
    ).optional(),
    version: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .openapi({ description: "Of the workflow; null: the current one." }),
    maxPerMinute: z.int().min(1).max(1_000).default(60),
    enabled: z.boolean().default(true).openapi({ description: "One that is not answers as if it were not there." }),
  }),
  {
    name: "issues",
    verification: "github",
    filter: '$input.body.action = "opened"',
    input: { title: "{{input.body.issue.title}}" },
  },
);

const ofWorkflow = z.object({ workflowId: z.string() });
const ofWebhook = z.object({ workflowId: z.string(), webhookId: z.string() });
const PATH = "/api/v1/workflows/{workflowId}/webhooks";
const ONE = `${PATH}/{webhookId}` as const;
const secret = z
  .string()
  .nullable()
  .openapi({ example: "whsec_…", description: "Shown this once; null where there is none, or it was given." });

export const createWebhookContract = createRoute({
  ...keyed("createWebhook"),
  method: "post",
  path: PATH,
  tags: TAGS,
  summary: "Run a workflow on others' messages",
  request: { params: ofWorkflow, body },
  responses: {
    201: jsonAnswer("The webhook and its secret", webhookSchema.extend({ secret }).openapi("CreatedWebhook")),
    ...problemResponses("not_found", "quota_reached"),
  },
});

export const listWebhooksContract = createRoute({
  ...keyed("listWebhooks"),
  method: "get",
  path: PATH,
  tags: TAGS,
  summary: "List a workflow's webhooks, newest first",
  request: { params: ofWorkflow, query: z.object(pageQuery) },
  responses: { 200: jsonAnswer("One page", pageOf(webhookSchema)), ...problemResponses("not_found") },
});

export const listAllWebhooksContract = createRoute({
  ...keyed("listAllWebhooks"),
  method: "get",
  path: "/api/v1/webhooks",
  tags: TAGS,
  summary: "List the webhooks of all of the agent's workflows, newest first",
  request: { query: z.object(pageQuery) },
  responses: { 200: jsonAnswer("One page", pageOf(webhookSchema)) },
});

export const getWebhookContract = createRoute({
  ...keyed("getWebhook"),
  method: "get",
  path: ONE,
  tags: TAGS,
  summary: "Read a webhook",
  request: { params: ofWebhook },
  responses: { 200: jsonAnswer("The webhook", webhookSchema), ...problemResponses("not_found") },
});

export const replaceWebhookContract = createRoute({
  ...keyed("replaceWebhook"),
  method: "put",
  path: ONE,
  tags: TAGS,
  summary: "Replace a webhook",
  description:
    "Address and secret stay; a `secret` that is given takes the place of the one before, which counts for another day.",
  request: { params: ofWebhook, body },
  responses: { 200: jsonAnswer("The webhook as it is now", webhookSchema), ...problemResponses("not_found") },
});

export const deleteWebhookContract = createRoute({
  ...keyed("deleteWebhook"),
  method: "delete",
  path: ONE,
  tags: TAGS,
  summary: "Delete a webhook",
  request: { params: ofWebhook },
  responses: { 204: { description: "Deleted" }, ...problemResponses("not_found") },
});

export const rotateWebhookSecretContract = createRoute({
  ...keyed("rotateWebhookSecret"),
  method: "post",
  path: `${ONE}/secret`,
  tags: TAGS,
  summary: "Get a webhook a new secret",
  description: "It is shown this once. The secret before counts for another 24 hours.",
  request: { params: ofWebhook },
  responses: {
    201: jsonAnswer(
      "The secret",
      z
        .object({ secret: z.string().openapi({ example: "whsec_…" }), previousValidUntil: z.iso.datetime().nullable() })
        .openapi("WebhookSecret"),
    ),
    ...problemResponses("not_found"),
  },
});

export const listWebhookDeliveriesContract = createRoute({
  ...keyed("listWebhookDeliveries"),
  method: "get",
  path: `${ONE}/deliveries`,
  tags: TAGS,
  summary: "List what came of a webhook's messages, newest first",
  description: "The last 1,000 of them.",
  request: {
    params: ofWebhook,
    query: z.object({ verdict: someOfQuery(VERDICTS, "verdict", "refused,bad_signature"), ...pageQuery }),
  },
  responses: { 200: jsonAnswer("One page", pageOf(deliverySchema)), ...problemResponses("not_found") },
});

export const receiveWebhookContract = createRoute({
  ...open("receiveWebhook"),
  method: "post",
  path: "/hooks/{webhookId}",
  tags: TAGS,
  summary: "Send a webhook a message",
  description:
    "Takes no key: the message shows whom it is from, as the webhook's `verification` says. At most 1 MiB of JSON; without a " +
    "body it is `{}`.",
  request: {
    params: z.object({ webhookId: z.string() }),
    body: jsonBody(jsonValue("Whatever the sender says, as JSON."), { action: "opened", issue: { title: "It broke" } }),
  },
  responses: {
    202: jsonAnswer(
      "What became of it",
      z
        .object({
          verdict: z.enum(["matched", "repeated", "filtered"]).openapi({ example: "matched" }),
          runId: z.string().nullable().openapi({ example: "run_V1StGXR8_Z5j" }),
        })
        .openapi("TakenMessage"),
    ),
    ...problemResponses("not_found", "bad_signature", "invalid_input", "rate_limited"),
  },
});
