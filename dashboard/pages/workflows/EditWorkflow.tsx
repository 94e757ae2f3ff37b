import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { type DefinedWorkflow, latestRunQuery, replaceWorkflow, workflowQuery } from "../../hub/workflows.ts";
import { FailedPage } from "../../layout/FailedPage.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { Builder } from "../builder/Builder.tsx";
import { resultsOfRun } from "../runs/results-of-run.ts";

export function EditWorkflow() {
  const { workflowId } = useParams({ from: "/inside/workflows/$workflowId/edit" });
  const { data, error, refetch } = useQuery(workflowQuery(workflowId));
  if (error && !data) return <FailedPage error={error} retry={() => void refetch()} />;
  return data ? <Editing key={workflowId} workflow={data} /> : <Loading />;
}

function Editing({ workflow }: { readonly workflow: DefinedWorkflow }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, name } = workflow;
  // What is being edited stays the version that it began with: the hub refuses it where somebody was faster.
  const [{ version, definition }] = useState(workflow);
  const { data: run } = useQuery(latestRunQuery(id));
  const ran = useMemo(() => resultsOfRun(run?.stepResults ?? {}), [run]);
  const save = useMutation({
    mutationFn: replaceWorkflow(id, version),
    onSuccess: async ({ version: saved }) => {
      await queryClient.invalidateQueries({ queryKey: ["workflow", id] });
      await queryClient.invalidateQueries({ queryKey: ["workflows"] });
      toast(t("workflows.saved", { version: saved }));
      await navigate({ to: "/workflows/$workflowId", params: { workflowId: id }, search: {}, ignoreBlocker: true });
    },
  });
  return (
    <Builder
      start={definition}
      ran={ran}
      title={name}
      above={
        <Link to="/workflows/$workflowId" params={{ workflowId: id }} search={{}} className="underline">
          {t("tool.version", { version })}
        </Link>
      }
      saveLabel={t("common.save")}
      save={save.mutate}
      isSaving={save.isPending}
      error={save.error}
    />
  );
}
