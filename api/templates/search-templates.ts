// Finding templates, as tools are found (tools/search-tools.ts): by text in the order of relevance, else sorted.

import { z } from "@hono/zod-openapi";
import { decodeCursor, encodeCursor, invalidCursor } from "../http/page.ts";
import { rankedPage } from "../http/ranked-page.ts";
import type { Database } from "../platform/database.ts";
import { rankByWords } from "../platform/rank-by-words.ts";
import { expressionOf, textMatch, wordsOf } from "../platform/search-words.ts";
import { selectTermsLike } from "../platform/terms-store.ts";
import { insertPresets } from "./insert-presets.ts";
import { countFacets, selectByIds, selectRanked, selectSorted, SORTS } from "./search-store.ts";
import type { Sort, TemplateFilter } from "./search-store.ts";
import type { Template } from "./template.ts";

const FACET_VALUES = 50;

export interface TemplateSearch extends Omit<TemplateFilter, "text"> {
  readonly q?: string | undefined;
  readonly sort?: Sort | "relevance" | undefined;
  readonly facets?: boolean | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface Count {
  readonly value: string;
  readonly count: number;
}

export interface FoundTemplates {
  readonly templates: readonly Template[];
  readonly nextCursor: string | null;
  /** Of the first page alone. */
  readonly facets?: { readonly categories: Count[]; readonly tags: Count[] };
}

/** Throws the problem `invalid_cursor`. */
export async function searchTemplates(db: Database, search: TemplateSearch): Promise<FoundTemplates> {
  await insertPresets(db);
  const words = wordsOf(search.q ?? "");
  const { q, facets, limit, cursor, ...rest } = search;
  const { sort = words.length > 0 ? "relevance" : "popularity", ...filter } = rest;
  let text = textMatch(q, words);
  const read = async (): Promise<FoundTemplates> => {
    if (sort !== "relevance" || words.length === 0) {
      const by = sort === "relevance" ? "popularity" : sort;
      return sortedPage(db, { ...filter, text }, by, { limit, cursor });
    }
    const { ids, nextCursor } = await rankedPage({ limit, cursor }, async () => {
      const best = await rankByWords(words, {
        ranked: (wording, most) => selectRanked(db, filter, wording, most),
        termsLike: (word, most) => selectTermsLike(db, "templates", word, most),
      });
      text = { expression: expressionOf(best.wording, "beginning") };
      return best.ids;
    });
    return { templates: await selectByIds(db, ids), nextCursor };
  };
  const page = await read();
  if (facets !== true || cursor !== undefined) return page;
  return { ...page, facets: await countFacets(db, { ...filter, text }, FACET_VALUES) };
}

const sortedCursor = z.tuple([z.enum(SORTS), z.union([z.iso.datetime(), z.number()]), z.string().max(100)]);

async function sortedPage(
  db: Database,
  filter: TemplateFilter,
  sort: Sort,
  { limit, cursor }: { limit: number; cursor: string | undefined },
): Promise<FoundTemplates> {
  const found = await selectSorted(db, filter, sort, { limit: limit + 1, position: positionIn(sort, cursor) });
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1)?.position : undefined;
  return {
    templates: shown.map(({ template }) => template),
    nextCursor: last === undefined ? null : encodeCursor([sort, last.value, last.id]),
  };
}

function positionIn(sort: Sort, cursor: string | undefined) {
  if (cursor === undefined) return null;
  const [of, value, id] = decodeCursor(sortedCursor, cursor) ?? invalidCursor();
  return of === sort && (typeof value === "string") === (sort === "newest") ? { value, id } : invalidCursor();
}
