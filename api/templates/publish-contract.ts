// Offering a workflow to others, and ending that.

import { createRoute, z } from "@hono/zod-openapi";
import { SLOT_NAME_PATTERN } from "../../engine/slots/slot.ts";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonValue } from "../http/json-value.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { diagnosticSchema } from "../workflows/workflow-schema.ts";
import { CATEGORY, ICON, readTemplateSchema, TAG_LIST, TAGS, templateParams } from "./contract.ts";

const slotName = z.string().regex(SLOT_NAME_PATTERN, "A slot's name has 1 to 40 of a-z 0-9 _, a letter first");

const MAX_SLOTS = 50;

const publication = strictFields({
  title: z.string().trim().min(1).max(100).optional().openapi({ description: "Left out: the workflow's name." }),
  summary: z.string().max(300).optional().openapi({ description: "Left out: the workflow's description." }),
  readme: z.string().max(50_000).optional().openapi({ description: "Markdown: what it does, what its slots need." }),
  category: CATEGORY.optional(),
  tags: TAG_LIST.optional(),
  icon: ICON.optional(),
  version: z
    .int()
    .min(1)
    .optional()
    .openapi({ description: "Which version of the workflow is published; left out: the current one." }),
  slots: z
    .record(
      slotName,
      strictFields({
        tool: z
          .string()
          .min(1)
          .max(200)
          .openapi({ description: "As the definition names it: a tool's id, or `agent/name@version`." }),
        title: z.string().trim().min(1).max(200).optional(),
        description: z.string().max(2_000).optional(),
      }),
    )
    .refine((slots) => Object.keys(slots).length <= MAX_SLOTS, { error: `A template has ${MAX_SLOTS} slots at most` })
    .default({})
    .openapi({
      maxProperties: MAX_SLOTS,
      description:
        "Tools whose places are left open, in the workflow and those that it runs, by the slot's name. What a slot asks for is what the definition sends and reads. A " +
        "public tool stays the slot's default; a private one has to become a slot.",
    }),
  exampleInput: jsonValue("An input to try it with; it fits inputSchema. Null: none.").optional(),
});

const published = readTemplateSchema.extend({ warnings: z.array(diagnosticSchema) }).openapi("PublishedTemplate");

export const publishWorkflowContract = createRoute({
  ...keyed("publishWorkflow"),
  method: "post",
  path: "/api/v1/workflows/{workflowId}/publish",
  tags: TAGS,
  summary: "Publish a workflow as a template, or the template's next version",
  description:
    "Everybody can read the template and make workflows of their own of it. Published again, it gets another version; those who " +
    "have made workflows of it keep theirs. What is left out stays as it was. The workflows that it runs come along, each in the " +
    "version that it is pinned to. Private tools, deleted workflows and what looks like a credential are refused, each with its " +
    "place in the definition, or under `/subWorkflows/<name>` in that of a workflow which it runs.",
  request: {
    params: z.object({ workflowId: z.string() }),
    body: jsonBody(publication, {
      summary: "Finds sources and sums them up.",
      readme: "Give it a topic.",
      category: "research",
      tags: ["research"],
      icon: "🐝",
    }),
  },
  responses: {
    200: jsonAnswer("The template, in the version that it had: its definition and its slots are the same", published),
    201: jsonAnswer("The template in its new version", published),
    ...problemResponses("not_found", "not_publishable", "invalid_definition", "quota_reached", "template_changed"),
  },
});

export const deleteTemplateContract = createRoute({
  ...keyed("deleteTemplate"),
  method: "delete",
  path: "/api/v1/templates/{templateId}",
  tags: TAGS,
  summary: "Unpublish a template of one's own",
  description: "Workflows that were made of it stay, and so does yours.",
  request: { params: templateParams },
  responses: { 204: { description: "Unpublished" }, ...problemResponses("not_found") },
});
