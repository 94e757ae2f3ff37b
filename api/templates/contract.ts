// Templates: what workflows are made of, from the hub itself and from other agents.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { definedWorkflowSchema, diagnosticSchema } from "../workflows/workflow-schema.ts";
import { SORTS } from "./search-store.ts";

export const TAGS = ["Templates"];

export const ICON = z
  .string()
  .min(1)
  .max(16)
  .nullable()
  .openapi({ description: "One character to know it by, such as an emoji; null: none.", example: "🐝" });
export const CATEGORY = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, "A category has 1 to 40 of a-z 0-9 -")
  .nullable()
  .openapi({ description: "One word to browse by: 1 to 40 of a-z 0-9 -", example: "research" });
export const TAG_LIST = z.array(z.string().trim().min(1).max(50)).max(20);

const versionId = z.object({ id: z.string(), version: z.int() });

const templateSchema = z
  .object({
    id: z.string().openapi({ example: "tpl_nexus_research_and_summarize" }),
    agentId: z.string().openapi({ description: "The publisher; `agent_nexus` of presets." }),
    agentName: z.string(),
    workflowId: z.string().nullable().openapi({ description: "What was published; null: a preset of the hub." }),
    title: z.string(),
    summary: z.string(),
    category: CATEGORY,
    tags: z.array(z.string()),
    icon: ICON,
    version: z.int().openapi({ description: "The current one; counts from 1." }),
    forkedFrom: versionId.nullable().openapi({
      description: "The template that the published workflow was made of; null where it was made of none.",
    }),
    useCount: z.int().openapi({ description: "Workflows that were made of it." }),
    userCount: z.int().openapi({ description: "Agents that made some, its publisher apart." }),
    rating: z.object({
      average: z.number().nullable().openapi({ description: "1 to 5; null where nobody has rated it." }),
      count: z.int(),
    }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Template");

const jsonSchema = z.unknown().openapi({ description: "JSON Schema (2020-12), or null." });

const slotAnswer = z
  .object({
    name: z.string(),
    title: z.string(),
    description: z.string(),
    inputSchema: jsonSchema.openapi({ description: "What the definition sends; null: it does not say." }),
    outputSchema: jsonSchema.openapi({ description: "What the definition reads of the result; null: nothing." }),
    default: z.string().optional().openapi({ description: "The tool that is taken where none is named." }),
  })
  .openapi("Slot", {
    description: "The place of a tool that is open. Steps name it as `slot:<name>` in `toolId`.",
  });

export const readTemplateSchema = templateSchema
  .extend({
    readme: z.string().openapi({ description: "Markdown. It comes from its publisher: show it as a stranger's text." }),
    shownVersion: z.int().openapi({ description: "The version that `definition`, `slots` and `exampleInput` are of." }),
    definition: z
      .unknown()
      .openapi({ description: "A workflow's definition, with `slot:<name>` where a tool is open." }),
    subWorkflows: z.record(z.string(), z.unknown()).openapi({
      description:
        "The definitions of the workflows that its steps run, by name; a step that runs one says `sub:<name>` in `workflowId`. " +
        "Slots are those of all of them.",
    }),
    slots: z.array(slotAnswer),
    exampleInput: z.unknown().openapi({ description: "An input to try it with, or null." }),
    versions: z
      .array(z.object({ version: z.int(), createdAt: z.iso.datetime() }))
      .openapi({ description: "Newest first, up to 100." }),
    lineage: z.array(versionId.extend({ title: z.string().nullable() })).openapi({
      description: "What it comes from, the nearest first; `title` is null where that is not offered any more.",
    }),
    forkCount: z.int().openapi({ description: "Templates that come from it." }),
    isUsed: z.boolean().openapi({ description: "Whether you have made a workflow of it. Only who has may rate it." }),
  })
  .openapi("ReadTemplate");

const facet = z.array(z.object({ value: z.string(), count: z.int() }));

export const listTemplatesContract = createRoute({
  ...keyed("listTemplates"),
  method: "get",
  path: "/api/v1/templates",
  tags: TAGS,
  summary: "List and search templates",
  description:
    "The hub's presets and what agents have published, in one list. Text is found in titles, tags, categories, summaries " +
    "and readmes, with typing errors where nothing fits exactly.",
  request: {
    query: z.object({
      ...pageQuery,
      q: z.string().max(200).optional().openapi({ description: "Words to look for." }),
      category: z.string().max(40).optional(),
      tag: z.string().max(50).optional(),
      agentId: z.string().max(100).optional().openapi({ description: "Of this publisher." }),
      sort: z
        .enum(["relevance", ...SORTS])
        .optional()
        .openapi({
          description:
            "`relevance` (the default where `q` is given), `popularity` (by `userCount`; the default otherwise), `rating` (few " +
            "ratings weigh little), `newest`.",
        }),
      facets: z
        .enum(["true", "false"])
        .optional()
        .openapi({ description: "`true`: with the first page, how many there are of each category and tag." }),
    }),
  },
  responses: {
    200: jsonAnswer(
      "One page",
      pageOf(templateSchema).extend({ facets: z.object({ categories: facet, tags: facet }).optional() }),
    ),
  },
});

export const templateParams = z.object({ templateId: z.string() });

const ofVersion = z.object({
  version: z.coerce.number().int().min(1).optional().openapi({ description: "Left out: the current one." }),
});

export const getTemplateContract = createRoute({
  ...keyed("getTemplate"),
  method: "get",
  path: "/api/v1/templates/{templateId}",
  tags: TAGS,
  summary: "Read a template, its definition and its slots",
  request: { params: templateParams, query: ofVersion },
  responses: { 200: jsonAnswer("The template", readTemplateSchema), ...problemResponses("not_found") },
});

export const instantiateTemplateContract = createRoute({
  ...keyed("instantiateTemplate"),
  method: "post",
  path: "/api/v1/templates/{templateId}/instantiate",
  tags: TAGS,
  summary: "Make a workflow of a template",
  description:
    "Puts a tool into each slot and stores the outcome as a workflow of yours, which you can run, change and publish as any " +
    "other; a template that is published of it says what it comes from. Each tool is checked against its slot: what the " +
    "definition sends and what it reads. A slot with a `default` may be left out. Sub-workflows are made with it, all or none; " +
    "one that was made before, and is as it was, is taken again.",
  request: {
    params: templateParams,
    body: jsonBody(
      strictFields({
        name: z.string().min(1).max(200).optional().openapi({ description: "Of the workflow." }),
        version: z.int().min(1).optional().openapi({ description: "Of the template; left out: the current one." }),
        slots: z
          .record(z.string(), z.string().min(1).max(200))
          .default({})
          .openapi({ description: "By slot name: a tool's id, or `agent/name@version`." }),
      }),
      { name: "my pages", slots: {} },
    ),
  },
  responses: {
    201: jsonAnswer(
      "The workflow",
      definedWorkflowSchema
        .extend({
          template: versionId,
          subWorkflows: z
            .array(
              z.object({
                name: z.string(),
                workflowId: z.string(),
                version: z.int(),
                isNew: z.boolean().openapi({ description: "False: it was there already." }),
              }),
            )
            .openapi({ description: "What the template's sub-workflows are here; yours, too." }),
          warnings: z.array(diagnosticSchema),
        })
        .openapi("InstantiatedTemplate"),
    ),
    ...problemResponses("not_found", "slots_unfit", "invalid_definition", "quota_reached"),
  },
});

export const listSlotToolsContract = createRoute({
  ...keyed("listSlotTools"),
  method: "get",
  path: "/api/v1/templates/{templateId}/slots/{slotName}/tools",
  tags: TAGS,
  summary: "List tools that fit a slot",
  description:
    "The best five: the slot's own, then tools whose schemas say that they fit, then tools whose schemas say nothing " +
    "against it.",
  request: { params: templateParams.extend({ slotName: z.string() }), query: ofVersion },
  responses: {
    200: jsonAnswer(
      "Tools for the slot",
      z.object({
        data: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            description: z.string(),
            agentId: z.string(),
            version: z.string(),
          }),
        ),
      }),
    ),
    ...problemResponses("not_found"),
  },
});
