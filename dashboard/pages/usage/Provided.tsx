import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { Link, useRouteContext } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ownToolPagesQuery, type Tool, type ToolStats, toolStatsQuery } from "../../hub/tools.ts";
import { buttonClass } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Rows } from "../../ui/Rows.tsx";
import { CallsOverTime } from "./CallsOverTime.tsx";
import { byCaller } from "./sum-up.ts";
import { CallerTable, Totals, ToolTable } from "./tables.tsx";

/** How the agent's own tools were called, those of the pages that are shown. */
export function Provided({ period }: { readonly period: ToolStats["period"] }) {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "/inside" });
  const own = useInfiniteQuery(ownToolPagesQuery(session.agentId));
  return (
    <Rows
      of={own}
      empty={
        <Notice title={t("myTools.empty")}>
          <p>{t("start.registerToolHint")}</p>
          <Link to="/my-tools/new" className={buttonClass("primary")}>
            {t("start.registerTool")}
          </Link>
        </Notice>
      }
    >
      {(tools) => <Numbers tools={tools} period={period} />}
    </Rows>
  );
}

function Numbers({ tools, period }: { readonly tools: readonly Tool[]; readonly period: ToolStats["period"] }) {
  const { t } = useTranslation();
  const read = useQueries({ queries: tools.map(({ id }) => toolStatsQuery(id, period)) });
  const broken = read.find(({ error, data }) => error && !data);
  if (broken) return <Failed error={broken.error} retry={() => void broken.refetch()} />;
  const stats = read.flatMap(({ data }) => data ?? []);
  if (stats.length < tools.length) return <Loading />;
  const numbers = stats.flatMap(({ total }, place) => {
    const tool = tools[place];
    return tool === undefined ? [] : [{ tool, numbers: total }];
  });
  const callers = byCaller(stats);
  return (
    <div className="mb-4 flex flex-col gap-4">
      <Totals of={numbers} />
      <CallsOverTime of={stats.map(({ series }) => series)} />
      <ToolTable title={t("usage.byTool")} of={numbers} />
      {callers.length > 0 && <CallerTable callers={callers} />}
    </div>
  );
}
