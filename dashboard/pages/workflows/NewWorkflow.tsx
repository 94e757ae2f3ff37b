import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { createWorkflow } from "../../hub/workflows.ts";
import { toast } from "../../ui/Toasts.tsx";
import { Builder } from "../builder/Builder.tsx";

const NOTHING_YET = { name: "new_workflow", steps: [] };

export function NewWorkflow() {
  const { t } = useTranslation();
  const navigate = useNavigate();
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
      start={NOTHING_YET}
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
