import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { type Key, keysQuery, revokeKey, rotateKey } from "../../hub/keys.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Failed, textOf } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { KeyForm } from "./KeyForm.tsx";

export function Keys() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "/inside" });
  const { data, error, refetch } = useQuery(keysQuery);
  const [dialog, setDialog] = useState<"new" | { readonly revoking: Key } | null>(null);
  const [shownOnce, setShownOnce] = useState<string | null>(null);
  const changed = () => queryClient.invalidateQueries({ queryKey: keysQuery.queryKey });
  const told = (failed: Error) => toast(textOf(failed, t("common.offline")), "bad");
  const rotate = useMutation({
    mutationFn: rotateKey,
    onSuccess: ({ apiKey }) => {
      setShownOnce(apiKey);
      toast(t("settings.rotated"));
      return changed();
    },
    onError: told,
  });
  const revoke = useMutation({ mutationFn: revokeKey, onSuccess: changed, onError: told });
  const close = () => setDialog(null);

  return (
    <Panel
      title={t("settings.keys")}
      actions={
        <Button look="primary" onClick={() => setDialog("new")}>
          {t("settings.newKey")}
        </Button>
      }
    >
      {shownOnce && (
        <div className="mb-4">
          <Notice title={t("signIn.keyShownOnce")}>
            <code className="text-strong break-all">{shownOnce}</code>
            <CopyButton text={shownOnce} />
          </Notice>
        </div>
      )}
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading />
      ) : (
        <ul>
          {data.data.map((key) => (
            <KeyRow
              key={key.id}
              of={key}
              isOwn={key.id === session.keyId}
              rotate={() => rotate.mutate(key.id)}
              revoke={() => setDialog({ revoking: key })}
            />
          ))}
        </ul>
      )}
      <Dialog title={t("settings.newKey")} open={dialog === "new"} close={close}>
        <KeyForm
          created={({ apiKey }) => {
            setShownOnce(apiKey);
            close();
            return changed();
          }}
        />
      </Dialog>
      {dialog !== null && dialog !== "new" && (
        <Dialog title={t("settings.revokeTitle", { name: nameOf(dialog.revoking) })} open close={close}>
          <p className="mb-4">{t("settings.revokeWarning")}</p>
          <div className="flex justify-end gap-2">
            <Button onClick={close}>{t("common.cancel")}</Button>
            <Button
              look="danger"
              onClick={() => {
                revoke.mutate(dialog.revoking.id);
                close();
              }}
            >
              {t("settings.revoke")}
            </Button>
          </div>
        </Dialog>
      )}
    </Panel>
  );
}

function KeyRow({
  of: key,
  isOwn,
  rotate,
  revoke,
}: {
  readonly of: Key;
  readonly isOwn: boolean;
  readonly rotate: () => void;
  readonly revoke: () => void;
}) {
  const { t } = useTranslation();
  return (
    <li className="border-line flex flex-wrap items-center justify-between gap-3 border-t py-3">
      <div className="min-w-0">
        <p className="text-strong font-medium">
          {nameOf(key)} <code className="text-quiet">{key.prefix}…</code>{" "}
          {isOwn && <Badge>{t("settings.thisKey")}</Badge>}{" "}
          {key.status !== "active" && <Badge tone="warn">{key.status}</Badge>}
        </p>
        <p className="text-quiet text-xs">
          {key.scopes.join(", ")} · {t("settings.expires")}:{" "}
          {key.expiresAt ? <Time at={key.expiresAt} /> : t("settings.noExpiry")} · {t("settings.lastUsed")}:{" "}
          {key.lastUsedAt ? <Time at={key.lastUsedAt} /> : t("common.never")}
        </p>
      </div>
      {key.status === "active" && (
        <div className="flex gap-2">
          <Button onClick={rotate} aria-label={`${t("settings.rotate")}: ${nameOf(key)}`}>
            {t("settings.rotate")}
          </Button>
          <Button look="danger" onClick={revoke} aria-label={`${t("settings.revoke")}: ${nameOf(key)}`}>
            {t("settings.revoke")}
          </Button>
        </div>
      )}
    </li>
  );
}

function nameOf({ name, id }: Key): string {
  return name ?? id;
}
