import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type MarketSearch, TEMPLATE_SORTS } from "../../hub/search-params.ts";
import { type Template, templatePagesQuery } from "../../hub/templates.ts";
import { Page } from "../../layout/Page.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Rows } from "../../ui/Rows.tsx";
import { Popularity } from "./Popularity.tsx";

const PAGE = 30;

export function Marketplace() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/inside/marketplace" });
  const navigate = useNavigate({ from: "/marketplace" });
  const { q, sort, category, tag } = search;
  const sorts = TEMPLATE_SORTS.filter((value) => value !== "relevance" || q);
  const chosenSort = sort !== undefined && sorts.includes(sort) ? sort : q ? "relevance" : "popularity";
  const found = useInfiniteQuery({
    ...templatePagesQuery({ q, category, tag, sort: chosenSort, facets: "true", limit: PAGE }),
    // What was found before stays in sight while the next is looked for.
    placeholderData: keepPreviousData,
  });
  const set = (change: Partial<MarketSearch>, replace = false) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace });
  const categories = found.data?.pages[0]?.facets?.categories ?? [];
  const shown =
    category && !categories.some(({ value }) => value === category)
      ? [{ value: category, count: 0 }, ...categories]
      : categories;
  return (
    <Page title={t("nav.marketplace")} intro={t("templates.intro")}>
      <form role="search" onSubmit={(event) => event.preventDefault()} className="mb-4 flex flex-wrap items-end gap-3">
        <TextField
          label={t("templates.search")}
          type="search"
          className="min-w-60 flex-1"
          placeholder={t("templates.placeholder")}
          value={q ?? ""}
          onChange={({ target }) => set({ q: target.value || undefined }, true)}
        />
        <SelectField
          label={t("registry.sort")}
          value={chosenSort}
          onChange={({ target }) => set({ sort: target.value as MarketSearch["sort"] })}
          options={sorts.map((value) => ({ value, label: t(`templates.sort_${value}`) }))}
        />
      </form>
      <div role="group" aria-label={t("registry.category")} className="mb-4 flex flex-wrap gap-2">
        {shown.map(({ value, count }) => (
          <button
            key={value}
            type="button"
            aria-pressed={category === value}
            onClick={() => set({ category: category === value ? undefined : value })}
            className="border-control hover:bg-sunken aria-pressed:bg-accent-soft aria-pressed:text-accent aria-pressed:border-accent rounded-full border px-3 py-1"
          >
            {value} <span className="text-quiet text-xs tabular-nums">{count}</span>
          </button>
        ))}
        {tag && (
          <Button onClick={() => set({ tag: undefined })}>
            #{tag} <span aria-hidden>×</span>
          </Button>
        )}
      </div>
      <section aria-label={t("templates.found")} aria-busy={found.isFetching}>
        <Rows
          of={found}
          empty={
            <Notice title={t("templates.empty")}>
              <p>{t("registry.emptyHint")}</p>
              <Button onClick={() => void navigate({ search: {} })}>{t("common.clear")}</Button>
            </Notice>
          }
        >
          {(templates) => (
            <ul className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
              {templates.map((template) => (
                <TemplateCard key={template.id} template={template} />
              ))}
            </ul>
          )}
        </Rows>
      </section>
    </Page>
  );
}

function TemplateCard({ template }: { readonly template: Template }) {
  const { id, icon, title, summary, category } = template;
  return (
    <li className="border-line bg-panel hover:border-accent relative flex flex-col rounded-lg border p-4">
      <div className="flex items-baseline gap-2">
        <span aria-hidden className="text-lg">
          {icon ?? "◇"}
        </span>
        <Link
          to="/marketplace/$templateId"
          params={{ templateId: id }}
          search={{}}
          // The whole card is the link's.
          className="text-strong font-semibold break-words after:absolute after:inset-0 after:rounded-lg"
        >
          {title}
        </Link>
      </div>
      <p className="text-quiet mt-1 line-clamp-3 flex-1">{summary}</p>
      <div className="mt-3 flex flex-wrap items-center gap-1.5">
        {category && <Badge tone="accent">{category}</Badge>}
        <Popularity template={template} />
      </div>
    </li>
  );
}
