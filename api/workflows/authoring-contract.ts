// What helps to write a workflow: its plan in numbers, a run in which nothing is called, a template tried out.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonValue } from "../http/json-value.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { definitionBody, definitionExample } from "./contract.ts";
import { diagnosticSchema } from "./workflow-schema.ts";

const TAGS = ["Workflows"];

const outlineSchema = z
  .object({
    layers: z.array(z.array(z.string())).openapi({ description: "Step ids; those of one layer can run at a time." }),
    steps: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(["tool", "workflow", "handoff", "wait", "transform"]),
        toolId: z.string().optional(),
        waitsFor: z.array(z.string()),
        layer: z.int(),
        items: z
          .int()
          .nullable()
          .openapi({ description: "How often it is done; null: as many items as its list has." }),
        attempts: z.int(),
        latencyMs: z.number().nullable().openapi({ description: "Measured, on average; null: not known." }),
      }),
    ),
    criticalPath: z.object({
      steps: z.array(z.string()),
      latencyMs: z.number(),
      unmeasured: z
        .array(z.string())
        .openapi({ description: "Steps of it whose time is not known, and comes on top." }),
    }),
    calls: z.object({
      once: z.int().openapi({ description: "Calls of tools where nothing fails and nothing is skipped." }),
      atMost: z.int().openapi({ description: "Where every call takes all of its attempts." }),
      perItem: z
        .array(z.string())
        .openapi({ description: "Steps that call once for each item of a list from the run." }),
    }),
    price: z.object({
      perRunUsd: z.number(),
      perItemUsd: z.record(z.string(), z.number()).openapi({ description: "By step id, beside perRunUsd." }),
      subscriptions: z.array(z.string()).openapi({ description: "Tools that are paid for by subscription." }),
    }),
    limits: z.array(
      z.object({
        limit: z.enum(["steps", "parallel", "tool_rate", "key_rate", "workflow_timeout", "workflow_depth"]),
        value: z.number(),
        max: z.number(),
        toolId: z.string().optional(),
        message: z.string(),
      }),
    ),
  })
  .openapi("WorkflowPlan");

export const planWorkflowContract = createRoute({
  ...keyed("planWorkflow"),
  method: "post",
  path: "/api/v1/workflows/plan",
  tags: TAGS,
  summary: "Read what a definition compiles to, in numbers",
  description:
    "Layers, the critical path from the tools' measured latencies, calls, price, and the limits that a run comes near. " +
    "Nothing is stored and nothing is called.",
  request: { body: definitionBody },
  responses: {
    200: jsonAnswer(
      "The plan in numbers",
      outlineSchema.extend({ warnings: z.array(diagnosticSchema) }).openapi("PlannedWorkflow"),
    ),
    ...problemResponses("invalid_definition"),
  },
});

const given = z.union([
  strictFields({ result: jsonValue("What the step gives; of a forEach, each of its items.") }),
  strictFields({
    error: strictFields({
      code: z.string().min(1).max(100),
      message: z.string().max(1_000).default("As the dry run was told."),
      retryable: z.boolean().default(false),
    }),
  }),
]);

const errorSchema = z.object({ code: z.string(), message: z.string(), stepId: z.string().optional() });

export const dryRunWorkflowContract = createRoute({
  ...keyed("dryRunWorkflow"),
  method: "post",
  path: "/api/v1/workflows/dry-run",
  tags: TAGS,
  summary: "Run a definition without calling anything",
  description:
    "The engine runs the plan as it would; tools, sub-workflows, handoffs and signals are answered by what is given under " +
    "`answers`, else by a value that fits their schema. Waits pass at once. The same request gives the same run.",
  request: {
    body: jsonBody(
      strictFields({
        definition: jsonValue("The definition."),
        input: jsonValue("The run's input; without it, one that fits inputSchema.").optional(),
        answers: z.record(z.string(), given).default({}).openapi({ description: "By step id." }),
        seed: z.string().max(100).default("1").openapi({ description: "Another seed makes other values." }),
      }),
      {
        definition: definitionExample,
        input: { topic: "honey bees" },
        answers: { search: { result: { results: ["a", "b"] } } },
      },
    ),
  },
  responses: {
    200: jsonAnswer(
      "The run",
      z
        .object({
          status: z.enum(["success", "failed", "cancelled"]),
          input: z.unknown(),
          output: z.unknown(),
          error: errorSchema.nullable(),
          steps: z.record(
            z.string(),
            z.object({
              status: z.enum(["pending", "running", "waiting", "success", "failed", "skipped", "cancelled"]),
              result: z.unknown(),
              error: errorSchema.nullable(),
              attempts: z.int(),
              items: z.int().nullable(),
            }),
          ),
          calls: z.int().openapi({ description: "How many calls a run like this makes." }),
          elapsedMs: z.number().openapi({ description: "What its waits and pauses come to." }),
          events: z.array(
            z.object({
              type: z.string(),
              atMs: z.number().openapi({ description: "Since the run began, by a clock that jumps." }),
              stepId: z.string().optional(),
              item: z.int().optional(),
              undo: z.boolean().optional(),
              attempt: z.int().optional(),
              error: errorSchema.optional(),
            }),
          ),
          eventsLeftOut: z.int(),
          warnings: z.array(diagnosticSchema),
        })
        .openapi("DryRun"),
    ),
    ...problemResponses("invalid_definition", "invalid_input"),
  },
});

const stepContext = strictFields({
  status: z.enum(["success", "failed", "skipped", "cancelled"]).default("success"),
  result: jsonValue("What the step gave.").optional(),
  error: strictFields({ code: z.string(), message: z.string() }).optional(),
});

export const evaluateTemplateContract = createRoute({
  ...keyed("evaluateTemplate"),
  method: "post",
  path: "/api/v1/workflows/evaluate",
  tags: TAGS,
  summary: "Evaluate a template against a context",
  description: "One template, or a whole object of them. What is wrong with it is in the answer, with its place.",
  request: {
    body: jsonBody(
      strictFields({
        template: jsonValue("A text with placeholders, or any value that holds such texts."),
        context: strictFields({
          input: jsonValue("The run's input.").optional(),
          steps: z.record(z.string(), stepContext).default({}),
          item: jsonValue("The item of a forEach.").optional(),
          index: z.int().min(0).optional(),
          run: strictFields({ id: z.string() }).optional(),
        }).default({ steps: {} }),
      }),
      {
        template: { title: "{{= $uppercase($input.topic) }}", first: "{{steps.search.result.results[0]}}" },
        context: { input: { topic: "bees" }, steps: { search: { result: { results: ["a", "b"] } } } },
      },
    ),
  },
  responses: {
    200: jsonAnswer(
      "What it gives, or what is wrong with it",
      z
        .object({
          ok: z.boolean(),
          value: z.unknown().optional().openapi({ description: "Where `ok`." }),
          faults: z
            .array(
              z.object({
                code: z.string(),
                pointer: z.string().openapi({ description: "RFC 6901, into the template." }),
                position: z
                  .int()
                  .optional()
                  .openapi({ description: "Where the placeholder begins in its text, from 0." }),
                message: z.string(),
                hint: z.string().optional(),
              }),
            )
            .optional()
            .openapi({ description: "Where not `ok`." }),
        })
        .openapi("EvaluatedTemplate"),
    ),
  },
});
