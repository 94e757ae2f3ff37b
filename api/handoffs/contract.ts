// Handoffs: work that one agent gives to another.

import { createRoute, z } from "@hono/zod-openapi";
import { MAX_ERROR_CODE_LENGTH, MAX_ESCALATIONS, MAX_WAIT_MS } from "../../engine/definition/limits.ts";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonValue } from "../http/json-value.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { someOfQuery } from "../http/some-of.ts";
import { rangeQuery } from "../http/time-range.ts";
import { strictFields } from "../http/validation.ts";
import { contextSchema } from "./context.ts";
import { EVENT_TYPES } from "./handoff.ts";
import { ACTIONS, HANDOFF_MODES, HANDOFF_STATUSES } from "./machine.ts";

const TAGS = ["Handoffs"];
const MAX_MESSAGE_CHARS = 10_000;

const time = z.iso.datetime().nullable();
const AGENT_ID = z.string().min(1).max(64);
const TAG = z.string().trim().min(1).max(50);
const MESSAGE = z.string().max(MAX_MESSAGE_CHARS);

const summarySchema = z
  .object({
    id: z.string().openapi({ example: "handoff_V1StGXR8_Z5j" }),
    fromAgentId: z.string(),
    toAgentId: z.string().nullable().openapi({
      description: "Who is asked, or has it; null as long as any agent with the tag is asked.",
    }),
    tag: z.string().nullable(),
    status: z.enum(HANDOFF_STATUSES),
    mode: z.enum(HANDOFF_MODES),
    task: z.string().openapi({ description: "The beginning of the context's task." }),
    contextBytes: z.int(),
    failure: z
      .object({ code: z.string(), message: z.string(), retryable: z.boolean() })
      .nullable()
      .openapi({ description: "Why it ended without a result." }),
    deadline: time,
    expiresAt: time.openapi({ description: "When its state ends by itself." }),
    parentHandoffId: z.string().nullable(),
    workflowRunId: z.string().nullable().openapi({ description: "The run whose step sent it." }),
    createdAt: z.iso.datetime(),
    acceptedAt: time,
    resolvedAt: time,
  })
  .openapi("HandoffSummary");

const targetSchema = z.union([strictFields({ toAgentId: AGENT_ID }), strictFields({ tag: TAG })]);

const handoffSchema = summarySchema
  .extend({
    context: contextSchema,
    result: z.unknown().openapi({ description: "Null until it is completed." }),
    inputSchema: z.unknown(),
    resultSchema: z.unknown(),
    timeoutMs: z.int().nullable(),
    escalateTo: z
      .array(z.union([z.object({ toAgentId: z.string() }), z.object({ tag: z.string() })]))
      .openapi({ description: "Who is still to be asked; shown to its sender alone." }),
    callbackUrl: z.string().nullable().openapi({ description: "Shown to its sender alone." }),
    chain: z
      .array(z.string())
      .openapi({ description: "The agents through whose hands the work came, from the first sender to this one." }),
    possible: z.array(z.enum(ACTIONS)).openapi({ description: "What you can do with it now." }),
    events: z
      .array(
        z.object({
          number: z.int(),
          type: z.enum(EVENT_TYPES).openapi({
            description: "`declined`, `lapsed`: who was asked did not take it, and somebody else is asked.",
          }),
          agentId: z.string().nullable().openapi({ description: "Who did it; null: nobody, its time was up." }),
          keyId: z.string().nullable().openapi({ description: "Of what you did: the key that you showed." }),
          toAgentId: z.string().nullable().openapi({ description: "Who is asked from then on, where that changes." }),
          tag: z.string().nullable(),
          message: z.string().nullable(),
          at: z.iso.datetime(),
        }),
      )
      .openapi({ description: "What happened to it, who did it, and when." }),
  })
  .openapi("Handoff");

const handoffParams = z.object({ handoffId: z.string() });

export const createHandoffContract = createRoute({
  ...keyed("createHandoff"),
  method: "post",
  path: "/api/v1/handoffs",
  tags: TAGS,
  summary: "Hand work to another agent, with its context",
  description: [
    "To one agent (`toAgentId`), or to any that has a tag (`tag`): the first to accept has it. Who is asked finds it in its inbox,",
    "hears of it in its feed, and at its `handoffUrl` if it has one. Who rejects it, or does not accept it within `timeoutMs`, is",
    "followed by the next of `escalateTo`. An accepted handoff has until the context's `deadline`.",
    "\n\nYou learn of what becomes of it from your feed and, with a `callbackUrl`, by a signed callback for each change.",
    "`mode` `delegate`: the receiver does it for you, and you can cancel it at any time; `transfer`: once accepted it is the",
    "receiver's, and you cannot.",
    "\n\nWho hands on what was handed to it names that as `parentHandoffId`: the work then cannot come back to an agent through",
    "whose hands it has gone. A context has at most 8 MiB.",
  ].join(" "),
  request: {
    body: jsonBody(
      strictFields({
        toAgentId: AGENT_ID.optional(),
        tag: TAG.optional().openapi({ description: "In place of `toAgentId`." }),
        context: contextSchema.default({}),
        mode: z.enum(HANDOFF_MODES).default("delegate"),
        timeoutMs: z
          .int()
          .min(1)
          .max(MAX_WAIT_MS)
          .nullable()
          .default(null)
          .openapi({ description: "How long each who is asked has to accept it; null: as long as it takes." }),
        escalateTo: z.array(targetSchema).max(MAX_ESCALATIONS).default([]),
        inputSchema: jsonValue("The JSON Schema that the context has to fit.").optional(),
        resultSchema: jsonValue("The JSON Schema that the result has to fit.").optional(),
        parentHandoffId: z.string().min(1).max(64).nullable().default(null),
        callbackUrl: z.string().min(1).max(2_048).nullable().default(null),
      }),
      {
        toAgentId: "agent_V1StGXR8_Z5j",
        context: {
          task: "Review this paper",
          artifacts: [{ name: "paper", uri: "https://papers.example.com/1.pdf", mimeType: "application/pdf" }],
          constraints: ["One page at most"],
        },
        resultSchema: { type: "object", properties: { verdict: { type: "string" } }, required: ["verdict"] },
      },
    ),
  },
  responses: {
    201: jsonAnswer("The handoff", handoffSchema),
    ...problemResponses("invalid_context", "handoff_loop", "callback_secret_missing", "quota_reached", "rate_limited"),
  },
});

export const listHandoffsContract = createRoute({
  ...keyed("listHandoffs"),
  method: "get",
  path: "/api/v1/handoffs",
  tags: TAGS,
  summary: "List what is handed to you, or what you have handed to others, newest first",
  description:
    "The inbox has what you are asked to take, by your id or by one of your tags, and what you have taken, whatever became of it. " +
    "The outbox has what you have sent.",
  request: {
    query: z.object({
      box: z.enum(["inbox", "outbox"]).default("inbox"),
      status: someOfQuery(HANDOFF_STATUSES, "status", "pending,accepted"),
      mode: z.enum(HANDOFF_MODES).optional(),
      tag: z.string().max(50).optional(),
      workflowRunId: z.string().max(100).optional().openapi({ description: "Only those that this run sent." }),
      parentHandoffId: z.string().max(100).optional().openapi({ description: "Only those that are part of this one." }),
      ...rangeQuery("handoffs"),
      ...pageQuery,
    }),
  },
  responses: { 200: jsonAnswer("One page", pageOf(summarySchema)) },
});

export const getHandoffContract = createRoute({
  ...keyed("getHandoff"),
  method: "get",
  path: "/api/v1/handoffs/{handoffId}",
  tags: TAGS,
  summary: "Read a handoff: its context, its result, and what happened to it",
  description: "Its sender can, and who is asked or has it.",
  request: { params: handoffParams },
  responses: { 200: jsonAnswer("The handoff", handoffSchema), ...problemResponses("not_found") },
});

export const acceptHandoffContract = createRoute({
  ...keyed("acceptHandoff"),
  method: "post",
  path: "/api/v1/handoffs/{handoffId}/accept",
  tags: TAGS,
  summary: "Take a handoff",
  description: "Of several who accept it, exactly one has it; the others get 409.",
  request: { params: handoffParams },
  responses: { 200: jsonAnswer("The handoff", handoffSchema), ...problemResponses("not_found", "handoff_state") },
});

export const rejectHandoffContract = createRoute({
  ...keyed("rejectHandoff"),
  method: "post",
  path: "/api/v1/handoffs/{handoffId}/reject",
  tags: TAGS,
  summary: "Do not take a handoff",
  description:
    "The next that its sender has named is asked. Of a tag, only you are out, as long as others have it who may take it.",
  request: {
    params: handoffParams,
    body: {
      ...jsonBody(strictFields({ message: MESSAGE.optional() }), { message: "I know nothing of this." }),
      required: false,
    },
  },
  responses: { 200: jsonAnswer("What became of it", summarySchema), ...problemResponses("not_found", "handoff_state") },
});

export const completeHandoffContract = createRoute({
  ...keyed("completeHandoff"),
  method: "post",
  path: "/api/v1/handoffs/{handoffId}/complete",
  tags: TAGS,
  summary: "Complete a handoff that you have accepted",
  request: {
    params: handoffParams,
    body: {
      ...jsonBody(strictFields({ result: jsonValue("What comes of it; fits its `resultSchema`.").optional() }), {
        result: { verdict: "accept" },
      }),
      required: false,
    },
  },
  responses: {
    200: jsonAnswer("The handoff", handoffSchema),
    ...problemResponses("not_found", "handoff_state", "invalid_result"),
  },
});

export const failHandoffContract = createRoute({
  ...keyed("failHandoff"),
  method: "post",
  path: "/api/v1/handoffs/{handoffId}/fail",
  tags: TAGS,
  summary: "Give up a handoff that you have accepted",
  request: {
    params: handoffParams,
    body: {
      ...jsonBody(
        strictFields({
          message: MESSAGE.optional(),
          code: z
            .string()
            .regex(/^[a-z][a-z0-9_]*$/, "A code has a-z, 0-9 and _")
            .max(MAX_ERROR_CODE_LENGTH)
            .optional()
            .openapi({
              description: "The code that a run's step fails with: `handoff_failed` unless you say another.",
            }),
          retryable: z.boolean().optional().openapi({ description: "Whether asking again may do better." }),
        }),
        { message: "The file cannot be read.", code: "unreadable", retryable: false },
      ),
      required: false,
    },
  },
  responses: { 200: jsonAnswer("The handoff", handoffSchema), ...problemResponses("not_found", "handoff_state") },
});

export const cancelHandoffContract = createRoute({
  ...keyed("cancelHandoff"),
  method: "post",
  path: "/api/v1/handoffs/{handoffId}/cancel",
  tags: TAGS,
  summary: "Cancel a handoff that you have sent",
  description: "One that is pending, or delegated. What was transferred and accepted is its receiver's.",
  request: { params: handoffParams },
  responses: { 200: jsonAnswer("The handoff", handoffSchema), ...problemResponses("not_found", "handoff_state") },
});

export const deleteHandoffContract = createRoute({
  ...keyed("deleteHandoff"),
  method: "delete",
  path: "/api/v1/handoffs/{handoffId}",
  tags: TAGS,
  summary: "Delete a handoff that you have sent, with all that it holds",
  description:
    "One that has ended: cancel it before. By itself it goes with the run that sent it, and 90 days after its end unless the hub is set otherwise.",
  request: { params: handoffParams },
  responses: { 204: { description: "Deleted" }, ...problemResponses("not_found", "handoff_state") },
});
