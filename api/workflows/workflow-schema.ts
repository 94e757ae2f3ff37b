// A workflow, and what is said of a definition, as answers hold them.

import { z } from "@hono/zod-openapi";
import { patchSchema } from "../http/problem.ts";

export const diagnosticSchema = z
  .object({
    severity: z.enum(["error", "warning"]),
    code: z.string(),
    pointer: z.string().openapi({ description: "RFC 6901, from the definition's root." }),
    message: z.string(),
    hint: z.string().optional().openapi({ description: "How to mend it, in words." }),
    fix: patchSchema.optional(),
  })
  .openapi("Diagnostic");

export const workflowSchema = z
  .object({
    id: z.string().openapi({ example: "wf_V1StGXR8_Z5j" }),
    agentId: z.string().openapi({ description: "The owner." }),
    name: z.string(),
    description: z.string(),
    inputSchema: z.unknown().openapi({ description: "JSON Schema (2020-12), or null." }),
    status: z.enum(["draft", "active", "archived"]),
    isPublic: z.boolean(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Workflow");

export const definedWorkflowSchema = workflowSchema.extend({ definition: z.unknown() }).openapi("DefinedWorkflow");
