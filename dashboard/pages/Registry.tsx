import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../hub/hub.ts";
import { type RegistrySearch, SORTS } from "../hub/search-params.ts";
import { type Tool, toolPagesQuery } from "../hub/tools.ts";
import { Page } from "../layout/Page.tsx";
import { Badge, StatusBadge } from "../ui/Badge.tsx";
import { Button } from "../ui/Button.tsx";
import { SelectField, TextField } from "../ui/Field.tsx";
import { Notice } from "../ui/Notice.tsx";
import { Rows } from "../ui/Rows.tsx";

const PAGE = 30;

export function Registry() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/inside/registry" });
  const navigate = useNavigate({ from: "/registry" });
  const { sort, ...filters } = search;
  const found = useInfiniteQuery({
    ...toolPagesQuery({
      ...filters,
      ...(sort && (sort !== "relevance" || search.q) && { sort }),
      facets: "true",
      limit: PAGE,
    }),
    // What was found before stays in sight while the next is looked for.
    placeholderData: keepPreviousData,
  });
  const set = (change: Partial<RegistrySearch>, replace = false) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace });
  const [isFiltering, setFiltering] = useState(false);
  const isNarrowed = Object.keys(search).length > 0;
  const sorts = SORTS.filter((value) => value !== "relevance" || search.q);

  return (
    <Page title={t("registry.title")}>
      <form role="search" onSubmit={(event) => event.preventDefault()} className="mb-4 flex flex-wrap items-end gap-3">
        <TextField
          label={t("registry.search")}
          type="search"
          className="min-w-60 flex-1"
          placeholder={t("registry.placeholder")}
          value={search.q ?? ""}
          // A word being typed is one place in the history, not ten.
          onChange={({ target }) => set({ q: target.value || undefined }, true)}
        />
        <SelectField
          label={t("registry.sort")}
          value={sort ?? (search.q ? "relevance" : "newest")}
          onChange={({ target }) => set({ sort: target.value as RegistrySearch["sort"] })}
          options={sorts.map((value) => ({ value, label: t(`registry.${value}`) }))}
        />
      </form>
      <div className="grid gap-6 lg:grid-cols-[13rem_minmax(0,1fr)]">
        <div>
          <Button
            className="w-full lg:hidden"
            aria-expanded={isFiltering}
            aria-controls="facets"
            onClick={() => setFiltering(!isFiltering)}
          >
            {t("registry.filters")}
          </Button>
          {/* Where there is little room, what was found comes first. */}
          <div id="facets" className={isFiltering ? "max-lg:mt-4" : "max-lg:hidden"}>
            <Facets facets={found.data?.pages[0]?.facets} search={search} set={set} isNarrowed={isNarrowed} />
          </div>
        </div>
        <section aria-label={t("registry.results")} aria-busy={found.isFetching}>
          <Rows
            of={found}
            empty={
              <Notice title={t("registry.empty")}>
                <p>{t("registry.emptyHint")}</p>
                {isNarrowed && <ClearButton />}
              </Notice>
            }
          >
            {(tools) => (
              <ul className="grid gap-3 xl:grid-cols-2">
                {tools.map((tool) => (
                  <ToolCard key={tool.id} tool={tool} />
                ))}
              </ul>
            )}
          </Rows>
        </section>
      </div>
    </Page>
  );
}

function ClearButton() {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/registry" });
  return <Button onClick={() => void navigate({ search: {} })}>{t("common.clear")}</Button>;
}

const FACETS = [
  { field: "category", from: "categories" },
  { field: "tag", from: "tags" },
  { field: "protocol", from: "protocol" },
  { field: "pricing", from: "pricing" },
  { field: "status", from: "status" },
] as const;

function Facets({
  facets,
  search,
  set,
  isNarrowed,
}: {
  readonly facets: Schema<"ToolFacets"> | undefined;
  readonly search: RegistrySearch;
  readonly set: (change: Partial<RegistrySearch>) => void;
  readonly isNarrowed: boolean;
}) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-4">
      {FACETS.map(({ field, from }) => {
        const counts = facets?.[from] ?? [];
        if (counts.length === 0 && search[field] === undefined) return null;
        const chosen = search[field];
        const rows =
          chosen && !counts.some(({ value }) => value === chosen) ? [{ value: chosen, count: 0 }, ...counts] : counts;
        return (
          <fieldset key={field}>
            <legend className="text-quiet mb-1 text-xs font-medium">{t(`registry.${field}`)}</legend>
            <ul>
              {rows.map(({ value, count }) => (
                <li key={value}>
                  <button
                    type="button"
                    aria-pressed={chosen === value}
                    onClick={() => set({ [field]: chosen === value ? undefined : value })}
                    className="hover:bg-sunken aria-pressed:bg-accent-soft aria-pressed:text-accent flex w-full justify-between gap-2 rounded px-2 py-1 text-left"
                  >
                    <span className="truncate">{facetText(t, field, value)}</span>
                    <span className="text-quiet tabular-nums">{count}</span>
                  </button>
                </li>
              ))}
            </ul>
          </fieldset>
        );
      })}
      {isNarrowed && <ClearButton />}
    </div>
  );
}

/** What the hub's own words are called; agents' words are theirs. */
function facetText(t: TFunction, field: (typeof FACETS)[number]["field"], value: string) {
  if (field === "pricing" && isOneOf(PRICINGS, value)) return t(`registry.pricing_${value}`);
  if (field === "status" && isOneOf(STATUSES, value)) return t(`status.${value}`);
  return value;
}

const PRICINGS = ["free", "per_call", "subscription"] as const;
const STATUSES = ["active", "inactive", "deprecated"] as const;

function isOneOf<Values extends readonly string[]>(values: Values, value: string): value is Values[number] {
  return values.includes(value);
}

function ToolCard({ tool }: { readonly tool: Tool }) {
  const { t } = useTranslation();
  return (
    <li className="border-line bg-panel hover:border-accent relative rounded-lg border p-4">
      <div className="flex flex-wrap items-baseline gap-2">
        <Link
          to="/tools/$toolId"
          params={{ toolId: tool.id }}
          search={{}}
          // The whole card is the link's.
          className="text-strong font-semibold break-all after:absolute after:inset-0 after:rounded-lg"
        >
          {tool.name}
        </Link>
        <span className="text-quiet text-xs">{tool.version}</span>
        {tool.status !== "active" && <StatusBadge status={tool.status} />}
      </div>
      <p className="text-quiet mt-1 line-clamp-2">{tool.description || t("tool.noDescription")}</p>
      <div className="mt-3 flex flex-wrap gap-1.5">
        <Badge>{tool.protocol}</Badge>
        <Badge>{priceOf(tool, t)}</Badge>
        {tool.category && <Badge tone="accent">{tool.category}</Badge>}
        {tool.tags.slice(0, 4).map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
      </div>
    </li>
  );
}

function priceOf({ pricing }: Tool, t: TFunction): string {
  if (pricing.model === "per_call") return t("registry.perCall", { price: pricing.priceUsd });
  return pricing.model === "free" ? t("registry.free") : t("registry.subscription");
}
