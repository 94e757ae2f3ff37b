import fc from "fast-check";
import { applyPatch } from "rfc6902";
import { describe, expect, test } from "vitest";
import { diffDefinitions } from "../../../api/tools/diff-definitions.ts";
import type { Json } from "../../../engine/json.ts";
import { call, newAgent, newTool } from "./hub.ts";

const path = "/api/v1/mcp/tools";
const asksForQ = { type: "object", properties: { q: { type: "string" } }, required: ["q"] };

describe("definitionHash", () => {
  test("is SHA-256 of the definition as canonical JSON, as any caller can compute it", async () => {
    const a = await newAgent();
    const { body } = await call("POST", path, {
      key: a.key,
      body: {
        name: "hashed",
        description: "Grüße",
        inputSchema: { type: "object", $id: "x:y" },
        endpoint: "http://127.0.0.1:9/",
      },
    });
    const canonical =
      '{"description":"Grüße","inputSchema":{"$id":"x:y","type":"object"},"name":"hashed","outputSchema":null}';
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical));
    const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    expect(body.definitionHash).toBe(hex);
  });

  test("changes with name, description and schemas, and with nothing else", async () => {
    const a = await newAgent();
    const tool = await newTool(a, "/echo", { inputSchema: asksForQ });
    const hashAfter = async (body: unknown) =>
      (await call("PUT", `${path}/${tool.id}`, { key: a.key, body })).body.definitionHash;
    const first = await hashAfter({});
    expect(await hashAfter({ tags: ["x"], version: "9.0.0", rateLimit: { maxPerMinute: 5 } })).toBe(first);
    const others = [
      await hashAfter({ name: "renamed" }),
      await hashAfter({ description: "Described" }),
      await hashAfter({ inputSchema: { ...asksForQ, required: [] } }),
      await hashAfter({ outputSchema: { type: "string" } }),
    ];
    expect(new Set([first, ...others]).size).toBe(5);
  });
});

describe("a call with X-NexusCall-Definition-Hash", () => {
  test("is made while the definition is the pinned one; then 409 tells what changed, and the provider is not called", async () => {
    const [a, b] = [await newAgent(), await newAgent()];
    const tool = await newTool(a, "/echo", { inputSchema: asksForQ });
    const read = async () => (await call("GET", `${path}/${tool.id}`, { key: b.key })).body;
    const before = await read();
    const pinned = (hash: string) =>
      call("POST", `/api/v1/mcp/invoke/${tool.id}`, {
        key: b.key,
        body: { arguments: { q: "x" } },
        headers: { "X-NexusCall-Definition-Hash": hash },
      });
    expect((await pinned(before.definitionHash)).status).toBe(200);

    const next = {
      type: "object",
      properties: { q: { type: "string" }, n: { type: "integer" } },
      required: ["q", "n"],
    };
    await call("PUT", `${path}/${tool.id}`, { key: a.key, body: { inputSchema: next } });
    await call("PUT", `${path}/${tool.id}`, { key: a.key, body: { description: "Now counts" } });
    const after = await read();
    const refused = await pinned(before.definitionHash);
    expect([refused.status, refused.body.code]).toEqual([409, "definition_changed"]);
    const { changes, ...hashes } = refused.body.definition;
    expect(hashes).toEqual({ pinned: before.definitionHash, current: after.definitionHash });
    const parts = ({ name, description, inputSchema, outputSchema }: Record<string, unknown>) =>
      structuredClone({ name, description, inputSchema, outputSchema });
    const patched = parts(before);
    expect(applyPatch(patched, changes).every((fault) => fault === null)).toBe(true);
    expect(patched).toEqual(parts(after));
    expect(after.definitionHash).not.toBe(before.definitionHash);
  });

  test("409 without changes for a hash that the tool never had", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    for (const hash of ["0".repeat(64), "'", "x".repeat(5_000)]) {
      const { status, body } = await call("POST", `/api/v1/mcp/invoke/${tool.id}`, {
        key: a.key,
        body: {},
        headers: { "X-NexusCall-Definition-Hash": hash },
      });
      expect([status, body.code]).toEqual([409, "definition_changed"]);
      expect(body.definition).not.toHaveProperty("changes");
    }
  });
});

test("of a tool that changes on and on, the last 50 definitions before the current one are kept", async () => {
  const a = await newAgent();
  const { id } = await newTool(a, "/echo", { description: "0" });
  const hashes: string[] = [(await call("GET", `${path}/${id}`, { key: a.key })).body.definitionHash];
  for (let i = 1; i <= 51; i++) {
    const { body } = await call("PUT", `${path}/${id}`, { key: a.key, body: { description: `${i}` } });
    hashes.push(body.definitionHash);
  }
  const told = async (hash = "") => {
    const headers = { "X-NexusCall-Definition-Hash": hash };
    return (await call("POST", `/api/v1/mcp/invoke/${id}`, { key: a.key, body: {}, headers })).body.definition.changes;
  };
  expect(await told(hashes[0])).toBeUndefined();
  expect(await told(hashes[1])).toEqual([{ op: "replace", path: "/description", value: "51" }]);
});

test("the changes between any two values, applied to the one, give the other", () => {
  // The oracle refuses paths through this name.
  const value = fc.jsonValue({ maxDepth: 4 }).filter((json) => !JSON.stringify(json).includes("__proto__"));
  fc.assert(
    fc.property(value, value, (one, other) => {
      const document = { before: JSON.parse(JSON.stringify(one)) };
      const after = JSON.parse(JSON.stringify(other)) as Json;
      const changes = diffDefinitions(structuredClone(document), { before: after });
      applyPatch(document, structuredClone(changes) as Parameters<typeof applyPatch>[1]);
      expect(document).toEqual({ before: after });
    }),
    { numRuns: 300 },
  );
});
