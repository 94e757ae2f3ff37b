// Templates as agents find, read and use them.

import { beforeAll, describe, expect, test } from "vitest";
import { readPresets } from "../../../api/templates/presets.ts";
import { call, newAgent, newTool, type TestAgent } from "../api/hub.ts";
import { tradeTool } from "./trade-tools.ts";

const path = "/api/v1/templates";
const RESEARCH = "tpl_nexus_research_and_summarize";

let user: TestAgent;

beforeAll(async () => {
  user = await newAgent("user");
});

const get = (query: string) => call("GET", `${path}${query}`, { key: user.key });
const idsAt = async (query: string) => (await get(query)).body.data.map(({ id }: { id: string }) => id);
const post = (to: string, body: unknown, key = user.key) => call("POST", `${path}/${to}`, { key, body });
const text = { type: "string" };

describe("GET /api/v1/templates", () => {
  test("every preset is listed, by the hub's own agent", async () => {
    const { status, body } = await get("?limit=100&agentId=agent_nexus");
    expect(status).toBe(200);
    expect(body.data.map(({ id }: { id: string }) => id).toSorted()).toEqual(
      readPresets()
        .map(({ id }) => `tpl_nexus_${id}`)
        .toSorted(),
    );
    expect(body.data[0]).toMatchObject({ agentName: "nexus", workflowId: null, version: 1, forkedFrom: null });
  });

  test("pages hold each once, whatever they are sorted by", async () => {
    for (const sort of ["popularity", "rating", "newest"]) {
      const seen: string[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const { body } = await get(`?limit=7&sort=${sort}${cursor === "" ? "" : `&cursor=${cursor}`}`);
        seen.push(...body.data.map(({ id }: { id: string }) => id));
        cursor = body.nextCursor;
      }
      expect(seen.length).toBeGreaterThanOrEqual(readPresets().length);
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  test("text is found in title, tag and readme, the title first; a typing error is forgiven", async () => {
    expect((await idsAt("?q=book+trip"))[0]).toBe("tpl_nexus_book_trip");
    expect(await idsAt("?q=jsonfeed")).toEqual(["tpl_nexus_feed_digest"]);
    expect(await idsAt("?q=escalaet")).toContain("tpl_nexus_escalate_on_silence");
    expect(await idsAt("?q=zzzzqqqq")).toEqual([]);
    const first = await get("?q=page&limit=1");
    const next = await get(`?q=page&limit=1&cursor=${first.body.nextCursor}`);
    expect(next.body.data[0].id).not.toBe(first.body.data[0].id);
  });

  test("category and tag filter, alone and with text, and the facets count what is found", async () => {
    expect((await idsAt("?category=research")).toSorted()).toEqual([
      "tpl_nexus_compare_subjects",
      RESEARCH,
      "tpl_nexus_scrape_and_merge",
    ]);
    const tagged = await idsAt("?tag=saga");
    expect(tagged).toEqual(["tpl_nexus_book_trip"]);
    expect(await idsAt("?tag=sag")).toEqual([]);
    expect(await idsAt("?tag=llm&q=consensus")).toEqual(["tpl_nexus_consensus_of_three"]);
    const { facets } = (await get("?facets=true&agentId=agent_nexus")).body;
    const counted = facets.categories.reduce((sum: number, { count }: { count: number }) => sum + count, 0);
    expect(counted).toBe(readPresets().length);
    expect(facets.tags).toContainEqual({ value: "saga", count: 1 });
  });

  test("a cursor of another list is refused", async () => {
    const { nextCursor } = (await get("?limit=1&sort=newest")).body;
    const { status, body } = await get(`?limit=1&sort=rating&cursor=${nextCursor}`);
    expect([status, body.code]).toEqual([400, "invalid_cursor"]);
  });
});

describe("GET /api/v1/templates/:id", () => {
  test("has the readme, the definition, the slots and an example", async () => {
    const preset = readPresets().find(({ id }) => id === "research_and_summarize");
    const { status, body } = await get(`/${RESEARCH}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      readme: preset?.readme,
      definition: preset?.definition,
      slots: preset?.slots,
      exampleInput: preset?.exampleInput,
      shownVersion: 1,
      versions: [{ version: 1 }],
      lineage: [],
      rating: { average: null, count: 0 },
    });
  });

  test("404 for what is not there, and for a version that is not", async () => {
    for (const missing of ["/tpl_missing", `/${RESEARCH}?version=2`]) {
      expect([(await get(missing)).status, (await get(missing)).body.code]).toEqual([404, "not_found"]);
    }
  });
});

describe("POST /api/v1/templates/:id/instantiate", () => {
  test("makes a workflow of the caller's with the tools in the slots, and counts the use", async () => {
    const [search, model] = [await tradeTool(user, "search"), await tradeTool(user, "complete")];
    const before = (await get(`/${RESEARCH}`)).body;
    const { status, headers, body } = await post(`${RESEARCH}/instantiate`, { name: "mine", slots: { search, model } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      agentId: user.id,
      name: "mine",
      version: 1,
      status: "active",
      template: { id: RESEARCH, version: 1 },
      warnings: [],
    });
    expect(headers.get("Location")).toBe(`/api/v1/workflows/${body.id}`);
    const toolIds = body.definition.steps.map(({ toolId }: { toolId?: string }) => toolId);
    expect(toolIds).toEqual([search, undefined, "tool_nexus_http_get", "tool_nexus_html_to_text", model]);
    expect((await call("GET", `/api/v1/workflows/${body.id}`, { key: user.key })).status).toBe(200);
    await post(`${RESEARCH}/instantiate`, { slots: { search, model } });
    const after = (await get(`/${RESEARCH}`)).body;
    expect([after.useCount - before.useCount, after.userCount - before.userCount]).toEqual([2, 1]);
  });

  test("422 names each slot with its fault and tools that would fit; no workflow is made", async () => {
    const agent = await newAgent();
    const model = await tradeTool(agent, "complete");
    const takesNumbers = await newTool(agent, "/search", {
      inputSchema: { type: "object", properties: { query: { type: "number" } }, required: ["query"] },
    });
    const slots = { search: takesNumbers.id, modle: model };
    const { status, body } = await post(`${RESEARCH}/instantiate`, { slots }, agent.key);
    expect([status, body.code]).toEqual([422, "slots_unfit"]);
    expect(body.errors).toMatchObject([
      { code: "unknown_slot", pointer: "/slots/modle", hint: 'Did you mean "model"?' },
      { code: "slot_mismatch", pointer: "/slots/search", message: expect.stringContaining("must be a number") },
      { code: "unbound_slot", pointer: "/slots/model", hint: expect.stringContaining(model) },
    ]);
    expect(body.fitting.model.map(({ id }: { id: string }) => id)).toContain(model);
    expect((await call("GET", "/api/v1/workflows", { key: agent.key })).body.data).toEqual([]);
  });

  test.each([
    ["requires what the template does not send", { inputSchema: required("query", "market") }, "market"],
    ["takes no such argument", { inputSchema: { ...required("q"), additionalProperties: false } }, "q"],
    ["gives something else", { outputSchema: { type: "object", properties: { results: text } } }, "results"],
  ])("a tool that %s does not fit", async (_what, schemas, word) => {
    const agent = await newAgent();
    const model = await tradeTool(agent, "complete");
    const { id } = await newTool(agent, "/search", schemas);
    const { status, body } = await post(`${RESEARCH}/instantiate`, { slots: { search: id, model } }, agent.key);
    expect([status, body.code]).toEqual([422, "slots_unfit"]);
    expect(body.errors).toMatchObject([{ code: "slot_mismatch", pointer: "/slots/search" }]);
    expect(body.errors[0].message).toContain(word);
  });

  test("a tool that says it gives other things goes in with a warning", async () => {
    const agent = await newAgent();
    const model = await tradeTool(agent, "complete");
    const outputSchema = { type: "object", properties: { items: { type: "array" } } };
    const { id } = await newTool(agent, "/search", { outputSchema });
    const { status, body } = await post(`${RESEARCH}/instantiate`, { slots: { search: id, model } }, agent.key);
    expect(status).toBe(201);
    expect(body.warnings).toMatchObject([
      { code: "may_not_fit", pointer: "/steps/0/toolId", message: expect.stringContaining('without "results"') },
      { code: "unknown_result_field", pointer: "/steps/1/transform" },
    ]);
  });

  test("a tool may also be named by agent, name and version; one that is somebody's own is unknown", async () => {
    const agent = await newAgent();
    const search = await newTool(agent, "/search", { version: "1.2.0" });
    const model = await tradeTool(agent, "complete");
    const slots = { search: `${agent.id}/${search.name}@1.2.0`, model };
    const { status, body } = await post(`${RESEARCH}/instantiate`, { slots }, agent.key);
    expect([status, body.definition?.steps[0].toolId]).toEqual([201, search.id]);
    const unknown = await post(`${RESEARCH}/instantiate`, { slots: { search: "tool_nobody", model } }, agent.key);
    expect(unknown.body.errors).toMatchObject([{ code: "unknown_tool", pointer: "/slots/search" }]);
  });

  test("an empty name, a list of slots or a slot that is no text is refused", async () => {
    for (const body of [{ name: "" }, { slots: [] }, { slots: { search: 1 } }, { version: 0 }]) {
      expect((await post(`${RESEARCH}/instantiate`, body)).status).toBe(422);
    }
    expect((await post("tpl_missing/instantiate", {})).status).toBe(404);
  });
});

test("the tools of a slot: its own first, then those that surely fit, never one that does not", async () => {
  const agent = await newAgent();
  const [model, search, silent] = [
    await tradeTool(agent, "complete"),
    await tradeTool(agent, "search"),
    (await newTool(agent, "/search", { description: "A search tool" })).id,
  ];
  const toolsOf = async (slot: string) => {
    const { body } = await call("GET", `${path}/${RESEARCH}/slots/${slot}/tools`, { key: agent.key });
    return body.data.map(({ id }: { id: string }) => id);
  };
  const found = await toolsOf("search");
  expect(found.indexOf(search)).toBeGreaterThanOrEqual(0);
  expect(found.indexOf(silent)).not.toBe(0);
  expect(found).not.toContain(model);
  expect((await toolsOf("read"))[0]).toBe("tool_nexus_http_get");
  const missing = await call("GET", `${path}/${RESEARCH}/slots/nothing/tools`, { key: agent.key });
  expect([missing.status, missing.body.code]).toEqual([404, "not_found"]);
});

function required(...names: string[]) {
  return { type: "object", properties: Object.fromEntries(names.map((name) => [name, text])), required: names };
}
