import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Call, callPagesQuery, eachOnce } from "../hub/calls.ts";
import { useCallFeed } from "../hub/feed.ts";
import { Page } from "../layout/Page.tsx";
import { Code } from "../ui/Code.tsx";
import { Panel } from "../ui/Panel.tsx";
import { rowsOf } from "../ui/Rows.tsx";
import { CallTable } from "./calls/CallTable.tsx";

const SHOWN = 10;

export function Start() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "/inside" });
  return (
    <Page title={t("start.title")}>
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <LatestCalls agentId={session.agentId} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t("start.todo")}>
            <ul className="flex flex-col gap-3">
              <li>
                <Link
                  to="/playground"
                  search={{ tool: "tool_nexus_hash" }}
                  className="text-accent font-medium underline"
                >
                  {t("start.callTool")}
                </Link>
                <p className="text-quiet">{t("start.callToolHint")}</p>
              </li>
              <li>
                <Link to="/my-tools/new" className="text-accent font-medium underline">
                  {t("start.registerTool")}
                </Link>
                <p className="text-quiet">{t("start.registerToolHint")}</p>
              </li>
            </ul>
          </Panel>
          <Panel title={t("start.mcpTitle")}>
            <p className="text-quiet mb-3">{t("start.mcpIntro")}</p>
            <Code label={t("start.mcpTitle")} text={clientConfiguration()} />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

/** What is happening: what the log has, and before it what came since. */
function LatestCalls({ agentId }: { readonly agentId: string }) {
  const { t } = useTranslation();
  const [fresh, setFresh] = useState<readonly Call[]>([]);
  useCallFeed((call) => setFresh((calls) => eachOnce([call, ...calls]).slice(0, SHOWN)));
  const log = useInfiniteQuery(callPagesQuery({ limit: SHOWN }));
  const calls = eachOnce([...fresh, ...rowsOf(log)]).slice(0, SHOWN);
  return (
    <Panel
      title={t("start.recentCalls")}
      actions={
        <Link to="/calls" search={{}} className="text-accent underline">
          {t("common.all")}
        </Link>
      }
    >
      {calls.length === 0 ? (
        <p className="text-quiet">{t("calls.emptyHint")}</p>
      ) : (
        <CallTable calls={calls} agentId={agentId} />
      )}
    </Panel>
  );
}

function clientConfiguration(): string {
  const server = { type: "http", url: `${location.origin}/mcp/v1`, headers: { Authorization: "Bearer nxc_live_…" } };
  return JSON.stringify({ mcpServers: { nexuscall: server } }, null, 2);
}
