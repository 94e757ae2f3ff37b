// What no honest client sends, to every operation: it is refused as documented, or taken, and nothing of the hub breaks.

import { SELF } from "cloudflare:test";
import { beforeAll, describe, expect, test } from "vitest";
import { operationsOf } from "../../../api/docs/open-api.ts";
import type { OpenApi } from "../../../api/docs/open-api.ts";
import { call, newAgent } from "./hub.ts";
import type { TestAgent } from "./hub.ts";

const { body } = await call("GET", "/openapi.json");
const operations = operationsOf(body as OpenApi);
let agent: TestAgent;

beforeAll(async () => {
  agent = await newAgent("hostile");
});

const IDS = {
  "is very long": "x".repeat(6_000),
  "has an encoded slash": "a%2Fb",
  "has encoded dots": "%2e%2e%2f%2e%2e%2fetc",
  "has a NUL": "tool_%00",
  "has a newline": "tool_%0d%0aX-Injected:%201",
  "is no UTF-8": "%ff%fe",
  "is cut off in an escape": "%",
  "has every kind of letter": encodeURIComponent("tool_ß漢🐝\u202e\u0301"),
  "is SQL": encodeURIComponent("' OR 1=1; DROP TABLE mcp_tools; --"),
  "is a template": encodeURIComponent("{{input.a}}"),
  "is a property of every object": "__proto__",
};

const BODIES = {
  "is a list": "[]",
  "is text": '"x"',
  "is null": "null",
  "is a number beyond all": '{"name":1e999}',
  "has a prototype": '{"__proto__":{"scopes":["*"]},"constructor":{"prototype":{}}}',
  "nests a thousand deep": `${'{"a":'.repeat(1_000)}1${"}".repeat(1_000)}`,
  "has a field twice": '{"name":"a","name":["b"]}',
  "has a lone surrogate": String.raw`{"name":"\ud800","description":"\u0000"}`,
  "has a hundred thousand fields": `{${Array.from({ length: 100_000 }, (_, i) => `"f${i}":0`).join(",")}}`,
  "is not UTF-8": new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  "is empty": "",
  "is JavaScript": "alert(1)",
};

const HEADERS: Record<string, Record<string, string>> = {
  "another type": { "Content-Type": "text/html" },
  "a compressed body": { "Content-Encoding": "gzip" },
  "a type without an end": { "Content-Type": `application/json;${"a=b;".repeat(500)}` },
  "an Idempotency-Key that is too long": { "Idempotency-Key": "k".repeat(300) },
  "an Idempotency-Key with a blank": { "Idempotency-Key": "a b" },
  "a request id of markup": { "X-Request-Id": '"><script>' },
  "a definition hash of nonsense": { "X-NexusCall-Definition-Hash": "'; --" },
  "a trace that is none": { traceparent: "00-zz-zz-01", tracestate: "=,=" },
  "a wish for another type": { Accept: "image/png" },
  "a cookie of nonsense": { Cookie: "__Host-nexuscall=%00; ;;=;" },
  "a foreign origin": { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" },
};

const QUERIES = [
  "limit=-1",
  "limit=1e9",
  "limit=1&limit=2",
  "cursor=%00",
  "cursor=e30",
  "status=%F0%9F%90%9D",
  "q=%ff",
  "wait=NaN",
  "nobody_knows=1",
  "=1",
  "%=%&&=",
  "__proto__[a]=1",
];

describe.each(operations)("$method $path", ({ method, path, responses }) => {
  const to = (id = "some_id") => path.replaceAll(/\{\w+\}/g, id);
  const sends = method === "POST" || method === "PUT";

  /** What of the answer is not as documented; null where all is. */
  async function faultIn(
    target: string,
    headers: Record<string, string>,
    raw: BodyInit | null,
  ): Promise<string | null> {
    const response = await SELF.fetch(`https://hub.example${target}`, {
      method,
      headers: {
        Authorization: `Bearer ${agent.key}`,
        ...(raw === null ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: raw,
      redirect: "manual",
    });
    if (response.headers.has("X-Injected")) return "a header was injected";
    if (response.status < 400) {
      // The feed's answer has no end.
      await response.body?.cancel();
      return responses[response.status] === undefined ? `status ${response.status}` : null;
    }
    const text = await response.text();
    if (!response.headers.get("Content-Type")?.startsWith("application/problem+json")) return `no problem: ${text}`;
    const { code, status } = JSON.parse(text) as { code: string; status: number };
    if (status !== response.status || status >= 500) return `${status} ${code}`;
    const isDocumented = responses[status]?.description.includes(`\`${code}\`: `) ?? false;
    return isDocumented || code === "route_not_found" ? null : `undocumented ${status} ${code}`;
  }

  test.each(path.includes("{") ? Object.entries(IDS) : [])("an id that %s", async (_, id) => {
    expect(await faultIn(to(id), {}, sends ? "{}" : null)).toBeNull();
  });

  test.each(sends ? Object.entries(BODIES) : [])("a body that %s", async (_, raw) => {
    expect(await faultIn(to(), {}, raw)).toBeNull();
  });

  test.each(Object.entries(HEADERS))("%s in the headers", async (_, headers) => {
    expect(await faultIn(to(), headers, sends ? "{}" : null)).toBeNull();
  });

  test.each(QUERIES)("the query %s", async (query) => {
    expect(await faultIn(`${to()}?${query}`, {}, sends ? "{}" : null)).toBeNull();
  });
});
