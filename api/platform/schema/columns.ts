// Columns that many tables have.

import { sql } from "drizzle-orm";
import { text } from "drizzle-orm/sqlite-core";

const NOW = sql`(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`;
export const createdAt = () => text("created_at").notNull().default(NOW);
export const updatedAt = () => text("updated_at").notNull().default(NOW);
