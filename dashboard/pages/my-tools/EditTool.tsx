import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { deregisterTool, toolQuery, updateTool, type WholeTool } from "../../hub/tools.ts";
import { FailedPage } from "../../layout/FailedPage.tsx";
import { Page } from "../../layout/Page.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { Above } from "./Above.tsx";
import { ToolForm, toolInForm } from "./ToolForm.tsx";
import { ToolUpkeep } from "./ToolUpkeep.tsx";

export function EditTool() {
  const { toolId } = useParams({ from: "/inside/my-tools/$toolId" });
  const { data, error, refetch } = useQuery(toolQuery(toolId));
  if (error && !data) return <FailedPage error={error} retry={() => void refetch()} />;
  return data ? <Editing tool={data} /> : <Loading />;
}

function Editing({ tool }: { readonly tool: WholeTool }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [isLeaving, setLeaving] = useState(false);
  const toTool = () => navigate({ to: "/tools/$toolId", params: { toolId: tool.id }, search: {} });
  const changed = async () => {
    await queryClient.invalidateQueries({ queryKey: ["tools"] });
    await queryClient.invalidateQueries({ queryKey: ["tool", tool.id] });
  };
  const update = useMutation({
    mutationFn: updateTool(tool.id),
    onSuccess: async () => {
      await changed();
      toast(t("myTools.saved"));
      await toTool();
    },
  });
  const deregister = useMutation({
    mutationFn: () => deregisterTool(tool.id),
    onSuccess: async () => {
      toast(t("myTools.deregistered", { name: tool.name }));
      await navigate({ to: "/my-tools" });
      await changed();
    },
  });
  return (
    <Page
      title={tool.name}
      above={<Above />}
      actions={
        <Button look="danger" onClick={() => setLeaving(true)}>
          {t("myTools.deregister")}
        </Button>
      }
    >
      <ToolForm
        start={toolInForm(tool)}
        submit={t("common.save")}
        isPending={update.isPending}
        error={update.error}
        send={(fields) => update.mutate(fields)}
        isKnown
      />
      <ToolUpkeep tool={tool} />
      <Dialog
        title={t("myTools.deregisterTitle", { name: tool.name })}
        open={isLeaving}
        close={() => setLeaving(false)}
      >
        <p className="mb-4">{t("myTools.deregisterWarning")}</p>
        {deregister.error && <Failed error={deregister.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={() => setLeaving(false)}>{t("common.cancel")}</Button>
          <Button look="danger" disabled={deregister.isPending} onClick={() => deregister.mutate()}>
            {t("myTools.deregister")}
          </Button>
        </div>
      </Dialog>
    </Page>
  );
}
