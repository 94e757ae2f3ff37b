// Where the Worker shows the dashboard, and where it does not.

import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import worker from "../../../api/worker.ts";

const get = async (path: string, accept: string) =>
  worker.fetch(new Request(`https://hub.test${path}`, { headers: { accept } }), env, createExecutionContext());
const PAGE = "text/html,application/xhtml+xml";

test.each(["/", "/registry", "/tools/tool_1", "/no/such/page"])(
  "a browser that asks for %s gets the dashboard",
  async (path) => {
    const response = await get(path, PAGE);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(await response.text()).toContain('<div id="root">');
  },
);

test("the page may run its own scripts, and nothing else", async () => {
  const response = await get("/", PAGE);
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe-(inline|eval)/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(response.headers.get("cache-control")).toBe("no-cache");
});

test("a file of the build is kept by browsers for good", async () => {
  const page = await (await get("/", PAGE)).text();
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? "";
  const response = await get(script, "*/*");
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toContain("immutable");
  expect(response.headers.get("content-type")).toContain("javascript");
  await response.body?.cancel();
});

test.each([
  "/api/v1/nothing",
  "/mcp/nothing",
  "/v0.1/nothing",
  "/docs/nothing",
  "/assets/nothing.js",
  "/favicon.ico",
  "/.well-known/nothing",
])("%s stays a problem, for a browser too", async (path) => {
  const response = await get(path, PAGE);
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  expect(await response.json()).toMatchObject({ code: "route_not_found" });
});

test("a program that asks for no page gets a problem", async () => {
  const response = await get("/registry", "application/json");
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: "route_not_found" });
});
