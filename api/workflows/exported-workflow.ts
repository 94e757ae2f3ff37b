// The hub's own document of a workflow: all that another hub needs to have it too.

import { z } from "@hono/zod-openapi";
import type { Json } from "../../engine/json.ts";

export const EXPORT_FORMAT = "nexuscall.workflow/1";

const json = z.unknown() as z.ZodType<Json>;

export const exportedWorkflow = z
  .object({
    format: z.literal(EXPORT_FORMAT),
    workflow: z.object({
      id: z.string(),
      version: z.int(),
      name: z.string(),
      description: z.string(),
    }),
    definition: json.openapi({ description: "As its author wrote it." }),
    tools: z
      .array(
        z.object({
          ref: z.string().openapi({ description: "As the definition names it." }),
          agentId: z.string(),
          name: z.string(),
          version: z.string(),
          definitionHash: z.string().openapi({
            description: "SHA-256, in hex, of `{name, description, inputSchema, outputSchema}` as canonical JSON.",
          }),
        }),
      )
      .openapi({ description: "What its steps call; one that is gone is left out." }),
    workflows: z
      .array(z.object({ ref: z.string(), name: z.string(), version: z.int() }))
      .openapi({ description: "The workflows that its steps run. They are exported by themselves." }),
  })
  .openapi("ExportedWorkflow");

export type ExportedWorkflow = z.infer<typeof exportedWorkflow>;
