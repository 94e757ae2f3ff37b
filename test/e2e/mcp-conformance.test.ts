// The official conformance suite, through the hub: a fixture upstream registered with a hub process, and the suite as
// the client of `/mcp/v1/servers/:id`. What it misses is in docs/mcp.md, with the reason.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askHub } from "../harness/ask-hub.ts";
import type { Child } from "../harness/child.ts";
import { ROOT } from "../harness/command.ts";
import { runConformance } from "../harness/conformance.ts";
import { type HeaderProxy, startHeaderProxy } from "../harness/header-proxy.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { startUpstreamProcess } from "../harness/upstream-process.ts";

let hub: HubProcess;
let upstream: Child;
const proxies: HeaderProxy[] = [];

beforeAll(async () => {
  [hub, upstream] = await Promise.all([startHubProcess(), startUpstreamProcess()]);
});

afterAll(async () => {
  for (const proxy of proxies) proxy.stop();
  await Promise.all([hub?.stop(), upstream?.stop()]);
});

/** The endpoint of a server, for an agent of its own: each has its own limits. The suite cannot send a key. */
async function registered(path: string): Promise<string> {
  const { apiKey } = await askHub(hub.url, "POST", "/api/v1/agents", "", { name: "A" });
  const keyed = await startHeaderProxy(hub.url, { authorization: `Bearer ${apiKey}` });
  proxies.push(keyed);
  const server = { name: "fixture", url: upstream.url + path };
  const { id } = await askHub(hub.url, "POST", "/api/v1/mcp/servers", apiKey, server);
  return `${keyed.url}/mcp/v1/servers/${id}`;
}

const REQUIRED = { "2025-11-25": 30, "2026-07-28": 37 } as const;

/** The revision that the suite speaks, where the fixture is asked, and what is missed. */
const CELLS = [
  ["2025-11-25", "/legacy/mcp"],
  ["2026-07-28", "/modern/mcp"],
  ["2025-11-25", "/modern/mcp"],
  ["2026-07-28", "/legacy/mcp"],
] as const;

test.each(CELLS.slice(0, 2))("without the hub, all that %s requires passes at %s", async (revision, path) => {
  const { passed, missed, said } = await runConformance(upstream.url + path, revision);
  expect({ missed, said }).toEqual({ missed: [], said });
  expect(passed).toHaveLength(REQUIRED[revision]);
});

describe.each(CELLS)("a client of %s, an upstream at %s", (revision, path) => {
  test("through the hub all that the revision requires passes, but for what docs/mcp.md lists", async () => {
    const { passed, missed, said } = await runConformance(await registered(path), revision);
    expect({ missed, said }).toEqual({ missed: await listedMisses(revision, path), said });
    expect(passed.length + missed.length).toBe(REQUIRED[revision]);
  });
});

/** The rows of the table in docs/mcp.md: client, upstream, scenario, reason. */
async function listedMisses(client: string, path: string): Promise<string[]> {
  const page = await readFile(join(ROOT, "docs/mcp.md"), "utf8");
  const rows = page.split("\n").map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")));
  return rows.flatMap(([, of, at, scenario = ""]) => (of === client && at === path ? [scenario] : []));
}
