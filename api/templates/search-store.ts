// The SQL that finds templates: conditions, the full text index, orders, facets.

import { and, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { inValues, type Database } from "../platform/database.ts";
import { agents, templates } from "../platform/schema.ts";
import { columnExpression, expressionOf, type TextMatch, type Wording } from "../platform/search-words.ts";
import { summary, toTemplate } from "./store.ts";
import type { Template } from "./template.ts";

export interface TemplateFilter {
  readonly tag?: string | undefined;
  readonly category?: string | undefined;
  readonly agentId?: string | undefined;
  /** What the text has to be found by; undefined where none was given. */
  readonly text?: TextMatch | undefined;
}

export const SORTS = ["popularity", "rating", "newest"] as const;
export type Sort = (typeof SORTS)[number];

/** What a sort goes by, the highest first, then by id. */
const BY = {
  popularity: sql<number>`${templates.userCount}`,
  rating: sql<number>`${templates.ratingScore}`,
  newest: sql<string>`${templates.createdAt}`,
} as const;

/** The last template of the page before. */
export interface SortPosition {
  readonly value: string | number;
  readonly id: string;
}

export async function selectSorted(
  db: Database,
  filter: TemplateFilter,
  sort: Sort,
  page: { limit: number; position: SortPosition | null },
): Promise<{ template: Template; position: SortPosition }[]> {
  const value = BY[sort];
  const { position } = page;
  const rows = await db
    .select({ ...summary, value: sql<string | number>`${value}`.as("sort_value") })
    .from(templates)
    .innerJoin(agents, eq(agents.id, templates.agentId))
    .where(
      and(
        matching(filter),
        position === null ? undefined : sql`(${value}, ${templates.id}) < (${position.value}, ${position.id})`,
      ),
    )
    .orderBy(desc(value), desc(templates.id))
    .limit(page.limit)
    .all();
  return rows.map(({ value: at, ...row }) => ({ template: toTemplate(row), position: { value: at, id: row.id } }));
}

/** A title weighs more than a tag or category, that more than the summary, and that more than the readme. */
const RELEVANCE = sql`bm25(template_words, 10.0, 3.0, 5.0, 5.0, 1.0)`;

/** The ids of the templates that fit best, best first; of equals, the one that more agents use. */
export async function selectRanked(
  db: Database,
  filter: TemplateFilter,
  wording: Wording,
  limit: number,
): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    WITH best AS MATERIALIZED (
      SELECT rowid AS "row", ${RELEVANCE} AS score FROM template_words
      WHERE template_words MATCH ${expressionOf(wording, "beginning")})
    SELECT ${templates.id} AS id FROM best CROSS JOIN ${templates} ON ${templates.row} = best."row"
    WHERE ${matching({ ...filter, text: undefined })}
    ORDER BY best.score, ${templates.userCount} DESC, ${templates.id}
    LIMIT ${limit}`);
  return rows.map(({ id }) => id);
}

/** Those of these that are offered, in the order of the ids. */
export async function selectByIds(db: Database, ids: readonly string[]): Promise<Template[]> {
  const rows = await db
    .select(summary)
    .from(templates)
    .innerJoin(agents, eq(agents.id, templates.agentId))
    .where(and(inValues(templates.id, ids), isNull(templates.deletedAt)))
    .all();
  const place = new Map(ids.map((id, i) => [id, i]));
  return rows.map(toTemplate).toSorted((one, other) => (place.get(one.id) ?? 0) - (place.get(other.id) ?? 0));
}

const COUNT = sql<number>`count(*)`;

/** How many of the templates that match have each category and each tag, of the most used `limit`. */
export async function countFacets(db: Database, filter: TemplateFilter, limit: number) {
  const where = matching(filter);
  const tag = sql<string>`json_each.value`;
  const [categories, tags] = await db.batch([
    db
      .select({ value: sql<string>`${templates.category}`, count: COUNT })
      .from(templates)
      .where(and(where, isNotNull(templates.category)))
      .groupBy(templates.category)
      .orderBy(desc(COUNT), templates.category)
      .limit(limit),
    db
      .select({ value: tag, count: COUNT })
      .from(sql`${templates} JOIN json_each(${templates.tags})`)
      .where(where)
      .groupBy(tag)
      .orderBy(desc(COUNT), tag)
      .limit(limit),
  ]);
  return { categories, tags };
}

function matching({ text, tag, category, agentId }: TemplateFilter): SQL | undefined {
  return and(
    isNull(templates.deletedAt),
    text && textMatches(text),
    tag === undefined ? undefined : hasTag(tag),
    category === undefined ? undefined : eq(templates.category, category),
    agentId === undefined ? undefined : eq(templates.agentId, agentId),
  );
}

function textMatches(text: TextMatch): SQL {
  if ("expression" in text) return inIndex(text.expression);
  // instr, not LIKE: D1 refuses a LIKE pattern of more than 50 bytes.
  return sql`(instr(${templates.title}, ${text.literal}) > 0 OR instr(${templates.summary}, ${text.literal}) > 0)`;
}

/** The index finds what has the tag's words among its tags; the tag itself is then looked for there. */
function hasTag(tag: string): SQL | undefined {
  const [words] = columnExpression("tags", tag);
  const isThere = sql`EXISTS (SELECT 1 FROM json_each(${templates.tags}) WHERE value = ${tag})`;
  return and(words === undefined ? undefined : inIndex(words), isThere);
}

function inIndex(expression: string): SQL {
  return sql`${templates.row} IN (SELECT rowid FROM template_words WHERE template_words MATCH ${expression})`;
}
