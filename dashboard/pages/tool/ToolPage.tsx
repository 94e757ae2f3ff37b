import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { TOOL_TABS } from "../../hub/search-params.ts";
import { type Tool, toolQuery } from "../../hub/tools.ts";
import { FailedPage } from "../../layout/FailedPage.tsx";
import { Page } from "../../layout/Page.tsx";
import { AgentName } from "../../ui/AgentName.tsx";
import { Badge, StatusBadge } from "../../ui/Badge.tsx";
import { buttonClass } from "../../ui/Button.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Readme } from "../../ui/Readme.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { Time } from "../../ui/Time.tsx";
import { Examples } from "./Examples.tsx";
import { SchemaView } from "./SchemaView.tsx";
import { Statistics } from "./Statistics.tsx";
import { ToolVersions } from "./ToolVersions.tsx";

export function ToolPage() {
  const { t } = useTranslation();
  const { toolId } = useParams({ from: "/inside/tools/$toolId" });
  const { tab = "overview" } = useSearch({ from: "/inside/tools/$toolId" });
  const navigate = useNavigate({ from: "/tools/$toolId" });
  const { data: tool, error, refetch } = useQuery(toolQuery(toolId));
  if (error && !tool) return <FailedPage error={error} retry={() => void refetch()} />;
  if (!tool) return <Loading />;

  const contents = {
    overview: () => (
      <div className="flex flex-col gap-4">
        <Overview tool={tool} />
        <Readme text={tool.readme} />
        <ToolVersions tool={tool} />
      </div>
    ),
    schemas: () => <Schemas tool={tool} />,
    statistics: () => <Statistics toolId={toolId} />,
    examples: () => <Examples tool={tool} />,
  };
  return (
    <Page
      title={tool.name}
      above={
        <Link to="/registry" search={{}} className="underline">
          {t("registry.title")}
        </Link>
      }
      intro={tool.description || t("tool.noDescription")}
      actions={
        <>
          <StatusBadge status={tool.status} />
          <Badge>{t("tool.version", { version: tool.version })}</Badge>
          <Link to="/playground" search={{ tool: tool.id }} className={buttonClass("primary")}>
            {t("tool.try")}
          </Link>
        </>
      }
    >
      {tool.status === "deprecated" && (
        <div className="mb-4">
          <Notice tone="warn" title={t("tool.deprecatedTitle")}>
            {tool.successorId && (
              <Link to="/tools/$toolId" params={{ toolId: tool.successorId }} search={{}} className="underline">
                {t("tool.successor")}
              </Link>
            )}
          </Notice>
        </div>
      )}
      <Tabs
        label={tool.name}
        chosen={tab}
        choose={(id) => void navigate({ search: id === "overview" ? {} : { tab: id }, replace: true })}
        tabs={TOOL_TABS.map((id) => ({ id, label: t(`tool.${id}`), content: contents[id] }))}
      />
    </Page>
  );
}

function Overview({ tool }: { readonly tool: Tool }) {
  const { t } = useTranslation();
  return (
    <Panel>
      <Facts
        facts={[
          ["ID", <code key="id">{tool.id}</code>],
          [t("tool.provider"), <AgentName key="provider" agentId={tool.agentId} />],
          [t("registry.protocol"), tool.protocol],
          [t("tool.auth"), t(`myTools.auth_${tool.authType}`)],
          [t("tool.limit"), t("tool.perMinute", { count: tool.rateLimit.maxPerMinute })],
          [t("registry.category"), tool.category ?? t("common.none")],
          [t("tool.tags"), tool.tags.join(", ") || t("common.none")],
          [t("tool.health"), t(`tool.circuit_${tool.circuit.state}`)],
          ["MCP", <code key="mcp">{tool.mcpUri}</code>],
          [t("tool.hash"), <code key="hash">{tool.definitionHash.slice(0, 12)}</code>],
          [t("tool.updated"), <Time key="time" at={tool.updatedAt} />],
        ]}
      />
    </Panel>
  );
}

function Schemas({ tool }: { readonly tool: Tool }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <SchemaView title={t("tool.input")} schema={tool.inputSchema} otherwise={t("tool.noInput")} />
      <SchemaView title={t("tool.output")} schema={tool.outputSchema} otherwise={t("tool.noOutput")} />
    </div>
  );
}
