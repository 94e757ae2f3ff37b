// A page of what was ranked: the first page ranks, and the cursor holds what is left, since a rank depends on all the
// others and would move under whoever reads on.

import { z } from "@hono/zod-openapi";
import { MAX_RANKED } from "../platform/rank-by-words.ts";
import { decodeCursor, encodeCursor, invalidCursor } from "./page.ts";

const rankedCursor = z.tuple([z.literal("ranked"), z.array(z.string().max(64)).max(MAX_RANKED)]);

/** The ids of the page, best first. Throws the problem `invalid_cursor`. */
export async function rankedPage(
  { limit, cursor }: { limit: number; cursor: string | undefined },
  rank: () => Promise<readonly string[]>,
): Promise<{ ids: readonly string[]; nextCursor: string | null }> {
  const ids = cursor === undefined ? await rank() : (decodeCursor(rankedCursor, cursor) ?? invalidCursor())[1];
  const rest = ids.slice(limit, MAX_RANKED);
  return { ids: ids.slice(0, limit), nextCursor: rest.length > 0 ? encodeCursor(["ranked", rest]) : null };
}
