// The SQL that looks into the words of a full text index.

import { sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import type { Term } from "./search-words.ts";

const VOCABULARIES = { tools: sql`mcp_tool_vocabulary`, templates: sql`template_vocabulary` } as const;

/** Terms of the index as long as the word, or nearly, that begin with its first or its second character. */
export async function selectTermsLike(
  db: Database,
  of: keyof typeof VOCABULARIES,
  word: string,
  limit: number,
): Promise<Term[]> {
  const [first = "", second = first] = word;
  const within = sql`length(term) BETWEEN ${word.length - 2} AND ${word.length + 2}`;
  const from = (start: string) =>
    sql`SELECT term, doc AS documents FROM ${VOCABULARIES[of]}
      WHERE term >= ${start} AND term < ${`${start}\u{10FFFF}`} AND ${within}`;
  return db.all<Term>(sql`${from(first)} UNION ${from(second)} LIMIT ${limit}`);
}
