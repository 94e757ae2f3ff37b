import { useNavigate, useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { type ReadTemplate, unpublishTemplate } from "../../hub/templates.ts";
import { Button } from "../../ui/Button.tsx";
import { Confirm } from "../../ui/Confirm.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { useDeed } from "../../ui/use-deed.ts";
import { InstantiateForm } from "./InstantiateForm.tsx";
import { ReportForm } from "./ReportForm.tsx";

/** What can be done with a template: it is used by everybody, taken back by its publisher, reported by others. */
export function TemplateDeeds({ template }: { readonly template: ReadTemplate }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { session } = useRouteContext({ from: "/inside" });
  const [asked, setAsked] = useState<"use" | "report" | "unpublish" | null>(null);
  const close = () => setAsked(null);
  const { id, title, agentId } = template;
  const unpublish = useDeed(unpublishTemplate(id), {
    changes: [["templates"]],
    done: async () => {
      toast(t("templates.unpublished", { title }));
      await navigate({ to: "/marketplace", search: {} });
      queryClient.removeQueries({ queryKey: ["template", id] });
    },
  });
  return (
    <>
      <Button look="primary" onClick={() => setAsked("use")}>
        {t("templates.use")}
      </Button>
      {agentId === session.agentId ? (
        <Button look="danger" disabled={unpublish.isPending} onClick={() => setAsked("unpublish")}>
          {t("templates.unpublish")}
        </Button>
      ) : (
        <Button onClick={() => setAsked("report")}>{t("templates.report")}</Button>
      )}
      <Dialog title={t("templates.useTitle", { title })} open={asked === "use"} close={close}>
        <InstantiateForm template={template} />
      </Dialog>
      <Dialog title={t("templates.reportTitle", { title })} open={asked === "report"} close={close}>
        <ReportForm templateId={id} close={close} />
      </Dialog>
      <Confirm
        title={t("templates.unpublishTitle", { title })}
        open={asked === "unpublish"}
        close={close}
        deed={t("templates.unpublish")}
        act={() => unpublish.mutate()}
      >
        {t("templates.unpublishWarning")}
      </Confirm>
    </>
  );
}
