import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("migrations/ holds all that api/platform/schema.ts asks for: generating again adds nothing", async () => {
  const out = await mkdtemp(join(tmpdir(), "migrations-"));
  try {
    await cp("migrations", out, { recursive: true });
    const before = await readdir(out);
    const args = ["--dialect", "sqlite", "--schema", "api/platform/schema.ts", "--out", relative(".", out)];
    await promisify(execFile)("node_modules/.bin/drizzle-kit", ["generate", ...args]);
    expect(await readdir(out)).toEqual(before);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}, 60_000);
