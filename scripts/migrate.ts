// Applies migrations/*.sql to a D1 database, recorded in the table that `wrangler d1 migrations` also uses.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** As much of a D1 database as a migration needs. */
export interface Migrated {
  prepare(sql: string): Statement;
  batch(statements: Statement[]): Promise<unknown>;
}

interface Statement {
  bind(...values: unknown[]): Statement;
  all(): Promise<{ results: { name?: unknown }[] }>;
  run(): Promise<unknown>;
}

/**
 * Applies each file once, in the order of their names, each in one transaction with its record.
 *
 * @returns the names of the files that were applied now
 * @throws an Error that names the file that failed; those before it stay applied
 */
export async function applyMigrations(db: Migrated, folder: string): Promise<string[]> {
  await db
    .prepare(
      `CREATE TABLE IF NOT EXISTS d1_migrations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT UNIQUE,
        applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
      )`,
    )
    .run();
  const { results } = await db.prepare("SELECT name FROM d1_migrations").all();
  const applied = new Set(results.map(({ name }) => name));
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql"));
  const pending = names.filter((name) => !applied.has(name)).toSorted();

  if (pending.length === 0) return [];

  // Loading wrangler takes half a second, which a start with nothing to apply does without.
  const { unstable_splitSqlQuery } = await import("wrangler");
  for (const name of pending) {
    const statements = unstable_splitSqlQuery(await readFile(join(folder, name), "utf8"));
    const record = db.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name);
    try {
      await db.batch([...statements.map((sql) => db.prepare(sql)), record]);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`Migration ${name} failed and changed nothing: ${reason}`, { cause: error });
    }
  }
  return pending;
}
