import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { useLiveRun } from "../../hub/run-events.ts";
import { RUN_TABS } from "../../hub/search-params.ts";
import { cancelRun, pauseRun, resumeRun, type Run, runQuery, workflowQuery } from "../../hub/workflows.ts";
import { Page } from "../../layout/Page.tsx";
import { Badge, StatusBadge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Failed, textOf } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { tookOf } from "./RunList.tsx";
import { RunSteps } from "./RunSteps.tsx";
import { Timeline } from "./Timeline.tsx";

const Graph = lazy(() => import("../workflows/Graph.tsx"));

export function RunPage() {
  const { t } = useTranslation();
  const { runId } = useParams({ from: "/inside/runs/$runId" });
  const { tab = "steps", step } = useSearch({ from: "/inside/runs/$runId" });
  const navigate = useNavigate({ from: "/runs/$runId" });
  const { data: run, error, refetch } = useQuery(runQuery(runId));
  useLiveRun(runId, run !== undefined && run.completedAt !== null);
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!run) return <Loading />;

  const show = (change: { tab?: typeof tab; step?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const contents = {
    steps: () => <RunSteps run={run} chosen={step} choose={(id) => show({ step: id })} />,
    graph: () => <RunGraph run={run} choose={(id) => show({ tab: "steps", step: id })} />,
    timeline: () => <Timeline run={run} />,
    data: () => (
      <div className="grid gap-4 xl:grid-cols-2">
        <Panel title={t("calls.input")}>
          <JsonCode label={t("calls.input")} value={run.input} />
        </Panel>
        <Panel title={t("calls.output")}>
          <JsonCode label={t("calls.output")} value={run.output} />
        </Panel>
      </div>
    ),
  };
  return (
    <Page
      title={run.id}
      above={
        <Link to="/workflows/$workflowId" params={{ workflowId: run.workflowId }} search={{}} className="underline">
          <WorkflowName workflowId={run.workflowId} />
        </Link>
      }
      intro={<span className="tabular-nums">{tookOf(run)}</span>}
      actions={<RunActions run={run} />}
    >
      {run.error && (
        <div className="mb-4">
          <Notice tone="bad" title={run.error.stepId ? `${run.error.code}: ${run.error.stepId}` : run.error.code}>
            {run.error.message}
          </Notice>
        </div>
      )}
      <Tabs
        label={run.id}
        chosen={tab}
        choose={(id) => show({ tab: id === "steps" ? undefined : id })}
        tabs={RUN_TABS.map((id) => ({ id, label: t(`runs.tab_${id}`), content: contents[id] }))}
      />
    </Page>
  );
}

/** Its id, until its name is there. */
function WorkflowName({ workflowId }: { readonly workflowId: string }) {
  const { data } = useQuery(workflowQuery(workflowId));
  return <>{data?.name ?? workflowId}</>;
}

function RunActions({ run }: { readonly run: Run }) {
  const { t } = useTranslation();
  const act = useMutation({
    mutationFn: (action: (runId: string) => Promise<unknown>) => action(run.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: runQuery(run.id).queryKey }),
    onError: (error) => toast(textOf(error, t("common.offline")), "bad"),
  });
  return (
    <>
      <StatusBadge status={run.status} />
      {run.paused && <Badge tone="warn">{t("runs.paused")}</Badge>}
      {run.completedAt === null && (
        <>
          <Button disabled={act.isPending} onClick={() => act.mutate(run.paused ? resumeRun : pauseRun)}>
            {run.paused ? t("runs.resume") : t("runs.pause")}
          </Button>
          <Button look="danger" disabled={act.isPending} onClick={() => act.mutate(cancelRun)}>
            {t("common.cancel")}
          </Button>
        </>
      )}
    </>
  );
}

function RunGraph({ run, choose }: { readonly run: Run; readonly choose: (stepId: string) => void }) {
  const { data, error } = useQuery(workflowQuery(run.workflowId));
  if (error) return <Failed error={error} />;
  if (!data) return <Loading />;
  const statuses = Object.fromEntries(Object.entries(run.stepResults).map(([id, { status }]) => [id, status]));
  return (
    <Suspense fallback={<Loading />}>
      <Graph definition={data.definition} statuses={statuses} choose={choose} />
    </Suspense>
  );
}
