// Invocations: single calls of tools, and the log of them.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonObject } from "../http/json-value.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { someOfQuery } from "../http/some-of.ts";
import { problemResponses, problemSchema } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { OUTPUT_CHECKS } from "./check-output.ts";
import { LONGEST_CALL_MS } from "./longest-call.ts";
import { deprecationHeadersSchema } from "../tools/deprecation.ts";

const TAGS = ["Invocations"];

const invocationSchema = z
  .object({
    invocationId: z.string().openapi({ example: "inv_V1StGXR8_Z5j" }),
    toolId: z.string(),
    status: z.enum(["success", "error", "timeout"]),
    result: z.unknown().openapi({ description: "The tool's answer; null unless `status` is success." }),
    error: z.object({ code: z.string(), message: z.string(), retryable: z.boolean() }).optional(),
    warnings: z
      .array(z.object({ code: z.string(), pointer: z.string(), message: z.string(), hint: z.string().optional() }))
      .optional()
      .openapi({ description: "Where the result does not fit the tool's `outputSchema`." }),
    latencyMs: z.number(),
    callerAgentId: z.string(),
    providerAgentId: z.string(),
    timestamp: z.iso.datetime(),
  })
  .openapi("Invocation");

const streamMessageSchema = z
  .discriminatedUnion("type", [
    z.object({
      type: z.literal("item"),
      name: z.string().optional().openapi({ description: "The name of the provider's event, if it has one." }),
      data: z.unknown(),
    }),
    z.object({ type: z.literal("invocation"), invocation: invocationSchema }),
    z.object({ type: z.literal("heartbeat") }),
  ])
  .openapi("StreamMessage");

const STREAMING = `
With \`Accept: text/event-stream\` or \`application/x-ndjson\` the answer is a stream of messages: one event each, named by
its \`type\`, with the message as its data, or one line each.

- \`item\`: what the provider streams, as it comes. A caller that reads slowly slows the provider down.
- \`invocation\`: the last one: the call as it is answered without a stream, \`status\` and all. A stream that ends without
  it was broken off. \`result\` holds all items again; if they weigh more than 1 MiB it is null, with a warning. A stream may be 64 MiB long.
- \`heartbeat\`: every five seconds in which there is nothing else; in an event stream a comment.

It does not matter whether the provider streams, or in which format. A caller that hangs up ends the call, unless it sent
an \`Idempotency-Key\`: a repeat under it gets the last message alone.`;

const callFields = {
  arguments: jsonObject("The tool's arguments.").optional(),
  timeout: z
    .int()
    .min(1)
    .max(LONGEST_CALL_MS)
    .default(30_000)
    .openapi({ description: "Milliseconds to wait for the provider." }),
  outputCheck: z
    .enum(OUTPUT_CHECKS)
    .optional()
    .openapi({
      description:
        "What becomes of a result that does not fit the tool's `outputSchema`: `off`: nothing, `warn`: it comes with " +
        "`warnings`, `enforce`: the error `invalid_output` comes in its place. Absent: as the tool says, or else the hub.",
    }),
};

const inBackground = {
  async: z
    .boolean()
    .default(false)
    .openapi({
      description:
        "Answers at once (202; in a batch, `pending`), and makes the call in the background: " +
        "`GET /api/v1/mcp/invocations/{invocationId}` tells how it stands. An accepted call is made even if the hub " +
        "stops meanwhile.",
    }),
  callbackUrl: z
    .string()
    .max(2_048)
    .optional()
    .openapi({
      description:
        'Like `async`, and the outcome is POSTed here, as `{type: "invocation.completed", timestamp, data}` with the ' +
        "invocation as `data`: signed (Standard Webhooks), and for 24 hours until a 2xx takes it.",
    }),
};

export const invokeToolContract = createRoute({
  ...keyed("invokeTool"),
  method: "post",
  path: "/api/v1/mcp/invoke/{toolId}",
  tags: TAGS,
  summary: "Call a tool",
  description:
    "Answers 200 whenever the call was made, whatever came of it: `status` tells. Arguments that do not fit the " +
    "tool's `inputSchema` never reach the provider.\n" +
    STREAMING,
  request: {
    params: z.object({ toolId: z.string() }),
    headers: z.object({
      "x-nexuscall-definition-hash": z.string().optional().openapi({
        description: "The `definitionHash` that you know the tool by: if it has another, the call is not made.",
      }),
    }),
    body: jsonBody(strictFields({ ...callFields, ...inBackground }), {
      arguments: { query: "sqlite" },
      timeout: 10_000,
    }),
  },
  responses: {
    200: {
      description: "What came of the call, or a stream of messages the last of which says that",
      content: {
        "application/json": { schema: invocationSchema },
        "text/event-stream": { schema: streamMessageSchema },
        "application/x-ndjson": { schema: streamMessageSchema },
      },
      headers: deprecationHeadersSchema.extend({
        "X-NexusCall-Invocation-Id": z.string().optional().openapi({ description: "Only of a stream: the call's id." }),
      }),
    },
    202: {
      ...jsonAnswer(
        "The call will be made (`async` or `callbackUrl`)",
        z
          .object({
            invocationId: z.string().openapi({ example: "inv_V1StGXR8_Z5j" }),
            status: z.literal("pending"),
          })
          .openapi("AcceptedInvocation"),
      ),
      headers: deprecationHeadersSchema.extend({
        Location: z.string().openapi({ description: "Where the invocation can be read." }),
      }),
    },
    ...problemResponses(
      "not_found",
      "callback_secret_missing",
      "callbacks_full",
      "definition_changed",
      "tool_gone",
      "invalid_arguments",
      "rate_limited",
    ),
  },
});

export const invokeBatchContract = createRoute({
  ...keyed("invokeBatch"),
  method: "post",
  path: "/api/v1/mcp/invoke/batch",
  tags: TAGS,
  summary: "Call up to 100 tools at once",
  description:
    "Ten calls are under way at a time. `results` has the calls' order, and each its own outcome: one that is refused " +
    "or fails leaves the others alone.",
  request: {
    body: jsonBody(
      strictFields({
        calls: z
          .array(
            strictFields({
              toolId: z.string(),
              ...callFields,
              ...inBackground,
              definitionHash: z.string().optional().openapi({
                description: "The one that you know the tool by: if it has another, the call is not made.",
              }),
            }),
          )
          .min(1)
          .max(100),
      }),
      { calls: [{ toolId: "tool_V1StGXR8_Z5j", arguments: { query: "sqlite" } }] },
    ),
  },
  responses: {
    200: jsonAnswer(
      "What came of each call",
      z
        .object({
          results: z.array(
            z.union([
              z.object({ ok: z.literal(true), invocation: invocationSchema }),
              z.object({
                ok: z.literal(true),
                pending: z
                  .object({ invocationId: z.string() })
                  .openapi({ description: "The call will be made (`async` or `callbackUrl`); its id, to read it by." }),
              }),
              z.object({
                ok: z.literal(false),
                problem: problemSchema.openapi({ description: "Why the call was refused; the tool was not called." }),
                retryAfterSeconds: z.int().optional(),
              }),
            ]),
          ),
        })
        .openapi("InvocationBatch"),
    ),
  },
});

export const STATUSES = ["pending", "running", "success", "error", "timeout"] as const;

const loggedSchema = z
  .object({
    id: z.string().openapi({ example: "inv_V1StGXR8_Z5j" }),
    toolId: z.string(),
    callerAgentId: z.string(),
    providerAgentId: z.string(),
    status: z.enum(STATUSES),
    error: z.object({ code: z.string().nullable(), message: z.string().nullable() }).nullable(),
    latencyMs: z.number().nullable(),
    createdAt: z.iso.datetime(),
    completedAt: z.iso.datetime().nullable(),
  })
  .openapi("LoggedInvocation");

export const listInvocationsContract = createRoute({
  ...keyed("listInvocations"),
  method: "get",
  path: "/api/v1/mcp/invocations",
  tags: TAGS,
  summary: "List the calls that the agent made or answered, newest first",
  description:
    "The log follows the calls within seconds, and lists them for 30 days unless the hub is set otherwise. What is older " +
    "can still be read by its id.",
  request: {
    query: z.object({
      role: z
        .enum(["caller", "provider"])
        .optional()
        .openapi({ description: "Only calls in which the agent has this role." }),
      callerAgentId: z.string().max(64).optional().openapi({
        description: "Only calls that this agent made: yourself, or a caller of your tools.",
      }),
      providerAgentId: z.string().max(64).optional().openapi({ description: "Only calls of this agent's tools." }),
      toolId: z.string().max(64).optional(),
      status: someOfQuery(STATUSES, "status", "error,timeout"),
      from: z.iso
        .datetime({ offset: true })
        .optional()
        .openapi({ description: "Only calls that began at this time or later." }),
      to: z.iso.datetime({ offset: true }).optional().openapi({ description: "Only calls that began before this." }),
      ...pageQuery,
    }),
  },
  responses: {
    200: jsonAnswer("One page", pageOf(loggedSchema)),
  },
});

export const getInvocationContract = createRoute({
  ...keyed("getInvocation"),
  method: "get",
  path: "/api/v1/mcp/invocations/{invocationId}",
  tags: TAGS,
  summary: "Read one call with its input and output",
  request: { params: z.object({ invocationId: z.string() }) },
  responses: {
    200: jsonAnswer(
      "The call",
      loggedSchema.extend({ input: z.unknown(), output: z.unknown() }).openapi("LoggedInvocationDetail"),
    ),
    ...problemResponses("not_found"),
  },
});
