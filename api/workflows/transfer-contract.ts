// Workflows out of the hub and into it, as documents.

import { createRoute, z } from "@hono/zod-openapi";
import { IMPORT_CODES } from "../../engine/import/flow.ts";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonValue } from "../http/json-value.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { takeBareDocument } from "./bare-document.ts";
import { TAGS, workflowParams } from "./contract.ts";
import { exportedWorkflow } from "./exported-workflow.ts";
import { FORMATS } from "./import-workflow.ts";
import { definedWorkflowSchema, diagnosticSchema } from "./workflow-schema.ts";

const note = z
  .object({
    severity: z.enum(["error", "warning"]).openapi({ description: "An `error` changes what the workflow does." }),
    code: z.enum(Object.keys(IMPORT_CODES) as [keyof typeof IMPORT_CODES, ...(keyof typeof IMPORT_CODES)[]]),
    pointer: z.string().openapi({ description: "RFC 6901, into `source`." }),
    message: z.string(),
    hint: z.string(),
  })
  .openapi("ImportNote");

export const exportWorkflowContract = createRoute({
  ...keyed("exportWorkflow"),
  method: "get",
  path: "/api/v1/workflows/{workflowId}/export",
  tags: TAGS,
  summary: "Export a workflow as a document",
  description:
    "Holds the definition as it was written, and what each of its tools is: the agent, the name, the version, and the hash of its " +
    "definition. `POST /api/v1/workflows/import` takes it, here and on other hubs.",
  request: {
    params: workflowParams,
    query: z.object({
      version: z.coerce.number().int().min(1).optional().openapi({ description: "Left out: the current one." }),
    }),
  },
  responses: { 200: jsonAnswer("The document", exportedWorkflow), ...problemResponses("not_found") },
});

const importing = keyed("importWorkflow");

export const importWorkflowContract = createRoute({
  ...importing,
  middleware: [...importing.middleware, takeBareDocument] as const,
  method: "post",
  path: "/api/v1/workflows/import",
  tags: TAGS,
  summary: "Import a workflow from a document",
  description:
    "`nexus`: what this or another hub has exported. `asl`: Amazon States Language in its JSONata flavour. `serverless`: Serverless " +
    "Workflow 1.0, as JSON or, with a text for `source`, as YAML (up to 64 KiB, without aliases). The whole body may be YAML as well " +
    "(`Content-Type: application/yaml`), and a document of `asl` or `serverless` that needs no `tools` may be the body itself. " +
    "What has no counterpart is named with its pointer; a document with such a construct is refused " +
    "whole. With `dryRun` nothing is stored, and you get what could be mapped, all notes and the check of the definition.",
  request: {
    body: jsonBody(
      strictFields({
        format: z.enum(FORMATS),
        source: jsonValue("The document."),
        tools: z
          .record(z.string(), z.string().min(1).max(200))
          .default({})
          .openapi({
            description:
              "What the document's tools, resources and functions are called here: a tool's id, `agent/name@version`, or a " +
              "workflow's id.",
          }),
        dryRun: z.boolean().default(false),
      }),
      {
        format: "asl",
        source: {
          QueryLanguage: "JSONata",
          StartAt: "Say",
          States: {
            Say: {
              Type: "Task",
              Resource: "arn:aws:lambda:eu-central-1:123456789012:function:say",
              Arguments: { text: "{% $states.input.text %}" },
              End: true,
            },
          },
        },
        tools: { "arn:aws:lambda:eu-central-1:123456789012:function:say": "tool_V1StGXR8_Z5j" },
      },
    ),
  },
  responses: {
    200: jsonAnswer(
      "With `dryRun`: what it would be",
      z
        .object({
          definition: z.unknown(),
          notes: z.array(note),
          ok: z.boolean().openapi({ description: "Whether it would be stored." }),
          diagnostics: z.array(diagnosticSchema),
        })
        .openapi("ConvertedWorkflow"),
    ),
    201: jsonAnswer(
      "The workflow",
      definedWorkflowSchema
        .extend({ notes: z.array(note), warnings: z.array(diagnosticSchema) })
        .openapi("ImportedWorkflow"),
    ),
    ...problemResponses("not_importable", "invalid_definition", "quota_reached"),
  },
});
