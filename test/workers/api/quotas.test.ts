// What an agent may have at a time of each thing.

import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { register, SERVERS } from "../servers/upstream.ts";
import { call, newAgent, newTool, newWorkflow } from "./hub.ts";
import type { TestAgent } from "./hub.ts";

let agent: TestAgent;

beforeEach(async () => {
  agent = await newAgent();
});

const NUMBERS = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1)";

/** So many more of them, as the agent's own. */
const FILL = {
  tools: `INSERT INTO mcp_tools (id, agent_id, name, endpoint)
    ${NUMBERS} SELECT ?2 || '-' || n, ?2, 'old' || n, 'https://example.com' FROM n`,
  keys: `INSERT INTO mcp_api_keys (id, agent_id, prefix, key_hash)
    ${NUMBERS} SELECT ?2 || '-' || n, ?2, 'nxc', ?2 || '-' || n FROM n`,
  workflows: `INSERT INTO workflows (id, agent_id, name, definition)
    ${NUMBERS} SELECT ?2 || '-' || n, ?2, 'old' || n, '{}' FROM n`,
  servers: `INSERT INTO mcp_servers (id, agent_id, name, url, revision, capabilities, refreshed_at)
    ${NUMBERS} SELECT ?2 || '-' || n, ?2, 'old' || n, 'https://example.com', '2026-07-28', '{}', '' FROM n`,
  toolboxes: `INSERT INTO mcp_toolboxes (id, agent_id, name, tools)
    ${NUMBERS} SELECT ?2 || '-' || n, ?2, 'old' || n, '[]' FROM n`,
  templates: `INSERT INTO templates (id, agent_id, title)
    ${NUMBERS} SELECT ?2 || '-' || n, ?2, 'old' || n FROM n`,
};

const fill = (kind: keyof typeof FILL, count: number) => env.DB.prepare(FILL[kind]).bind(count, agent.id).run();
const post = (path: string, body: unknown) => call("POST", path, { key: agent.key, body });
const remove = (path: string) => call("DELETE", path, { key: agent.key });

describe("an agent that has as many as it may have gets 409, and nothing is stored, until it has fewer", () => {
  test("tools", async () => {
    const { id } = await newTool(agent);
    await fill("tools", 9_998);
    const tool = { name: "one-more", endpoint: "http://127.0.0.1:9/x" };
    await newTool(agent);
    const refused = await post("/api/v1/mcp/tools", tool);
    expect([refused.status, refused.body.code]).toEqual([409, "quota_reached"]);
    expect(refused.body.detail).toBe("You have 10000 tools, and an agent may have 10000.");
    await remove(`/api/v1/mcp/tools/${id}`);
    expect((await post("/api/v1/mcp/tools", tool)).status).toBe(201);
  });

  test("tools that an MCP server brings: all of them or none", async () => {
    const importing = await newAgent();
    await env.DB.prepare(FILL.tools).bind(9_980, importing.id).run();
    const { status, body } = await register(importing, "/modern/mcp");
    expect([status, body.code]).toEqual([409, "quota_reached"]);
    expect(body.detail).toMatch(/This would be \d\d more\./);
    expect((await call("GET", SERVERS, { key: importing.key })).body.data).toEqual([]);
  });

  test("MCP servers", async () => {
    await fill("servers", 100);
    const refused = await register(agent, "/modern/mcp");
    expect([refused.status, refused.body.code]).toEqual([409, "quota_reached"]);
    await env.DB.prepare("DELETE FROM mcp_servers WHERE id = ?").bind(`${agent.id}-1`).run();
    expect((await register(agent, "/modern/mcp")).status).toBe(201);
  });

  test("keys; rotating one is always possible", async () => {
    await fill("keys", 998);
    const { body: last } = await post("/api/v1/keys", { scopes: ["*"] });
    const refused = await post("/api/v1/keys", {});
    expect([refused.status, refused.body.code]).toEqual([409, "quota_reached"]);
    expect((await post(`/api/v1/keys/${last.id}/rotate`, {})).status).toBe(201);
    expect((await post("/api/v1/keys", {})).status).toBe(409);
    await remove(`/api/v1/keys/${agent.id}-1`);
    expect((await post("/api/v1/keys", {})).status).toBe(201);
  });

  test("workflows", async () => {
    const { id: toolId } = await newTool(agent);
    const { id } = await newWorkflow(agent, toolId);
    await fill("workflows", 9_999);
    const workflow = { name: "one-more", steps: [{ id: "only", toolId }] };
    const refused = await post("/api/v1/workflows", workflow);
    expect([refused.status, refused.body.code]).toEqual([409, "quota_reached"]);
    await remove(`/api/v1/workflows/${id}`);
    expect((await post("/api/v1/workflows", workflow)).status).toBe(201);
  });

  test("toolboxes", async () => {
    await fill("toolboxes", 1_000);
    const box = { name: "one-more", tools: ["hash"] };
    const refused = await post("/api/v1/mcp/boxes", box);
    expect([refused.status, refused.body.code]).toEqual([409, "quota_reached"]);
    await remove(`/api/v1/mcp/boxes/${agent.id}-1`);
    expect((await post("/api/v1/mcp/boxes", box)).status).toBe(201);
  });

  test("templates; another version of one is always possible", async () => {
    const [one, other] = [await newWorkflow(agent, "tool_nexus_echo"), await newWorkflow(agent, "tool_nexus_echo")];
    const { body: first } = await post(`/api/v1/workflows/${one.id}/publish`, {});
    await fill("templates", 999);
    const refused = await post(`/api/v1/workflows/${other.id}/publish`, {});
    expect([refused.status, refused.body.code]).toEqual([409, "quota_reached"]);
    expect((await post(`/api/v1/workflows/${one.id}/publish`, { exampleInput: 1 })).status).toBe(201);
    await remove(`/api/v1/templates/${first.id}`);
    expect((await post(`/api/v1/workflows/${other.id}/publish`, {})).status).toBe(201);
  });

  test.each<[keyof typeof FILL, number, string, (n: number) => unknown]>([
    ["tools", 9_997, "/api/v1/mcp/tools", (n) => ({ name: `new${n}`, endpoint: "http://127.0.0.1:9/x", tags: ["a"] })],
    ["keys", 996, "/api/v1/keys", (n) => ({ name: `new${n}` })],
    [
      "workflows",
      9_997,
      "/api/v1/workflows",
      (n) => ({ name: `new${n}`, steps: [{ id: "one", toolId: "tool_nexus_now" }] }),
    ],
    ["toolboxes", 997, "/api/v1/mcp/boxes", (n) => ({ name: `new${n}`, tools: ["hash"] })],
  ])("%s: of twenty at once there is room for three, and three are stored", async (kind, before, path, body) => {
    await fill(kind, before);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => post(path, body(n))));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.toSorted((one, other) => one - other)).toEqual([...Array(3).fill(201), ...Array(17).fill(409)]);
    const refused = answers.filter(({ status }) => status === 409);
    expect(new Set(refused.map(({ body: { code } }) => code))).toEqual(new Set(["quota_reached"]));
    const stored = await call("GET", `${path}?limit=20`, { key: agent.key });
    const names = stored.body.data.map(({ name }: { name: string }) => name);
    expect(names.filter((name: string) => name?.startsWith("new"))).toHaveLength(3);
  });

  test("another agent's do not count", async () => {
    await fill("tools", 10_000);
    agent = await newAgent();
    await newTool(agent);
  });
});
