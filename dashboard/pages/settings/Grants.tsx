// The programs that the agent has let in by OAuth, each until it is ended.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { endGrant, grantPagesQuery } from "../../hub/grants.ts";
import { Button } from "../../ui/Button.tsx";
import { ListRow } from "../../ui/List.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Rows } from "../../ui/Rows.tsx";
import { Time } from "../../ui/Time.tsx";
import { useDeed } from "../../ui/use-deed.ts";

export function Grants() {
  const { t } = useTranslation();
  const found = useInfiniteQuery(grantPagesQuery);
  const end = useDeed(endGrant, { changes: [grantPagesQuery.queryKey] });
  return (
    <Panel title={t("settings.grants")}>
      <Rows of={found} empty={<p className="text-quiet">{t("settings.grantsEmpty")}</p>}>
        {(grants) => (
          <ul>
            {grants.map(({ id, clientName, clientId, scopes, createdAt, lastUsedAt }) => (
              <ListRow
                key={id}
                aside={
                  <Button
                    look="danger"
                    aria-label={`${t("settings.endGrant")}: ${clientName}`}
                    disabled={end.isPending}
                    onClick={() => end.mutate(id)}
                  >
                    {t("settings.endGrant")}
                  </Button>
                }
              >
                <span className="text-strong">{clientName}</span>{" "}
                <code className="text-quiet text-xs break-all">{clientId}</code>
                <p className="text-quiet text-xs">
                  {scopes.join(", ")} · <Time at={createdAt} /> · {t("settings.lastUsed")}:{" "}
                  {lastUsedAt === null ? t("common.never") : <Time at={lastUsedAt} />}
                </p>
              </ListRow>
            ))}
          </ul>
        )}
      </Rows>
    </Panel>
  );
}
