// The official conformance suite as an upstream server: each of its scenarios for clients is registered with a hub process
// and driven through the hub (test/harness/drive-scenario.ts), by callers of both eras. What is missed is in docs/mcp.md.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HubClient } from "../../scripts/hub-client.ts";
import { ROOT } from "../harness/command.ts";
import { clientScenarios, runClientScenario, runClientScenarios } from "../harness/conformance.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";

const DRIVER = `${process.execPath} ${join(ROOT, "test/harness/drive-scenario.ts")}`;

let hub: HubProcess;

beforeAll(async () => {
  hub = await startHubProcess();
});

afterAll(async () => {
  await hub?.stop();
});

/** Newer than the sets of requirements, which are frozen. */
const BESIDES = ["json-schema-2020-12-preservation"];
const REQUIRED = { "2025-11-25": 18, "2026-07-28": 32 } as const;

/** The revision of the suite, and that of the hub's caller. */
const CELLS = [
  ["2025-11-25", "2025-11-25"],
  ["2026-07-28", "2026-07-28"],
  ["2025-11-25", "2026-07-28"],
  ["2026-07-28", "2025-11-25"],
] as const;

describe.each(CELLS)("a server of %s, a caller of %s", (revision, caller) => {
  test("all that the revision requires of a client passes, but for what docs/mcp.md lists", async () => {
    const required = await clientScenarios(revision);
    expect(required).toHaveLength(REQUIRED[revision]);
    const listed = await listedMisses();
    // An agent of its own: each has its own limits.
    const { agent } = await new HubClient(hub.url).register("A");
    const env = { HUB_URL: hub.url, HUB_KEY: agent.apiKey, CALLER_REVISION: caller };
    for (const scenario of [...required.filter((name) => !listed(name)), ...BESIDES]) {
      const { passed, said } = await runClientScenario(scenario, revision, DRIVER, env);
      expect({ scenario, passed, said }).toEqual({ scenario, passed: true, said });
    }
    // What is missed is missed before a caller has a part in it.
    if (revision !== caller) return;
    const { missed } = await runClientScenarios(revision, DRIVER, env);
    expect(missed.filter(listed)).toEqual(required.filter(listed));
  }, 600_000);
});

/** The rows of the table in docs/mcp.md: scenario, reason. A row may be of all scenarios that begin so: `auth/*`. */
async function listedMisses(): Promise<(scenario: string) => boolean> {
  const page = await readFile(join(ROOT, "docs/mcp.md"), "utf8");
  const [, after = ""] = page.split("| scenario for clients |");
  const [table = ""] = after.split("\n\n");
  const rows = [...table.matchAll(/^\| `([^`]+)`/gm)].flatMap(([, name]) => name ?? []);
  if (rows.length === 0) throw new Error("docs/mcp.md has no table of scenarios for clients");
  return (scenario) =>
    rows.some((row) => (row.endsWith("*") ? scenario.startsWith(row.slice(0, -1)) : scenario === row));
}
