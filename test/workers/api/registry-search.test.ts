import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { call, newAgent, newTool } from "./hub.ts";
import type { TestAgent } from "./hub.ts";

const path = "/api/v1/mcp/tools";

interface Page {
  readonly data: { readonly id: string; readonly name: string }[];
  readonly nextCursor: string | null;
  readonly facets?: unknown;
}

async function search(agent: TestAgent, query: Record<string, string>, key = agent.key): Promise<Page> {
  const params = new URLSearchParams({ agentId: agent.id, ...query });
  const { status, body } = await call("GET", `${path}?${params.toString()}`, { key });
  expect(status).toBe(200);
  return body;
}

async function names(agent: TestAgent, query: Record<string, string>, key = agent.key): Promise<string[]> {
  return (await search(agent, query, key)).data.map(({ name }) => name);
}

describe("a search by text", () => {
  let a: TestAgent;

  beforeAll(async () => {
    a = await newAgent();
    await newTool(a, "/echo", { name: "weather_forecast", description: "Tells how warm it gets", tags: ["climate"] });
    await newTool(a, "/echo", { name: "packing_list", description: "What to pack, given the weather" });
    await newTool(a, "/echo", {
      name: "city_guide",
      description: "Cafés and museums",
      tags: ["weather", "travel tips"],
    });
    await newTool(a, "/echo", { name: "translate", description: "Between Korean (한국어) and English" });
  });

  test("ranks a hit in the name above one in the tags, and that above one in the description", async () => {
    expect(await names(a, { q: "weather" })).toEqual(["weather_forecast", "city_guide", "packing_list"]);
  });

  test.each([
    ["the beginning of a word", "trans", ["translate"]],
    ["part of a name", "forecast", ["weather_forecast"]],
    ["a tag's word", "tips", ["city_guide"]],
    ["another case", "WEATHER Forecast", ["weather_forecast"]],
    ["no accents", "cafes", ["city_guide"]],
    ["another script", "한국", ["translate"]],
    ["words from name and description together", "packing weather", ["packing_list"]],
    ["swapped letters", "forceast", ["weather_forecast"]],
    ["a missing letter", "tranlate", ["translate"]],
    ["a letter too many", "museuums", ["city_guide"]],
    ["a wrong letter", "clumate", ["weather_forecast"]],
    ["the first two letters swapped", "rtanslate", ["translate"]],
    ["a mistyped word beside a right one", "pakcing weather", ["packing_list"]],
    ["words of which no tool has all", "translate nonsense", ["translate"]],
    ["a word that nothing has", "quux", []],
  ])("finds by %s", async (_what, q, expected) => {
    expect(await names(a, { q })).toEqual(expected);
  });

  test("follows every change: what is renamed, hidden or deregistered is no longer found by what it was", async () => {
    const b = await newAgent();
    const tool = await newTool(b, "/echo", { name: "aardvark", tags: ["zebra"] });
    const found = async () => [
      await names(b, { q: "aardvark" }),
      await names(b, { q: "zebra" }),
      await names(b, { q: "okapi" }),
    ];
    expect(await found()).toEqual([["aardvark"], ["aardvark"], []]);
    await call("PUT", `${path}/${tool.id}`, { key: b.key, body: { name: "okapi", tags: [] } });
    expect(await found()).toEqual([[], [], ["okapi"]]);
    await call("PUT", `${path}/${tool.id}`, { key: b.key, body: { status: "inactive" } });
    expect(await names(b, { q: "okapi" }, a.key)).toEqual([]);
    expect(await names(b, { q: "okapi" })).toEqual(["okapi"]);
    await call("DELETE", `${path}/${tool.id}`, { key: b.key });
    expect(await found()).toEqual([[], [], []]);
    const { results } = await env.DB.prepare(
      "SELECT term FROM mcp_tool_vocabulary WHERE term IN ('okapi', 'zebra')",
    ).all();
    expect(results).toEqual([]);
  });

  test.each([
    '"',
    "'",
    '" OR 1',
    "weather AND",
    "NOT",
    "NEAR(weather packing, 2)",
    "name:weather",
    "{name tags}: weather",
    "^weather",
    "weather*",
    "*",
    "(",
    "-weather",
    "weather + ^",
    "a\u0000b",
    "\u0000",
    "%",
    "\ufffd",
    "\u0301",
    "\u{1F600}",
    "x ".repeat(100),
    "y".repeat(200),
    "É".repeat(200),
  ])("the text %j is text, and no more", async (q) => {
    for (const sort of ["relevance", "popularity"]) {
      const { nextCursor, facets } = await search(a, { q, sort, facets: "true" });
      expect(nextCursor).toBeNull();
      expect(facets).toBeDefined();
    }
  });

  test.each(["x".repeat(10_240), '" OR '.repeat(2_048)])("400 for a text of 10 kB", async (q) => {
    const { status, body } = await call("GET", `${path}?q=${encodeURIComponent(q)}`, { key: a.key });
    expect([status, body.errors[0].pointer]).toEqual([400, "/query/q"]);
  });
});

describe("a word that thousands of tools have", () => {
  let a: TestAgent;
  const MANY = 1_500;
  /** Among those that have the word in their description alone. */
  const callsOf = (id: string, calls: number) =>
    env.DB.prepare("UPDATE mcp_tools SET call_count = ? WHERE id = ?").bind(calls, id).run();

  beforeAll(async () => {
    a = await newAgent();
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MANY})
       INSERT INTO mcp_tools (id, agent_id, name, description, endpoint, category, tags, auth_type)
       SELECT 'tool_ubiquity' || i, ?, 'filler' || i, 'an ubiquitous word', 'https://tools.example.com/', 'crowd',
         '["every one"]', 'none' FROM n`,
    )
      .bind(a.id)
      .run();
    await env.DB.prepare(
      "INSERT INTO mcp_tool_tags (tool_id, tag) SELECT id, 'every one' FROM mcp_tools WHERE category = 'crowd'",
    ).run();
    await callsOf("tool_ubiquity7", 40);
    await callsOf("tool_ubiquity8", 4_000);
    await newTool(a, "/echo", { name: "tagged", tags: ["ubiquitous"] });
    await newTool(a, "/echo", { name: "the_ubiquitous_one" });
    const called = await newTool(a, "/echo", { name: "a_rather_ubiquitous_tool" });
    await callsOf(called.id, 12);
    await newTool(a, "/echo", { name: "ubiquitous", category: "rarity", tags: ["odd one"] });
  });

  test.each(["ubiquitous", "ubiqui"])(
    "%s: first where it stands in a name, then in tags, then the most called",
    async (q) => {
      const found = await names(a, { q });
      const named = ["a_rather_ubiquitous_tool", "ubiquitous", "the_ubiquitous_one"];
      const expected = q === "ubiquitous" ? ["ubiquitous", named[0], named[2]] : named;
      expect(found.slice(0, 6)).toEqual([...expected, "tagged", "filler8", "filler7"]);
    },
  );

  test("a filter that few of them fit finds those few", async () => {
    expect(await names(a, { q: "ubiquitous", category: "rarity" })).toEqual(["ubiquitous"]);
    expect(await names(a, { q: "ubiqui", tag: "odd one" })).toEqual(["ubiquitous"]);
    expect(await names(a, { q: "ubiquitous", name: "filler3" })).toEqual(["filler3"]);
    expect(await names(a, { q: "ubiquitous filler9" })).toContain("filler9");
  });

  test.each([
    { category: "crowd" },
    { tag: "every one" },
    { authType: "none" },
    { category: "crowd", maxPriceUsd: "0" },
  ])("%j, which nearly all of them fit, leaves their order as it is", async (filter) => {
    const more = { category: "crowd", tags: ["every one"] };
    const { id } = await newTool(a, "/echo", { name: "an_ubiquitous_crowd", ...more });
    const tagged = await newTool(a, "/echo", { name: "crowd", category: "crowd", tags: ["every one", "ubiquitous"] });
    const found = await names(a, { q: "ubiquitous", limit: "100", ...filter });
    const ours = ["an_ubiquitous_crowd", "crowd", "filler8", "filler7"];
    expect(found.filter((name) => ours.includes(name))).toEqual(ours);
    expect(found).toHaveLength(100);
    for (const each of [id, tagged.id]) await call("DELETE", `${path}/${each}`, { key: a.key });
  });

  test("what few tools are offered as, among them one that has the word, is found however many have the word", async () => {
    const dear = { model: "per_call", priceUsd: 0.25 };
    const { id } = await newTool(a, "/echo", { name: "dear", description: "ubiquitous as well", pricing: dear });
    const b = await newAgent();
    await newTool(b, "/echo", { name: "theirs", description: "ubiquitous, too" });
    const found = async (query: Record<string, string>) => {
      const params = new URLSearchParams({ q: "ubiquitous", ...query }).toString();
      const { body } = await call("GET", `${path}?${params}`, { key: b.key });
      return body.data.map(({ name }: { name: string }) => name);
    };
    expect(await found({ pricing: "per_call" })).toEqual(["dear"]);
    expect(await found({ pricing: "per_call", maxPriceUsd: "0.2" })).toEqual([]);
    expect(await found({ pricing: "per_call", maxPriceUsd: "0.25", authType: "none" })).toEqual(["dear"]);
    expect(await found({ authType: "api_key" })).toEqual([]);
    expect(await found({ protocol: "mcp" })).toEqual([]);
    expect(await found({ agentId: b.id })).toEqual(["theirs"]);
    expect(await found({ agentId: b.id, pricing: "per_call" })).toEqual([]);
    expect(await found({ name: "theirs" })).toEqual(["theirs"]);
    await call("PUT", `${path}/${id}`, { key: a.key, body: { status: "deprecated" } });
    expect(await found({ pricing: "per_call" })).toEqual([]);
    expect(await found({ status: "deprecated" })).toEqual(["dear"]);
    await call("DELETE", `${path}/${id}`, { key: a.key });
    expect(await found({ status: "deprecated" })).toEqual([]);
  });

  test("of the many that fit a filter, one that nobody has called is found when it alone fits a second", async () => {
    await env.DB.prepare(
      "UPDATE mcp_tools SET price_usd = 2 WHERE category = 'crowd' AND id <> 'tool_ubiquity3'",
    ).run();
    expect(await names(a, { q: "ubiquitous", category: "crowd", maxPriceUsd: "1" })).toEqual(["filler3"]);
    expect(await names(a, { q: "ubiqui", tag: "every one", maxPriceUsd: "1" })).toEqual(["filler3"]);
    await env.DB.prepare("UPDATE mcp_tools SET price_usd = 0").run();
  });

  test("a typing error still finds it, and the pages hold the best 200, each once", async () => {
    const found: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page = await search(a, { q: "ubiquitos", limit: "100", ...(cursor !== "" && { cursor }) });
      found.push(...page.data.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect([found.length, new Set(found).size]).toEqual([200, 200]);
    expect(found.slice(0, 3)).toContain("ubiquitous");
  });
});

describe("filters", () => {
  let a: TestAgent;
  let reader: TestAgent;

  beforeAll(async () => {
    [a, reader] = [await newAgent(), await newAgent()];
    const priced = (model: string, priceUsd: number) => ({ pricing: { model, priceUsd } });
    await newTool(a, "/echo", { name: "free", tags: ["x", "y"], category: "maps" });
    await newTool(a, "/echo", { name: "cheap", tags: ["x"], category: "maps", ...priced("per_call", 0.01) });
    await newTool(a, "/echo", { name: "dear", tags: ["x"], category: "math", ...priced("per_call", 5) });
    await newTool(a, "/echo", { name: "monthly", ...priced("subscription", 20) });
    const old = await newTool(a, "/echo", { name: "old", tags: ["y"] });
    await call("PUT", `${path}/${old.id}`, { key: a.key, body: { status: "deprecated" } });
  });

  test.each([
    [{}, ["cheap", "dear", "free", "monthly"]],
    [{ pricing: "per_call" }, ["cheap", "dear"]],
    [{ maxPriceUsd: "5" }, ["cheap", "dear", "free"]],
    [{ maxPriceUsd: "0" }, ["free"]],
    [{ tag: "x", maxPriceUsd: "1" }, ["cheap", "free"]],
    [{ status: "deprecated" }, ["old"]],
    [{ status: "inactive" }, []],
    [{ name: "old" }, ["old"]],
    [{ authType: "none", tag: "y" }, ["free"]],
    [{ authType: "bearer" }, []],
    [{ category: "maps" }, ["cheap", "free"]],
    [{ category: "maps", tag: "y" }, ["free"]],
    [{ category: "none-such" }, []],
    [{ protocol: "http" }, ["cheap", "dear", "free", "monthly"]],
    [{ protocol: "builtin" }, []],
    [{ q: "free", category: "maps", protocol: "http" }, ["free"]],
    [{ q: "cheap", pricing: "free" }, []],
    [{ q: "cheap", pricing: "per_call" }, ["cheap"]],
  ])("%j finds %j", async (query, expected) => {
    expect((await names(a, query, reader.key)).toSorted()).toEqual(expected);
  });

  test("facets count what was found, on the first page alone", async () => {
    const first = await search(a, { facets: "true", limit: "2" }, reader.key);
    expect(first.facets).toEqual({
      tags: [
        { value: "x", count: 3 },
        { value: "y", count: 1 },
      ],
      categories: [
        { value: "maps", count: 2 },
        { value: "math", count: 1 },
      ],
      protocol: [{ value: "http", count: 4 }],
      pricing: [
        { value: "per_call", count: 2 },
        { value: "free", count: 1 },
        { value: "subscription", count: 1 },
      ],
      status: [{ value: "active", count: 4 }],
    });
    const next = await search(a, { facets: "true", limit: "2", cursor: first.nextCursor ?? "" }, reader.key);
    expect(next.data).toHaveLength(2);
    expect(next).not.toHaveProperty("facets");
    expect((await search(a, { q: "cheap", facets: "true" })).facets).toMatchObject({
      tags: [{ value: "x", count: 1 }],
    });
  });

  test.each([
    "maxPriceUsd=-1",
    "maxPriceUsd=x",
    "maxPriceUsd=Infinity",
    "sort=best",
    "facets=1",
    "pricing=x",
    "authType=x",
    "protocol=x",
  ])("400 for ?%s", async (query) => {
    const { status, body } = await call("GET", `${path}?${query}`, { key: reader.key });
    expect([status, body.errors[0].pointer]).toEqual([400, `/query/${query.split("=")[0]}`]);
  });
});

describe("sorts and pages", () => {
  let a: TestAgent;

  beforeAll(async () => {
    a = await newAgent();
    for (const [name, callCount, successRate, avgLatencyMs] of [
      ["uncalled", 0, 1, 0],
      ["popular", 90, 0.5, 300],
      ["fast", 10, 0.9, 2],
      ["sure", 20, 1, 40],
      ["equal", 20, 1, 40],
    ] as const) {
      const { id } = await newTool(a, "/echo", { name, description: "sortable" });
      await env.DB.prepare("UPDATE mcp_tools SET call_count = ?, success_rate = ?, avg_latency_ms = ? WHERE id = ?")
        .bind(callCount, successRate, avgLatencyMs, id)
        .run();
    }
  });

  test.each([
    ["popularity", "popular", "uncalled"],
    ["success_rate", undefined, "uncalled"],
    ["latency", "fast", "uncalled"],
    ["newest", "equal", "uncalled"],
  ])("by %s the best comes first, and what was never called last", async (sort, first, last) => {
    const all = await names(a, { sort });
    expect(all).toHaveLength(5);
    if (first !== undefined) expect(all[0]).toBe(first);
    expect(all.at(-1)).toBe(last);
  });

  test.each(["popularity", "success_rate", "latency", "newest", "relevance"])(
    "pages by %s show every tool once, in one order, though others are registered meanwhile",
    async (sort) => {
      const query = { sort, q: "sortable" };
      const all = await names(a, query);
      const seen: string[] = [];
      let cursor: string | null = null;
      const late: string[] = [];
      do {
        const page: Page = await search(a, { ...query, limit: "2", ...(cursor !== null && { cursor }) });
        seen.push(...page.data.map(({ name }) => name));
        cursor = page.nextCursor;
        const tool = await newTool(a, "/echo", {
          name: `late-${sort}-${seen.length}`,
          description: "sortable sortable",
        });
        late.push(tool.id);
      } while (cursor !== null);
      for (const id of late) await call("DELETE", `${path}/${id}`, { key: a.key });
      expect(seen.filter((name) => !name.startsWith("late-"))).toEqual(all);
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  test("400 for the cursor of another sort, and for one that was made up", async () => {
    const cursorOf = async (sort: string) => (await search(a, { sort, q: "sortable", limit: "1" })).nextCursor ?? "";
    const made = (place: unknown) => btoa(JSON.stringify(place)).replaceAll("=", "");
    for (const [sort, cursor] of [
      ["latency", await cursorOf("popularity")],
      ["newest", await cursorOf("relevance")],
      ["relevance", await cursorOf("newest")],
      ["popularity", made(["popularity", "2030-01-01T00:00:00.000Z", "x"])],
      ["newest", made(["newest", 7, "x"])],
      ["relevance", made(["ranked", [7]])],
    ] as const) {
      const query = new URLSearchParams({ sort, cursor, q: "sortable" }).toString();
      const { status, body } = await call("GET", `${path}?${query}`, { key: a.key });
      expect([status, body.code]).toEqual([400, "invalid_cursor"]);
    }
  });

  test("a made-up cursor shows nothing that its bearer may not see", async () => {
    const stranger = await newAgent();
    const hidden = await newTool(a);
    await call("PUT", `${path}/${hidden.id}`, { key: a.key, body: { status: "inactive" } });
    const cursor = btoa(JSON.stringify(["ranked", [hidden.id]])).replaceAll("=", "");
    const { status, body } = await call("GET", `${path}?q=tool&cursor=${cursor}`, { key: stranger.key });
    expect([status, body.data]).toEqual([200, []]);
  });
});
