// Lists: `?limit=&cursor=` in, `{data, nextCursor}` out.

import { z } from "@hono/zod-openapi";
import type { Json } from "../../engine/json.ts";
import type { Position } from "../platform/keyset.ts";
import { Problem } from "./problem.ts";

/** The query parameters of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20).openapi({ description: "How many rows a page holds." }),
  cursor: z
    .string()
    .optional()
    .openapi({ description: "`nextCursor` of the page before; leave it out for the first page." }),
};

/** The answer of a list of these. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    nextCursor: z.string().nullable().openapi({ description: "Null on the last page." }),
  });
}

/** Where a page starts; null at the beginning. */
export function readCursor(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  const [createdAt, id] = decodeCursor(positionText, cursor) ?? invalidCursor();
  return { createdAt, id };
}

export function invalidCursor(): never {
  throw new Problem("invalid_cursor", "The cursor was not given by this list. Leave it out to start from the top.");
}

/**
 * Reads one row more than the page holds, to know whether there is a next page without counting.
 * `read` gets the number of rows to read.
 */
export async function readPage<Row extends Position>(
  limit: number,
  read: (limit: number) => Promise<Row[]>,
): Promise<{ rows: Row[]; nextCursor: string | null }> {
  const found = await read(limit + 1);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows,
    nextCursor: found.length > limit && last !== undefined ? encodeCursor([last.createdAt, last.id]) : null,
  };
}

const positionText = z.tuple([z.iso.datetime(), z.string().max(64)]);

/** Text that may stand in a URL. */
export function encodeCursor(place: Json): string {
  return btoa(JSON.stringify(place)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What `encodeCursor` was given; null where it is none of these. */
export function decodeCursor<Place>(schema: z.ZodType<Place>, cursor: string): Place | null {
  try {
    return schema.parse(JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/"))));
  } catch {
    return null;
  }
}
