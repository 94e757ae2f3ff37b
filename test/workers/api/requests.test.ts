// What holds for every request, whatever the route.

import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { version } from "../../../package.json";
import { call, newAgent } from "./hub.ts";
import { operations } from "./routes.ts";

test("GET /healthz answers the version of package.json", async () => {
  const { status, body } = await call("GET", "/healthz");
  expect([status, body]).toEqual([200, { status: "ok", version }]);
});

describe("X-Request-Id", () => {
  test("a request without one gets one, in the header and in a problem", async () => {
    const { headers, body } = await call("GET", "/nowhere");
    expect(headers.get("X-Request-Id")).toMatch(/^req_[\w-]{12}$/);
    expect(body.requestId).toBe(headers.get("X-Request-Id"));
  });

  test("a request's own one comes back; one that is no id does not", async () => {
    const echoed = async (id: string) =>
      (await call("GET", "/healthz", { headers: { "X-Request-Id": id } })).headers.get("X-Request-Id");
    expect(await echoed("my-trace_1")).toBe("my-trace_1");
    for (const odd of ['"><script>', "a b", "x".repeat(129), "a;b"]) expect(await echoed(odd)).toMatch(/^req_/);
  });
});

describe("a request that no route takes", () => {
  test.each(["/nowhere", "/api/v1/agents/", "/api/v1/agents/a/b", "/API/v1/agents", "/api/v1/workflows//execute"])(
    "404 for %s",
    async (path) => {
      const { status, headers, body } = await call("POST", path, { body: {} });
      expect([status, body.code]).toEqual([404, "route_not_found"]);
      expect(headers.get("Content-Type")).toBe("application/problem+json");
      expect(body.type).toBe("https://nxscall.com/docs/errors#route_not_found");
    },
  );

  test("405 with the methods that the path does take", async () => {
    const { status, headers, body } = await call("PATCH", "/api/v1/workflows/check", { body: {} });
    expect([status, body.code]).toEqual([405, "method_not_allowed"]);
    expect(headers.get("Allow")?.split(", ")).toEqual(expect.arrayContaining(["POST", "OPTIONS"]));
    expect((await call("DELETE", "/api/v1/agents")).headers.get("Allow")).toBe("POST, OPTIONS");
  });

  test("OPTIONS lists the methods of a path that exists", async () => {
    const { status, headers } = await call("OPTIONS", "/api/v1/mcp/tools");
    expect([status, headers.get("Allow")]).toEqual([204, "POST, GET, HEAD, OPTIONS"]);
    expect((await call("OPTIONS", "/nowhere")).status).toBe(404);
  });

  test("no cache may keep an answer behind a key", async () => {
    const { key } = await newAgent();
    const { headers } = await call("GET", "/api/v1/mcp/tools", { headers: { "X-API-Key": key } });
    expect(headers.get("Cache-Control")).toBe("no-store");
  });

  test("HEAD answers as GET does, without the body", async () => {
    const { key } = await newAgent();
    const { status, headers, body } = await call("HEAD", "/api/v1/mcp/tools", { key });
    expect([status, body, headers.get("Content-Type")]).toEqual([200, "", "application/json"]);
    expect((await call("HEAD", "/api/v1/mcp/tools")).status).toBe(401);
  });
});

test("a fault of the hub's own is 500, tells the caller nothing of the inside, and is logged without secrets", async () => {
  const { key } = await newAgent();
  const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const prepare = vi.spyOn(env.DB, "prepare").mockImplementation(() => {
    throw new Error(`no such table: secret_table ${key}`);
  });
  const { status, body } = await call("GET", "/api/v1/workflows", { key });
  prepare.mockRestore();
  const lines = log.mock.calls.map(([line]) => String(line));
  log.mockRestore();
  expect([status, body.code]).toEqual([500, "internal_error"]);
  expect(JSON.stringify(body)).not.toMatch(/secret_table|Error|\.ts/);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "error", requestId: body.requestId, method: "GET" });
  expect(lines[0]).not.toContain(key);
});

describe("/openapi.json", () => {
  test("is OpenAPI 3.1 and describes every operation in full", async () => {
    const { status, body } = await call("GET", "/openapi.json");
    expect(status).toBe(200);
    expect(body.openapi).toBe("3.1.0");
    expect(Object.keys(body.components.securitySchemes)).toEqual(["apiKey", "apiKeyHeader", "session"]);
    const described = Object.entries<Record<string, Described>>(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
    );
    expect(described.map(({ operationId }) => operationId).toSorted()).toEqual(
      operations.map(({ id }) => id).toSorted(),
    );
    const poor = described.filter(({ path, method, summary, responses, requestBody }) => {
      const statuses = Object.keys(responses).join(" ");
      const takesBody =
        (method === "post" || method === "put") &&
        !/\/(accept|cancel|pause|resume|restore|redeliver|secret|refresh|ws-tickets)$/.test(path);
      const hasExample = requestBody?.content["application/json"]?.example !== undefined;
      const isRefusable = path !== "/healthz" && path !== "/.well-known/jwks.json";
      return !summary || !/\b2/.test(statuses) || /\b4/.test(statuses) !== isRefusable || hasExample !== takesBody;
    });
    expect(poor).toEqual([]);
  });

  test("has each problem of an operation once, and for every kind of operation what it may always answer", async () => {
    const { body } = await call("GET", "/openapi.json");
    const described = Object.values<Record<string, Described>>(body.paths).flatMap(Object.entries<Described>);
    for (const [method, { operationId, responses, requestBody }] of described) {
      const text = Object.values(responses).map(({ description }) => description);
      const codes = Array.from(text.join("\n").matchAll(/^`(\w+)`: /gm), ([, code = ""]) => code);
      const { scopes } = operations.find(({ id }) => id === operationId) ?? { scopes: null };
      const due = [
        ...(scopes === null ? [] : ["missing_key", "expired_token"]),
        ...(scopes?.length ? ["insufficient_scope"] : []),
        ...(method === "post" ? ["malformed_json"] : []),
        ...(requestBody === undefined || /^((create|check|plan|replace)Workflow|receiveWebhook)$/.test(operationId)
          ? []
          : ["invalid_request"]),
      ];
      const twice = codes.filter((code, i) => codes.indexOf(code) !== i);
      const absent = due.filter((code) => !codes.includes(code));
      expect({ operationId, twice, absent }).toEqual({ operationId, twice: [], absent: [] });
    }
  });
});

interface Described {
  readonly operationId: string;
  readonly summary?: string;
  readonly responses: Record<string, { readonly description: string }>;
  readonly requestBody?: { content: Record<string, { example?: unknown } | undefined> };
}
