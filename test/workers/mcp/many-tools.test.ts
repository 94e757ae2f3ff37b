// An agent that may see 10,000 tools begins with a few of them, pages through all if it wants to, and calls any.

import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { newAgent, newTool } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";
import { result } from "./client.ts";

const TOOLS = 10_000;
const AT_ONCE = 1_000;
/** Some hundred tokens. */
const MAX_FIRST_CHARS = 6_000;

let caller: TestAgent;

beforeAll(async () => {
  const owner = await newAgent("owner of many");
  const model = await newTool(owner, "/echo", { name: "model" });
  const columns = (
    await env.DB.prepare("SELECT name FROM pragma_table_info('mcp_tools')").all<{ name: string }>()
  ).results
    .map(({ name }) => name)
    .filter((name) => name !== "id" && name !== "name");
  for (let first = 0; first < TOOLS; first += AT_ONCE) {
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT ? UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
       INSERT INTO mcp_tools (id, name, ${columns.join(", ")})
       SELECT printf('tool_many_%05d', i), printf('many_%05d', i), ${columns.join(", ")} FROM n, mcp_tools WHERE id = ?`,
    )
      .bind(first, first + AT_ONCE, model.id)
      .run();
  }
  caller = await newAgent("caller");
});

test("the list that a client begins with holds the tools that find the others, and nothing else", async () => {
  const listed = await result("tools/list", {}, { key: caller.key });
  expect(listed.tools.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(["search_tools", "describe_tool", "call_tool"]),
  );
  expect(listed.nextCursor).toBeUndefined();
  expect(JSON.stringify(listed).length).toBeLessThan(MAX_FIRST_CHARS);
});

test("a first call needs no list: by name, and by what search_tools finds", async () => {
  const called = await result("tools/call", { name: "many_07777", arguments: { n: 1 } }, { key: caller.key });
  expect(JSON.parse(called.content[0].text)).toMatchObject({ echo: { n: 1 } });
  const found = await result(
    "tools/call",
    { name: "search_tools", arguments: { query: "many_00042", limit: 20 } },
    { key: caller.key },
  );
  expect(found.structuredContent.tools.length).toBeLessThanOrEqual(20);
});

test("who wants all gets each once, in pages of bounded length", async () => {
  const names = new Set<string>();
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await result(
      "tools/list",
      { ...(cursor && { cursor }) },
      { key: caller.key, path: "/mcp/v1?tools=all" },
    );
    expect(page.tools.length).toBeLessThanOrEqual(110);
    for (const { name } of page.tools) if (name.startsWith("many_")) names.add(name);
    cursor = page.nextCursor;
    pages++;
  } while (cursor !== undefined && pages < 200);
  expect(names.size).toBe(TOOLS);
});
