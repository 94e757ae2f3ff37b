// The log of calls, as its two sides filter it.

import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { insertInvocations, type InvocationRecord } from "../../../api/invocations/insert-invocations.ts";
import { walksOf } from "../../../api/invocations/list-invocations.ts";
import { walkQuery } from "../../../api/invocations/store.ts";
import { openDatabase } from "../../../api/platform/database.ts";
import { newId } from "../../../api/platform/ids.ts";
import { call, newAgent, newTool } from "./hub.ts";
import type { TestAgent } from "./hub.ts";

type Query = Record<string, string>;

function list(agent: TestAgent, query: Query) {
  return call("GET", `/api/v1/mcp/invocations?${new URLSearchParams(query).toString()}`, { key: agent.key });
}

async function idsOf(agent: TestAgent, query: Query): Promise<string[]> {
  const { status, body } = await list(agent, query);
  expect(status).toBe(200);
  return body.data.map(({ id }: { id: string }) => id);
}

function logged(
  name: string,
  toolId: string,
  callerAgentId: string,
  at: string,
  status: InvocationRecord["status"] = "success",
): InvocationRecord {
  return { id: name, toolId, callerAgentId, status, latencyMs: 1, createdAt: at, completedAt: at };
}

describe("GET /api/v1/mcp/invocations", () => {
  let [a, b, c]: TestAgent[] = [];
  const of = (agent: TestAgent | undefined) => agent ?? { id: "", key: "" };
  const run = newId("run");
  const id = (name: string) => `${run}-${name}`;
  let tools: { a: string; b1: string; b2: string };

  beforeAll(async () => {
    [a, b, c] = [await newAgent("A"), await newAgent("B"), await newAgent("C")];
    tools = { a: (await newTool(a)).id, b1: (await newTool(b)).id, b2: (await newTool(b)).id };
    await insertInvocations(env.DB, [
      logged(id("1"), tools.b1, a.id, "2030-01-01T00:00:00.000Z"),
      logged(id("2"), tools.b2, a.id, "2030-01-01T01:00:00.000Z", "error"),
      logged(id("3"), tools.b1, c.id, "2030-01-01T02:00:00.000Z", "timeout"),
      logged(id("4"), tools.a, b.id, "2030-01-01T03:00:00.000Z"),
      logged(id("5"), tools.a, a.id, "2030-01-01T04:00:00.000Z", "error"),
      logged(id("6"), tools.b1, a.id, "2030-01-01T04:00:00.000Z", "running"),
    ]);
  });

  test.each<[who: "a" | "b" | "c", query: () => Query, expected: string]>([
    ["a", () => ({}), "65421"],
    ["b", () => ({}), "64321"],
    ["c", () => ({}), "3"],
    ["a", () => ({ role: "caller" }), "6521"],
    ["a", () => ({ role: "provider" }), "54"],
    ["b", () => ({ callerAgentId: of(c).id }), "3"],
    ["b", () => ({ callerAgentId: of(a).id, toolId: tools.b2 }), "2"],
    ["b", () => ({ callerAgentId: of(b).id }), "4"],
    ["a", () => ({ providerAgentId: of(b).id }), "621"],
    ["a", () => ({ providerAgentId: of(a).id }), "54"],
    ["a", () => ({ callerAgentId: of(a).id, providerAgentId: of(a).id }), "5"],
    ["a", () => ({ toolId: tools.b1 }), "61"],
    ["b", () => ({ toolId: tools.b1, role: "provider" }), "631"],
    ["a", () => ({ status: "error" }), "52"],
    ["b", () => ({ status: "error,timeout,error" }), "32"],
    ["a", () => ({ status: "running,success", role: "caller" }), "61"],
    ["a", () => ({ from: "2030-01-01T01:00:00Z", to: "2030-01-01T04:00:00Z" }), "42"],
    ["a", () => ({ from: "2030-01-01T13:00:00+09:00" }), "65"],
    ["c", () => ({ toolId: tools.a }), ""],
  ])("shows %s what fits", async (who, query, expected) => {
    expect(await idsOf(of({ a, b, c }[who]), query())).toEqual(expected.split("").map(id));
  });

  test("pages hold still while calls are logged", async () => {
    const agent = of(a);
    const all = await idsOf(agent, {});
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await list(agent, { limit: "2", ...(cursor !== null && { cursor }) });
      seen.push(...body.data.map((row: { id: string }) => row.id));
      cursor = body.nextCursor;
      await insertInvocations(env.DB, [
        logged(newId("inv"), tools.b1, agent.id, `2030-01-02T00:00:0${seen.length}.000Z`),
        logged(newId("inv"), tools.a, of(b).id, "2030-01-02T00:00:00.000Z"),
      ]);
    } while (cursor !== null);
    expect(seen).toEqual(all);
  });

  test.each<[why: string, pointer: string, query: () => Query]>([
    ["a caller that is not the caller", "callerAgentId", () => ({ role: "caller", callerAgentId: of(b).id })],
    ["a provider that is not the provider", "providerAgentId", () => ({ role: "provider", providerAgentId: of(b).id })],
    ["calls between others", "providerAgentId", () => ({ callerAgentId: of(b).id, providerAgentId: of(c).id })],
    ["a time that ends before it begins", "from", () => ({ from: "2030-01-02T00:00:00Z", to: "2030-01-01T00:00:00Z" })],
    ["a time without a zone", "to", () => ({ to: "2030-01-01T00:00:00" })],
    ["a status that there is not", "status", () => ({ status: "error,failed" })],
    ["no status", "status", () => ({ status: "" })],
  ])("400 for %s, with what to do instead", async (_why, pointer, query) => {
    const { status, body } = await list(of(a), query());
    expect([status, body.code]).toEqual([400, "invalid_parameter"]);
    expect(body.errors).toMatchObject([{ pointer: `/query/${pointer}`, message: expect.stringMatching(/\w/) }]);
  });

  test("each filter walks an index that has its rows together and in order", async () => {
    const db = openDatabase(env.DB);
    const filters: [index: string, filter: Record<string, string>][] = [
      ["caller_agent_id", { role: "caller" }],
      ["provider_agent_id", { role: "provider" }],
      ["caller_tool", { role: "caller", toolId: "t" }],
      ["tool_id", { role: "provider", toolId: "t" }],
      ["caller_status", { role: "caller", status: "error" }],
      ["status", { role: "provider", status: "error" }],
      ["provider_caller", { callerAgentId: "other" }],
      ["provider_caller", { providerAgentId: "other" }],
    ];
    const page = { limit: 20, position: { createdAt: "2030-01-01T00:00:00.000Z", id: "x" } };
    const times = { from: "2029-01-01T00:00:00Z", to: "2031-01-01T00:00:00Z" };
    for (const [index, { status, ...rest }] of filters) {
      const filter = { ...rest, ...times, statuses: status === undefined ? [] : [status] } as never;
      for (const walk of walksOf("me", filter)) {
        const plan = await db.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${walkQuery(walk, page)}`);
        const told = plan.map(({ detail }) => detail).join("\n");
        expect(told).toContain(`USING INDEX mcp_invocations_${index} (`);
        expect(told).toContain("created_at");
        expect(told).not.toContain("TEMP B-TREE");
      }
    }
  });
});
