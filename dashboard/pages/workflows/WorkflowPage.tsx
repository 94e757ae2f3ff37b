import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { isObject, sampleOf } from "../../hub/json-schema.ts";
import { WORKFLOW_TABS } from "../../hub/search-params.ts";
import { type DefinedWorkflow, execute, workflowQuery } from "../../hub/workflows.ts";
import { FailedPage } from "../../layout/FailedPage.tsx";
import { Page } from "../../layout/Page.tsx";
import { Badge, StatusBadge } from "../../ui/Badge.tsx";
import { Button, buttonClass } from "../../ui/Button.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { JsonField } from "../../ui/JsonField.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { SchemaForm } from "../playground/SchemaForm.tsx";
import { RunList } from "../runs/RunList.tsx";
import { Versions } from "./Versions.tsx";

const Picture = lazy(() => import("../builder/Picture.tsx"));
const StepList = lazy(() => import("./StepList.tsx"));
const Schedules = lazy(() => import("../triggers/Schedules.tsx"));
const Webhooks = lazy(() => import("../triggers/Webhooks.tsx"));

export function WorkflowPage() {
  const { t } = useTranslation();
  const { workflowId } = useParams({ from: "/inside/workflows/$workflowId" });
  const { tab = "graph" } = useSearch({ from: "/inside/workflows/$workflowId" });
  const navigate = useNavigate({ from: "/workflows/$workflowId" });
  const { data: workflow, error, refetch } = useQuery(workflowQuery(workflowId));
  const [isStarting, setStarting] = useState(false);
  if (error && !workflow) return <FailedPage error={error} retry={() => void refetch()} />;
  if (!workflow) return <Loading />;

  const contents = {
    graph: () => (
      <Suspense fallback={<Loading />}>
        <div className="flex flex-col gap-4">
          <Picture definition={workflow.definition} />
          <StepList definition={workflow.definition} />
        </div>
      </Suspense>
    ),
    definition: () => <JsonCode label={t("workflows.definition")} value={workflow.definition} />,
    versions: () => <Versions workflow={workflow} />,
    runs: () => <RunList filters={{ workflowId }} />,
    schedules: () => (
      <Suspense fallback={<Loading />}>
        <Schedules workflowId={workflowId} />
      </Suspense>
    ),
    webhooks: () => (
      <Suspense fallback={<Loading />}>
        <Webhooks workflowId={workflowId} />
      </Suspense>
    ),
  };
  return (
    <Page
      title={workflow.name}
      above={
        <Link to="/workflows" className="underline">
          {t("nav.workflows")}
        </Link>
      }
      intro={workflow.description}
      actions={
        <>
          <StatusBadge status={workflow.status} />
          <Badge>{t("tool.version", { version: workflow.version })}</Badge>
          <Link to="/workflows/$workflowId/edit" params={{ workflowId }} search={{}} className={buttonClass()}>
            {t("myTools.edit")}
          </Link>
          <Link to="/workflows/$workflowId/publish" params={{ workflowId }} className={buttonClass()}>
            {t("templates.publish")}
          </Link>
          <Button look="primary" onClick={() => setStarting(true)}>
            {t("workflows.run")}
          </Button>
        </>
      }
    >
      <Tabs
        label={workflow.name}
        chosen={tab}
        choose={(id) => void navigate({ search: id === "graph" ? {} : { tab: id }, replace: true })}
        tabs={WORKFLOW_TABS.map((id) => ({ id, label: t(`workflows.tab_${id}`), content: contents[id] }))}
      />
      <Dialog title={t("workflows.run")} open={isStarting} close={() => setStarting(false)}>
        <ExecuteForm workflow={workflow} />
      </Dialog>
    </Page>
  );
}

const NO_FAULTS = new Map<string, string>();

function ExecuteForm({ workflow }: { readonly workflow: DefinedWorkflow }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { inputSchema } = workflow;
  const [input, setInput] = useState<unknown>(() => (inputSchema ? sampleOf(inputSchema) : {}));
  const start = useMutation({
    mutationFn: execute(workflow.id),
    onSuccess: (run) =>
      navigate({ to: "/runs/$runId", params: { runId: "runId" in run ? run.runId : run.id }, search: {} }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate(input);
      }}
      className="flex flex-col gap-4"
    >
      {isObject(inputSchema) ? (
        <SchemaForm schema={inputSchema} value={input} change={setInput} faults={NO_FAULTS} />
      ) : (
        <JsonField label={t("calls.input")} value={input} change={setInput} />
      )}
      {start.error && <Failed error={start.error} />}
      <Button look="primary" type="submit" disabled={start.isPending}>
        {t("workflows.start")}
      </Button>
    </form>
  );
}
