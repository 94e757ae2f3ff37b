import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { createWorkflow } from "../../hub/workflows.ts";
import { Page } from "../../layout/Page.tsx";
import { Button } from "../../ui/Button.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { DefinitionEditor } from "./DefinitionEditor.tsx";

/** Runs as it is, on a hub that has nothing but its own tools. */
const EXAMPLE = {
  name: "hash_and_stamp",
  inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
  steps: [
    { id: "hash", toolId: "tool_nexus_hash", arguments: { text: "{{input.text}}" } },
    { id: "now", toolId: "tool_nexus_now", arguments: {} },
    { id: "stamp", transform: { hash: "{{steps.hash.result.hex}}", at: "{{steps.now.result.iso}}" } },
  ],
  output: "{{steps.stamp.result}}",
};

export function NewWorkflow() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [definition, setDefinition] = useState<unknown>(EXAMPLE);
  const create = useMutation({
    mutationFn: createWorkflow,
    onSuccess: async ({ id, name }) => {
      await queryClient.invalidateQueries({ queryKey: ["workflows"] });
      toast(t("workflows.created", { name }));
      await navigate({ to: "/workflows/$workflowId", params: { workflowId: id }, search: {} });
    },
  });
  return (
    <Page
      title={t("workflows.new")}
      above={
        <Link to="/workflows" className="underline">
          {t("nav.workflows")}
        </Link>
      }
      intro={t("workflows.newIntro")}
      actions={
        <Button
          look="primary"
          disabled={create.isPending || definition === undefined}
          onClick={() => create.mutate(definition)}
        >
          {t("workflows.create")}
        </Button>
      }
    >
      <DefinitionEditor definition={definition} change={setDefinition} error={create.error} />
    </Page>
  );
}
