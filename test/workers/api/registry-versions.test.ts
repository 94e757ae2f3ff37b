import { beforeAll, describe, expect, test } from "vitest";
import { call, newAgent, newTool } from "./hub.ts";
import type { TestAgent } from "./hub.ts";

const path = "/api/v1/mcp/tools";
const VERSIONS = ["1.0.0", "1.2.0", "1.10.0", "2.0.0-beta.1", "2.0.0-beta.2", "nightly"];

describe("GET /api/v1/mcp/tools?name=&version=", () => {
  let a: TestAgent;
  let other: TestAgent;

  const versions = async (query: Record<string, string>, key = a.key) => {
    const search = new URLSearchParams({ name: "versioned", agentId: a.id, ...query });
    const { status, body } = await call("GET", `${path}?${search.toString()}`, { key });
    expect(status).toBe(200);
    return body.data.map((tool: { version: string }) => tool.version);
  };

  beforeAll(async () => {
    [a, other] = [await newAgent(), await newAgent()];
    for (const version of VERSIONS) await newTool(a, "/echo", { name: "versioned", version });
    await newTool(a, "/echo", { name: "another", version: "9.0.0" });
    await newTool(other, "/echo", { name: "versioned", version: "3.0.0-rc.1" });
  });

  test.each([
    ["1.2.0", ["1.2.0"]],
    ["2.0.0-beta.1", ["2.0.0-beta.1"]],
    ["nightly", ["nightly"]],
    ["3.0.0", []],
    ["^1.0.0", ["1.10.0", "1.2.0", "1.0.0"]],
    ["~1.2", ["1.2.0"]],
    ["1", ["1.10.0", "1.2.0", "1.0.0"]],
    ["*", ["1.10.0", "1.2.0", "1.0.0"]],
    [">=1.2.0 <2 || 1.0.0", ["1.10.0", "1.2.0", "1.0.0"]],
    ["^2.0.0-beta.2", ["2.0.0-beta.2"]],
    ["latest", ["1.10.0"]],
  ])("%s gives %j, the highest first", async (version, expected) => {
    expect(await versions({ version })).toEqual(expected);
  });

  test("a name's versions come by sort=version, highest first, and in pages", async () => {
    const all = ["2.0.0-beta.2", "2.0.0-beta.1", "1.10.0", "1.2.0", "1.0.0", "nightly"];
    expect(await versions({ sort: "version" })).toEqual(all);
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = `name=versioned&agentId=${a.id}&sort=version&limit=4${cursor && `&cursor=${cursor}`}`;
      const { body }: { body: { data: { version: string }[]; nextCursor: string | null } } = await call(
        "GET",
        `${path}?${page}`,
        { key: a.key },
      );
      seen.push(...body.data.map(({ version }) => version));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(all);
  });

  test("latest gives one of each provider, a prerelease where it has no release", async () => {
    const { body } = await call("GET", `${path}?name=versioned&version=latest`, { key: a.key });
    const found = body.data.map((tool: { agentId: string; version: string }) => [tool.agentId, tool.version]);
    expect(found).toEqual([
      [other.id, "3.0.0-rc.1"],
      [a.id, "1.10.0"],
    ]);
  });

  test("a deprecated version is found by its number, and is the latest only where all are deprecated", async () => {
    const b = await newAgent();
    const one = await newTool(b, "/echo", { name: "old", version: "1.0.0" });
    const two = await newTool(b, "/echo", { name: "old", version: "2.0.0" });
    const deprecate = (id: string) => call("PUT", `${path}/${id}`, { key: b.key, body: { status: "deprecated" } });
    const found = (version: string) => versions({ name: "old", agentId: b.id, version });
    await deprecate(two.id);
    expect([await found("2.0.0"), await found("latest")]).toEqual([["2.0.0"], ["1.0.0"]]);
    await deprecate(one.id);
    expect(await found("latest")).toEqual(["2.0.0"]);
    await call("PUT", `${path}/${two.id}`, { key: b.key, body: { status: "inactive" } });
    expect(await found("*")).toEqual(["1.0.0"]);
  });

  test.each([
    ["version=1.0.0", "/query/name"],
    ["sort=version", "/query/name"],
    ["name=versioned&version=not a range", "/query/version"],
    ["name=versioned&version=1.0.0&sort=newest", "/query/sort"],
    [`name=versioned&version=${"x".repeat(101)}`, "/query/version"],
  ])("400 for ?%s", async (query, pointer) => {
    const { status, body } = await call("GET", `${path}?${query}`, { key: a.key });
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, "invalid_parameter", pointer]);
  });
});
