// Toolboxes: named subsets of tools, each an MCP server of its own.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";

const TAGS = ["Toolboxes"];
/** Each is looked up when the box is written, and read whenever its list is. */
const MAX_ENTRIES = 100;

const TOOL = z
  .string()
  .min(1)
  .max(512)
  .openapi({
    description:
      "A tool's id, or its name with `@` and a version or a semver range as npm has it, or with neither for the latest: " +
      "`search`, `search@^1.2`, `agent/search@1.2.0`. A bare name means your own tool, else the hub's, else the one agent's " +
      "who has it.",
    example: "hash@^1.0.0",
  });
const AS = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "A name in a toolbox has 1 to 64 of A-Z a-z 0-9 _ -")
  .openapi({ description: "What the tool is called in the box; left out: by its own name." });

const toolboxSchema = z
  .object({
    id: z.string().openapi({ example: "box_V1StGXR8_Z5j" }),
    agentId: z.string().openapi({ description: "The owner." }),
    name: z.string(),
    description: z.string(),
    tools: z.array(z.object({ tool: z.string(), as: z.string().optional() })),
    isPublic: z.boolean(),
    version: z.int().openapi({ description: "Counts its changes, from 1." }),
    mcpPath: z
      .string()
      .openapi({ description: "Its MCP endpoint on this hub.", example: "/mcp/v1/boxes/box_V1StGXR8_Z5j" }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Toolbox");

const toolboxBody = jsonBody(
  strictFields({
    name: z.string().trim().min(1).max(100),
    description: z.string().max(2_000).default(""),
    tools: z.array(z.union([TOOL, strictFields({ tool: TOOL, as: AS.optional() })])).max(MAX_ENTRIES),
    isPublic: z
      .boolean()
      .default(false)
      .openapi({ description: "Whether every agent may see and use it, under its own key." }),
  }),
  { name: "research", description: "What a researcher needs", tools: ["http_get", { tool: "hash@^1.0.0", as: "sha" }] },
);

const toolboxParams = z.object({ boxId: z.string() });

export const createToolboxContract = createRoute({
  ...keyed("createToolbox"),
  method: "post",
  path: "/api/v1/mcp/boxes",
  tags: TAGS,
  summary: "Create a toolbox",
  description:
    "A subset of tools as an MCP server of its own, at `/mcp/v1/boxes/{boxId}`. Its tools are called under the key of " +
    "whoever calls: by the same limits, into the same log. A tool that vanishes is not listed any more.",
  request: { body: toolboxBody },
  responses: { 201: jsonAnswer("The toolbox", toolboxSchema), ...problemResponses("quota_reached") },
});

export const listToolboxesContract = createRoute({
  ...keyed("listToolboxes"),
  method: "get",
  path: "/api/v1/mcp/boxes",
  tags: TAGS,
  summary: "List the calling agent's toolboxes, newest first",
  request: { query: z.object(pageQuery) },
  responses: { 200: jsonAnswer("One page", pageOf(toolboxSchema)) },
});

export const getToolboxContract = createRoute({
  ...keyed("getToolbox"),
  method: "get",
  path: "/api/v1/mcp/boxes/{boxId}",
  tags: TAGS,
  summary: "Read a toolbox of one's own, or a public one",
  request: { params: toolboxParams },
  responses: { 200: jsonAnswer("The toolbox", toolboxSchema), ...problemResponses("not_found") },
});

export const replaceToolboxContract = createRoute({
  ...keyed("replaceToolbox"),
  method: "put",
  path: "/api/v1/mcp/boxes/{boxId}",
  tags: TAGS,
  summary: "Replace a toolbox",
  description:
    "Who is connected sees the change within seconds. An entry that was in it before stays as it was meant then.",
  request: { params: toolboxParams, body: toolboxBody },
  responses: { 200: jsonAnswer("The toolbox as it is now", toolboxSchema), ...problemResponses("not_found") },
});

export const deleteToolboxContract = createRoute({
  ...keyed("deleteToolbox"),
  method: "delete",
  path: "/api/v1/mcp/boxes/{boxId}",
  tags: TAGS,
  summary: "Delete a toolbox",
  description: "Its tools stay.",
  request: { params: toolboxParams },
  responses: { 204: { description: "Deleted" }, ...problemResponses("not_found") },
});
