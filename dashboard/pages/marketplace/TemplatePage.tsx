import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { isObject } from "../../hub/json-schema.ts";
import { type ReadTemplate, type Slot, templateQuery } from "../../hub/templates.ts";
import { FailedPage } from "../../layout/FailedPage.tsx";
import { Page } from "../../layout/Page.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Readme } from "../../ui/Readme.tsx";
import { Time } from "../../ui/Time.tsx";
import { Popularity } from "./Popularity.tsx";
import { Ratings } from "./Ratings.tsx";
import { TemplateDeeds } from "./TemplateDeeds.tsx";

const Picture = lazy(() => import("../builder/Picture.tsx"));

export function TemplatePage() {
  const { t } = useTranslation();
  const { templateId } = useParams({ from: "/inside/marketplace/$templateId" });
  const { version } = useSearch({ from: "/inside/marketplace/$templateId" });
  const { data: template, error, refetch } = useQuery(templateQuery(templateId, version));
  if (error && !template) return <FailedPage error={error} retry={() => void refetch()} />;
  if (!template) return <Loading />;
  const { icon, title, summary, readme, definition, subWorkflows, slots, exampleInput, tags, category } = template;
  return (
    <Page
      title={icon === null ? title : `${icon} ${title}`}
      above={
        <Link to="/marketplace" search={{}} className="underline">
          {t("nav.marketplace")}
        </Link>
      }
      intro={summary}
      actions={<TemplateDeeds template={template} />}
    >
      <div className="mb-4 flex flex-wrap items-center gap-1.5">
        {category && <Badge tone="accent">{category}</Badge>}
        <Popularity template={template} />
        {tags.map((tag) => (
          <Link key={tag} to="/marketplace" search={{ tag }} className="text-accent text-xs underline">
            #{tag}
          </Link>
        ))}
      </div>
      <div className="grid gap-4 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Suspense fallback={<Loading />}>
            <Picture definition={definition} />
          </Suspense>
          <SubWorkflows subWorkflows={subWorkflows} />
          <Slots slots={slots} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Readme text={readme} />
          {exampleInput !== null && exampleInput !== undefined && (
            <Panel title={t("templates.example")}>
              <JsonCode label={t("templates.example")} value={exampleInput} />
            </Panel>
          )}
        </div>
      </div>
      <div className="mt-4 flex flex-col gap-4">
        <About template={template} />
        <Ratings template={template} />
      </div>
    </Page>
  );
}

/** What its steps run beside tools: each a picture of its own, for who opens it. */
function SubWorkflows({ subWorkflows }: Pick<ReadTemplate, "subWorkflows">) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const names = Object.keys(subWorkflows);
  if (names.length === 0) return null;
  return (
    <Panel title={t("templates.subWorkflows")}>
      <p className="text-quiet mb-3">{t("templates.subWorkflowsHint")}</p>
      <ul className="flex flex-col gap-3">
        {names.map((name) => (
          <li key={name}>
            <details
              onToggle={({ currentTarget }) => {
                if (currentTarget.open) setOpened((before) => [...new Set([...before, name])]);
              }}
            >
              <summary className="cursor-pointer">
                <code className="text-accent">{name}</code>{" "}
                <span className="text-quiet break-words">{descriptionOf(subWorkflows[name])}</span>
              </summary>
              {opened.includes(name) && (
                <Suspense fallback={<Loading />}>
                  <Picture definition={subWorkflows[name]} />
                </Suspense>
              )}
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function descriptionOf(definition: unknown): string {
  const description = isObject(definition) ? definition["description"] : undefined;
  return typeof description === "string" ? description : "";
}

function Slots({ slots }: { readonly slots: readonly Slot[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("templates.slots")}>
      {slots.length === 0 ? (
        <p className="text-quiet">{t("templates.noSlots")}</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {slots.map(({ name, title, description, default: standard }) => (
            <li key={name}>
              <code className="text-accent">{name}</code> <span className="text-strong font-medium">{title}</span>
              {standard !== undefined && <span className="text-quiet"> · {t("templates.hasDefault")}</span>}
              <p className="text-quiet break-words">{description}</p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function About({ template }: { readonly template: ReadTemplate }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/marketplace/$templateId" });
  const { versions, shownVersion, version: current, lineage, forkCount, updatedAt, useCount } = template;
  return (
    <Panel>
      {versions.length > 1 && (
        <SelectField
          label={t("myTools.version")}
          className="mb-4 max-w-40"
          value={shownVersion}
          onChange={({ target }) => {
            const version = Number(target.value);
            void navigate({ search: version === current ? {} : { version } });
          }}
          options={versions.map(({ version }) => ({ value: String(version), label: String(version) }))}
        />
      )}
      <Facts
        facts={[
          ["ID", <code key="id">{template.id}</code>],
          [t("myTools.version"), shownVersion],
          [t("tool.updated"), <Time key="updated" at={updatedAt} />],
          [t("templates.uses"), useCount],
          [t("templates.forks"), forkCount],
          [
            t("templates.lineage"),
            lineage.length === 0
              ? t("common.none")
              : lineage.map(({ id, title }) => (
                  <Link
                    key={id}
                    to="/marketplace/$templateId"
                    params={{ templateId: id }}
                    search={{}}
                    className="text-accent mr-2 underline"
                  >
                    {title ?? id}
                  </Link>
                )),
          ],
        ]}
      />
    </Panel>
  );
}
