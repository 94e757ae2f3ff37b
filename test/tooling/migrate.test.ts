import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { applyMigrations } from "../../scripts/migrate.ts";

const SCRIPT = "export default { fetch: () => new Response() }";

let miniflare: Miniflare;
let folder: string;
let names: string[];

beforeAll(() => {
  names = ["one", "two", "three"];
  const worker = { name: "w", modules: [{ type: "ESModule" as const, path: "w.js", contents: SCRIPT }] };
  const d1Databases = Object.fromEntries(names.map((name) => [name, { id: name }]));
  const options = { compatibilityDate: "2026-10-01", ...worker, d1Databases };
  miniflare = new Miniflare({ ...convertV4MiniflareOptions({ workers: [options] }), cf: false });
});
afterAll(() => miniflare.dispose());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nexuscall-migrations-"));
  writeFileSync(join(folder, "0001_b.sql"), "INSERT INTO t VALUES ('semi;colon');\nINSERT INTO t VALUES ('two');");
  writeFileSync(
    join(folder, "0000_a.sql"),
    "CREATE TABLE t (v TEXT);\n--> statement-breakpoint\nCREATE INDEX i ON t (v);",
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function freshDatabase() {
  return miniflare.getD1Database(names.pop() ?? "");
}

test("every migration is applied once, in the order of the names", async () => {
  const db = await freshDatabase();
  expect(await applyMigrations(db, folder)).toEqual(["0000_a.sql", "0001_b.sql"]);
  expect(await applyMigrations(db, folder)).toEqual([]);
  const { results } = await db.prepare("SELECT v FROM t ORDER BY v").all();
  expect(results).toEqual([{ v: "semi;colon" }, { v: "two" }]);
});

test("a migration that was added later is the only one applied then", async () => {
  const db = await freshDatabase();
  await applyMigrations(db, folder);
  writeFileSync(join(folder, "0002_c.sql"), "INSERT INTO t VALUES ('three')");
  expect(await applyMigrations(db, folder)).toEqual(["0002_c.sql"]);
});

test("a migration that fails is named, changes nothing, and is tried again", async () => {
  const db = await freshDatabase();
  writeFileSync(join(folder, "0002_c.sql"), "INSERT INTO t VALUES ('gone');\nINSERT INTO nowhere VALUES (1);");
  await expect(applyMigrations(db, folder)).rejects.toThrow(
    /^Migration 0002_c\.sql failed and changed nothing: .*nowhere/,
  );
  expect((await db.prepare("SELECT v FROM t").all()).results).toHaveLength(2);
  writeFileSync(join(folder, "0002_c.sql"), "INSERT INTO t VALUES ('there')");
  expect(await applyMigrations(db, folder)).toEqual(["0002_c.sql"]);
});
