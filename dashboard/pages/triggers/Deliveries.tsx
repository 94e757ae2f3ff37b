// What came of the messages that a webhook was sent.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { deliveryPagesQuery, type Webhook } from "../../hub/webhooks.ts";
import { Badge } from "../../ui/Badge.tsx";
import { List, ListRow } from "../../ui/List.tsx";
import { Rows } from "../../ui/Rows.tsx";
import { Time } from "../../ui/Time.tsx";
import { RunLink } from "./RunLink.tsx";

const TONES = { matched: "good", repeated: "quiet", filtered: "quiet", refused: "bad", bad_signature: "bad" } as const;

export function Deliveries({ of: webhook, label }: { readonly of: Webhook; readonly label: string }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(deliveryPagesQuery(webhook));
  return (
    <Rows of={found} empty={<p className="text-quiet">{t("triggers.noMessages")}</p>}>
      {(deliveries) => (
        <List label={label}>
          {deliveries.map(({ id, verdict, runId, detail, messageId, createdAt }) => (
            <ListRow key={id} aside={<Time at={createdAt} seconds />}>
              <Badge tone={TONES[verdict]}>{t(`triggers.verdict_${verdict}`)}</Badge>{" "}
              {runId !== null && <RunLink runId={runId} />}{" "}
              {messageId !== null && <code className="text-quiet text-xs break-all">{messageId}</code>}
              {detail !== null && <p className="text-quiet text-xs break-words">{detail}</p>}
            </ListRow>
          ))}
        </List>
      )}
    </Rows>
  );
}
