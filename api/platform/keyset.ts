// Keyset pagination over (created_at, id), newest first: a page costs the same however deep it is, and rows that
// arrive meanwhile never shift it.

import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";

/** The last row of the page before. */
export interface Position {
  readonly createdAt: string;
  readonly id: string;
}

/** The rows that come after the position, newest first; no condition at the start. */
export function after(createdAt: SQLiteColumn, id: SQLiteColumn, position: Position | null): SQL | undefined {
  if (position === null) return undefined;
  return sql`(${createdAt}, ${id}) < (${position.createdAt}, ${position.id})`;
}
