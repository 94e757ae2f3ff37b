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
    createdAt: z.iso.datetime(),
  })
  .openapi("Agent");

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
        name: z.string().trim().min(1).max(200),
        description: z.string().max(2_000).optional(),
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
