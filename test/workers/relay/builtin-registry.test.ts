// The built-in tools as rows of the registry: found and guarded like any other's.

import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { BUILTIN_AGENT, builtinToolRows } from "../../../api/relay/builtin/registry.ts";
import { call, newAgent } from "../api/hub.ts";

const path = "/api/v1/mcp/tools";
const rows = builtinToolRows();

test("the migrations hold what the code says; where not: node scripts/builtin-tools-sql.ts", async () => {
  const { results: tools } = await env.DB.prepare(
    `SELECT id, agent_id agentId, name, description, version, input_schema inputSchema, output_schema outputSchema,
            tags, category, protocol, endpoint, auth_type authType, rate_limit_per_min rateLimitPerMin
     FROM mcp_tools WHERE agent_id = ? AND deleted_at IS NULL ORDER BY id`,
  )
    .bind(BUILTIN_AGENT.id)
    .all();
  const expected = rows.map((row) => ({
    ...row,
    inputSchema: JSON.stringify(row.inputSchema),
    outputSchema: JSON.stringify(row.outputSchema),
    tags: JSON.stringify(row.tags),
  }));
  expect(tools).toEqual(expected.toSorted((a, b) => (a.id < b.id ? -1 : 1)));

  const { results: tags } = await env.DB.prepare(
    "SELECT tool_id, tag FROM mcp_tool_tags WHERE tool_id LIKE 'tool_nexus_%' ORDER BY tool_id, tag",
  )
    .raw<string[]>()
    .then((found) => ({ results: found }));
  expect(tags.map((pair) => pair.join(" "))).toEqual(
    rows.flatMap(({ id, tags: own }) => own.map((tag) => `${id} ${tag}`)).toSorted(),
  );
});

test("they are listed, found by text and tag, and read like any other tool", async () => {
  const { key } = await newAgent();
  const namesAt = async (url: string) =>
    (await call("GET", url, { key })).body.data.map(({ name }: { name: string }) => name);
  expect((await namesAt(`/api/v1/mcp/agents/${BUILTIN_AGENT.id}/tools?limit=100`)).toSorted()).toEqual(
    rows.map(({ name }) => name).toSorted(),
  );
  expect(await namesAt(`${path}?q=csv_parse&agentId=${BUILTIN_AGENT.id}`)).toEqual(["csv_parse"]);
  expect((await namesAt(`${path}?protocol=builtin&limit=100`)).toSorted()).toEqual(
    rows.map(({ name }) => name).toSorted(),
  );
  expect(await namesAt(`${path}?category=web&protocol=builtin`)).toEqual(["http_get"]);
  expect(await namesAt(`${path}?tag=crypto&agentId=${BUILTIN_AGENT.id}`)).toEqual(["hash"]);
  const { status, body } = await call("GET", `${path}/tool_nexus_hash`, { key });
  expect([status, body.name, body.agentId, body.status]).toEqual([200, "hash", BUILTIN_AGENT.id, "active"]);
  expect(body).not.toHaveProperty("endpoint");
  const agent = await call("GET", `/api/v1/agents/${BUILTIN_AGENT.id}`, { key });
  expect([agent.status, agent.body.name]).toEqual([200, "nexus"]);
});

describe("nobody else has a hand in them", () => {
  test.each(["nexus:echo", "NEXUS:echo", " nexus:echo", "nexus://echo", "nexus:anything"])(
    "no registration may name the endpoint %j",
    async (endpoint) => {
      const { key } = await newAgent();
      const { status, body } = await call("POST", path, { key, body: { name: "mine", endpoint } });
      expect([status, body.errors?.[0]?.pointer]).toEqual([422, "/endpoint"]);
    },
  );

  test("a registration does not choose its agent", async () => {
    const { key } = await newAgent();
    const body = { name: "mine", endpoint: "http://127.0.0.1:9/", agentId: BUILTIN_AGENT.id };
    expect((await call("POST", path, { key, body })).status).toBe(422);
    const agent = { name: "nexus", id: BUILTIN_AGENT.id };
    expect((await call("POST", "/api/v1/agents", { body: agent })).status).toBe(422);
  });

  test("they can neither be changed nor deregistered, and there is no key of their agent", async () => {
    const { key } = await newAgent();
    for (const { id } of rows) {
      expect((await call("DELETE", `${path}/${id}`, { key })).status).toBe(404);
      const changed = await call("PUT", `${path}/${id}`, { key, body: { description: "mine" } });
      expect([404, 405]).toContain(changed.status);
    }
    const keys = env.DB.prepare("SELECT count(*) FROM mcp_api_keys WHERE agent_id = ?").bind(BUILTIN_AGENT.id);
    expect(await keys.first("count(*)")).toBe(0);
  });
});
