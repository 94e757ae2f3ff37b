// What helps to write a workflow: its plan in numbers, a run in which nothing is called, a template tried out.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonValue } from "../http/json-value.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { definitionBody, definitionExample } from "./contract.ts";
import { dryRunSchema, plannedSchema, trialFields } from "./trial-schema.ts";

const TAGS = ["Workflows"];

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
    200: jsonAnswer("The plan in numbers", plannedSchema),
    ...problemResponses("invalid_definition"),
  },
});

export const dryRunWorkflowContract = createRoute({
  ...keyed("dryRunWorkflow"),
  method: "post",
  path: "/api/v1/workflows/dry-run",
  tags: TAGS,
  summary: "Run a definition without calling anything",
  description:
    "The engine runs the plan as it would; tools, handoffs and signals are answered by what is given under `answers`, else by " +
    "a value that fits their schema. Sub-workflows are run the same way, unless they are given an answer. Waits pass at once. " +
    "The same request gives the same run.",
  request: {
    body: jsonBody(
      strictFields({
        definition: jsonValue("The definition."),
        ...trialFields,
      }),
      {
        definition: definitionExample,
        input: { topic: "honey bees" },
        answers: { search: { result: { results: ["a", "b"] } } },
      },
    ),
  },
  responses: {
    200: jsonAnswer("The run", dryRunSchema),
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
