// The built-in tools as their callers meet them, on workerd.

import { applyPatch } from "rfc6902";
import { beforeAll, describe, expect, inject, test, vi } from "vitest";
import { call, newAgent, newKey } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";

let caller: TestAgent;
let key: string;

beforeAll(async () => {
  caller = await newAgent("caller");
  key = await newKey(caller, { rateLimitPerMin: 10_000, scopes: ["tools:invoke", "workflows:*"] });
});

/** The body of the invoke's answer, whatever its status. */
async function invoke(name: string, args: unknown, timeout = 30_000) {
  const path = `/api/v1/mcp/invoke/tool_nexus_${name}`;
  return (await call("POST", path, { key, body: { arguments: args, timeout } })).body;
}

async function resultOf(name: string, args: unknown) {
  const { status, result, error } = await invoke(name, args);
  expect({ status, error }).toEqual({ status: "success", error: undefined });
  return result;
}

function failed(code: string, message: string | RegExp) {
  const said: unknown = typeof message === "string" ? expect.stringContaining(message) : expect.stringMatching(message);
  return { status: "error", result: null, error: { code, message: said, retryable: false } };
}

describe("echo, hash, uuid, now, delay", () => {
  test("echo gives its arguments back, templates and odd keys as they are", async () => {
    const args = JSON.parse('{"a":[1,{"b":null}],"t":"{{input.x}}","__proto__":{"c":1}}') as unknown;
    expect(JSON.stringify(await resultOf("echo", args))).toBe(JSON.stringify(args));
  });

  test.each([
    ["sha-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    ["sha-384", "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"],
    [
      "sha-512",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    ],
  ])("hash gives the %s of FIPS 180-4's example", async (algorithm, hex) => {
    expect(await resultOf("hash", { text: "abc", algorithm })).toEqual({ algorithm, hex });
  });

  test("hash takes sha-256 where none is named, and refuses md5", async () => {
    expect(await resultOf("hash", { text: "abc" })).toMatchObject({ algorithm: "sha-256" });
    expect(await invoke("hash", { text: "abc", algorithm: "md5" })).toMatchObject({ code: "invalid_arguments" });
  });

  test("uuid gives another one at every call", async () => {
    const made = [await resultOf("uuid", {}), await resultOf("uuid", {})].map(({ uuid }: { uuid: string }) => uuid);
    for (const one of made) expect(one).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(new Set(made).size).toBe(2);
  });

  test("now tells the same time twice", async () => {
    const { iso, epochMs } = await resultOf("now", {});
    expect(Date.parse(iso)).toBe(epochMs);
  });

  test("delay answers after its while; the call's timeout ends it sooner; a giant one is refused", async () => {
    expect(await resultOf("delay", { ms: 1 })).toEqual({ waitedMs: 1 });
    expect(await invoke("delay", { ms: 60_000 }, 50)).toMatchObject({ status: "timeout" });
    for (const ms of [60_001, 1e308, -1, 0.5]) {
      expect(await invoke("delay", { ms })).toMatchObject({ code: "invalid_arguments" });
    }
  });
});

describe("transform", () => {
  test("gives what the expression gives, with its type", async () => {
    const input = {
      items: [
        { name: "a", price: 5 },
        { name: "b", price: 20 },
      ],
    };
    expect(await resultOf("transform", { expression: "$input.items[price > 10].name", input })).toEqual({ value: "b" });
    expect(await resultOf("transform", { expression: "$sum($input.items.price)", input })).toEqual({ value: 25 });
    expect(await resultOf("transform", { expression: "$input.x", input: { x: "}} {{input}}" } })).toEqual({
      value: "}} {{input}}",
    });
  });

  test.each([
    ["invalid_input", "$input.("],
    ["invalid_input", "items.name"],
    ["invalid_input", '$eval("1")'],
    ["invalid_input", "1 }} {{= 2"],
    ["missing_value", "$input.nothing"],
    ["expression_failed", '$input.x + "a"'],
    ["too_costly", "$sum([1..100000].($sum([1..100000])))"],
    ["too_deep", "($f := function($n) { 1 + $f($n) }; $f(1))"],
    ["unknown_step", "$steps.other.result"],
  ])("fails with %s at %s", async (code, expression) => {
    expect(await invoke("transform", { expression, input: { x: 1 } })).toMatchObject(failed(code, /\S/));
  });
});

describe("template_render", () => {
  test("renders every text of a template, and nothing of what it puts in", async () => {
    const template = { to: "{{input.name}}", line: "Hi {{= $uppercase($input.name) }}", list: "{{input.list}}" };
    expect(await resultOf("template_render", { template, input: { name: "Ann", list: ["{{input.name}}"] } })).toEqual({
      rendered: { to: "Ann", line: "Hi ANN", list: ["{{input.name}}"] },
    });
  });

  test.each([
    ["invalid_input", "{{input.a", {}],
    ["invalid_input", "{{nothing.a}}", {}],
    ["missing_value", "{{input.a}}", {}],
    ["too_large", "{{input.a}}".repeat(20), { a: "x".repeat(100_000) }],
  ])("fails with %s", async (code, template, input) => {
    expect(await invoke("template_render", { template, input })).toMatchObject(failed(code, /\S/));
  });
});

describe("csv_parse", () => {
  test("reads quotes, line breaks, other delimiters, a byte order mark and odd names", async () => {
    const csv = '\uFEFFname,note,__proto__\r\n"Ann, A.","two\nlines",1\r\n\r\nBob,"""q""",2\r\n';
    expect(JSON.stringify(await resultOf("csv_parse", { csv }))).toBe(
      '{"rows":[{"name":"Ann, A.","note":"two\\nlines","__proto__":"1"},{"name":"Bob","note":"\\"q\\"","__proto__":"2"}]}',
    );
    expect(await resultOf("csv_parse", { csv: "a;b\n1;2", delimiter: ";", header: false })).toEqual({
      rows: [
        ["a", "b"],
        ["1", "2"],
      ],
    });
    const long = `"${",".repeat(300_000)}"`;
    expect(await resultOf("csv_parse", { csv: long, header: false })).toEqual({ rows: [[",".repeat(300_000)]] });
    expect(await resultOf("csv_parse", { csv: "" })).toEqual({ rows: [] });
  });

  test.each([
    ["an open quote", 'a,b\n"1,2', /line/],
    ["a line of another length", "a,b\n1,2,3", /line/],
    ["a column named twice", "a,a\n1,2", 'the column "a" twice'],
    ["too many cells in many lines", "a,b\n".repeat(60_000), "more than 100000 cells"],
    ["too many cells in one line", ",".repeat(900_000), "more than 100000 cells"],
    ["many columns, the last of them twice", `${Array.from({ length: 15_000 }, (_, i) => i).join(",")},0`, "twice"],
  ])("fails, and says why, at %s", async (_what, csv, message) => {
    expect(await invoke("csv_parse", { csv })).toMatchObject(failed("invalid_input", message));
  });

  test("more text than it reads is refused before it starts", async () => {
    expect(await invoke("csv_parse", { csv: "x".repeat(1_000_001) })).toMatchObject({ code: "invalid_arguments" });
  });
});

describe("html_to_text", () => {
  test("gives the words and the structure, not scripts, styles or tags", async () => {
    const html = `<html><head><title>T</title><style>p{}</style></head><body><h1>Bees</h1><script>alert(1)</script>
      <p>Honey &amp; <b>wax</b></p><ul><li>one<li>two</ul><a href="https://example.com/">more</a></body></html>`;
    const { text } = await resultOf("html_to_text", { html });
    for (const word of ["BEES", "Honey & wax", "one", "two", "https://example.com/"]) expect(text).toContain(word);
    expect(text).not.toMatch(/alert|p\{\}|</);
  });

  test("lists and paragraphs that leave their ends out do not count as nested", async () => {
    const { text } = await resultOf("html_to_text", {
      html: `<ul>${"<li>x".repeat(2_000)}</ul>${"<p>y".repeat(2_000)}`,
    });
    expect(text.match(/x/g)).toHaveLength(2_000);
  });

  test.each([
    ["tags in tags", "<div>".repeat(100_000), "nests more than 500"],
    [
      "ends that nothing opened, below many that are open",
      `${"<a>".repeat(100_000)}${"</b>".repeat(100_000)}`,
      "nests",
    ],
    ["ends that close others in between", "<a></b>".repeat(100_000), "nests"],
    ["tags without end", "<br>".repeat(200_000), "more than 50000 tags"],
    ["a list that starts beyond Roman numbers", '<ol type="i" start="1e9"><li>x</ol>', "numbers"],
  ])("fails, and says why, at %s", async (_what, html, message) => {
    expect(await invoke("html_to_text", { html })).toMatchObject(failed("invalid_input", message));
  });
});

describe("json_diff", () => {
  // Wide, deep, and both: what a comparison of all with all would never end on.
  const deep = (leaf: number) => Array.from({ length: 55 }).reduce<unknown>((inner) => [inner], leaf);
  const fields = (count: number, from = 0) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i + from}`, i]));
  test.each([
    ["fields", { a: 1, b: [1, 2, 3], c: { d: 1 } }, { a: 2, b: [1, 3], c: { d: 1, e: null } }],
    ["keys to escape", { "a/b": 1, "m~n": [] }, { "a/b": 2 }],
    ["another type", { a: [] }, { a: {} }],
    ["long lists", Array.from({ length: 50_000 }, (_, i) => i), Array.from({ length: 50_000 }, (_, i) => i + 1)],
    ["lists in lists", deep(1), deep(2)],
    ["lists of lists", Array.from({ length: 100 }, () => [1, [2]]), Array.from({ length: 100 }, () => [2, [1]])],
    ["many fields", { a: fields(20_000) }, { a: fields(20_000, 20_000) }],
    ["many fields gone", { a: fields(60_000) }, { a: {} }],
    ["a long key above many fields", { ["k".repeat(100_000)]: fields(5_000) }, { ["k".repeat(100_000)]: {} }],
  ])("%s: the patch makes one into the other", async (_what, from, to) => {
    const { patch } = await resultOf("json_diff", { from: { doc: from }, to: { doc: to } });
    const document = structuredClone({ doc: from });
    expect(applyPatch(document, patch).filter(Boolean)).toEqual([]);
    expect(JSON.stringify(sorted(document))).toBe(JSON.stringify(sorted({ doc: to })));
  });

  test("equal values need no patch, and a small change is a small patch", async () => {
    expect(await resultOf("json_diff", { from: { a: [1, { b: 2 }] }, to: { a: [1, { b: 2 }] } })).toEqual({
      patch: [],
    });
    expect(await resultOf("json_diff", { from: { a: [1, 2] }, to: { a: [1, 3] } })).toEqual({
      patch: [{ op: "replace", path: "/a/1", value: 3 }],
    });
  });

  /** Keys in order: a patch says nothing about that. */
  function sorted(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, field]) => [name, sorted(field)]),
    );
  }
});

describe("http_get", () => {
  const at = (path: string) => inject("providerUrl") + path;

  test("reads JSON as a value, other text as text, and follows redirects", async () => {
    expect(await resultOf("http_get", { url: at("/_total") })).toMatchObject({
      url: at("/_total"),
      status: 200,
      contentType: expect.stringContaining("json") as string,
      body: expect.any(Number) as number,
    });
    const { body } = await resultOf("http_get", { url: at("/page") });
    expect(body).toContain("<h1>");
    const redirected = await resultOf("http_get", { url: at("/redirect?code=302&to=/page") });
    expect(redirected).toMatchObject({ url: at("/page"), body });
  });

  test.each([
    ["egress_denied", "http://169.254.169.254/latest"],
    ["egress_denied", "file:///etc/passwd"],
    ["egress_denied", "https://user:secret@example.com/"],
    ["egress_denied", "nonsense"],
    ["egress_denied", "/redirect?to=http://10.0.0.1/"],
    ["provider_error", "/status?code=404"],
    ["response_too_large", "/big"],
  ])("fails with %s at %s", async (code, url) => {
    const answer = await invoke("http_get", { url: url.startsWith("/") ? at(url) : url });
    expect(answer).toMatchObject(failed(code, /\S/));
    expect(JSON.stringify(answer)).not.toContain("secret");
  });
});

test("a result larger than a provider's may be fails like a provider's", async () => {
  const template = Array.from({ length: 4 }, () => "x".repeat(200_000));
  expect(await resultOf("template_render", { template, input: null })).toMatchObject({ rendered: { length: 4 } });
  const csv = `${"n".repeat(50)},m\n${"1,2\n".repeat(40_000)}`;
  expect(await invoke("csv_parse", { csv })).toMatchObject(failed("response_too_large", /\S/));
});

test("a workflow runs on built-in tools alone, and its calls are logged under their provider", async () => {
  const workflow = await call("POST", "/api/v1/workflows", {
    key,
    body: {
      name: "report",
      steps: [
        { id: "rows", toolId: "tool_nexus_csv_parse", arguments: { csv: "{{input.csv}}" } },
        {
          id: "total",
          toolId: "tool_nexus_transform",
          arguments: { expression: "$sum($input.($number(amount)))", input: "{{steps.rows.result.rows}}" },
        },
        {
          id: "text",
          toolId: "tool_nexus_template_render",
          arguments: { template: "Total: \\{{input.value}}", input: "{{steps.total.result}}" },
        },
      ],
      output: "{{steps.text.result.rendered}}",
    },
  });
  expect(workflow.status).toBe(201);
  const run = await call("POST", `/api/v1/workflows/${workflow.body.id}/execute?wait=30`, {
    key,
    body: { input: { csv: "name,amount\na,1\nb,2" } },
  });
  expect(run.body).toMatchObject({ status: "success", output: "Total: 3" });
  await vi.waitFor(
    async () => {
      const { body } = await call("GET", "/api/v1/mcp/invocations?toolId=tool_nexus_transform&limit=1", { key });
      expect(body.data).toMatchObject([
        { status: "success", providerAgentId: "agent_nexus", callerAgentId: caller.id },
      ]);
    },
    { timeout: 30_000, interval: 200 },
  );
});

test("what a step's templates make of the arguments is checked too", async () => {
  const workflow = await call("POST", "/api/v1/workflows", {
    key,
    body: { name: "late", steps: [{ id: "wait", toolId: "tool_nexus_delay", arguments: { ms: "{{input.ms}}" } }] },
  });
  const path = `/api/v1/workflows/${workflow.body.id}/execute?wait=30`;
  const run = await call("POST", path, { key, body: { input: { ms: 1e12 } } });
  expect(run.body).toMatchObject({ status: "failed", error: { code: "invalid_arguments" } });
});
