// What can be done with a handoff now: the hub says which of it.

import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { acceptHandoff, cancelHandoff, deleteHandoff, type Handoff } from "../../hub/handoffs.ts";
import { Button, type Look } from "../../ui/Button.tsx";
import { Confirm } from "../../ui/Confirm.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { useDeed } from "../../ui/use-deed.ts";
import { CompleteForm, FailForm, RejectForm } from "./DeedForms.tsx";

type Action = Handoff["possible"][number];

const LOOKS: Readonly<Record<Action, Look>> = {
  accept: "primary",
  complete: "primary",
  reject: "plain",
  fail: "plain",
  cancel: "danger",
  delete: "danger",
};

export function HandoffDeeds({ handoff }: { readonly handoff: Handoff }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Action | null>(null);
  const close = () => setAsked(null);
  const { id } = handoff;
  const changes = [["handoff", id], ["handoffs"]];
  const accept = useDeed(acceptHandoff(id), { changes, done: () => toast(t("handoffs.accepted")) });
  const cancel = useDeed(cancelHandoff(id), { changes, done: () => toast(t("handoffs.cancelled")) });
  const remove = useDeed(deleteHandoff(id), {
    changes: [["handoffs"]],
    done: () => navigate({ to: "/handoffs", search: { box: "outbox" } }),
  });
  const forms = { reject: RejectForm, complete: CompleteForm, fail: FailForm };
  return (
    <>
      {handoff.possible.map((action) => (
        <Button
          key={action}
          look={LOOKS[action]}
          disabled={accept.isPending || cancel.isPending || remove.isPending}
          onClick={() => (action === "accept" ? accept.mutate() : setAsked(action))}
        >
          {t(`handoffs.do_${action}`)}
        </Button>
      ))}
      {(["complete", "reject", "fail"] as const).map((action) => {
        const Form = forms[action];
        return (
          <Dialog key={action} title={t(`handoffs.do_${action}`)} open={asked === action} close={close}>
            <Form handoff={handoff} close={close} />
          </Dialog>
        );
      })}
      {[["cancel", cancel] as const, ["delete", remove] as const].map(([action, deed]) => (
        <Confirm
          key={action}
          title={t(`handoffs.ask_${action}`)}
          open={asked === action}
          close={close}
          deed={t(`handoffs.do_${action}`)}
          act={() => deed.mutate()}
        >
          {t(`handoffs.warn_${action}`)}
        </Confirm>
      ))}
    </>
  );
}
