// Where others' messages become runs of a workflow: its webhooks, each with what came of the messages.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRunFeed } from "../../hub/feed.ts";
import { type Webhook, webhookPagesQuery } from "../../hub/webhooks.ts";
import { LostConnection } from "../../layout/ConnectionBadge.tsx";
import { Button } from "../../ui/Button.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Rows } from "../../ui/Rows.tsx";
import { WebhookForm } from "./WebhookForm.tsx";
import { WebhookRow } from "./WebhookRow.tsx";

export default function Webhooks({ workflowId }: { readonly workflowId: string }) {
  const { t } = useTranslation();
  const connection = useRunFeed();
  const found = useInfiniteQuery(webhookPagesQuery(workflowId));
  const [isNew, setNew] = useState(false);
  const [shownOnce, setShownOnce] = useState<{ readonly id: string; readonly name: string; readonly secret: string }>();
  const show = ({ id, name }: Webhook, secret: string) => setShownOnce({ id, name: name || id, secret });
  return (
    <>
      <LostConnection connection={connection} />
      <div className="mb-4 flex justify-end">
        <Button look="primary" onClick={() => setNew(true)}>
          {t("triggers.newWebhook")}
        </Button>
      </div>
      {shownOnce && (
        <div className="mb-4">
          <Notice title={t("triggers.secretShownOnce", { name: shownOnce.name })}>
            <code className="text-strong break-all">{shownOnce.secret}</code>
            <CopyButton key={shownOnce.secret} text={shownOnce.secret} />
          </Notice>
        </div>
      )}
      <Rows of={found} empty={<Notice title={t("triggers.webhooksEmpty")}>{t("triggers.webhooksEmptyHint")}</Notice>}>
        {(webhooks) => (
          <ul aria-label={t("workflows.tab_webhooks")} className="flex flex-col gap-4">
            {webhooks.map((webhook) => (
              <WebhookRow
                key={webhook.id}
                of={webhook}
                show={show}
                gone={() => setShownOnce((shown) => (shown?.id === webhook.id ? undefined : shown))}
              />
            ))}
          </ul>
        )}
      </Rows>
      <Dialog title={t("triggers.newWebhook")} open={isNew} close={() => setNew(false)}>
        <WebhookForm workflowId={workflowId} close={() => setNew(false)} show={show} />
      </Dialog>
    </>
  );
}
