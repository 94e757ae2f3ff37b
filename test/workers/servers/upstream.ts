// Upstream MCP servers as the tests need them: registered with the hub, told what to have, called.

import { inject } from "vitest";
import { type Answer, call, type TestAgent } from "../api/hub.ts";

export const SERVERS = "/api/v1/mcp/servers";

let servers = 0;

/** Registers the server at this path of test/upstream/upstream.ts, for all agents unless `extra` says otherwise. */
export async function register(agent: TestAgent, path: string, extra: object = {}): Promise<Answer> {
  const body = { name: `server-${++servers}`, url: inject("upstreamUrl") + path, isPublic: true, ...extra };
  return call("POST", SERVERS, { key: agent.key, body });
}

/** The same of one that is sure to answer. */
export async function newServer(agent: TestAgent, path: string, extra: object = {}) {
  const answer = await register(agent, path, extra);
  if (answer.status !== 201) throw new Error(`a server answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as { id: string; name: string; revision: string };
}

interface Lists {
  readonly tools?: readonly object[];
  readonly resources?: readonly object[];
  readonly templates?: readonly object[];
  readonly prompts?: readonly object[];
  readonly instructions?: string;
  readonly title?: string;
  readonly down?: boolean;
  readonly waits?: boolean;
  readonly token?: string;
  readonly tells?: number;
  readonly silent?: boolean;
  readonly keepsLists?: boolean;
  readonly tellsAtSessions?: boolean;
  readonly updates?: readonly string[];
  readonly breaks?: boolean;
  readonly floods?: number;
}

/** A server of its own that has what it is told. */
export function changingServer() {
  const name = crypto.randomUUID();
  return {
    name,
    path: `/changing/${name}/mcp`,
    /** In 2025-11-25. */
    oldPath: `/changing/${name}/old`,
    async has(lists: Lists): Promise<void> {
      const answer = await fetch(`${inject("upstreamUrl")}/changing/${name}`, {
        method: "PUT",
        body: JSON.stringify(lists),
      });
      if (answer.status !== 204) throw new Error(`the upstream answered ${answer.status}`);
    },
    /** Resolves once something waits. */
    async isAsked(): Promise<void> {
      while (!(await this.asked()).includes("waits")) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    async asked(): Promise<string[]> {
      return (await this.state()).asked;
    },
    /** How many streams are open on which it tells of changes. */
    async listening(): Promise<number> {
      return (await this.state()).listening;
    },
    async state(): Promise<{ asked: string[]; listening: number; resumedFrom: string[]; subscribed: string[] }> {
      const answer = await fetch(`${inject("upstreamUrl")}/changing/${name}`);
      return answer.json();
    },
  };
}

export function aTool(name: string, extra: object = {}) {
  return { name, description: `Does ${name}`, inputSchema: { type: "object" }, ...extra };
}

/** The hub's id of a server's tool. */
export async function toolIdOf(agent: TestAgent, serverId: string, name: string): Promise<string> {
  const { body } = await call("GET", `${SERVERS}/${serverId}/definitions?limit=100`, { key: agent.key });
  const rows = body.data as { toolId: string; definition: { name: string } }[];
  const found = rows.find(({ definition }) => definition.name === name);
  if (found === undefined) throw new Error(`the server has no tool "${name}"`);
  return found.toolId;
}

export async function invoke(agent: TestAgent, toolId: string, body: object = {}) {
  return (await call("POST", `/api/v1/mcp/invoke/${toolId}`, { key: agent.key, body })).body;
}

export async function refresh(agent: TestAgent, serverId: string): Promise<Answer> {
  return call("POST", `${SERVERS}/${serverId}/refresh`, { key: agent.key, body: {} });
}

export async function changesOf(agent: TestAgent, serverId: string) {
  return (await call("GET", `${SERVERS}/${serverId}/changes`, { key: agent.key })).body.data;
}
