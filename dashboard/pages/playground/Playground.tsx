import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "../../../engine/json.ts";
import { newStep } from "../../canvas/new-step.ts";
import { faultsBelow, ProblemError } from "../../hub/hub.ts";
import { sampleOf } from "../../hub/json-schema.ts";
import { type Tool, toolQuery, toolsQuery } from "../../hub/tools.ts";
import { Page } from "../../layout/Page.tsx";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { ms } from "../../ui/units.ts";
import { AnswerHead } from "./AnswerHead.tsx";
import { ArgumentsJson } from "./ArgumentsJson.tsx";
import { Items } from "./Items.tsx";
import { Outcome, Streamed } from "./Outcome.tsx";
import { SchemaForm } from "./SchemaForm.tsx";
import { type Ended, useStreamedCall } from "./use-streamed-call.ts";

const FOUND = 10;
const HISTORY = 20;

export function Playground() {
  const { t } = useTranslation();
  const { tool: toolId } = useSearch({ from: "/inside/playground" });
  const tool = useQuery({ ...toolQuery(toolId ?? ""), enabled: toolId !== undefined });
  return (
    <Page title={t("nav.playground")} intro={t("playground.intro")}>
      <div className="grid gap-4 lg:grid-cols-[16rem_minmax(0,1fr)]">
        <ToolPicker chosen={toolId} />
        {toolId === undefined ? (
          <Notice title={t("playground.pick")} />
        ) : tool.data ? (
          <Bench key={toolId} tool={tool.data} />
        ) : tool.error ? (
          <Failed error={tool.error} retry={() => void tool.refetch()} />
        ) : (
          <Loading />
        )}
      </div>
    </Page>
  );
}

function ToolPicker({ chosen }: { readonly chosen: string | undefined }) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const q = useDeferredValue(words.trim());
  const { data } = useQuery({ ...toolsQuery({ ...(q && { q }), limit: FOUND }), placeholderData: keepPreviousData });
  return (
    <div>
      <TextField
        label={t("registry.search")}
        type="search"
        value={words}
        onChange={({ target }) => setWords(target.value)}
      />
      <ul
        // On a phone, what is called is not to be far below.
        className="mt-2 max-lg:max-h-44 max-lg:overflow-y-auto"
        aria-label={t("registry.results")}
      >
        {(data?.data ?? []).map(({ id, name, version }) => (
          <li key={id}>
            <Link
              to="/playground"
              search={{ tool: id }}
              aria-current={id === chosen ? "true" : undefined}
              className="hover:bg-sunken aria-[current]:bg-accent-soft aria-[current]:text-accent flex justify-between gap-2 rounded px-2 py-1"
            >
              <span className="truncate">{name}</span>
              <span className="text-quiet text-xs">{version}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** One tool, with what it is to be called with and what came of it. */
function Bench({ tool }: { readonly tool: Tool }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/playground" });
  const { as = "form" } = useSearch({ from: "/inside/playground" });
  const [args, setArgs] = useState<unknown>(() => (tool.inputSchema ? sampleOf(tool.inputSchema) : {}));
  const [history, setHistory] = useState<readonly Ended[]>([]);
  const call = useStreamedCall(tool.id, (ended) => setHistory((before) => [ended, ...before].slice(0, HISTORY)));
  const toStep = (given: unknown) => {
    const step = { ...newStep({ kind: "tool", toolId: tool.id, name: tool.name }), arguments: given as Json };
    void navigate({ to: "/workflows/new", search: {}, state: { step } });
  };
  const views = {
    form: () => (
      <SchemaForm
        schema={tool.inputSchema}
        value={args}
        change={setArgs}
        faults={faultsBelow(call.error, "/arguments")}
      />
    ),
    json: () => <ArgumentsJson schema={tool.inputSchema} value={args} change={setArgs} />,
  };
  const hasForm = typeof tool.inputSchema === "object" && tool.inputSchema !== null;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Panel
        title={tool.name}
        actions={
          <Link to="/tools/$toolId" params={{ toolId: tool.id }} search={{}} className="text-accent underline">
            {t("tool.overview")}
          </Link>
        }
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (call.going === null) call.start(args ?? {});
          }}
        >
          {hasForm ? (
            <Tabs
              label={t("calls.input")}
              chosen={as}
              choose={(view) =>
                void navigate({
                  search: (before) => ({ ...before, as: view === "form" ? undefined : view }),
                  replace: true,
                })
              }
              tabs={[
                { id: "form", label: t("playground.form"), content: views.form },
                { id: "json", label: "JSON", content: views.json },
              ]}
            />
          ) : (
            views.json()
          )}
          <div className="mt-4 flex flex-wrap items-center gap-2">
            <Button look="primary" type="submit" disabled={call.going !== null}>
              {t(call.going === null ? "playground.call" : "playground.calling")}
            </Button>
            {call.going !== null && <Button onClick={call.stop}>{t("playground.stop")}</Button>}
          </div>
        </form>
      </Panel>
      {call.going !== null && (
        <Panel title={t("playground.calling")}>
          <p className="mb-3">
            <span role="timer" className="tabular-nums">
              {ms(call.going.elapsedMs)}
            </span>{" "}
            <Streamed heard={call.going} />
          </p>
          <Items heard={call.going} />
        </Panel>
      )}
      <div aria-live="polite" className="flex flex-col gap-4">
        {call.error && call.going === null && (
          <>
            <Failed error={call.error} />
            {call.error instanceof ProblemError && <AnswerHead head={call.error} />}
          </>
        )}
        {history.map((ended, index) => (
          <Outcome
            key={ended.place}
            ended={ended}
            isLatest={index === 0}
            again={() => setArgs(ended.args)}
            toStep={() => toStep(ended.args)}
          />
        ))}
      </div>
    </div>
  );
}
