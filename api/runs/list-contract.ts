// Lists of runs: one workflow's, or all that the agent started.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer } from "../http/json-body.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
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
    trigger: true,
  })
  .openapi("RunSummary");
const description =
  "A projection that follows within seconds when a run begins and when it settles; read a single run for its state as it is now.";

const filters = {
  status: z.enum(RUN_STATUSES).optional(),
  version: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .openapi({ description: "Only runs of this version of their workflow." }),
  from: z.iso
    .datetime({ offset: true })
    .optional()
    .openapi({ description: "Only runs that were created at this time or later." }),
  to: z.iso.datetime({ offset: true }).optional().openapi({ description: "Only runs that were created before this." }),
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
