import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { useLiveRun } from "../../hub/run-events.ts";
import { type OneRunSearch, RUN_TABS } from "../../hub/search-params.ts";
import { cancelRun, pauseRun, resumeRun, type Run, runQuery, versionQuery } from "../../hub/workflows.ts";
import { LostConnection } from "../../layout/ConnectionBadge.tsx";
import { FailedPage } from "../../layout/FailedPage.tsx";
import { Page } from "../../layout/Page.tsx";
import { Badge, StatusBadge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Failed, textOf } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { Time } from "../../ui/Time.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { WorkflowName } from "../workflows/WorkflowName.tsx";
import { RunCompare } from "./RunCompare.tsx";
import { tookOf } from "./RunList.tsx";
import { LargeValues } from "./LargeValues.tsx";
import { resultsOfRun } from "./results-of-run.ts";
import { RunSteps } from "./RunSteps.tsx";
import { ChosenStep } from "./StepDetail.tsx";
import { Timeline } from "./Timeline.tsx";
import { useRerun } from "./use-rerun.ts";
import type { Marks } from "../builder/StepBox.tsx";

const Picture = lazy(() => import("../builder/Picture.tsx"));

export function RunPage() {
  const { t } = useTranslation();
  const { runId } = useParams({ from: "/inside/runs/$runId" });
  const { tab = "steps", step, with: other } = useSearch({ from: "/inside/runs/$runId" });
  const navigate = useNavigate({ from: "/runs/$runId" });
  const { data: run, error, refetch } = useQuery(runQuery(runId));
  const connection = useLiveRun(runId, run !== undefined && run.completedAt !== null);
  if (error && !run) return <FailedPage error={error} retry={() => void refetch()} />;
  if (!run) return <Loading />;

  const show = (change: OneRunSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const contents = {
    steps: () => <RunSteps run={run} chosen={step} choose={(id) => show({ step: id })} />,
    graph: () => <RunGraph run={run} chosen={step} choose={(id) => show({ step: id })} />,
    timeline: () => <Timeline run={run} />,
    compare: () => (
      <RunCompare
        run={run}
        otherId={other}
        chooseOther={(id) => show({ with: id })}
        chosen={step}
        choose={(id) => show({ step: id })}
      />
    ),
    data: () => (
      <div className="grid gap-4 xl:grid-cols-2">
        <Panel title={t("calls.input")}>
          <JsonCode label={t("calls.input")} value={run.input} />
          <LargeValues run={run} at="/input" />
        </Panel>
        <Panel title={t("calls.output")}>
          <JsonCode label={t("calls.output")} value={run.output} />
          <LargeValues run={run} at="/output" />
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
      intro={
        <span className="tabular-nums">
          <Time at={run.startedAt ?? run.createdAt} seconds />
          {run.completedAt !== null && ` · ${tookOf(run)}`}
          {run.rerunOf !== null && (
            <>
              {" · "}
              {t("builder.rerunOf")}{" "}
              <Link to="/runs/$runId" params={{ runId: run.rerunOf }} search={{}} className="text-accent underline">
                {run.rerunOf}
              </Link>
            </>
          )}
          {run.parentRunId !== null && (
            <>
              {" · "}
              {t("builder.startedBy")}{" "}
              <Link to="/runs/$runId" params={{ runId: run.parentRunId }} search={{}} className="text-accent underline">
                {run.parentRunId}
              </Link>
            </>
          )}
        </span>
      }
      actions={
        <>
          {run.completedAt === null && <LostConnection connection={connection} />}
          <RunActions run={run} />
        </>
      }
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

function RunActions({ run }: { readonly run: Run }) {
  const { t } = useTranslation();
  const act = useMutation({
    mutationFn: (action: (runId: string) => Promise<unknown>) => action(run.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: runQuery(run.id).queryKey }),
    onError: (error) => toast(textOf(error, t("common.offline")), "bad"),
  });
  const again = useRerun(run.id);
  return (
    <>
      <StatusBadge status={run.status} />
      {run.paused && <Badge tone="warn">{t("runs.paused")}</Badge>}
      {run.completedAt === null ? (
        <>
          <Button disabled={act.isPending} onClick={() => act.mutate(run.paused ? resumeRun : pauseRun)}>
            {run.paused ? t("runs.resume") : t("runs.pause")}
          </Button>
          <Button look="danger" disabled={act.isPending} onClick={() => act.mutate(cancelRun)}>
            {t("common.cancel")}
          </Button>
        </>
      ) : (
        <>
          <Button disabled={again.isPending} onClick={() => again.mutate("start")}>
            {t("builder.rerun")}
          </Button>
          {run.status !== "success" && (
            <Button look="primary" disabled={again.isPending} onClick={() => again.mutate("failed")}>
              {t("builder.rerunFailed")}
            </Button>
          )}
        </>
      )}
    </>
  );
}

function RunGraph({
  run,
  chosen,
  choose,
}: {
  readonly run: Run;
  readonly chosen: string | undefined;
  readonly choose: (stepId: string) => void;
}) {
  const { data, error, refetch } = useQuery(versionQuery(run.workflowId, run.workflowVersion));
  const { stepResults } = run;
  const marks = useMemo(() => marksOf(stepResults), [stepResults]);
  const results = useMemo(() => resultsOfRun(stepResults), [stepResults]);
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <Suspense fallback={<Loading />}>
        <Picture
          definition={data.definition}
          marks={marks}
          results={results}
          chosen={chosen}
          choose={choose}
          className="h-112 lg:h-[max(30rem,calc(100vh-14rem))]"
        />
      </Suspense>
      <ChosenStep run={run} id={chosen} />
    </div>
  );
}

function marksOf(stepResults: Run["stepResults"]): Marks {
  return new Map(
    Object.entries(stepResults).map(([id, { status, attempts, items, startedAt, completedAt }]) => {
      const took = tookOf({ startedAt, completedAt });
      const parts = [items && `${items.settled}/${items.total}`, attempts > 1 && `×${attempts}`, took !== "–" && took];
      return [id, { status, result: parts.filter(Boolean).join(" · ") }];
    }),
  );
}
