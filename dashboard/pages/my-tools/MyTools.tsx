import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useRouteContext } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ownToolPagesQuery } from "../../hub/tools.ts";
import { Page } from "../../layout/Page.tsx";
import { Badge, StatusBadge } from "../../ui/Badge.tsx";
import { buttonClass } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Rows, rowsOf } from "../../ui/Rows.tsx";
import { Time } from "../../ui/Time.tsx";

export function MyTools() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "/inside" });
  const own = useInfiniteQuery(ownToolPagesQuery(session.agentId));
  const isEmpty = rowsOf(own).length === 0;
  const register = (
    <Link to="/my-tools/new" className={buttonClass("primary")}>
      {t("start.registerTool")}
    </Link>
  );
  return (
    <Page title={t("nav.myTools")} actions={!isEmpty && register}>
      <Rows
        of={own}
        empty={
          <Notice title={t("myTools.empty")}>
            <p>{t("start.registerToolHint")}</p>
            {register}
          </Notice>
        }
      >
        {(tools) => (
          <ul className="border-line bg-panel rounded-lg border px-4">
            {tools.map((tool) => (
              <li
                key={tool.id}
                className="border-line flex flex-wrap items-center justify-between gap-3 border-t py-3 first:border-t-0"
              >
                <div className="min-w-0">
                  <Link
                    to="/tools/$toolId"
                    params={{ toolId: tool.id }}
                    search={{}}
                    className="text-strong font-medium hover:underline"
                  >
                    {tool.name}
                  </Link>{" "}
                  <span className="text-quiet">{tool.version}</span> <StatusBadge status={tool.status} />{" "}
                  {tool.circuit.state !== "closed" && (
                    <Badge tone="bad">{t(`tool.circuit_${tool.circuit.state}`)}</Badge>
                  )}
                  <p className="text-quiet text-xs break-all">
                    {tool.endpoint ?? tool.protocol} · <Time at={tool.updatedAt} />
                  </p>
                </div>
                {/* What an MCP server brought is changed there. */}
                {tool.serverId === null && (
                  <Link
                    to="/my-tools/$toolId"
                    params={{ toolId: tool.id }}
                    className={buttonClass()}
                    aria-label={`${t("myTools.edit")}: ${tool.name}`}
                  >
                    {t("myTools.edit")}
                  </Link>
                )}
              </li>
            ))}
          </ul>
        )}
      </Rows>
    </Page>
  );
}
