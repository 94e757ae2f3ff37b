// A query parameter that an operation does not have is refused, whatever the operation: a misspelt filter is no filter.

import { SELF } from "cloudflare:test";
import { beforeAll, describe, expect, test } from "vitest";
import { call, newAgent, newTool, newWorkflow } from "./hub.ts";
import type { TestAgent } from "./hub.ts";
import { operations, pathOf } from "./routes.ts";

let agent: TestAgent;

beforeAll(async () => {
  agent = await newAgent("misspelling");
});

const inApi = operations.filter(({ path }) => path.startsWith("/api/v1/"));

describe.each(inApi)("$method $path", (operation) => {
  const ask = (query: string) =>
    call(operation.method, `${pathOf(operation)}?${query}`, {
      key: agent.key,
      ...(operation.method !== "GET" && { body: {} }),
    });

  test("refuses a parameter that it does not have, and names those that it has", async () => {
    const { status, body } = await ask("zzzzzzzzzzzz=1");
    expect([status, body.code]).toEqual([400, "invalid_parameter"]);
    const [fault, ...others] = body.errors;
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ code: "unknown_field", pointer: "/query/zzzzzzzzzzzz" });
    expect(body.detail).toBe('/query/zzzzzzzzzzzz: There is no query parameter "zzzzzzzzzzzz" here.');
    if (operation.query.length === 0) expect(fault.hint).toContain("takes no query parameters");
    else expect(fault.hint).toBe(`The query parameters are: ${operation.query.join(", ")}.`);
  });

  test.each(operation.query)("knows %s, and takes it once", async (name) => {
    const once = await ask(`${name}=1`);
    const faults: { code: string; pointer: string }[] = once.body.errors ?? [];
    expect(faults.filter(({ code, pointer }) => code === "unknown_field" && pointer.startsWith("/query/"))).toEqual([]);
    const { status, body } = await ask(`${name}=1&${name}=1`);
    expect([status, body.code]).toEqual([400, "invalid_parameter"]);
    expect(body.errors).toEqual([
      {
        code: "invalid_value",
        pointer: `/query/${name}`,
        message: "This parameter is given 2 times, and is taken once.",
        hint: "Keep one of them.",
      },
    ]);
  });
});

test("a slip is told with the parameter that was meant", async () => {
  const { status, body } = await call("GET", "/api/v1/workflow-runs?staus=failed", { key: agent.key });
  expect([status, body.code]).toEqual([400, "invalid_parameter"]);
  expect(body.errors).toEqual([
    {
      code: "unknown_field",
      pointer: "/query/staus",
      message: 'There is no query parameter "staus" here.',
      hint: 'Did you mean "status"?',
    },
  ]);
});

test("all faults are told at once, and odd names in a pointer that can be read", async () => {
  const { body } = await call("GET", "/api/v1/workflow-runs?limt=1&a%2Fb~c=1&__proto__=1&=1", { key: agent.key });
  expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    "/query/limt",
    "/query/a~1b~0c",
    "/query/__proto__",
    "/query/",
  ]);
});

test("a hundred faults are enough", async () => {
  const query = Array.from({ length: 500 }, (_, i) => `zz${i}=1`).join("&");
  const { status, body } = await call("GET", `/api/v1/workflow-runs?${query}`, { key: agent.key });
  expect([status, body.errors.length]).toEqual([400, 100]);
});

test("who shows no key is told so first", async () => {
  expect((await call("GET", "/api/v1/workflow-runs?staus=failed")).body.code).toBe("missing_key");
});

test("HEAD refuses as GET does", async () => {
  const { status } = await call("HEAD", "/api/v1/workflow-runs?staus=failed", { key: agent.key });
  expect(status).toBe(400);
});

test("nothing is done by a request that is refused", async () => {
  const { id: toolId } = await newTool(agent, "/echo");
  const { status } = await call("DELETE", `/api/v1/mcp/tools/${toolId}?succesorId=x`, { key: agent.key });
  expect(status).toBe(400);
  expect((await call("GET", `/api/v1/mcp/tools/${toolId}`, { key: agent.key })).body.status).toBe("active");
});

test("an empty query is none", async () => {
  for (const query of ["?", "?&&"]) {
    expect((await call("GET", `/api/v1/workflow-runs${query}`, { key: agent.key })).status).toBe(200);
  }
});

describe("a query that is not the API's alone", () => {
  test.each(["/healthz", "/openapi.json", "/docs", "/v0.1/servers", "/.well-known/jwks.json"])(
    "%s takes any",
    async (path) => {
      const response = await SELF.fetch(`https://hub.example${path}?utm_source=x`);
      await response.body?.cancel();
      expect(response.status).toBe(200);
    },
  );

  test("a webhook takes what its sender adds", async () => {
    const { id: toolId } = await newTool(agent, "/echo");
    const { id } = await newWorkflow(agent, toolId);
    const at = `/api/v1/workflows/${id}/webhooks`;
    const { body: webhook } = await call("POST", at, { key: agent.key, body: { verification: "none" } });
    const { status } = await call("POST", `/hooks/${webhook.id}?token=1&token=2`, { body: {} });
    expect([202, 422]).toContain(status);
  });
});
