import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { createWorkflow } from "../../hub/workflows.ts";
import { toast } from "../../ui/Toasts.tsx";
import { Builder } from "../builder/Builder.tsx";

/** What a step that is brought along is made of; it goes with the entry of the history, and not into the address. */
declare module "@tanstack/react-router" {
  interface HistoryState {
    readonly step?: object;
  }
}

export function NewWorkflow() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const step = useRouterState({ select: ({ location }) => location.state.step });
  const create = useMutation({
    mutationFn: createWorkflow,
    onSuccess: async ({ id, name }) => {
      await queryClient.invalidateQueries({ queryKey: ["workflows"] });
      toast(t("workflows.created", { name }));
      await navigate({ to: "/workflows/$workflowId", params: { workflowId: id }, search: {}, ignoreBlocker: true });
    },
  });
  return (
    <Builder
      start={{ name: "new_workflow", steps: step === undefined ? [] : [step] }}
      title={t("workflows.new")}
      above={
        <Link to="/workflows" className="underline">
          {t("nav.workflows")}
        </Link>
      }
      saveLabel={t("workflows.create")}
      save={create.mutate}
      isSaving={create.isPending}
      error={create.error}
    />
  );
}
