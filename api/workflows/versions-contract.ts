// A workflow's versions: another one with each change, none ever lost.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer } from "../http/json-body.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { definitionBody, TAGS, workflowParams } from "./contract.ts";
import { definedWorkflowSchema, diagnosticSchema } from "./workflow-schema.ts";

const conditional = z.object({
  "if-match": z
    .string()
    .max(200)
    .optional()
    .openapi({ description: 'The version that the change is meant for, as `ETag` says it: `"3"`.', example: '"3"' }),
});
const versionParams = workflowParams.extend({ version: z.string().openapi({ example: "1" }) });
const versionSchema = z
  .object({
    version: z.int(),
    name: z.string(),
    description: z.string(),
    restores: z.int().nullable().openapi({ description: "The older version that it was made equal to." }),
    createdAt: z.iso.datetime(),
  })
  .openapi("WorkflowVersion");

/** What a workflow is answered with: `If-Match` takes it. */
export const etag = z.object({ ETag: z.string().openapi({ description: "The version.", example: '"3"' }) });

const replaced = {
  ...jsonAnswer(
    "The workflow in its new version, and what is worth a second look in its definition",
    definedWorkflowSchema.extend({ warnings: z.array(diagnosticSchema) }).openapi("ReplacedWorkflow"),
  ),
  headers: etag,
};

export const replaceWorkflowContract = createRoute({
  ...keyed("replaceWorkflow"),
  method: "put",
  path: "/api/v1/workflows/{workflowId}",
  tags: TAGS,
  summary: "Change a workflow: its next version",
  description:
    "Runs keep the version that they were started with, and steps of other workflows that run this one keep theirs. A definition that is the same, and compiles to the same, makes no version. With `If-Match`, nobody's change is overwritten unseen.",
  request: { params: workflowParams, headers: conditional, body: definitionBody },
  responses: {
    200: replaced,
    ...problemResponses("not_found", "version_outdated", "invalid_definition", "quota_reached"),
  },
});

export const listVersionsContract = createRoute({
  ...keyed("listVersions"),
  method: "get",
  path: "/api/v1/workflows/{workflowId}/versions",
  tags: TAGS,
  summary: "List a workflow's versions, newest first",
  request: { params: workflowParams, query: z.object(pageQuery) },
  responses: { 200: jsonAnswer("One page", pageOf(versionSchema)), ...problemResponses("not_found") },
});

export const getVersionContract = createRoute({
  ...keyed("getVersion"),
  method: "get",
  path: "/api/v1/workflows/{workflowId}/versions/{version}",
  tags: TAGS,
  summary: "Read a version of a workflow and its definition",
  request: { params: versionParams },
  responses: {
    200: jsonAnswer(
      "The version",
      versionSchema
        .extend({
          definition: z.unknown(),
          inputSchema: z.unknown().openapi({ description: "JSON Schema (2020-12), or null." }),
        })
        .openapi("DefinedVersion"),
    ),
    ...problemResponses("not_found"),
  },
});

export const restoreVersionContract = createRoute({
  ...keyed("restoreVersion"),
  method: "post",
  path: "/api/v1/workflows/{workflowId}/versions/{version}/restore",
  tags: TAGS,
  summary: "Roll back: make a version that is equal to an older one",
  description:
    "It runs what the older one ran: the tools and sub-workflows that were settled when that one was stored. Where one of them is gone, it is refused.",
  request: { params: versionParams, headers: conditional },
  responses: {
    200: replaced,
    ...problemResponses("not_found", "version_outdated", "invalid_definition", "quota_reached"),
  },
});

const versionNumber = z.coerce.number().int().min(1);

export const diffVersionsContract = createRoute({
  ...keyed("diffVersions"),
  method: "get",
  path: "/api/v1/workflows/{workflowId}/diff",
  tags: TAGS,
  summary: "Compare two versions of a workflow",
  request: {
    params: workflowParams,
    query: z.object({
      from: versionNumber.optional().openapi({ description: "Without it, the one before `to`." }),
      to: versionNumber.optional().openapi({ description: "Without it, the current one." }),
    }),
  },
  responses: {
    200: jsonAnswer(
      "What changed",
      z
        .object({
          from: z.int(),
          to: z.int(),
          patch: z
            .array(
              z.object({ op: z.enum(["add", "remove", "replace"]), path: z.string(), value: z.unknown().optional() }),
            )
            .openapi({ description: "JSON Patch (RFC 6902), from the one definition to the other." }),
          fields: z.array(z.string()).openapi({ description: "Fields beside the steps that are other ones." }),
          steps: z.object({
            added: z.array(z.string()),
            removed: z.array(z.string()),
            changed: z.array(z.object({ id: z.string(), fields: z.array(z.string()) })),
          }),
        })
        .openapi("WorkflowDiff"),
    ),
    ...problemResponses("not_found"),
  },
});
