// A template before anything is made of it: what it comes to, and a run in which nothing is called.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { dryRunSchema, plannedSchema, trialFields } from "../workflows/trial-schema.ts";
import { TAGS, templateParams } from "./contract.ts";

const ofTemplate = {
  version: z.int().min(1).optional().openapi({ description: "Of the template; left out: the current one." }),
  slots: z.record(z.string(), z.string().min(1).max(200)).default({}).openapi({
    description:
      "By slot name: a tool's id, or `agent/name@version`. A slot that is left out stays open: its tool does as it says.",
  }),
};

export const planTemplateContract = createRoute({
  ...keyed("planTemplate"),
  method: "post",
  path: "/api/v1/templates/{templateId}/plan",
  tags: TAGS,
  summary: "Read what a template comes to, in numbers",
  description:
    "As of a definition (`POST /api/v1/workflows/plan`), over the template and the sub-workflows that it carries. Of a slot that " +
    "is open neither time nor price is known.",
  request: { params: templateParams, body: jsonBody(strictFields(ofTemplate), { slots: {} }) },
  responses: {
    200: jsonAnswer("The plan in numbers", plannedSchema),
    ...problemResponses("not_found", "slots_unfit", "invalid_definition"),
  },
});

export const dryRunTemplateContract = createRoute({
  ...keyed("dryRunTemplate"),
  method: "post",
  path: "/api/v1/templates/{templateId}/dry-run",
  tags: TAGS,
  summary: "Run a template without making or calling anything",
  description:
    "As of a definition (`POST /api/v1/workflows/dry-run`); the sub-workflows that it carries are run the same way. Without an " +
    "`input` it is the template's example.",
  request: {
    params: templateParams,
    body: jsonBody(strictFields({ ...ofTemplate, ...trialFields }), { slots: {} }),
  },
  responses: {
    200: jsonAnswer("The run", dryRunSchema),
    ...problemResponses("not_found", "slots_unfit", "invalid_definition", "invalid_input"),
  },
});
