import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { serverPagesQuery } from "../../hub/servers.ts";
import { Page } from "../../layout/Page.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { buttonClass } from "../../ui/Button.tsx";
import { List, ListRow } from "../../ui/List.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Rows, rowsOf } from "../../ui/Rows.tsx";
import { Time } from "../../ui/Time.tsx";
import { ServerState } from "./ServerState.tsx";

export function Servers() {
  const { t } = useTranslation();
  const found = useInfiniteQuery(serverPagesQuery);
  const register = (
    <Link to="/servers/new" className={buttonClass("primary")}>
      {t("servers.register")}
    </Link>
  );
  return (
    <Page title={t("nav.servers")} intro={t("servers.intro")} actions={rowsOf(found).length > 0 && register}>
      <Rows
        of={found}
        empty={
          <Notice title={t("servers.empty")}>
            <p>{t("servers.emptyHint")}</p>
            {register}
          </Notice>
        }
      >
        {(servers) => (
          <List label={t("nav.servers")}>
            {servers.map((server) => (
              <ListRow key={server.id} aside={<Time at={server.refreshedAt} />}>
                <Link
                  to="/servers/$serverId"
                  params={{ serverId: server.id }}
                  search={{}}
                  className="text-strong font-medium break-all hover:underline"
                >
                  {server.name}
                </Link>{" "}
                <ServerState server={server} />{" "}
                {server.counts.heldChanges > 0 && (
                  <Badge tone="warn">{t("servers.held", { count: server.counts.heldChanges })}</Badge>
                )}
                <p className="text-quiet text-xs break-all">
                  {server.url ?? t("servers.connects")} · {server.revision} ·{" "}
                  {t("servers.tools", { count: server.counts.tools })}
                </p>
              </ListRow>
            ))}
          </List>
        )}
      </Rows>
    </Page>
  );
}
