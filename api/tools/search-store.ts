// The SQL that finds tools: conditions, the full text index, orders, facets.

import { and, asc, desc, eq, isNotNull, isNull, lte, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { inValues } from "../platform/database.ts";
import type { Database } from "../platform/database.ts";
import { mcpToolDocuments, mcpTools, mcpToolTags } from "../platform/schema.ts";
import { columnExpression, expressionOf } from "../platform/search-words.ts";
import type { TextMatch, Wording } from "../platform/search-words.ts";
import type { Versioned } from "./match-versions.ts";
import { toTool } from "./store.ts";
import type { Tool } from "./tool.ts";

export interface ToolFilter {
  readonly viewerId: string;
  readonly tag?: string | undefined;
  readonly category?: string | undefined;
  readonly protocol?: Tool["protocol"] | undefined;
  readonly agentId?: string | undefined;
  readonly name?: string | undefined;
  readonly status?: Tool["status"] | undefined;
  readonly pricing?: Tool["pricingModel"] | undefined;
  readonly maxPriceUsd?: number | undefined;
  readonly authType?: Tool["authType"] | undefined;
  /** What the text has to be found by; undefined where none was given. */
  readonly text?: TextMatch | undefined;
}

export const SORTS = ["newest", "popularity", "success_rate", "latency"] as const;
export type Sort = (typeof SORTS)[number];

/** What a sort goes by, then by id. A tool that was never called has no rate and no latency: it comes last. */
const BY = {
  newest: { value: sql<string>`${mcpTools.createdAt}`, order: desc },
  popularity: { value: sql<number>`${mcpTools.callCount}`, order: desc },
  success_rate: { value: sql<number>`iif(${mcpTools.callCount} = 0, -1, ${mcpTools.successRate})`, order: desc },
  latency: { value: sql<number>`iif(${mcpTools.callCount} = 0, 9e99, ${mcpTools.avgLatencyMs})`, order: asc },
} as const;

/** The last tool of the page before. */
export interface SortPosition {
  readonly value: string | number;
  readonly id: string;
}

export async function selectSorted(
  db: Database,
  filter: ToolFilter,
  sort: Sort,
  page: { limit: number; position: SortPosition | null },
): Promise<{ tool: Tool; position: SortPosition }[]> {
  const { value, order } = BY[sort];
  const rows = await db
    .select({ row: mcpTools, value: sql<string | number>`${value}`.as("sort_value") })
    .from(mcpTools)
    .where(and(matching(filter), page.position === null ? undefined : after(sort, page.position)))
    .orderBy(order(value), order(mcpTools.id))
    .limit(page.limit)
    .all();
  return rows.map(({ row, value: at }) => ({ tool: toTool(row), position: { value: at, id: row.id } }));
}

/** A name weighs more than a tag or category, and that more than the description. */
const RELEVANCE = sql`bm25(mcp_tool_words, 10.0, 1.0, 5.0, 5.0)`;

/** The place in mcp_tool_documents of a row of the index, which stands there by its tier first. */
const DOCUMENT = sql`(mcp_tool_words.rowid & 0xFFFFFFFFFF)`;

/** What more tools than this have is not ranked whole: that costs a microsecond a tool, and more. */
const MAX_WHOLE = 1_000;

/**
 * The ids of the tools that fit best, best first. What few tools have is ranked by bm25. Of what many have, those come
 * first that are called so, then those that have it in their name, their tags or category, anywhere; the most called
 * first.
 */
export async function selectRanked(
  db: Database,
  filter: ToolFilter,
  wording: Wording,
  limit: number,
): Promise<string[]> {
  const [whole, beginning] = [expressionOf(wording, "whole"), expressionOf(wording, "beginning")];
  const narrow = narrowed(filter);
  const { found, found_whole: foundWhole } = await countUpTo(db, whole + narrow, beginning + narrow, MAX_WHOLE + 1);
  if (foundWhole <= MAX_WHOLE && found <= MAX_WHOLE) return rankByWeight(db, filter, beginning + narrow, limit);
  const words = foundWhole > MAX_WHOLE ? whole : beginning;
  const beside = await countBeside(db, filter, MAX_WHOLE + 1);
  if (beside === 0) return [];
  if (beside <= MAX_WHOLE) return rankAmongFew(db, filter, words + narrow, limit);
  return rankByPlace(db, filter, wording, words, limit);
}

/** As much of the filter as the index can tell, to go on an expression: a superset of what fits. */
function narrowed({ tag, category }: ToolFilter): string {
  return [
    ...(tag === undefined ? [] : columnExpression("tags", tag)),
    ...(category === undefined ? [] : columnExpression("category", category)),
  ]
    .map((expression) => ` AND ${expression}`)
    .join("");
}

/** How many tools have the words whole and, where those are few, as beginnings; `limit` for more. */
function countUpTo(db: Database, whole: string, beginning: string, limit: number) {
  const count = (expression: string) => sql`(SELECT count(*) FROM (
    SELECT 1 FROM mcp_tool_words WHERE mcp_tool_words MATCH ${expression} LIMIT ${limit}))`;
  return db.get<{ found: number; found_whole: number }>(sql`
    SELECT found_whole, iif(found_whole < ${limit}, ${count(beginning)}, found_whole) AS found
    FROM (SELECT ${count(whole)} AS found_whole)`);
}

/** How many tools that of the filter leaves which the index knows nothing of; `limit` for more, and where that is nothing. */
async function countBeside(db: Database, filter: ToolFilter, limit: number): Promise<number> {
  const beside = toolsBeside(filter);
  if (beside === null) return limit;
  return (await db.get<{ tools: number }>(sql`SELECT count(*) AS tools FROM (${beside} LIMIT ${limit})`)).tools;
}

/** The ids of the tools that fit what of the filter the index knows nothing of; null where that is nothing. */
function toolsBeside({ agentId, name, protocol, status, pricing, maxPriceUsd, authType }: ToolFilter): SQL | null {
  const ofOffer = offering({ protocol, status, pricing, maxPriceUsd, authType });
  const ofOwner = and(
    agentId === undefined ? undefined : eq(mcpTools.agentId, agentId),
    name === undefined ? undefined : eq(mcpTools.name, name),
  );
  if (ofOwner) return sql`SELECT ${mcpTools.id} FROM ${mcpTools} WHERE ${and(ofOwner, ofOffer)}`;
  return ofOffer
    ? sql`SELECT ${mcpTools.id} FROM ${mcpTools} INDEXED BY mcp_tools_offer WHERE deleted_at IS NULL AND ${ofOffer}`
    : null;
}

function rankByWeight(db: Database, filter: ToolFilter, expression: string, limit: number): Promise<string[]> {
  return rankScored(db, filter, sql`mcp_tool_words MATCH ${expression}`, limit);
}

/** All that has the words is gone through, but a row that is none of the few costs next to nothing. */
function rankAmongFew(db: Database, filter: ToolFilter, expression: string, limit: number): Promise<string[]> {
  const few = sql`SELECT ${mcpToolDocuments.row} FROM ${mcpToolDocuments}
    WHERE ${mcpToolDocuments.toolId} IN (${toolsBeside(filter)})`;
  return rankScored(db, filter, sql`mcp_tool_words MATCH ${expression} AND ${DOCUMENT} IN (${few})`, limit);
}

async function rankScored(db: Database, filter: ToolFilter, matched: SQL, limit: number): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    WITH best AS MATERIALIZED (SELECT ${DOCUMENT} AS "row", ${RELEVANCE} AS score FROM mcp_tool_words WHERE ${matched})
    SELECT ${mcpTools.id} AS id FROM best ${toolsAt(sql`best."row"`)}
    WHERE ${fitting(filter)}
    ORDER BY best.score, ${mcpTools.callCount} DESC, ${mcpTools.id}
    LIMIT ${limit}`);
  return rows.map(({ id }) => id);
}

async function rankByPlace(
  db: Database,
  filter: ToolFilter,
  wording: Wording,
  words: string,
  limit: number,
): Promise<string[]> {
  const fits = fitting(filter);
  // The index is walked from its most called tools on, and left as soon as there are enough that fit.
  const place = (order: number, match: string) => sql`
    SELECT ${order} AS place, "row" FROM (
      SELECT ${mcpToolDocuments.row} FROM mcp_tool_words ${toolsAt(DOCUMENT)}
      WHERE mcp_tool_words MATCH ${match + narrowed(filter)} AND ${fits}
      ORDER BY mcp_tool_words.rowid DESC LIMIT ${limit})`;
  const named = wording.map(([word = ""]) => word);
  const names = JSON.stringify(["_", "-", ".", ""].map((between) => named.join(between)));
  const rows = await db.all<{ id: string }>(sql`
    WITH found AS MATERIALIZED (
      SELECT 0 AS place, ${mcpToolDocuments.row} AS "row" FROM json_each(${names}) AS named
      CROSS JOIN ${mcpTools} ON ${mcpTools.name} = named.value
      CROSS JOIN ${mcpToolDocuments} ON ${mcpToolDocuments.toolId} = ${mcpTools.id}
      UNION ALL ${place(1, `{name} : (${words})`)}
      UNION ALL ${place(2, `{name tags category} : (${words})`)}
      UNION ALL ${place(3, words)}),
    best AS MATERIALIZED (SELECT "row", min(place) AS place FROM found GROUP BY "row")
    SELECT ${mcpTools.id} AS id FROM best ${toolsAt(sql`best."row"`)}
    WHERE ${fits}
    ORDER BY best.place, ${mcpToolDocuments.tier} DESC, length(${mcpTools.name}), ${mcpTools.callCount} DESC, ${mcpTools.id}
    LIMIT ${limit}`);
  return rows.map(({ id }) => id);
}

/** CROSS, so that SQLite begins with what has the words, and not with all that the filter lets through. */
function toolsAt(row: SQL): SQL {
  return sql`
    CROSS JOIN ${mcpToolDocuments} ON ${mcpToolDocuments.row} = ${row}
    CROSS JOIN ${mcpTools} ON ${mcpTools.id} = ${mcpToolDocuments.toolId}`;
}

/** The filter, to be asked of one tool after the other. */
function fitting({ tag, ...filter }: ToolFilter): SQL | undefined {
  const isTagged = sql`EXISTS (SELECT 1 FROM ${mcpToolTags}
    WHERE ${mcpToolTags.toolId} = ${mcpTools.id} AND ${mcpToolTags.tag} = ${tag})`;
  return and(matching({ ...filter, text: undefined }), tag === undefined ? undefined : isTagged);
}

/** Those of these tools that the viewer may see, in the order of the ids. */
export async function selectByIds(db: Database, viewerId: string, ids: readonly string[]): Promise<Tool[]> {
  const rows = await db
    .select()
    .from(mcpTools)
    .where(and(inValues(mcpTools.id, ids), isNull(mcpTools.deletedAt), seenBy(viewerId)))
    .all();
  const place = new Map(ids.map((id, i) => [id, i]));
  return rows.map(toTool).toSorted((one, other) => (place.get(one.id) ?? 0) - (place.get(other.id) ?? 0));
}

export async function selectVersions(
  db: Database,
  filter: ToolFilter,
  limit: number,
): Promise<(Versioned & { id: string })[]> {
  return db
    .select({ id: mcpTools.id, agentId: mcpTools.agentId, version: mcpTools.version, status: mcpTools.status })
    .from(mcpTools)
    .where(matching(filter))
    .orderBy(desc(mcpTools.createdAt), desc(mcpTools.id))
    .limit(limit)
    .all();
}

export interface Count {
  readonly value: string;
  readonly count: number;
}

/**
 * How many of the tools that match have each status, pricing model, protocol and, of the most used `limit`, category
 * and tag.
 */
export async function countFacets(db: Database, filter: ToolFilter, limit: number) {
  const where = matching(filter);
  const by = (column: SQLiteColumn) =>
    db
      .select({ value: sql<string>`${column}`, count: COUNT })
      .from(mcpTools)
      .where(and(where, isNotNull(column)))
      .groupBy(column)
      .orderBy(desc(COUNT), column)
      .limit(limit);
  const tags = db
    .select({ value: mcpToolTags.tag, count: COUNT })
    .from(mcpToolTags)
    .innerJoin(mcpTools, eq(mcpTools.id, mcpToolTags.toolId))
    .where(where)
    .groupBy(mcpToolTags.tag)
    .orderBy(desc(COUNT), mcpToolTags.tag)
    .limit(limit);
  const [status, pricing, protocol, category, tag] = await db.batch([
    by(mcpTools.status),
    by(mcpTools.pricingModel),
    by(mcpTools.protocol),
    by(mcpTools.category),
    tags,
  ]);
  return { status, pricing, protocol, categories: category, tags: tag };
}

const COUNT = sql<number>`count(*)`;

function matching(filter: ToolFilter): SQL | undefined {
  const { text, tag, category, agentId, name } = filter;
  return and(
    isNull(mcpTools.deletedAt),
    listedFor(filter),
    text && textMatches(text),
    tag === undefined ? undefined : hasTag(tag),
    category === undefined ? undefined : eq(mcpTools.category, category),
    agentId === undefined ? undefined : eq(mcpTools.agentId, agentId),
    name === undefined ? undefined : eq(mcpTools.name, name),
    offering(filter),
  );
}

type Offer = "protocol" | "status" | "pricing" | "maxPriceUsd" | "authType";

/** What mcp_tools_offer has the columns of. */
function offering({ protocol, status, pricing, maxPriceUsd, authType }: Pick<ToolFilter, Offer>): SQL | undefined {
  return and(
    protocol === undefined ? undefined : isProtocol(protocol),
    status === undefined ? undefined : eq(mcpTools.status, status),
    // The + as in `listedFor`.
    pricing === undefined ? undefined : sql`+${mcpTools.pricingModel} = ${pricing}`,
    maxPriceUsd === undefined ? undefined : lte(mcpTools.priceUsd, maxPriceUsd),
    authType === undefined ? undefined : sql`+${mcpTools.authType} = ${authType}`,
  );
}

/** A search brings up a deprecated tool of another agent only if it asks for such, or for a name. */
function listedFor({ viewerId, status, name }: ToolFilter): SQL | undefined {
  if (status !== undefined || name !== undefined) return seenBy(viewerId);
  // The + keeps SQLite from gathering all of them by two indexes, where it should walk along the sort's own.
  return sql`((+${mcpTools.status} = 'active' AND +${mcpTools.isPublic}) OR +${mcpTools.agentId} = ${viewerId})`;
}

function seenBy(viewerId: string): SQL {
  return sql`((+${mcpTools.status} <> 'inactive' AND +${mcpTools.isPublic}) OR +${mcpTools.agentId} = ${viewerId})`;
}

function textMatches(text: TextMatch): SQL {
  if ("literal" in text) {
    // instr, not LIKE: D1 refuses a LIKE pattern of more than 50 bytes.
    return sql`(instr(${mcpTools.name}, ${text.literal}) > 0 OR instr(${mcpTools.description}, ${text.literal}) > 0)`;
  }
  return sql`${mcpTools.id} IN (
    SELECT ${mcpToolDocuments.toolId} FROM mcp_tool_words
    JOIN ${mcpToolDocuments} ON ${mcpToolDocuments.row} = ${DOCUMENT}
    WHERE mcp_tool_words MATCH ${text.expression})`;
}

function hasTag(tag: string): SQL {
  return sql`${mcpTools.id} IN (SELECT ${mcpToolTags.toolId} FROM ${mcpToolTags} WHERE ${mcpToolTags.tag} = ${tag})`;
}

/** Nearly all tools may be of the one kind that registration gives: an index would gather all of them. */
function isProtocol(protocol: Tool["protocol"]): SQL {
  return protocol === "http" ? sql`+${mcpTools.protocol} = ${protocol}` : eq(mcpTools.protocol, protocol);
}

function after(sort: Sort, { value, id }: SortPosition): SQL {
  const by = BY[sort];
  return by.order === asc
    ? sql`(${by.value}, ${mcpTools.id}) > (${value}, ${id})`
    : sql`(${by.value}, ${mcpTools.id}) < (${value}, ${id})`;
}
