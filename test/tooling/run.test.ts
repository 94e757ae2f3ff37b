import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

// An npm that installs what the lock file names by copying it, and a Node that is the one of this test.
const NPM = `#!/bin/sh
echo "$@" >> "$TREE/npm-calls"
[ -e "$TREE/npm-fails" ] && exit 7
mkdir -p "$TREE/node_modules/node/bin"
cp "$TREE/package-lock.json" "$TREE/node_modules/.package-lock.json"
ln -sf "$REAL_NODE" "$TREE/node_modules/node/bin/node"
`;

let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), "nexuscall-run-"));
  mkdirSync(join(tree, "scripts"));
  mkdirSync(join(tree, "bin"));
  cpSync(join(ROOT, "scripts/run.mjs"), join(tree, "scripts/run.mjs"));
  writeFileSync(join(tree, "bin/npm"), NPM);
  chmodSync(join(tree, "bin/npm"), 0o755);
  lock({ "node_modules/zod": { version: "1.0.0", integrity: "sha512-a" } });
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

function lock(packages: Record<string, unknown>): void {
  writeFileSync(join(tree, "package-lock.json"), JSON.stringify({ packages: { "": {}, ...packages } }));
}

function command(script: string) {
  const env = { ...process.env, PATH: `${join(tree, "bin")}:${process.env["PATH"]}`, TREE: tree };
  const options = { env: { ...env, REAL_NODE: process.execPath }, encoding: "utf8" as const };
  return [process.execPath, [join(tree, "scripts/run.mjs"), "-e", script], options] as const;
}

function run(script: string) {
  return spawnSync(...command(script));
}

function installs(): number {
  const calls = join(tree, "npm-calls");
  return existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n").length : 0;
}

test("a tree without node_modules is installed once, and not again", () => {
  expect(run("console.log('ran')").stdout).toBe("ran\n");
  expect(run("console.log('ran')").stdout).toBe("ran\n");
  expect(installs()).toBe(1);
  expect(readFileSync(join(tree, "npm-calls"), "utf8")).toMatch(/^ci /);
});

test("node_modules that is behind the lock file is installed anew", () => {
  run("");
  lock({ "node_modules/zod": { version: "1.0.1", integrity: "sha512-b" } });
  run("");
  expect(installs()).toBe(2);
});

test("a build for another system that npm left out is not missed", () => {
  run("");
  lock({
    "node_modules/zod": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/elsewhere": { version: "1.0.0", optional: true },
  });
  run("");
  expect(installs()).toBe(1);
});

test("a failed install says so, and nothing runs", () => {
  writeFileSync(join(tree, "npm-fails"), "");
  const { status, stdout, stderr } = run("console.log('ran')");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain("npm ci ended with exit code 7");
});

test("the exit code of what ran is passed on", () => {
  expect(run("process.exit(42)").status).toBe(42);
});

test("a signal reaches what runs, which decides how it ends", async () => {
  const script = "process.on('SIGTERM', () => process.exit(9)); console.log('up'); setInterval(() => {}, 1000)";
  const child = spawn(...command(script));
  await once(child.stdout, "data");
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([9, null]);
});
