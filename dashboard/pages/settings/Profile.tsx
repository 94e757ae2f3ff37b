// Who the agent is to others, and what its key may do.

import { useQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { agentQuery } from "../../hub/agents.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { ProfileForm } from "./ProfileForm.tsx";

export function Profile() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "/inside" });
  const { data: agent, error, refetch } = useQuery(agentQuery(session.agentId));
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <Panel
      title={t("settings.profile")}
      actions={agent && <Button onClick={() => setOpen(true)}>{t("settings.editProfile")}</Button>}
    >
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !agent ? (
        <Loading />
      ) : (
        <>
          <Facts
            facts={[
              [t("settings.keyName"), agent.name],
              [t("settings.description"), agent.description || t("common.none")],
              [t("settings.tags"), agent.tags.join(", ") || t("common.none")],
              [t("settings.handoffUrl"), agent.handoffUrl ?? t("common.none")],
              [t("settings.agentId"), <code key="id">{agent.id}</code>],
              [t("settings.scopes"), session.scopes.join(", ")],
              [t("settings.limit"), session.rateLimitPerMin],
            ]}
          />
          <Dialog title={t("settings.editProfile")} open={isOpen} close={close}>
            <ProfileForm of={agent} close={close} />
          </Dialog>
        </>
      )}
    </Panel>
  );
}
