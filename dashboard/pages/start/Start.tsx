// What is happening now, what to do next, and how an agent gets here.

import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, type LinkProps, useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Call, callPagesQuery, eachOnce } from "../../hub/calls.ts";
import { useActivityFeed } from "../../hub/feed.ts";
import { ConnectionBadge } from "../../layout/ConnectionBadge.tsx";
import { Page } from "../../layout/Page.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { rowsOf } from "../../ui/Rows.tsx";
import { CallTable } from "../calls/CallTable.tsx";
import { ClientConfiguration } from "./ClientConfiguration.tsx";
import { LatestRuns } from "./LatestRuns.tsx";
import { NextSteps } from "./NextSteps.tsx";

const CALLS = 10;
const ERRORS = 5;
/** Errors may be rare among them. */
const MOST_FRESH = 50;

export function Start() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "/inside" });
  // What came since the page was opened, the newest first.
  const [fresh, setFresh] = useState<readonly Call[]>([]);
  const connection = useActivityFeed(
    (call) => setFresh((before) => eachOnce([call, ...before]).slice(0, MOST_FRESH)),
    () => setFresh([]),
  );
  const log = useInfiniteQuery(callPagesQuery({ limit: CALLS }));
  const failed = useInfiniteQuery(callPagesQuery({ limit: ERRORS, status: "error" }));
  const calls = eachOnce([...fresh, ...rowsOf(log)]).slice(0, CALLS);
  const errors = eachOnce([...fresh.filter(({ status }) => status === "error"), ...rowsOf(failed)]).slice(0, ERRORS);
  return (
    <Page title={t("start.title")} actions={<ConnectionBadge connection={connection} />}>
      <div className="flex flex-col gap-4">
        <NextSteps hasCalled={calls.length > 0 || (log.data ? false : undefined)} />
        <div className="grid gap-4 lg:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-4">
            <Panel title={t("start.recentCalls")} actions={<All to="/calls" search={{}} />}>
              {calls.length === 0 && log.isPending ? (
                <Loading />
              ) : calls.length === 0 && log.error ? (
                <Failed error={log.error} retry={() => void log.refetch()} />
              ) : calls.length === 0 ? (
                <p className="text-quiet">{t("calls.emptyHint")}</p>
              ) : (
                <CallTable calls={calls} agentId={session.agentId} isBrief />
              )}
            </Panel>
            {(errors.length > 0 || (failed.error && !failed.data)) && (
              <Panel title={t("start.recentErrors")} actions={<All to="/calls" search={{ status: "error" }} />}>
                {errors.length > 0 ? (
                  <CallTable calls={errors} agentId={session.agentId} isBrief />
                ) : (
                  <Failed error={failed.error} retry={() => void failed.refetch()} />
                )}
              </Panel>
            )}
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <LatestRuns all={<All to="/runs" search={{}} />} />
            <ClientConfiguration />
          </div>
        </div>
      </div>
    </Page>
  );
}

function All(link: Pick<LinkProps, "to" | "search">) {
  const { t } = useTranslation();
  return (
    <Link {...link} className="text-accent underline">
      {t("common.all")}
    </Link>
  );
}
