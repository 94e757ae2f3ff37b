import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useRunFeed } from "../../hub/feed.ts";
import { type RunSummary, runPagesQuery } from "../../hub/workflows.ts";
import { LostConnection } from "../../layout/ConnectionBadge.tsx";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Rows } from "../../ui/Rows.tsx";
import { Time } from "../../ui/Time.tsx";
import { WorkflowName } from "../workflows/WorkflowName.tsx";

export function RunList({
  filters,
}: {
  readonly filters: { readonly workflowId?: string; readonly status?: RunSummary["status"] };
}) {
  const { t } = useTranslation();
  const connection = useRunFeed();
  const found = useInfiniteQuery(runPagesQuery(filters));
  const isOfOne = filters.workflowId !== undefined;
  const columns = [
    t("calls.time"),
    t("calls.status"),
    ...(isOfOne ? [] : [t("builder.tab_workflow")]),
    t("runs.run"),
    t("myTools.version"),
    t("runs.took"),
  ];
  return (
    <>
      <LostConnection connection={connection} />
      <Rows of={found} empty={<Notice title={t("runs.empty")}>{t("runs.emptyHint")}</Notice>}>
        {(runs) => (
          <div className="overflow-x-auto">
            <table className="w-full text-left">
              <thead className="text-quiet text-xs">
                <tr>
                  {columns.map((column) => (
                    <th key={column} scope="col" className="px-2 py-1 font-medium whitespace-nowrap">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {runs.map((run) => (
                  <tr key={run.id} className="border-line hover:bg-sunken border-t">
                    <td className="px-2 py-1.5">
                      {/* On a phone it is all that is in sight of the run. */}
                      <Link to="/runs/$runId" params={{ runId: run.id }} search={{}} className="hover:underline">
                        <Time at={run.createdAt} seconds />
                      </Link>
                    </td>
                    <td className="px-2 py-1.5">
                      <StatusBadge status={run.status} />
                    </td>
                    {!isOfOne && (
                      <td className="px-2 py-1.5">
                        <Link
                          to="/workflows/$workflowId"
                          params={{ workflowId: run.workflowId }}
                          search={{}}
                          className="block max-w-64 truncate hover:underline"
                        >
                          <WorkflowName workflowId={run.workflowId} />
                        </Link>
                      </td>
                    )}
                    <td className="px-2 py-1.5">
                      <Link to="/runs/$runId" params={{ runId: run.id }} search={{}} className="text-accent underline">
                        {run.id}
                      </Link>
                    </td>
                    <td className="px-2 py-1.5 tabular-nums">{run.workflowVersion}</td>
                    <td className="px-2 py-1.5 whitespace-nowrap tabular-nums">{tookOf(run)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Rows>
    </>
  );
}

export function tookOf({ startedAt, completedAt }: Pick<RunSummary, "startedAt" | "completedAt">): string {
  if (startedAt === null || completedAt === null) return "–";
  const ms = Date.parse(completedAt) - Date.parse(startedAt);
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
