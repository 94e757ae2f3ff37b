// The ways to begin. What has been done is ticked; who has done all of it is not told any more.

import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, type LinkProps, useRouteContext } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { serverPagesQuery } from "../../hub/servers.ts";
import { ownToolPagesQuery } from "../../hub/tools.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { rowsOf } from "../../ui/Rows.tsx";
import { latestRunsQuery } from "./LatestRuns.tsx";

interface Step {
  readonly link: Pick<LinkProps, "to" | "search">;
  readonly title: string;
  readonly hint: string;
  readonly isDone: boolean;
}

export function NextSteps({ hasCalled }: { readonly hasCalled: boolean | undefined }) {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "/inside" });
  const tools = useInfiniteQuery(ownToolPagesQuery(session.agentId));
  const servers = useInfiniteQuery(serverPagesQuery);
  const runs = useInfiniteQuery(latestRunsQuery);
  // Nothing is shown that goes away as soon as it is known, nor told as not done what could not be read.
  if (hasCalled === undefined || [tools, servers, runs].some(({ data }) => data === undefined)) return null;
  const steps: readonly Step[] = [
    {
      link: { to: "/playground", search: { tool: "tool_nexus_hash" } },
      title: t("start.callTool"),
      hint: t("start.callToolHint"),
      isDone: hasCalled,
    },
    {
      link: { to: "/my-tools/new" },
      title: t("start.registerTool"),
      hint: t("start.registerToolHint"),
      isDone: rowsOf(tools).some(({ serverId }) => serverId === null),
    },
    {
      link: { to: "/servers/new" },
      title: t("start.connectServer"),
      hint: t("servers.intro"),
      isDone: rowsOf(servers).length > 0,
    },
    {
      link: { to: "/marketplace", search: {} },
      title: t("start.runTemplate"),
      hint: t("templates.intro"),
      isDone: rowsOf(runs).length > 0,
    },
  ];
  if (steps.every(({ isDone }) => isDone)) return null;
  return (
    <Panel title={t("start.todo")}>
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {steps.map(({ link, title, hint, isDone }) => (
          <li key={title}>
            <Link {...link} className="text-accent font-medium underline">
              {title}
            </Link>{" "}
            {isDone && <Badge tone="good">{t("start.done")}</Badge>}
            <p className="text-quiet mt-1">{hint}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
