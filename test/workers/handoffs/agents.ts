// Agents that hand work to each other, as the tests of handoffs need them.

import { expect } from "vitest";
import { call, newAgent, type Answer, type TestAgent } from "../api/hub.ts";

/** An agent with these tags. */
export async function newTagged(name: string, ...tags: string[]): Promise<TestAgent> {
  const agent = await newAgent(name);
  const { status } = await call("PUT", `/api/v1/agents/${agent.id}`, { key: agent.key, body: { tags } });
  expect(status).toBe(200);
  return agent;
}

/** Sends it; gives its id. */
export async function send({ key }: TestAgent, body: Record<string, unknown>): Promise<string> {
  const answer = await call("POST", "/api/v1/handoffs", { key, body });
  expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
  return answer.body.id;
}

export function act({ key }: TestAgent, id: string, action: string, body?: unknown): Promise<Answer> {
  if (action === "delete") return call("DELETE", `/api/v1/handoffs/${id}`, { key });
  return call("POST", `/api/v1/handoffs/${id}/${action}`, { key, ...(body !== undefined && { body }) });
}

export async function read({ key }: TestAgent, id: string) {
  return (await call("GET", `/api/v1/handoffs/${id}`, { key })).body;
}

export async function inbox({ key }: TestAgent, query = ""): Promise<string[]> {
  const { body } = await call("GET", `/api/v1/handoffs?${query}`, { key });
  return body.data.map(({ id }: { id: string }) => id);
}
