// A parked call in a hub of its own process: it outlasts the time for which an idle object is kept, and a hub that is killed
// says what became of it.

import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Child } from "../harness/child.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { startUpstreamProcess } from "../harness/upstream-process.ts";

let hub: HubProcess;
let upstream: Child;
let key: string;
let endpoint: string;

beforeAll(async () => {
  [hub, upstream] = await Promise.all([startHubProcess(), startUpstreamProcess()]);
  key = (await json("POST", "/api/v1/agents", { name: "A" })).apiKey;
  const server = await json("POST", "/api/v1/mcp/servers", { name: "fixture", url: `${upstream.url}/legacy/mcp` });
  endpoint = `/mcp/v1/servers/${server.id}`;
});

afterAll(async () => {
  await Promise.all([hub?.stop(), upstream?.stop()]);
});

// oxlint-disable-next-line typescript/no-explicit-any -- what an answer holds is what the tests are about
async function json(method: string, path: string, body?: object, headers = {}): Promise<any> {
  const response = await fetch(hub.url + path, {
    method,
    headers: {
      "Content-Type": "application/json",
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // Of a stream the last message.
  const [, last = text] = /.*data: (\{.*)$/s.exec(text.trimEnd()) ?? [];
  return JSON.parse(last);
}

function callTool(name: string, more: object = {}) {
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": { name: "test", version: "1.0.0" },
    "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: {} } },
  };
  const headers = {
    Accept: "application/json, text/event-stream",
    "MCP-Protocol-Version": "2026-07-28",
    "Mcp-Method": "tools/call",
    "Mcp-Name": name,
  };
  const params = { name, arguments: {}, ...more, _meta };
  return json("POST", endpoint, { jsonrpc: "2.0", id: 1, method: "tools/call", params }, headers);
}

const name = "test_elicitation";
const inputResponses = { form: { action: "accept", content: { response: "yes" } } };

test("a call that waits longer than an object without requests is kept is there for its answers", async () => {
  const { requestState } = (await callTool(name)).result;
  // workerd drops such an object after 10 s.
  await delay(15_000);
  const { result } = await callTool(name, { inputResponses, requestState });
  expect(result.content[0].text).toContain("action=accept");
});

test("where the hub is killed meanwhile, who answers is told to begin anew, the log says so, and the call can be made anew", async () => {
  const { requestState } = (await callTool(name)).result;
  await hub.kill();
  await hub.restart();
  const { error } = await callTool(name, { inputResponses, requestState });
  expect(error).toMatchObject({ code: -32_602, data: { reason: "call_gone" } });
  const calls = async () => (await json("GET", "/api/v1/mcp/invocations?limit=10")).data;
  await expect
    .poll(calls, { timeout: 60_000 })
    .toMatchObject([{ status: "error", error: { code: "interrupted" } }, { status: "success" }]);
  const again = (await callTool(name)).result;
  const { result } = await callTool(name, { inputResponses, requestState: again.requestState });
  expect(result.content[0].text).toContain("action=accept");
});
