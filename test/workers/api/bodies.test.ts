// What a body may be, whatever the route.

import { describe, expect, test } from "vitest";
import { call, newAgent } from "./hub.ts";

const path = "/api/v1/agents";
const MIB = 1_048_576;

async function code(raw: BodyInit, headers: Record<string, string> = {}) {
  const { status, body } = await call("POST", path, { raw, headers });
  return [status, body.code ?? "accepted"];
}

function padded(size: number): string {
  const [head, tail] = ['{"name":"A"', "}"];
  return head + " ".repeat(size - head.length - tail.length) + tail;
}

/** Without a declared length, in pieces. */
function streamed(size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(padded(size));
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += 65_536)));
    },
  });
}

describe("size", () => {
  test("exactly 1 MiB is read, declared or streamed", async () => {
    expect(await code(padded(MIB))).toEqual([201, "accepted"]);
    expect(await code(streamed(MIB))).toEqual([201, "accepted"]);
  });

  test("one byte more is 413, declared or streamed", async () => {
    expect(await code(padded(MIB + 1))).toEqual([413, "body_too_large"]);
    expect(await code(streamed(MIB + 1))).toEqual([413, "body_too_large"]);
  });

  test("an endless stream is cut off at 1 MiB", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    expect(await code(endless)).toEqual([413, "body_too_large"]);
    expect(sent).toBeLessThan(4 * MIB);
  });
});

describe("form", () => {
  test.each([
    ["{", 1, 2],
    ['{"name":"A",}', 1, 13],
    ['{"name":"A"} x', 1, 14],
    ["{'name':1}", 1, 2],
    ['{\n  "name": undefined\n}', 2, 11],
    ['{"name":"\u0001"}', 1, 10],
    ['{"name":01}', 1, 10],
    ['{"name":"\\x"}', 1, 10],
    ["nul", 1, 1],
  ])("400 names the place where %j stops being JSON", async (raw, line, column) => {
    const { status, body } = await call("POST", path, { raw });
    expect([status, body.code]).toEqual([400, "malformed_json"]);
    expect(body.detail.startsWith(`The body stops being JSON at line ${line}, column ${column}.`)).toBe(true);
  });

  test("400 for bytes that are not UTF-8", async () => {
    expect(await code(new Uint8Array([0x7b, 0xff, 0x7d]))).toEqual([400, "malformed_json"]);
  });

  test("64 levels are read, 65 are 400, half a million are 400", async () => {
    const nested = (levels: number) => `{"name":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
    expect(await code(nested(64))).toEqual([422, "invalid_request"]);
    expect(await code(nested(65))).toEqual([400, "nesting_too_deep"]);
    expect(await code("[".repeat(500_000))).toEqual([400, "nesting_too_deep"]);
    expect(await code('{"a":'.repeat(100_000))).toEqual([400, "nesting_too_deep"]);
    expect(await code(`{"name":"${"[".repeat(65)}"}`)).toEqual([201, "accepted"]);
    expect(await code(`{"name":"\\"${"[".repeat(65)}"}`)).toEqual([201, "accepted"]);
  });

  test.each(["1e999", "-1e999", `1${"0".repeat(400)}`])(
    "400 for the number %.10s, which no double holds",
    async (raw) => {
      expect(await code(`{"name":"A","description":[{"n":${raw}}]}`)).toEqual([400, "malformed_json"]);
    },
  );

  test("422 lists a hundred faults at most, however many there are", async () => {
    const raw = JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`field${i}`, 0])));
    const { status, body } = await call("POST", path, { raw });
    expect([status, body.errors.length]).toEqual([422, 100]);
  });

  test.each(["null", "1", '"text"', "[]", "true"])("422 for %s, which is no object", async (raw) => {
    expect(await code(raw)).toEqual([422, "invalid_request"]);
  });

  test.each(['{"name":"A","__proto__":{"x":1}}', '{"name":"A","constructor":1}', '{"name":"A","":1}'])(
    "422 for the unknown field in %s",
    async (raw) => {
      expect(await code(raw)).toEqual([422, "invalid_request"]);
    },
  );
});

describe("type", () => {
  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonx",
    "",
  ])("415 for %j", async (type) => {
    expect(await code('{"name":"A"}', { "Content-Type": type })).toEqual([415, "unsupported_media_type"]);
  });

  test.each(["application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.api+json"])(
    "%j is read",
    async (type) => {
      expect(await code('{"name":"A"}', { "Content-Type": type })).toEqual([201, "accepted"]);
    },
  );

  test("415 for a compressed body", async () => {
    expect(await code("x", { "Content-Encoding": "gzip" })).toEqual([415, "unsupported_media_type"]);
  });

  test("no body at all is an object without fields", async () => {
    const { status, body } = await call("POST", path);
    expect([status, body.errors[0].code]).toEqual([422, "missing_field"]);
    expect((await call("POST", "/api/v1/keys", { key: (await newAgent()).key })).status).toBe(201);
  });
});

describe("what models write instead of JSON", () => {
  test.each([
    ["a markdown fence", '```json\n{"name": "A"}\n```', /without the fence/],
    ["YAML", "name: A\ntags: [a]\n", /Send JSON, not YAML/],
    ["a trailing comma", '{"name": "A",}', /Remove the comma before \}/],
    ["a trailing comma in a list", '{"a": [1, 2, ]}', /Remove the comma before \]/],
    ["a comment", '{"name": "A" // the name\n}', /Remove the comment/],
    ["a block comment", '{/* the name */ "name": "A"}', /Remove the comment/],
    ["single quotes", "{'name': 'A'}", /double quotes/],
    ["names without quotes", '{name: "A"}', /names into double quotes/],
    ["Python's words", '{"a": True}', /true, false and null/],
    ["undefined", '{"a": undefined}', /null/],
    ["a line break in a text", '{"a": "one\ntwo"}', /\\n/],
    ["a forgotten comma", '{"a": 1 "b": 2}', /comma is missing/],
    ["a text that is cut off", '{"a": [1, 2', /cut off/],
    ["words after the JSON", '{"a": 1}\nThis workflow …', /JSON alone/],
  ])("400 says how to mend %s", async (_what, raw, says) => {
    const { status, body } = await call("POST", path, { raw });
    expect([status, body.code]).toEqual([400, "malformed_json"]);
    expect(body.detail).toMatch(says);
  });
});
