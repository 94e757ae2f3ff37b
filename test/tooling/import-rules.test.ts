import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

// A small tree that keeps every rule, with the same shape as the product's.
const CLEAN: Record<string, string> = {
  "engine/run/drive.ts": `import { z } from "zod";\nexport const drive = z.string();\n`,
  "engine/plan/check.ts": `export { drive } from "../run/drive.ts";\n`,
  "api/env.ts": `export interface Env {\n  readonly DB: string;\n}\n`,
  "api/platform/schema.ts": `export * from "./schema/agents.ts";\n`,
  "api/platform/schema/agents.ts": `export const agents = "agents";\n`,
  "api/http/errors.ts": `export const notFound = 404;\n`,
  "api/relay/http-tool.ts": `export const relay = 1;\n`,
  "api/runtime/edge-host.ts": `export { drive } from "../../engine/run/drive.ts";\n`,
  "api/services.ts": `export { agents as store } from "./agents/store.ts";\nexport interface Services {\n  readonly db: string;\n}\n`,
  "api/app.ts": `export { routes } from "./agents/routes.ts";\nexport { toolRoutes } from "./tools/routes.ts";\n`,
  "api/worker.ts": `export { routes } from "./app.ts";\nexport { store } from "./services.ts";\n`,
  "api/agents/contract.ts": `export const contract = 1;\n`,
  "api/agents/find-agent.ts": `export { agents as findAgent } from "./store.ts";\n`,
  "api/agents/store.ts": `export { agents } from "../platform/schema.ts";\n`,
  "api/agents/routes.ts": `import type { Services } from "../services.ts";\nexport { contract } from "./contract.ts";\nexport { notFound } from "../http/errors.ts";\nexport type Wired = Services;\nexport const routes = 1;\n`,
  "api/tools/routes.ts": `export { findAgent } from "../agents/find-agent.ts";\nexport { relay } from "../relay/http-tool.ts";\nexport { drive } from "../../engine/run/drive.ts";\nexport const toolRoutes = 1;\n`,
  "client/client.ts": `import createFetchClient from "openapi-fetch";\nexport const hub = createFetchClient();\n`,
  "client/rows.ts": `export { hub } from "./client.ts";\n`,
  "dashboard/replay.ts": `export { drive } from "../engine/run/drive.ts";\n`,
};

/** rule, the file that breaks it, what it imports, and words of the message that is shown */
const VIOLATIONS: readonly [rule: string, file: string, source: string, message: string][] = [
  ["engine imports api", "engine/run/a.ts", `export { notFound } from "../../api/http/errors.ts";`, "engine/ is pure"],
  ["engine imports a Cloudflare module", "engine/run/b.ts", `export * from "cloudflare:workers";`, "engine/ is pure"],
  ["engine imports a Node module", "engine/run/c.ts", `export { join } from "node:path";`, "engine/ is pure"],
  ["engine imports a package off its list", "engine/run/d.ts", `export { Hono } from "hono";`, "engine/ is pure"],
  [
    "engine imports a type of api",
    "engine/run/e.ts",
    `export type { Env } from "../../api/env.ts";`,
    "engine/ is pure",
  ],
  ["engine loads api lazily", "engine/run/f.ts", `export const f = import("../../api/env.ts");`, "engine/ is pure"],
  ["a feature opens another's store", "api/tools/a.ts", `export { agents } from "../agents/store.ts";`, "belongs to"],
  ["a feature opens another's routes", "api/tools/b.ts", `export { routes } from "../agents/routes.ts";`, "belongs to"],
  ["a feature opens another's contract", "api/tools/c.ts", `export * from "../agents/contract.ts";`, "belongs to"],
  ["a layer opens a feature's store", "api/relay/d.ts", `export { agents } from "../agents/store.ts";`, "belongs to"],
  ["routes use drizzle", "api/runs/routes.ts", `export { eq } from "drizzle-orm";`, "Routes hold no SQL"],
  ["routes use drizzle's D1 driver", "api/keys/routes.ts", `export { drizzle } from "drizzle-orm/d1";`, "hold no SQL"],
  ["routes use the schema", "api/orgs/routes.ts", `export { agents } from "../platform/schema.ts";`, "hold no SQL"],
  ["routes use a table", "api/rooms/routes.ts", `export * from "../platform/schema/agents.ts";`, "hold no SQL"],
  ["a feature imports the app", "api/runs/a.ts", `export { routes } from "../app.ts";`, "top of the Worker"],
  ["a feature imports the Worker", "api/runs/b.ts", `export { routes } from "../worker.ts";`, "top of the Worker"],
  ["a feature wires services", "api/runs/c.ts", `export { store } from "../services.ts";`, "Only the top"],
  [
    "api imports the dashboard",
    "api/runs/d.ts",
    `export { drive } from "../../dashboard/replay.ts";`,
    "must not import",
  ],
  ["api imports the client", "api/runs/e.ts", `export { hub } from "../../client/client.ts";`, "must not import"],
  ["the client imports api", "client/a.ts", `export { notFound } from "../api/http/errors.ts";`, "document alone"],
  ["the client imports a type of api", "client/b.ts", `export type { Env } from "../api/env.ts";`, "document alone"],
  ["the client imports the engine", "client/c.ts", `export { drive } from "../engine/run/drive.ts";`, "document alone"],
  ["the client imports a Node module", "client/d.ts", `export { join } from "node:path";`, "document alone"],
  ["the client imports a package off its list", "client/e.ts", `export { z } from "zod";`, "document alone"],
  ["the dashboard imports api", "dashboard/a.ts", `export { notFound } from "../api/http/errors.ts";`, "over HTTP"],
  ["the dashboard imports a type of api", "dashboard/b.ts", `export type { Env } from "../api/env.ts";`, "over HTTP"],
];

const trees: string[] = [];

afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true });
});

/** Lints a fresh tree of these files with the repository's own configuration. */
function lint(files: Record<string, string>): { status: number | null; output: string } {
  const tree = mkdtempSync(join(tmpdir(), "nexuscall-lint-"));
  trees.push(tree);
  for (const path of [".oxlintrc.json", "tsconfig.base.json", "scripts/lint"]) {
    cpSync(join(ROOT, path), join(tree, path), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), source);
  }
  const oxlint = join(ROOT, "node_modules/oxlint/bin/oxlint");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [oxlint, "--format=unix", "engine", "api", "client", "dashboard"],
    { cwd: tree, encoding: "utf8" },
  );
  return { status, output: stdout + stderr };
}

test("a tree that keeps the import rules passes the lint", () => {
  expect(lint(CLEAN)).toMatchObject({ status: 0 });
});

describe("a forbidden import fails the lint, in the file where it stands and with a way out", () => {
  let faults: string[];

  beforeAll(() => {
    const broken = VIOLATIONS.map(([, file, source]) => [file, `${source}\n`]);
    const { output } = lint({ ...CLEAN, ...Object.fromEntries(broken) });
    faults = output.split("\n").filter((line) => line.includes("import-direction"));
  });

  test.each(VIOLATIONS)("%s", (_rule, file, _source, message) => {
    const found = faults.filter((line) => line.startsWith(`${file}:`));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
    expect(found[0]).toContain("[Error/");
  });

  test("and nothing else in the tree is blamed", () => {
    expect(faults).toHaveLength(VIOLATIONS.length);
  });
});

test("a single forbidden import is enough for a failing exit code", () => {
  const source = `export { notFound } from "../../api/http/errors.ts";\n`;
  expect(lint({ ...CLEAN, "engine/run/a.ts": source }).status).toBe(1);
});
