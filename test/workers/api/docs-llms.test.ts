// /llms.txt says nothing that is not so.

import { beforeAll, expect, test } from "vitest";
import { call, newAgent } from "./hub.ts";
import { operations } from "./routes.ts";

let text: string;
let requests: { method: string; path: string; raw: string }[];

beforeAll(async () => {
  text = (await call("GET", "/llms.txt")).body;
  requests = Array.from(
    text.matchAll(/```\n(GET|POST) (\S+)\n([\s\S]*?)```/g),
    ([, method = "", path = "", raw = ""]) => ({ method, path, raw }),
  );
});

test("is plain text", async () => {
  const { status, headers } = await call("GET", "/llms.txt");
  expect([status, headers.get("Content-Type")]).toEqual([200, "text/plain; charset=utf-8"]);
});

test("every path that it names exists", async () => {
  const named = Array.from(text.matchAll(/(GET|POST|PUT|DELETE) (\/[^\s?;,]+)/g), ([, method, path]) => {
    return `${method} ${path}`;
  });
  expect(named.length).toBeGreaterThan(8);
  // JSON-RPC is no operation of OpenAPI's.
  const existing = ["POST /mcp/v1", ...operations.map(({ method, path }) => `${method} ${path}`)];
  expect(named.filter((name) => !existing.includes(name))).toEqual([]);
  for (const [, link = ""] of text.matchAll(/\]\((\/[^)]*)\)/g)) expect((await call("GET", link)).status).toBe(200);
});

test("every request in it works as it stands, in its order", async () => {
  const { key } = await newAgent();
  const ids: Record<string, string> = { toolId: "tool_nexus_hash" };
  const statuses = [];
  for (const { method, path, raw } of requests) {
    const to = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
    const answer = await call(method, to, method === "GET" ? { key } : { key, raw });
    statuses.push(answer.status);
    if (path === "/api/v1/workflows") ids["workflowId"] = answer.body.id;
    if (path.includes("/execute")) {
      expect(answer.body).toMatchObject({ status: "success", output: { text: "hello", fingerprint: "2cf24dba" } });
      ids["runId"] = answer.body.id;
    }
    if (path === "/mcp/v1") expect(answer.body).toContain("tool_nexus_hash");
    if (path.includes("/invoke/")) expect(answer.body).toMatchObject({ status: "success" });
  }
  expect(statuses).toEqual([201, 201, 200, 200, 200, 200, 201, 200, 200]);
});

test("its workflow passes the check without a remark", async () => {
  const { key } = await newAgent();
  const workflow = requests.find(({ path }) => path === "/api/v1/workflows");
  const { body } = await call("POST", "/api/v1/workflows/check", { key, raw: workflow?.raw ?? "" });
  expect(body).toEqual({ ok: true, diagnostics: [] });
});
