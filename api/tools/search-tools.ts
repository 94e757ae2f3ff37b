// Finding tools. A page is read in one of two ways:
//
//   sorted  by a column: the cursor holds the last tool's value and id
//   ranked  by relevance or version (http/ranked-page.ts)

import { z } from "@hono/zod-openapi";
import type { FieldCode } from "../http/problem-codes.ts";
import { Problem } from "../http/problem.ts";
import { decodeCursor, encodeCursor, invalidCursor } from "../http/page.ts";
import { rankedPage } from "../http/ranked-page.ts";
import type { Database } from "../platform/database.ts";
import { rankByWords } from "../platform/rank-by-words.ts";
import { expressionOf, textMatch, wordsOf } from "../platform/search-words.ts";
import { selectTermsLike } from "../platform/terms-store.ts";
import { isVersionQuery, matchVersions } from "./match-versions.ts";
import { countFacets, selectByIds, selectRanked, selectSorted, selectVersions, SORTS } from "./search-store.ts";
import type { Count, Sort, ToolFilter } from "./search-store.ts";
import type { Tool } from "./tool.ts";

const MAX_VERSIONS = 2_000;
const FACET_VALUES = 20;

export interface ToolSearch extends Omit<ToolFilter, "text"> {
  readonly q?: string | undefined;
  /** Exact, a semver range or `latest`; only with a name. */
  readonly version?: string | undefined;
  readonly sort?: Sort | "relevance" | "version" | undefined;
  readonly facets?: boolean | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface FoundTools {
  readonly tools: readonly Tool[];
  readonly nextCursor: string | null;
  /** Of the first page alone. */
  readonly facets?: {
    readonly [Facet in "tags" | "categories" | "pricing" | "protocol" | "status"]: Count[];
  };
}

/** Throws the problem `invalid_cursor` or `invalid_parameter`. */
export async function searchTools(db: Database, search: ToolSearch): Promise<FoundTools> {
  checkVersion(search);
  const words = wordsOf(search.q ?? "");
  const { q, version, sort = defaultSort(search, words), facets, limit, cursor, ...filter } = search;
  if (sort === "version") {
    const rank = async () => {
      const found = await selectVersions(db, { ...filter, text: textMatch(q, words) }, MAX_VERSIONS);
      return matchVersions(found, version).map(({ id }) => id);
    };
    return rankedTools(db, filter.viewerId, { limit, cursor }, rank);
  }
  if (sort === "relevance" && words.length > 0) {
    let text = textMatch(q, words);
    const rank = async () => {
      const best = await rankByWords(words, {
        ranked: (wording, most) => selectRanked(db, filter, wording, most),
        termsLike: (word, most) => selectTermsLike(db, "tools", word, most),
      });
      text = { expression: expressionOf(best.wording, "beginning") };
      return best.ids;
    };
    const page = await rankedTools(db, filter.viewerId, { limit, cursor }, rank);
    return withFacets(db, { ...filter, text }, page, facets === true && cursor === undefined);
  }
  const sorted = { ...filter, text: textMatch(q, words) };
  const page = await sortedPage(db, sorted, sort === "relevance" ? "newest" : sort, limit, cursor);
  return withFacets(db, sorted, page, facets === true && cursor === undefined);
}

function checkVersion({ version, sort, name }: ToolSearch): void {
  const refuse = (parameter: string, code: FieldCode, message: string) => {
    const errors = [{ code, pointer: `/query/${parameter}`, message }];
    throw new Problem("invalid_parameter", `${parameter}: ${message}`, { errors });
  };
  if (name === undefined && (version !== undefined || sort === "version")) {
    refuse("name", "missing_field", "Versions are those of one name: give `name`.");
  }
  if (version === undefined) return;
  if (!isVersionQuery(version)) {
    refuse("version", "invalid_format", 'Give a version, a semver range such as "^1.2.0", or "latest".');
  }
  if (sort !== undefined && sort !== "version") {
    refuse("sort", "invalid_value", "What is asked for by `version` comes in the order of versions.");
  }
}

function defaultSort({ q, version }: ToolSearch, words: readonly string[]): "version" | "relevance" | "newest" {
  if (version !== undefined) return "version";
  return q !== undefined && words.length > 0 ? "relevance" : "newest";
}

async function rankedTools(
  db: Database,
  viewerId: string,
  page: { limit: number; cursor: string | undefined },
  rank: () => Promise<string[]>,
): Promise<FoundTools> {
  const { ids, nextCursor } = await rankedPage(page, rank);
  return { tools: await selectByIds(db, viewerId, ids), nextCursor };
}

const sortedCursor = z.tuple([z.enum(SORTS), z.union([z.iso.datetime(), z.number()]), z.string().max(64)]);

async function sortedPage(
  db: Database,
  filter: ToolFilter,
  sort: Sort,
  limit: number,
  cursor: string | undefined,
): Promise<FoundTools> {
  const found = await selectSorted(db, filter, sort, { limit: limit + 1, position: positionIn(sort, cursor) });
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1)?.position : undefined;
  return {
    tools: shown.map(({ tool }) => tool),
    nextCursor: last === undefined ? null : encodeCursor([sort, last.value, last.id]),
  };
}

function positionIn(sort: Sort, cursor: string | undefined) {
  if (cursor === undefined) return null;
  const [of, value, id] = decodeCursor(sortedCursor, cursor) ?? invalidCursor();
  return of === sort && (typeof value === "string") === (sort === "newest") ? { value, id } : invalidCursor();
}

async function withFacets(db: Database, filter: ToolFilter, page: FoundTools, wanted: boolean): Promise<FoundTools> {
  return wanted ? { ...page, facets: await countFacets(db, filter, FACET_VALUES) } : page;
}
