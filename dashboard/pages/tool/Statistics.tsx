import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type ToolStats, toolStatsQuery } from "../../hub/tools.ts";
import { Facts } from "../../ui/Facts.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { ms, percent } from "../../ui/units.ts";

const Chart = lazy(() => import("../../ui/Chart.tsx"));

export function Statistics({ toolId }: { readonly toolId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(toolStatsQuery(toolId, "hour"));
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { total, series } = data;
  return (
    <div className="flex flex-col gap-4">
      <Panel title={t("tool.lastDay")}>
        <Facts
          facts={[
            [t("tool.calls"), total.calls],
            [t("tool.successRate"), percent(total.successRate)],
            ["p50", ms(total.p50LatencyMs)],
            ["p95", ms(total.p95LatencyMs)],
            ["p99", ms(total.p99LatencyMs)],
          ]}
        />
        {total.calls === 0 && <p className="text-quiet mt-3">{t("tool.noCalls")}</p>}
      </Panel>
      {total.calls > 0 && <Charts series={series} />}
    </div>
  );
}

function Charts({ series }: { readonly series: ToolStats["series"] }) {
  const { t } = useTranslation();
  const { times, calls, latencies } = useMemo(
    () => ({
      times: series.map(({ start }) => start),
      calls: [{ label: t("tool.calls"), values: series.map((hour) => hour.calls) }],
      latencies: [
        { label: "p50", values: series.map(({ p50LatencyMs }) => p50LatencyMs) },
        { label: "p95", values: series.map(({ p95LatencyMs }) => p95LatencyMs) },
        { label: "p99", values: series.map(({ p99LatencyMs }) => p99LatencyMs) },
      ],
    }),
    [series, t],
  );
  return (
    <Suspense fallback={<Loading />}>
      <Panel title={t("tool.calls")}>
        <Chart title={t("tool.calls")} times={times} lines={calls} />
      </Panel>
      <Panel title={t("tool.latency")}>
        <Chart title={t("tool.latency")} unit=" ms" times={times} lines={latencies} />
      </Panel>
    </Suspense>
  );
}
