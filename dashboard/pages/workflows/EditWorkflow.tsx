import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { type DefinedWorkflow, replaceWorkflow, workflowQuery } from "../../hub/workflows.ts";
import { Page } from "../../layout/Page.tsx";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { DefinitionEditor } from "./DefinitionEditor.tsx";

export function EditWorkflow() {
  const { workflowId } = useParams({ from: "/inside/workflows/$workflowId/edit" });
  const { data, error, refetch } = useQuery(workflowQuery(workflowId));
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return data ? <Editing workflow={data} /> : <Loading />;
}

function Editing({ workflow }: { readonly workflow: DefinedWorkflow }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, name } = workflow;
  // What is being edited stays the version that it began with: the hub refuses it where somebody was faster.
  const [{ version, definition: start }] = useState(workflow);
  const [definition, setDefinition] = useState<unknown>(start);
  const save = useMutation({
    mutationFn: replaceWorkflow(id, version),
    onSuccess: async ({ version: saved }) => {
      await queryClient.invalidateQueries({ queryKey: ["workflow", id] });
      await queryClient.invalidateQueries({ queryKey: ["workflows"] });
      toast(t("workflows.saved", { version: saved }));
      await navigate({ to: "/workflows/$workflowId", params: { workflowId: id }, search: {} });
    },
  });
  return (
    <Page
      title={name}
      above={
        <Link to="/workflows/$workflowId" params={{ workflowId: id }} search={{}} className="underline">
          {t("tool.version", { version })}
        </Link>
      }
      intro={t("workflows.editIntro")}
      actions={
        <Button
          look="primary"
          disabled={save.isPending || definition === undefined}
          onClick={() => save.mutate(definition)}
        >
          {t("common.save")}
        </Button>
      }
    >
      <DefinitionEditor definition={definition} change={setDefinition} error={save.error} />
    </Page>
  );
}
