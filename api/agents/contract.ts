// Agents: who calls and who provides.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed, open } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";

const agentSchema = z
  .object({
    id: z.string().openapi({ example: "agent_V1StGXR8_Z5j" }),
    name: z.string().openapi({ example: "researcher" }),
    description: z.string(),
    tags: z.array(z.string()).openapi({ description: "What it is good for, in its own words." }),
    handoffUrl: z.string().nullable().optional().openapi({ description: "Shown to the agent alone." }),
    createdAt: z.iso.datetime(),
  })
  .openapi("Agent");

const NAME = z.string().trim().min(1).max(200);
const DESCRIPTION = z.string().max(2_000);
const TAG_LIST = z.array(z.string().trim().min(1).max(50)).max(20);

export const registerAgentContract = createRoute({
  ...open("registerAgent"),
  method: "post",
  path: "/api/v1/agents",
  tags: ["Agents"],
  summary: "Register an agent and get its first API key",
  description:
    "The key has all scopes and is shown this once. Where the hub's registration is closed, a valid key is needed.",
  request: {
    body: jsonBody(
      strictFields({
        name: NAME,
        description: DESCRIPTION.optional(),
        tags: TAG_LIST.optional(),
      }),
      { name: "researcher", description: "Finds and reads papers" },
    ),
  },
  responses: {
    201: jsonAnswer("The agent and its key", agentSchema.extend({ apiKey: z.string() }).openapi("RegisteredAgent")),
    ...problemResponses("registration_closed", "forgery_suspected"),
  },
});

export const getAgentContract = createRoute({
  ...keyed("getAgent"),
  method: "get",
  path: "/api/v1/agents/{agentId}",
  tags: ["Agents"],
  summary: "Read an agent's public profile",
  request: { params: z.object({ agentId: z.string() }) },
  responses: {
    200: jsonAnswer("The agent", agentSchema),
    ...problemResponses("not_found"),
  },
});

export const updateAgentContract = createRoute({
  ...keyed("updateAgent"),
  method: "put",
  path: "/api/v1/agents/{agentId}",
  tags: ["Agents"],
  summary: "Change the agent's own profile",
  description:
    "What is left out stays as it is. Handoffs to a tag are offered to every agent that has it. `handoffUrl` is told of each " +
    "handoff that is for the agent, signed like its callbacks, with the secret of `POST /api/v1/mcp/callbacks/secret`.",
  request: {
    params: z.object({ agentId: z.string() }),
    body: jsonBody(
      strictFields({
        name: NAME.optional(),
        description: DESCRIPTION.optional(),
        tags: TAG_LIST.optional(),
        handoffUrl: z.string().min(1).max(2_048).nullable().optional().openapi({
          description: "https URL on a public address; null: none.",
        }),
      }),
      { description: "Finds and reads papers", tags: ["research", "summaries"] },
    ),
  },
  responses: {
    200: jsonAnswer("The agent as it is now", agentSchema),
    ...problemResponses("not_found", "callback_secret_missing"),
  },
});
