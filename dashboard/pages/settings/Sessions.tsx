// The browsers that are signed in as the agent, this one among them.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { endOtherSessions, endSession, sessionPagesQuery } from "../../hub/sessions.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Confirm } from "../../ui/Confirm.tsx";
import { ListRow } from "../../ui/List.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Rows, rowsOf } from "../../ui/Rows.tsx";
import { Time } from "../../ui/Time.tsx";
import { useDeed } from "../../ui/use-deed.ts";

export function Sessions() {
  const { t } = useTranslation();
  const found = useInfiniteQuery(sessionPagesQuery);
  const end = useDeed(endSession, { changes: [sessionPagesQuery.queryKey] });
  const endOthers = useDeed(endOtherSessions, { changes: [sessionPagesQuery.queryKey] });
  const [isAsking, setAsking] = useState(false);
  const hasOthers = rowsOf(found).some(({ isCurrent }) => !isCurrent);
  return (
    <Panel
      title={t("settings.sessions")}
      actions={
        hasOthers && (
          <Button look="danger" disabled={endOthers.isPending} onClick={() => setAsking(true)}>
            {t("settings.endOthers")}
          </Button>
        )
      }
    >
      <Rows of={found} empty={<p className="text-quiet">{t("settings.sessionsEmpty")}</p>}>
        {(sessions) => (
          <ul>
            {sessions.map(({ id, userAgent, isCurrent, createdAt, lastUsedAt, expiresAt }) => (
              <ListRow
                key={id}
                aside={
                  isCurrent ? (
                    <Badge>{t("settings.thisSession")}</Badge>
                  ) : (
                    <Button
                      look="danger"
                      aria-label={`${t("settings.endSession")}: ${userAgent ?? id}`}
                      disabled={end.isPending}
                      onClick={() => end.mutate(id)}
                    >
                      {t("settings.endSession")}
                    </Button>
                  )
                }
              >
                <span className="text-strong break-words">{userAgent ?? t("settings.unknownBrowser")}</span>
                <p className="text-quiet text-xs">
                  {t("settings.signedIn")}: <Time at={createdAt} /> · {t("settings.lastUsed")}: <Time at={lastUsedAt} />{" "}
                  · {t("settings.expires")}: <Time at={expiresAt} />
                </p>
              </ListRow>
            ))}
          </ul>
        )}
      </Rows>
      <Confirm
        title={t("settings.endOthersTitle")}
        open={isAsking}
        close={() => setAsking(false)}
        deed={t("settings.endOthers")}
        act={() => endOthers.mutate()}
      >
        {t("settings.endOthersWarning")}
      </Confirm>
    </Panel>
  );
}
