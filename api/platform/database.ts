import { sql } from "drizzle-orm";
import type { SQL, SQLWrapper } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";

/** D1 through drizzle. The atomic unit is `db.batch`; `db.transaction` does not exist on D1. */
export type Database = DrizzleD1Database & { readonly $client: D1Database };

export function openDatabase(d1: D1Database): Database {
  return drizzle(d1);
}

const dialect = new SQLiteAsyncDialect();

/** What `db.batch` does, for SQL as it stands too, which that does not take. Runs all of the statements, or none. */
export async function runAll(db: Database, statements: readonly SQLWrapper[]): Promise<void> {
  if (statements.length === 0) return;
  await db.$client.batch(
    statements.map((statement) => {
      const { sql: text, params } = dialect.sqlToQuery(statement.getSQL());
      return db.$client.prepare(text).bind(...params);
    }),
  );
}

/** `column IN (values)` as one bound parameter, since D1 allows 100 a statement. */
export function inValues(column: SQLiteColumn, values: readonly string[]): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;
}

/** A query of one row that counts something. */
export interface Counting extends SQLWrapper, PromiseLike<readonly { readonly value: number }[]> {}

/** Fails, and with it the batch that it ends, where there are more than `most`; `isOver` knows it by the name. */
export function failOver(name: string, count: Counting, most: number): SQL {
  // An error of one's own can only be raised in a trigger. JSON with a bad path is one that tells the path.
  return sql`SELECT json_extract('{}', iif(${count} > ${most}, ${overPath(name)}, '$'))`;
}

export function isOver(error: unknown, name: string): boolean {
  return hasFailedFor(error, overPath(name));
}

function overPath(name: string): string {
  return `over:${name}`;
}

/** Whether a write failed because a unique index already holds the same values. */
export function isUniqueViolation(error: unknown): boolean {
  return hasFailedFor(error, "UNIQUE constraint failed");
}

function hasFailedFor(error: unknown, why: string): boolean {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if (e.message.includes(why)) return true;
  }
  return false;
}
