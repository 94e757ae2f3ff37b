// Workflows: definitions that were checked and compiled, ready to be executed.

import { createRoute, z } from "@hono/zod-openapi";
import { workflowJsonSchema } from "../../engine/definition/json-schema.ts";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonValue } from "../http/json-value.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { rangeQuery } from "../http/time-range.ts";
import { definedWorkflowSchema, diagnosticSchema, workflowSchema } from "./workflow-schema.ts";

export const TAGS = ["Workflows"];

// Checked by the engine, not by the contract, so that all faults come back at once and in its words.
const { $schema: _dialect, $id: _id, ...documented }: Record<string, unknown> = workflowJsonSchema;
const definition = jsonValue("The definition, its fields at the top level.").openapi("WorkflowDefinition", documented);
export const definitionExample = {
  name: "research_and_summarize",
  inputSchema: { type: "object", properties: { topic: { type: "string" } }, required: ["topic"] },
  steps: [
    { id: "search", toolId: "tool_V1StGXR8_Z5j", arguments: { query: "{{input.topic}}" } },
    { id: "summarize", toolId: "tool_Uakgb_J5m9g-", arguments: { texts: "{{steps.search.result.results}}" } },
  ],
  errorStrategy: "stop_on_first",
  timeoutMs: 60_000,
};
export const definitionBody = jsonBody(definition, definitionExample);

const checkedFields = { ok: z.boolean(), diagnostics: z.array(diagnosticSchema) };

export const createWorkflowContract = createRoute({
  ...keyed("createWorkflow"),
  method: "post",
  path: "/api/v1/workflows",
  tags: TAGS,
  summary: "Create a workflow",
  description: "The definition is checked whole; every fault comes back at once.",
  request: { body: definitionBody },
  responses: {
    201: jsonAnswer(
      "The workflow, and what is worth a second look in its definition",
      definedWorkflowSchema.extend({ warnings: z.array(diagnosticSchema) }).openapi("CreatedWorkflow"),
    ),
    ...problemResponses("invalid_definition", "quota_reached"),
  },
});

export const checkWorkflowContract = createRoute({
  ...keyed("checkWorkflow"),
  method: "post",
  path: "/api/v1/workflows/check",
  tags: TAGS,
  summary: "Check a definition without storing it",
  description:
    "Every fault comes back at once. Where there is no doubt about the mend, `fix` is it, as a JSON Patch (RFC 6902) against " +
    "what was sent; all fixes of one answer can be applied together, in any order. With `mend=true` the hub applies them.",
  request: {
    query: z.object({
      mend: z.enum(["true", "false"]).optional().openapi({
        description: "`true`: also answer the definition with all fixes applied, and what is left to say of it.",
      }),
    }),
    body: definitionBody,
  },
  responses: {
    200: jsonAnswer(
      "What was found; `ok` where nothing of it is an error",
      z
        .object({
          ...checkedFields,
          mended: z
            .object({
              definition: z.unknown(),
              fixes: z.int().openapi({ description: "How many fixes were applied." }),
              ...checkedFields,
            })
            .optional()
            .openapi({ description: "With `mend=true`." }),
        })
        .openapi("CheckedDefinition"),
    ),
  },
});

export const listWorkflowsContract = createRoute({
  ...keyed("listWorkflows"),
  method: "get",
  path: "/api/v1/workflows",
  tags: TAGS,
  summary: "List the calling agent's workflows, newest first",
  request: {
    query: z.object({
      q: z
        .string()
        .trim()
        .max(200)
        .optional()
        .openapi({ description: "Only those with this in their name, in any case." }),
      isPublic: z
        .enum(["true", "false"])
        .optional()
        .openapi({ description: "Only those that are published as templates, or only the others." }),
      ...rangeQuery("workflows"),
      ...pageQuery,
    }),
  },
  responses: {
    200: jsonAnswer("One page", pageOf(workflowSchema)),
  },
});

export const workflowParams = z.object({ workflowId: z.string() });

export const getWorkflowContract = createRoute({
  ...keyed("getWorkflow"),
  method: "get",
  path: "/api/v1/workflows/{workflowId}",
  tags: TAGS,
  summary: "Read a workflow and its definition",
  request: { params: workflowParams },
  responses: {
    200: jsonAnswer("The workflow", definedWorkflowSchema),
    ...problemResponses("not_found"),
  },
});

export const deleteWorkflowContract = createRoute({
  ...keyed("deleteWorkflow"),
  method: "delete",
  path: "/api/v1/workflows/{workflowId}",
  tags: TAGS,
  summary: "Delete a workflow",
  description: "Runs that it started go on and stay readable.",
  request: { params: workflowParams },
  responses: {
    204: { description: "Deleted" },
    ...problemResponses("not_found"),
  },
});
