import type { RouteHandler } from "@hono/zod-openapi";
import { authenticationOf } from "../http/authentication.ts";
import type { AppEnv, KeyedEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { DEFAULT_KEY_RATE_LIMIT_PER_MIN, issueKey } from "../keys/issue-key.ts";
import { SCOPES } from "../keys/scopes.ts";
import { nowIso } from "../platform/clock.ts";
import { newId } from "../platform/ids.ts";
import type { Profile } from "./agent.ts";
import type { getAgentContract, registerAgentContract, updateAgentContract } from "./contract.ts";
import { insertAgent, selectAgent } from "./store.ts";
import { updateAgent as update } from "./update-agent.ts";

export const registerAgent: RouteHandler<typeof registerAgentContract, AppEnv> = async (c) => {
  if (c.env.REGISTRATION === "closed" && !(await authenticationOf(c))?.ok) {
    throw new Problem(
      "registration_closed",
      "Registration is closed: show a valid key of this hub to register an agent.",
    );
  }
  const { name, description = "", tags = [] } = c.req.valid("json");
  const { db } = c.get("services");
  const agent = { id: newId("agent"), name, description, tags: [...new Set(tags)].toSorted(), createdAt: nowIso() };
  const { apiKey, insert } = await issueKey(db, {
    agentId: agent.id,
    name: "first",
    scopes: SCOPES,
    rateLimitPerMin: DEFAULT_KEY_RATE_LIMIT_PER_MIN,
    expiresAt: null,
    createdAt: agent.createdAt,
  });
  await insertAgent(db, agent, insert);
  return c.json({ ...agent, apiKey }, 201, { Location: `/api/v1/agents/${agent.id}`, "Cache-Control": "no-store" });
};

export const getAgent: RouteHandler<typeof getAgentContract, KeyedEnv> = async (c) => {
  const agent = await selectAgent(c.get("services").db, c.req.valid("param").agentId);
  if (agent === undefined) throw new Problem("not_found", "There is no agent of this id.");
  return c.json(present(agent, c.get("principal").agentId), 200);
};

export const updateAgent: RouteHandler<typeof updateAgentContract, KeyedEnv> = async (c) => {
  const { agentId } = c.get("principal");
  const profile = await update(c.get("services"), agentId, c.req.valid("param").agentId, c.req.valid("json"));
  return c.json(present(profile, agentId), 200);
};

function present({ id, name, description, tags, handoffUrl, createdAt }: Profile, viewerId: string) {
  return { id, name, description, tags: [...tags], ...(id === viewerId && { handoffUrl }), createdAt };
}
