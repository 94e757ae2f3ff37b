// Lists of runs: one workflow's, or all that the agent started.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer } from "../http/json-body.ts";
import { jsonValue } from "../http/json-value.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { someOfQuery } from "../http/some-of.ts";
import { rangeQuery } from "../http/time-range.ts";
import { RUN_STATUSES, runSchema, TAGS } from "./contract.ts";

const summary = runSchema
  .omit({
    input: true,
    output: true,
    currentStep: true,
    stepResults: true,
    largeValues: true,
    paused: true,
    queuePosition: true,
  })
  .extend({
    input: jsonValue("With `expand=input`.").optional(),
    output: jsonValue("With `expand=output`.").optional(),
  })
  .openapi("RunSummary");
const description =
  "A projection that follows within seconds when a run begins and when it settles; read a single run for its state as it is now.";

/** More would make too large an answer. */
export const MAX_EXPANDED = 20;

const filters = {
  status: someOfQuery(RUN_STATUSES, "status", "failed,cancelled"),
  parentRunId: z.string().max(64).optional().openapi({ description: "Only runs that steps of this run started." }),
  rerunOf: z.string().max(64).optional().openapi({ description: "Only runs that do this one again." }),
  triggerId: z
    .string()
    .max(64)
    .optional()
    .openapi({ description: "Only runs that this schedule or webhook started, by its id." }),
  expand: z
    .string()
    .regex(/^(?:input|output)(?:,(?:input|output))*$/, "Name input, output or both, with a comma")
    .optional()
    .openapi({
      description:
        `\`input\`, \`output\` or both, with a comma: the list has these, too. Pages of at most ${MAX_EXPANDED} then, which is what ` +
        "they have without a `limit`. What weighs more than 64 KiB is null: the run itself says where it is read.",
      example: "input,output",
    }),
  version: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .openapi({ description: "Only runs of this version of their workflow." }),
  ...rangeQuery("runs"),
};

export const listWorkflowRunsContract = createRoute({
  ...keyed("listWorkflowRuns"),
  method: "get",
  path: "/api/v1/workflows/{workflowId}/runs",
  tags: TAGS,
  summary: "List a workflow's runs, newest first",
  description,
  request: { params: z.object({ workflowId: z.string() }), query: z.object({ ...filters, ...pageQuery }) },
  responses: { 200: jsonAnswer("One page", pageOf(summary)), ...problemResponses("not_found") },
});

export const listRunsContract = createRoute({
  ...keyed("listRuns"),
  method: "get",
  path: "/api/v1/workflow-runs",
  tags: TAGS,
  summary: "List all runs that the agent started, newest first",
  description: `Those that steps of its runs started are among them. ${description}`,
  request: {
    query: z.object({
      workflowId: z.string().max(64).optional().openapi({ description: "Only runs of this workflow." }),
      ...filters,
      ...pageQuery,
    }),
  },
  responses: { 200: jsonAnswer("One page", pageOf(summary)) },
});
