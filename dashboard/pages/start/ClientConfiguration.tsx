// What an MCP client is told, to copy as it is. A new key is shown in it once, and kept nowhere.

import { useMutation } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { createKey, keysQuery, type NewKey } from "../../hub/keys.ts";
import { Button } from "../../ui/Button.tsx";
import { Code } from "../../ui/Code.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Tabs } from "../../ui/Tabs.tsx";

const KINDS = ["key", "oauth", "local"] as const;
type Kind = (typeof KINDS)[number];

const SOME_KEY = "nxc_live_…";
/** What tools and workflows are called with. */
const SCOPES: NonNullable<NewKey["scopes"]> = ["tools:invoke", "workflows:execute"];

export function ClientConfiguration() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "/inside" });
  const [kind, setKind] = useState<Kind>("key");
  // A key can have no scope that the one has which it is made with.
  const scopes = SCOPES.filter((scope) => session.scopes.includes(scope));
  const make = useMutation({
    mutationFn: () => createKey({ name: t("start.mcpKeyName"), scopes }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
  const apiKey = make.data?.apiKey;
  const mayMake = session.scopes.includes("keys:write") && scopes.length > 0;
  const content = (of: Kind) => () => (
    <div className="flex flex-col items-start gap-3">
      <p className="text-quiet">{t(`start.mcpHint_${of}`)}</p>
      <div className="w-full">
        <Code label={t("start.mcpTitle")} text={configuration(of, location.origin, apiKey ?? SOME_KEY)} />
      </div>
      {of !== "oauth" && apiKey !== undefined && <p className="text-warn">{t("signIn.keyShownOnce")}</p>}
      {of !== "oauth" && apiKey === undefined && mayMake && (
        <Button disabled={make.isPending} onClick={() => make.mutate()}>
          {t("start.mcpMakeKey")}
        </Button>
      )}
      {make.error && <Failed error={make.error} />}
    </div>
  );
  return (
    <Panel title={t("start.mcpTitle")}>
      <Tabs
        label={t("start.mcpTitle")}
        chosen={kind}
        choose={setKind}
        tabs={KINDS.map((id) => ({ id, label: t(`start.mcp_${id}`), content: content(id) }))}
      />
    </Panel>
  );
}

/** As docs/mcp.md says. */
function configuration(kind: Kind, hub: string, key: string): string {
  const url = `${hub}/mcp/v1`;
  const servers = {
    key: { type: "http", url, headers: { Authorization: `Bearer ${key}` } },
    oauth: { type: "http", url },
    local: {
      command: "npx",
      args: ["mcp-remote", url, "--header", "Authorization: Bearer ${NEXUSCALL_KEY}"],
      env: { NEXUSCALL_KEY: key },
    },
  };
  return JSON.stringify({ mcpServers: { nexuscall: servers[kind] } }, null, 2);
}
