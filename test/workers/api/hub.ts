// The hub as its users meet it: HTTP in, HTTP out. What a test needs again and again is here.

import { SELF } from "cloudflare:test";
import { inject } from "vitest";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into answers of every shape.
  // oxlint-disable-next-line typescript/no-explicit-any -- what an answer holds is what the tests are about
  readonly body: any;
}

export interface Asking {
  readonly key?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: BodyInit;
  readonly headers?: Record<string, string>;
}

export async function call(method: string, path: string, { key, body, raw, headers }: Asking = {}): Promise<Answer> {
  const response = await SELF.fetch(`https://hub.example${path}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
      ...(body === undefined && raw === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    body: raw ?? (body === undefined ? null : JSON.stringify(body)),
    redirect: "manual",
  });
  const isEndless = method === "GET" && response.headers.get("Content-Type") === "text/event-stream";
  if (isEndless) await response.body?.cancel();
  // `text()` warns of types that it does not know.
  const text = isEndless ? "" : new TextDecoder().decode(await response.arrayBuffer());
  const isJson = text !== "" && /\bjson\b/.test(response.headers.get("Content-Type") ?? "");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

export interface TestAgent {
  readonly id: string;
  readonly key: string;
}

export async function newAgent(name = "A"): Promise<TestAgent> {
  const { status, body } = await call("POST", "/api/v1/agents", { body: { name } });
  if (status !== 201) throw new Error(`registration answered ${status}: ${JSON.stringify(body)}`);
  return { id: body.id, key: body.apiKey };
}

/** A further key of the agent. */
export async function newKey(agent: TestAgent, body: Record<string, unknown> = {}): Promise<string> {
  const answer = await call("POST", "/api/v1/keys", { key: agent.key, body });
  if (answer.status !== 201) throw new Error(`a key answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body.apiKey;
}

/** The headers of a page in which the agent's key is signed in. */
export async function newSession(agent: TestAgent): Promise<{ Cookie: string; "X-CSRF-Token": string }> {
  const { status, headers, body } = await call("POST", "/api/v1/auth/session", { body: { apiKey: agent.key } });
  if (status !== 201) throw new Error(`signing in answered ${status}: ${JSON.stringify(body)}`);
  const [Cookie = ""] = (headers.get("Set-Cookie") ?? "").split(";");
  return { Cookie, "X-CSRF-Token": body.session.csrfToken };
}

/** A token for the agent's key. */
export async function newToken(agent: TestAgent, body: Record<string, unknown> = {}): Promise<string> {
  const answer = await call("POST", "/api/v1/auth/token", { key: agent.key, body });
  if (answer.status !== 201) throw new Error(`a token answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body.token;
}

let tools = 0;

/** A tool of the agent that the test provider answers at `path`. */
export async function newTool(agent: TestAgent, path = "/echo", extra: Record<string, unknown> = {}) {
  const body = { name: `tool-${++tools}`, endpoint: `${inject("providerUrl")}${path}`, ...extra };
  const answer = await call("POST", "/api/v1/mcp/tools", { key: agent.key, body });
  if (answer.status !== 201) throw new Error(`a tool answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as { id: string; agentId: string; name: string; createdAt: string };
}

/** How often the provider was called at this path. */
export async function callsAt(path: string): Promise<number> {
  const log = await fetch(`${inject("providerUrl")}/_log?path=${encodeURIComponent(path)}`);
  const { keys } = await log.json<{ keys: Record<string, { effects: number }> }>();
  return Object.values(keys).reduce((sum, { effects }) => sum + effects, 0);
}

/** A workflow of the agent with one step. */
export async function newWorkflow(agent: TestAgent, toolId: string, extra: Record<string, unknown> = {}) {
  const body = { name: "one-step", steps: [{ id: "only", toolId, arguments: { a: 1 } }], ...extra };
  const answer = await call("POST", "/api/v1/workflows", { key: agent.key, body });
  if (answer.status !== 201) throw new Error(`a workflow answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as { id: string; version: number };
}
