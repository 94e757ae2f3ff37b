import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { type NewServer, registerServer } from "../../hub/servers.ts";
import { Page } from "../../layout/Page.tsx";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { Credentials } from "../my-tools/Credentials.tsx";
import { ServerFields } from "./ServerFields.tsx";

export function RegisterServer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [server, setServer] = useState<NewServer>({ name: "", url: "", authType: "none", isPublic: false });
  const set = (change: Partial<NewServer>) => setServer((before) => ({ ...before, ...change }));
  const register = useMutation({
    mutationFn: registerServer,
    onSuccess: async ({ id, name, counts }) => {
      await queryClient.invalidateQueries({ queryKey: ["servers"] });
      await queryClient.invalidateQueries({ queryKey: ["tools"] });
      toast(t("servers.registered", { name, count: counts.tools }));
      await navigate({ to: "/servers/$serverId", params: { serverId: id }, search: {} });
    },
  });
  return (
    <Page
      title={t("servers.register")}
      intro={t("servers.registerHint")}
      above={
        <Link to="/servers" className="underline">
          {t("nav.servers")}
        </Link>
      }
    >
      <form
        className="flex max-w-2xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          register.mutate(server);
        }}
      >
        <ServerFields of={server} set={set} />
        <Credentials of={server} set={set} label={t("servers.auth")} />
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            className="mt-1"
            checked={server.isPublic}
            onChange={({ target }) => set({ isPublic: target.checked })}
          />
          <span>
            <span className="font-medium">{t("servers.public")}</span>
            <span className="text-quiet block text-xs">{t("servers.publicHint")}</span>
          </span>
        </label>
        {register.error && <Failed error={register.error} />}
        <Button look="primary" type="submit" className="self-start" disabled={register.isPending}>
          {register.isPending ? t("servers.reading") : t("servers.register")}
        </Button>
      </form>
    </Page>
  );
}
