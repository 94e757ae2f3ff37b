import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import {
  refreshServer,
  removeServer,
  type Server,
  serverChanges,
  serverQuery,
  updateServer,
} from "../../hub/servers.ts";
import { Button, buttonClass } from "../../ui/Button.tsx";
import { Confirm } from "../../ui/Confirm.tsx";
import { textOf } from "../../ui/Failed.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { useDeed } from "../../ui/use-deed.ts";

/** What its owner can do with a server. */
export function ServerDeeds({ server }: { readonly server: Server }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [isLeaving, setLeaving] = useState(false);
  const { id, name, isPublic, url } = server;
  const refresh = useDeed(refreshServer(id), {
    changes: serverChanges(id),
    done: () => toast(t("servers.readAgain", { name })),
  });
  const remove = useDeed(removeServer(id), {
    changes: [["servers"], ["tools"], ["tool"]],
    done: () => {
      toast(t("servers.removed", { name }));
      return navigate({ to: "/servers" });
    },
  });
  const visibility = useVisibility(server);
  return (
    <>
      <Button disabled={refresh.isPending} onClick={() => refresh.mutate()}>
        {refresh.isPending ? t("servers.reading") : t("servers.refresh")}
      </Button>
      <Button disabled={visibility.isPending} onClick={() => visibility.mutate(!isPublic)}>
        {t(isPublic ? "servers.makePrivate" : "servers.makePublic")}
      </Button>
      {/* An agent that connects by itself says its name, and has no address. */}
      {url !== undefined && (
        <Link to="/servers/$serverId/edit" params={{ serverId: id }} className={buttonClass()}>
          {t("myTools.edit")}
        </Link>
      )}
      <Button look="danger" onClick={() => setLeaving(true)}>
        {t("servers.remove")}
      </Button>
      <Confirm
        title={t("servers.removeTitle", { name })}
        open={isLeaving}
        close={() => setLeaving(false)}
        deed={t("servers.remove")}
        act={() => remove.mutate()}
      >
        {t("servers.removeWarning")}
      </Confirm>
    </>
  );
}

/** Shown as done at once, and taken back where the hub refuses. */
function useVisibility(server: Server) {
  const { t } = useTranslation();
  const { queryKey } = serverQuery(server.id);
  return useMutation({
    mutationFn: (isPublic: boolean) => updateServer(server.id)({ isPublic }),
    onMutate: async (isPublic) => {
      await queryClient.cancelQueries({ queryKey, exact: true });
      queryClient.setQueryData(queryKey, { ...server, isPublic });
    },
    onError: (error) => {
      queryClient.setQueryData(queryKey, server);
      toast(textOf(error, t("common.offline")), "bad");
    },
    // Its tools are seen by whoever sees it.
    onSettled: () =>
      Promise.all(serverChanges(server.id).map((changed) => queryClient.invalidateQueries({ queryKey: changed }))),
  });
}
