// What its owner can change of a server that the hub calls. Its credentials are given anew or stay; nobody sees them again.

import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { type NewServer, type Server, serverQuery, updateServer, serverChanges } from "../../hub/servers.ts";
import { FailedPage } from "../../layout/FailedPage.tsx";
import { Page } from "../../layout/Page.tsx";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { Credentials } from "../my-tools/Credentials.tsx";
import { ServerFields } from "./ServerFields.tsx";

export function EditServer() {
  const { t } = useTranslation();
  const { serverId } = useParams({ from: "/inside/servers/$serverId/edit" });
  const { session } = useRouteContext({ from: "/inside" });
  const { data: server, error, refetch } = useQuery(serverQuery(serverId));
  if (error && !server) return <FailedPage error={error} retry={() => void refetch()} />;
  if (!server) return <Loading />;
  const { name, url } = server;
  return (
    <Page
      title={t("servers.editTitle", { name })}
      above={
        <Link to="/servers/$serverId" params={{ serverId }} search={{}} className="underline">
          {name}
        </Link>
      }
    >
      {server.agentId !== session.agentId ? (
        <Notice title={t("servers.othersOwn")} />
      ) : url === undefined ? (
        <Notice title={t("servers.connects")}>{t("servers.connectsHint")}</Notice>
      ) : (
        <Editing server={server} url={url} />
      )}
    </Page>
  );
}

function Editing({ server: { id, name, authType = "none" }, url }: { readonly server: Server; readonly url: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [server, setServer] = useState({ name, url });
  // Null: those that it has stay.
  const [auth, setAuth] = useState<Pick<NewServer, "authType" | "authConfig"> | null>(null);
  const update = useMutation({
    mutationFn: updateServer(id),
    onSuccess: async () => {
      await Promise.all(serverChanges(id).map((queryKey) => queryClient.invalidateQueries({ queryKey })));
      toast(t("myTools.saved"));
      await navigate({ to: "/servers/$serverId", params: { serverId: id }, search: {} });
    },
  });
  return (
    <form
      className="flex max-w-2xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate({ ...server, ...auth });
      }}
    >
      <ServerFields of={server} set={(change) => setServer((before) => ({ ...before, ...change }))} />
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          className="mt-1"
          checked={auth !== null}
          onChange={({ target }) => setAuth(target.checked ? { authType } : null)}
        />
        <span>
          <span className="font-medium">{t("servers.otherAuth")}</span>
          <span className="text-quiet block text-xs">
            {t("servers.otherAuthHint", { auth: t(`myTools.auth_${authType}`) })}
          </span>
        </span>
      </label>
      {auth && <Credentials of={auth} set={(change) => setAuth({ ...auth, ...change })} label={t("servers.auth")} />}
      {update.error && <Failed error={update.error} />}
      <Button look="primary" type="submit" className="self-start" disabled={update.isPending}>
        {update.isPending ? t("servers.reading") : t("common.save")}
      </Button>
    </form>
  );
}
