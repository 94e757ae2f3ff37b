import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  deleteWebhook,
  replaceWebhook,
  rotateSecret,
  type Webhook,
  webhooksKey,
  writtenOf,
} from "../../hub/webhooks.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Confirm } from "../../ui/Confirm.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { useDeed } from "../../ui/use-deed.ts";
import { Deliveries } from "./Deliveries.tsx";
import { WebhookForm } from "./WebhookForm.tsx";

interface Shown {
  readonly of: Webhook;
  /** Called with a secret that the hub made for it. */
  readonly show: (of: Webhook, secret: string) => void;
  /** Called once it is deleted. */
  readonly gone: () => void;
}

/** A webhook: where messages go, which are taken, what came of them, and what its owner can do with it. */
export function WebhookRow(shown: Shown) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { id, url, verification, filter, maxPerMinute, version, enabled } = shown.of;
  const name = shown.of.name || id;
  return (
    <li className="border-line bg-panel rounded-lg border p-4">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0">
          <span className="text-strong font-medium break-words">{name}</span>{" "}
          {!enabled && <Badge tone="warn">{t("triggers.paused")}</Badge>}
        </p>
        <Deeds {...shown} />
      </div>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <code className="text-strong min-w-0 break-all">{url}</code>
        <CopyButton text={url} />
      </div>
      <Facts
        facts={[
          [t("triggers.verification"), t(`triggers.verification_${verification}`)],
          [t("triggers.filter"), filter === null ? t("triggers.noFilter") : <code key="filter">{filter}</code>],
          [t("triggers.maxPerMinute"), maxPerMinute],
          ...(version === null ? [] : [[t("triggers.version"), version] as const]),
        ]}
      />
      <Button
        className="mt-3"
        aria-expanded={isOpen}
        aria-label={`${t("triggers.messages")}: ${name}`}
        onClick={() => setOpen(!isOpen)}
      >
        {t("triggers.messages")}
      </Button>
      {isOpen && (
        <div className="mt-3">
          <Deliveries of={shown.of} label={`${t("triggers.messages")}: ${name}`} />
        </div>
      )}
    </li>
  );
}

function Deeds({ of: webhook, show, gone }: Shown) {
  const { t } = useTranslation();
  const { id, workflowId, verification, enabled } = webhook;
  const name = webhook.name || id;
  const [asked, setAsked] = useState<"edit" | "delete" | null>(null);
  const close = () => setAsked(null);
  const changes = [webhooksKey(workflowId)];
  const turn = useDeed(() => replaceWebhook(webhook)({ ...writtenOf(webhook), enabled: !enabled }), { changes });
  const rotate = useDeed(rotateSecret(webhook), {
    changes,
    done: ({ secret }) => {
      show(webhook, secret);
      toast(t("triggers.secretRotated"));
    },
  });
  const remove = useDeed(deleteWebhook(webhook), {
    changes,
    done: () => {
      gone();
      toast(t("triggers.webhookDeleted"));
    },
  });
  const turns = t(enabled ? "triggers.pause" : "triggers.resume");
  return (
    <div className="flex flex-wrap gap-2">
      <Button disabled={turn.isPending} aria-label={`${turns}: ${name}`} onClick={() => turn.mutate()}>
        {turns}
      </Button>
      {verification !== "none" && (
        <Button
          disabled={rotate.isPending}
          aria-label={`${t("triggers.newSecret")}: ${name}`}
          onClick={() => rotate.mutate()}
        >
          {t("triggers.newSecret")}
        </Button>
      )}
      <Button aria-label={`${t("triggers.edit")}: ${name}`} onClick={() => setAsked("edit")}>
        {t("triggers.edit")}
      </Button>
      <Button look="danger" aria-label={`${t("triggers.delete")}: ${name}`} onClick={() => setAsked("delete")}>
        {t("triggers.delete")}
      </Button>
      <Dialog title={t("triggers.editWebhook")} open={asked === "edit"} close={close}>
        <WebhookForm workflowId={workflowId} known={webhook} close={close} show={show} />
      </Dialog>
      <Confirm
        title={t("triggers.deleteWebhook", { name })}
        open={asked === "delete"}
        close={close}
        deed={t("triggers.delete")}
        act={() => remove.mutate()}
      >
        {t("triggers.deleteWebhookWarning")}
      </Confirm>
    </div>
  );
}
