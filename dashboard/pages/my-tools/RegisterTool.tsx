import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { registerTool } from "../../hub/tools.ts";
import { Page } from "../../layout/Page.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { Above } from "./Above.tsx";
import { EMPTY_TOOL, ToolForm } from "./ToolForm.tsx";

export function RegisterTool() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const register = useMutation({
    mutationFn: registerTool,
    onSuccess: async ({ id, name }) => {
      await queryClient.invalidateQueries({ queryKey: ["tools"] });
      toast(t("myTools.registered", { name }));
      await navigate({ to: "/tools/$toolId", params: { toolId: id }, search: {} });
    },
  });
  return (
    <Page title={t("start.registerTool")} above={<Above />} intro={t("start.registerToolHint")}>
      <ToolForm
        start={EMPTY_TOOL}
        submit={t("start.registerTool")}
        isPending={register.isPending}
        error={register.error}
        send={(tool) => register.mutate(tool)}
      />
    </Page>
  );
}
