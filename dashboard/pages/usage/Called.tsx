// What the agent itself called. The log says which tools that were lately; their statistics say how often in the period.

import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Call, callPagesQuery } from "../../hub/calls.ts";
import { ProblemError } from "../../hub/hub.ts";
import { toolQuery, type ToolStats, toolStatsQuery } from "../../hub/tools.ts";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Rows } from "../../ui/Rows.tsx";
import { CallsOverTime } from "./CallsOverTime.tsx";
import { StatusTable, ToolTable, Totals } from "./tables.tsx";

const PAGE = 100;

export function Called({ period }: { readonly period: ToolStats["period"] }) {
  const { t } = useTranslation();
  const log = useInfiniteQuery(callPagesQuery({ role: "caller", limit: PAGE }));
  return (
    <Rows of={log} empty={<Notice title={t("calls.empty")}>{t("calls.emptyHint")}</Notice>}>
      {(calls) => <Calls calls={calls} period={period} />}
    </Rows>
  );
}

function Calls({ calls, period }: { readonly calls: readonly Call[]; readonly period: ToolStats["period"] }) {
  const { t } = useTranslation();
  const toolIds = [...new Set(calls.map(({ toolId }) => toolId))];
  const tools = useQueries({ queries: toolIds.map((toolId) => toolQuery(toolId)) });
  const stats = useQueries({ queries: toolIds.map((toolId) => toolStatsQuery(toolId, period)) });
  if ([...tools, ...stats].some(({ isPending }) => isPending)) return <Loading />;
  const broken = [...tools, ...stats].find(({ error, data }) => error && !data && !isGone(error));
  if (broken) return <Failed error={broken.error} retry={() => void broken.refetch()} />;
  // A tool that is gone has no numbers any more; its calls are in the log.
  const numbers = toolIds.flatMap((_, place) => {
    const tool = tools[place]?.data;
    const of = stats[place]?.data;
    return tool === undefined || of === undefined || of.own.calls === 0
      ? []
      : [{ tool, numbers: of.own, series: of.ownSeries }];
  });
  return (
    <div className="mb-4 flex flex-col gap-4">
      <p className="text-quiet">{t("usage.fromLog", { count: calls.length })}</p>
      <Totals of={numbers} />
      {numbers.length > 0 && <CallsOverTime of={numbers.map(({ series }) => series)} />}
      <ToolTable title={t("usage.byTool")} of={numbers} />
      <StatusTable calls={calls} />
    </div>
  );
}

function isGone(error: Error): boolean {
  return error instanceof ProblemError && (error.status === 404 || error.status === 410);
}
