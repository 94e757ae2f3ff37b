// Whatever is sent, the hub answers with something other than a fault of its own.

import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { call, newAgent, newTool, newWorkflow } from "./hub.ts";
import type { Answer, TestAgent } from "./hub.ts";
import { operations, pathOf } from "./routes.ts";

const writes = operations.filter(({ method }) => method === "POST" || method === "PUT");
const ids: Record<string, string> = {};
let agent: TestAgent;

beforeAll(async () => {
  agent = await newAgent();
  const tool = await newTool(agent, "/echo", {
    inputSchema: { type: "object" },
    rateLimit: { maxPerMinute: 1_000_000 },
  });
  const workflow = await newWorkflow(agent, tool.id);
  const { body: key } = await call("POST", "/api/v1/keys", { key: agent.key, body: {} });
  Object.assign(ids, { toolId: tool.id, workflowId: workflow.id, runId: "run_doesNotExist", keyId: key.id });
});

/** A request must be refused or accepted, and a refusal must say why in the form that is documented. */
function expectSane({ status, headers, body }: Answer): void {
  expect(status).toBeLessThan(500);
  if (status < 400) return;
  expect(headers.get("Content-Type")).toBe("application/problem+json");
  expect(body).toMatchObject({ code: expect.any(String), requestId: expect.any(String), status });
}

const fields = "name steps id toolId arguments dependsOn retry timeout input inputSchema type endpoint tags scopes";
const words = fc.constantFrom(
  ...fields.split(" "),
  ...["expiresAt", "rateLimit", "pricing", "$ref", "pattern", "__proto__", "{{input.a}}", "{{="].values(),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "medium" },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1e308,
      "",
      "x",
      "2020-01-01T00:00:00Z",
      "http://127.0.0.1:9/",
      "\u0000",
      "\ud800",
    ),
    words,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(words, tie("value"), { maxKeys: 6 }),
  ),
}));

describe.each(writes)("$method $path", (operation) => {
  const path = () => operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");

  test("no JSON makes it fail", async () => {
    const bodies = fc.oneof(value, fc.dictionary(words, value, { maxKeys: 8 }), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        expectSane(await call(operation.method, path(), { key: agent.key, raw: JSON.stringify(body) }));
      }),
      { numRuns: 60 },
    );
  });

  test("no bytes make it fail", async () => {
    const jsonish = fc.stringMatching(/^[[\]{}",:0-9a-z\\ .eE+-]{0,40}$/);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), jsonish), async (raw) => {
        expectSane(await call(operation.method, path(), { key: agent.key, raw: raw as BodyInit }));
      }),
      { numRuns: 60 },
    );
  });
});

test("no id, query or cursor makes a GET fail", async () => {
  const gets = operations.filter(({ method }) => method === "GET");
  const odd = fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.constantFrom("%", "%00", "..", "'", "\u0000"));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...gets), odd, odd, odd, async (operation, id, name, text) => {
      const path = pathOf(operation, encode(id));
      const all = new URLSearchParams(operation.query.map((known, at) => [known, [text, name, id][at % 3] ?? ""]));
      expectSane(await call("GET", `${path}?${all.toString()}`, { key: agent.key }));
      for (const known of operation.query) {
        expectSane(await call("GET", `${path}?${known}=${encode(text)}`, { key: agent.key }));
      }
      expectSane(await call("GET", `${path}?${encode(name)}=${encode(text)}`, { key: agent.key }));
    }),
    { numRuns: 100 },
  );
});

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
