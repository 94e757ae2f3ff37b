// What helps to write a workflow: its plan in numbers, a run in which nothing is called, a template tried out, its schema.

import { describe, expect, test } from "vitest";
import { compileSchema } from "../../../engine/schema/validator.ts";
import { call, callsAt, newAgent, newTool } from "./hub.ts";

const path = "/api/v1/workflows";
const post = (key: string, to: string, body: unknown) => call("POST", `${path}/${to}`, { key, body });

const outputSchema = {
  type: "object",
  properties: { urls: { type: "array", items: { type: "string" }, minItems: 2 } },
  required: ["urls"],
};

describe("POST /api/v1/workflows/dry-run", () => {
  test("an answer that a run would never be given is refused: of a handoff, or a signal, that has a schema", async () => {
    const { key } = await newAgent();
    const boolean = { type: "boolean" };
    const inner = { name: "inner", steps: [{ id: "ask", wait: { signal: "go", schema: boolean } }] };
    const { id } = (await call("POST", path, { key, body: inner })).body;
    const handoff = { toAgentId: "agent_nexus", context: {}, resultSchema: boolean };
    const steps = [
      { id: "work", handoff, forEach: { items: [1, 2] } },
      { id: "sub", workflowId: id },
    ];
    const dry = async (result: unknown) => {
      const answers = { work: { result }, "sub/ask": { result } };
      return (await post(key, "dry-run", { definition: { name: "outer", steps }, answers })).body;
    };
    expect((await dry("yes")).errors).toMatchObject([
      { code: "schema_mismatch", pointer: "/answers/work/result", message: 'must be a boolean, got string "yes"' },
      { code: "schema_mismatch", pointer: "/answers/sub~1ask/result" },
    ]);
    expect(await dry(true)).toMatchObject({ status: "success", output: { work: [true, true], sub: { ask: true } } });
  });

  test.each([
    [{ result: 1, error: { code: "x" } }, "", /no field "error".* Or .*no field "result"/],
    [{}, "", /result: This field is required\. Or \/error: This field is required/],
    [[{ result: 1 }], "", /^This is none of what it may be\. Invalid input: expected object, received array\.$/],
    [{ error: {} }, "/error/code", /^This field is required/],
    [{ error: { code: "x", retry: true } }, "/error/retry", /^There is no field "retry"/],
  ])("the answer %j is refused with what it could be", async (given, pointer, says) => {
    const { key } = await newAgent();
    const definition = { name: "x", steps: [{ id: "a", transform: 1 }] };
    const { status, body } = await post(key, "dry-run", { definition, answers: { a: given } });
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      expect.objectContaining({ pointer: `/answers/a${pointer}`, message: expect.stringMatching(says) }),
    ]);
  });

  test("every kind of step runs to its end, and not one call leaves the hub", async () => {
    const a = await newAgent();
    const at = `/counted/${a.id}`;
    const { id: search } = await newTool(a, at, { outputSchema });
    const { id: fetchTool } = await newTool(a, at);
    const inner = await call("POST", path, {
      key: a.key,
      body: { name: "inner", steps: [{ id: "a", toolId: fetchTool }], outputSchema: { type: "object" } },
    });
    const definition = {
      name: "all kinds",
      errorStrategy: "compensate",
      inputSchema: { type: "object", properties: { topic: { type: "string", minLength: 3 } }, required: ["topic"] },
      steps: [
        { id: "search", toolId: search, arguments: { q: "{{input.topic}}" }, compensate: { toolId: fetchTool } },
        {
          id: "each",
          toolId: fetchTool,
          forEach: { items: "{{steps.search.result.urls}}" },
          arguments: { url: "{{item}}" },
        },
        { id: "pause", wait: { ms: 60_000 } },
        { id: "approval", wait: { signal: "ok", schema: { type: "boolean" } }, dependsOn: ["pause"] },
        { id: "inner", workflowId: inner.body.id, arguments: {} },
        { id: "review", handoff: { toAgentId: a.id, resultSchema: { type: "string" } }, dependsOn: ["each"] },
        { id: "count", transform: "{{= $count($steps.search.result.urls) }}" },
      ],
      output: {
        count: "{{steps.count.result}}",
        approved: "{{steps.approval.result}}",
        review: "{{steps.review.result}}",
      },
    };
    const { status, body } = await post(a.key, "dry-run", { definition });
    expect([status, body.status]).toEqual([200, "success"]);
    expect(body.calls).toBe(6);
    expect(await callsAt(at)).toBe(0);
    expect(Object.keys(body.steps)).toHaveLength(7);
    expect((await compileSchema(outputSchema))(body.steps.search.result)).toEqual([]);
    expect(body.steps.each.items).toBe(body.steps.search.result.urls.length);
    expect(body.output).toMatchObject({ approved: expect.any(Boolean), review: expect.any(String) });
    expect(body.elapsedMs).toBe(60_000);
    expect(body.input.topic.length).toBeGreaterThan(2);
    expect(body.events.at(-1)).toMatchObject({ type: "run_settled", atMs: 60_000 });
    expect((await post(a.key, "dry-run", { definition })).body).toEqual(body);
    await call("POST", `/api/v1/mcp/invoke/${fetchTool}`, { key: a.key, body: { arguments: {} } });
    expect(await callsAt(at)).toBe(1);
    const runs = await call("GET", `${path}/${inner.body.id}/runs`, { key: a.key });
    expect(runs.body.data).toEqual([]);
  });

  test("what is given is answered, failures too", async () => {
    const a = await newAgent();
    const { id } = await newTool(a);
    const definition = {
      name: "x",
      steps: [
        { id: "main", toolId: id, retry: { maxAttempts: 2 }, onError: "continue" },
        { id: "spare", toolId: id, dependsOn: ["main"], when: '{{= $steps.main.status = "failed" }}' },
      ],
      output: "{{steps.spare.result.text}}",
    };
    const answers = {
      main: { error: { code: "provider_error", retryable: true } },
      spare: { result: { text: "from the spare" } },
    };
    const { body } = await post(a.key, "dry-run", { definition, answers });
    expect(body).toMatchObject({ status: "success", output: "from the spare", calls: 3 });
    expect(body.steps.main).toMatchObject({ status: "failed", attempts: 2, error: { code: "provider_error" } });
  });

  test("422 for a faulty definition, with pointers into the body; for an input that does not fit; for an unknown step", async () => {
    const { key } = await newAgent();
    const steps = [{ id: "a", transform: "{{input.n}}" }];
    const faulty = await post(key, "dry-run", { definition: { name: "x", steps, errorStratgy: "continue" } });
    expect([faulty.status, faulty.body.code]).toEqual([422, "invalid_definition"]);
    expect(faulty.body.errors).toMatchObject([
      {
        pointer: "/definition/errorStratgy",
        fix: [{ op: "move", from: "/definition/errorStratgy", path: "/definition/errorStrategy" }],
      },
    ]);
    const inputSchema = { type: "object", properties: { n: { type: "number" } } };
    const definition = { name: "x", steps, inputSchema };
    const unfit = await post(key, "dry-run", { definition, input: { n: "1" } });
    expect([unfit.status, unfit.body.code, unfit.body.errors[0].pointer]).toEqual([422, "invalid_input", "/input/n"]);
    const unknown = await post(key, "dry-run", { definition, answers: { b: { result: 1 } } });
    expect([unknown.status, unknown.body.code, unknown.body.errors[0].pointer]).toEqual([
      422,
      "invalid_request",
      "/answers/b",
    ]);
  });

  test("a body of anything else is no fault of the hub's", async () => {
    const { key } = await newAgent();
    for (const body of [{}, { definition: null }, { definition: [] }, { definition: "x", answers: { a: {} } }]) {
      expect((await post(key, "dry-run", body)).status).toBeLessThan(500);
      expect((await post(key, "plan", body)).status).toBeLessThan(500);
      expect((await post(key, "evaluate", body)).status).toBeLessThan(500);
    }
  });
});

describe("POST /api/v1/workflows/plan", () => {
  test("the plan in numbers: layers, calls, price, and the limits it meets", async () => {
    const a = await newAgent();
    const priced = { pricing: { model: "per_call", priceUsd: 0.02 }, rateLimit: { maxPerMinute: 2 } };
    const { id } = await newTool(a, "/echo", priced);
    const steps = [
      { id: "a", toolId: id },
      { id: "b", toolId: id, forEach: { items: [1, 2, 3] }, arguments: { x: "{{steps.a.result}}", n: "{{item}}" } },
      { id: "c", toolId: id, forEach: { items: "{{input.list}}" }, arguments: { n: "{{item}}" } },
    ];
    const { status, body } = await post(a.key, "plan", { name: "x", steps });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      layers: [["a", "c"], ["b"]],
      criticalPath: { steps: ["a", "b"], latencyMs: 0, unmeasured: ["a", "b"] },
      calls: { once: 4, perItem: ["c"] },
      price: { perRunUsd: 0.08, perItemUsd: { c: 0.02 } },
      limits: [{ limit: "tool_rate", value: 5, max: 2, toolId: id }],
    });
  });

  test("422 for a faulty definition", async () => {
    const { key } = await newAgent();
    const { status, body } = await post(key, "plan", { name: "x", steps: [] });
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, "invalid_definition", "/steps"]);
  });
});

describe("POST /api/v1/workflows/evaluate", () => {
  const context = {
    input: { topic: "bees", count: 2 },
    steps: { search: { result: { list: [{ t: "a" }] } }, off: { status: "skipped" } },
    item: "it",
    index: 3,
    run: { id: "run_1" },
  };

  test.each([
    ["{{input.topic}}", "bees"],
    ["{{input.count}}", 2],
    ["about {{input.topic}}", "about bees"],
    [{ a: ["{{steps.search.result.list[0].t}}", "{{= $input.count + 1 }}"] }, { a: ["a", 3] }],
    ["{{item}} {{index}} {{run.id}}", "it 3 run_1"],
    ['{{steps.off.result ?? "none"}}', "none"],
    ["{{steps.off.status}}", "skipped"],
    ["plain", "plain"],
  ])("%j gives %j", async (template, value) => {
    const { key } = await newAgent();
    expect((await post(key, "evaluate", { template, context })).body).toEqual({ ok: true, value });
  });

  test.each([
    [{ a: "so {{input.topik}}" }, "missing_value", "/a", 3],
    ["{{steps.off.result}}", "step_skipped", "", 0],
    ["{{input.topic}} and {{inputs.x}}", "unknown_root", "", 20],
    ["{{= $sum( }}", "expression_syntax", "", undefined],
    ["{{input.topic", "unclosed_placeholder", "", 0],
    [["{{ }}"], "empty_placeholder", "/0", 0],
  ])("%j is told as %s at %j", async (template, code, pointer, position) => {
    const { key } = await newAgent();
    const { status, body } = await post(key, "evaluate", { template, context });
    expect([status, body.ok]).toEqual([200, false]);
    expect(body.faults[0]).toMatchObject({ code, pointer, ...(position !== undefined && { position }) });
  });

  test("a template beyond all bounds is told, not computed", async () => {
    const { key } = await newAgent();
    const template = "{{= $sum($map([1..1000000], function($i) { $i * 2 })) }}";
    const { status, body } = await post(key, "evaluate", { template });
    expect([status, body.ok]).toEqual([200, false]);
  });
});

describe("GET /schemas/workflow/v1.json", () => {
  test("anybody may read it, from any page, and keep it", async () => {
    const { status, headers, body } = await call("GET", "/schemas/workflow/v1.json");
    expect(status).toBe(200);
    expect(body.$id).toBe("https://nxscall.com/schemas/workflow/v1.json");
    expect(headers.get("Cache-Control")).toMatch(/^public, max-age=/);
    expect(headers.get("Access-Control-Allow-Origin")).toBe("*");
    const again = await call("GET", "/schemas/workflow/v1.json", {
      headers: { "If-None-Match": headers.get("ETag") ?? "" },
    });
    expect(again.status).toBe(304);
  });

  test("a definition that names it is stored as it is", async () => {
    const { key } = await newAgent();
    const definition = {
      $schema: "https://nxscall.com/schemas/workflow/v1.json",
      name: "x",
      steps: [{ id: "a", transform: 1 }],
    };
    const { status, body } = await call("POST", path, { key, body: definition });
    expect([status, body.definition]).toEqual([201, definition]);
  });
});
