import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useRouteContext, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Call, callPagesQuery, eachOnce } from "../../hub/calls.ts";
import { useCallFeed } from "../../hub/feed.ts";
import type { CallSearch } from "../../hub/search-params.ts";
import { ConnectionBadge } from "../../layout/ConnectionBadge.tsx";
import { Page } from "../../layout/Page.tsx";
import { Button } from "../../ui/Button.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Rows } from "../../ui/Rows.tsx";
import { CallTable } from "./CallTable.tsx";

const PAGE = 100;
/** The table draws only what is in sight. What falls off here is missing between the live ones and the log as it was read. */
const MOST_LIVE = 10_000;

export function Calls() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/inside/calls" });
  const navigate = useNavigate({ from: "/calls" });
  const { session } = useRouteContext({ from: "/inside" });
  const log = useInfiniteQuery(callPagesQuery({ ...search, limit: PAGE }));
  const live = useLiveCalls(search, session.agentId);

  const set = (change: Partial<CallSearch>) => void navigate({ search: (before) => ({ ...before, ...change }) });
  const choices = <Values extends readonly string[]>(values: Values, label: (value: Values[number]) => string) => [
    { value: "", label: t("common.all") },
    ...values.map((value) => ({ value, label: label(value) })),
  ];

  return (
    <Page
      title={t("calls.title")}
      actions={
        <>
          <ConnectionBadge connection={live.connection} />
          <Button onClick={live.toggle}>{live.isPaused ? t("calls.goOn") : t("calls.pause")}</Button>
        </>
      }
    >
      <div className="mb-4 flex flex-wrap gap-3">
        <SelectField
          label={t("calls.role")}
          value={search.role ?? ""}
          onChange={({ target }) => set({ role: (target.value || undefined) as CallSearch["role"] })}
          options={choices(["caller", "provider"] as const, (role) => t(`calls.role_${role}`))}
        />
        <SelectField
          label={t("calls.status")}
          value={search.status ?? ""}
          onChange={({ target }) => set({ status: (target.value || undefined) as CallSearch["status"] })}
          options={choices(["success", "error", "timeout", "running"] as const, (status) => t(`status.${status}`))}
        />
      </div>
      {live.waiting > 0 && <p aria-live="polite">{t("calls.paused", { count: live.waiting })}</p>}
      <Rows of={log} before={live.calls} empty={<Notice title={t("calls.empty")}>{t("calls.emptyHint")}</Notice>}>
        {(calls) => <CallTable calls={eachOnce(calls)} agentId={session.agentId} />}
      </Rows>
    </Page>
  );
}

/** What came since the page was opened. While it is paused, what comes waits, and nothing moves under the reader's eyes. */
function useLiveCalls(search: CallSearch, agentId: string) {
  const [calls, setCalls] = useState<readonly Call[]>([]);
  const [waiting, setWaiting] = useState<readonly Call[]>([]);
  const [isPaused, setPaused] = useState(false);
  const before = (call: Call) => (others: readonly Call[]) => eachOnce([call, ...others]).slice(0, MOST_LIVE);
  // They would stand before newer ones that were lost on the way and are in the log that is read again.
  const drop = () => {
    setCalls([]);
    setWaiting([]);
  };
  const connection = useCallFeed((call) => (isPaused ? setWaiting : setCalls)(before(call)), drop);
  const toggle = () => {
    setPaused(!isPaused);
    if (!isPaused) return;
    setCalls(eachOnce([...waiting, ...calls]).slice(0, MOST_LIVE));
    setWaiting([]);
  };
  return {
    calls: calls.filter((call) => fits(call, search, agentId)),
    waiting: waiting.length,
    connection,
    isPaused,
    toggle,
  };
}

/** As the hub filters its log. */
function fits(call: Call, { role, status, toolId }: CallSearch, agentId: string): boolean {
  const isRole =
    role === undefined || (role === "caller" ? call.callerAgentId === agentId : call.providerAgentId === agentId);
  return isRole && (status === undefined || call.status === status) && (toolId === undefined || call.toolId === toolId);
}
