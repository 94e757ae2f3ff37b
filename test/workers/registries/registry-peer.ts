// Registries of test/registry/registry.ts, as the tests fill and bring them.

import { inject } from "vitest";
import { type Answer, call, type TestAgent } from "../api/hub.ts";

export const REGISTRIES = "/api/v1/mcp/registries";

let boxes = 0;

/** A registry of its own. */
export function newBox() {
  const box = `box-${Date.now()}-${++boxes}`;
  const tell = async (what: string, body: object): Promise<void> => {
    const answer = await fetch(`${inject("registryUrl")}/_${what}/${box}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the registry answered ${answer.status}`);
  };
  return {
    url: `${inject("registryUrl")}/${box}`,
    publish: (name: string, more: object = {}) =>
      tell("publish", { name, description: `The server ${name}`, version: "1.0.0", ...more }),
    status: (name: string, status: string, statusMessage?: string) => tell("status", { name, status, statusMessage }),
    breakAt: (atPage: number, status = 503) => tell("break", { atPage, status }),
    async asked(): Promise<URLSearchParams[]> {
      const queries: string[] = await (await fetch(`${inject("registryUrl")}/_asked/${box}`)).json();
      return queries.map((query) => new URLSearchParams(query));
    },
  };
}

export function bring(agent: TestAgent, url: string, extra: object = {}): Promise<Answer> {
  return call("POST", REGISTRIES, { key: agent.key, body: { url, name: `registry-${++boxes}`, ...extra } });
}

export async function brought(agent: TestAgent, url: string) {
  const { status, body } = await bring(agent, url);
  if (status !== 201) throw new Error(`a registry answered ${status}: ${JSON.stringify(body)}`);
  return body as { id: string; serverCount: number; isWalking: boolean; since: string };
}

export function refresh(agent: TestAgent, id: string): Promise<Answer> {
  return call("POST", `${REGISTRIES}/${id}/refresh`, { key: agent.key, body: {} });
}

export async function entriesOf(agent: TestAgent, id: string, query = "") {
  return (await call("GET", `${REGISTRIES}/${id}/servers?limit=100${query}`, { key: agent.key })).body.data;
}

export function importOf(agent: TestAgent, id: string, name: string, body: object = {}): Promise<Answer> {
  const path = `${REGISTRIES}/${id}/servers/${encodeURIComponent(name)}/import`;
  return call("POST", path, { key: agent.key, body });
}
