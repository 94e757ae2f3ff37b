import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { runPagesQuery } from "../../hub/workflows.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { rowsOf } from "../../ui/Rows.tsx";
import { Time } from "../../ui/Time.tsx";
import { WorkflowName } from "../workflows/WorkflowName.tsx";

export const latestRunsQuery = runPagesQuery({ limit: 5 });

export function LatestRuns({ all }: { readonly all: ReactNode }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(latestRunsQuery);
  const runs = rowsOf(found);
  return (
    <Panel title={t("start.recentRuns")} actions={all}>
      {found.isPending ? (
        <Loading />
      ) : found.error && !found.data ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : runs.length === 0 ? (
        <p className="text-quiet">{t("runs.emptyHint")}</p>
      ) : (
        <ul>
          {runs.map(({ id, workflowId, status, createdAt }) => (
            <li
              key={id}
              className="border-line flex flex-wrap justify-between gap-x-3 border-t py-1.5 first:border-t-0"
            >
              <span className="min-w-0 break-words">
                <WorkflowName workflowId={workflowId} />{" "}
                <Link to="/runs/$runId" params={{ runId: id }} search={{}} className="text-accent break-all underline">
                  {id}
                </Link>{" "}
                <StatusBadge status={status} />
              </span>
              <span className="text-quiet">
                <Time at={createdAt} seconds />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
