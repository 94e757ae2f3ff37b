// What a server has changed of its tools and instructions, and its owner has not decided on: some are chosen, or all are meant.

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  approveChanges,
  changePagesQuery,
  rejectChanges,
  type Server,
  type ServerChange,
  toolsInForceQuery,
  serverChanges,
} from "../../hub/servers.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Rows, rowsOf } from "../../ui/Rows.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { useDeed } from "../../ui/use-deed.ts";
import { PatchList } from "./PatchList.tsx";

export function HeldChanges({ server: { id: serverId, instructions } }: { readonly server: Server }) {
  const { t } = useTranslation();
  const held = useInfiniteQuery(changePagesQuery(serverId));
  const shown = rowsOf(held);
  const inForce = useQuery({
    ...toolsInForceQuery(serverId),
    enabled: shown.some(({ subject, kind }) => subject === "tool" && kind === "changed"),
  });
  const [chosenHashes, setChosen] = useState<ReadonlySet<string>>(new Set());
  const chosen = shown.filter(({ hash }) => chosenHashes.has(hash));
  const changes = serverChanges(serverId);
  const approve = useDeed(approveChanges(serverId), {
    changes,
    done: ({ decided }) => toast(t("servers.approved", { count: decided })),
  });
  const reject = useDeed(rejectChanges(serverId), {
    changes,
    done: ({ decided }) => toast(t("servers.rejected", { count: decided })),
  });
  const choose = (hash: string) =>
    setChosen(
      (before) => new Set(before.has(hash) ? [...before].filter((other) => other !== hash) : [...before, hash]),
    );
  // Never what was not shown.
  const decided = chosen.length > 0 ? chosen : shown;
  const isPending = approve.isPending || reject.isPending;
  return (
    <Rows of={held} empty={<Notice title={t("servers.noChanges")}>{t("servers.noChangesHint")}</Notice>}>
      {(rows) => (
        <>
          <div className="mb-4 flex flex-wrap items-center gap-2">
            <Button look="primary" disabled={isPending} onClick={() => approve.mutate(decided)}>
              {chosen.length > 0
                ? t("servers.approveChosen", { count: chosen.length })
                : t("servers.approveShown", { count: shown.length })}
            </Button>
            <Button look="danger" disabled={isPending} onClick={() => reject.mutate(decided)}>
              {chosen.length > 0
                ? t("servers.rejectChosen", { count: chosen.length })
                : t("servers.rejectShown", { count: shown.length })}
            </Button>
          </div>
          <ul className="flex flex-col gap-4">
            {rows.map((change) => (
              <Change
                key={change.hash}
                change={change}
                before={change.subject === "tool" ? inForce.data?.get(change.name) : { instructions }}
                isChosen={chosenHashes.has(change.hash)}
                choose={() => choose(change.hash)}
              />
            ))}
          </ul>
        </>
      )}
    </Rows>
  );
}

function Change({
  change,
  before,
  isChosen,
  choose,
}: {
  readonly change: ServerChange;
  readonly before: unknown;
  readonly isChosen: boolean;
  readonly choose: () => void;
}) {
  const { t } = useTranslation();
  const { kind, name, definition, changes } = change;
  return (
    <li className="border-line bg-panel rounded-lg border p-4">
      <label className="flex flex-wrap items-center gap-2">
        <input type="checkbox" checked={isChosen} onChange={choose} />
        <code className="text-strong font-semibold break-all">{name}</code>
        <Badge tone={kind === "new" ? "accent" : "warn"}>{t(`servers.change_${kind}`)}</Badge>
      </label>
      {kind === "changed" && (
        <div className="mt-3">
          <PatchList before={before} patch={changes} />
        </div>
      )}
      <details className="mt-3" open={kind === "new"}>
        <summary className="text-accent mb-2 text-xs">{t("servers.whole")}</summary>
        <JsonCode label={`${t("servers.whole")}: ${name}`} value={definition} />
      </details>
    </li>
  );
}
