import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ToolStats } from "../../hub/tools.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { overTime } from "./sum-up.ts";

const Chart = lazy(() => import("../../ui/Chart.tsx"));

/** Several tools' series, all of the same periods, as one. */
export function CallsOverTime({ of: all }: { readonly of: readonly ToolStats["series"][] }) {
  const { t } = useTranslation();
  // What the numbers say, not which object holds them, decides over drawing anew.
  const text = JSON.stringify(overTime(all));
  const { times, lines } = useMemo(() => {
    const { times: starts, calls, failed } = JSON.parse(text) as ReturnType<typeof overTime>;
    return {
      times: starts,
      lines: [
        { label: t("usage.calls"), values: calls },
        { label: t("usage.failed"), values: failed },
      ],
    };
  }, [text, t]);
  return (
    <Panel title={t("usage.overTime")}>
      <Suspense fallback={<Loading />}>
        <Chart title={t("usage.overTime")} times={times} lines={lines} />
      </Suspense>
    </Panel>
  );
}
