import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useRouteContext, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { SERVER_TABS } from "../../hub/search-params.ts";
import { type Server, serverQuery } from "../../hub/servers.ts";
import { FailedPage } from "../../layout/FailedPage.tsx";
import { Page } from "../../layout/Page.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { Time } from "../../ui/Time.tsx";
import { Definitions } from "./Definitions.tsx";
import { HeldChanges } from "./HeldChanges.tsx";
import { ServerDeeds } from "./ServerDeeds.tsx";
import { ServerState } from "./ServerState.tsx";

export function ServerPage() {
  const { t } = useTranslation();
  const { serverId } = useParams({ from: "/inside/servers/$serverId" });
  const { tab = "overview" } = useSearch({ from: "/inside/servers/$serverId" });
  const { session } = useRouteContext({ from: "/inside" });
  const navigate = useNavigate({ from: "/servers/$serverId" });
  const { data: server, error, refetch } = useQuery(serverQuery(serverId));
  if (error && !server) return <FailedPage error={error} retry={() => void refetch()} />;
  if (!server) return <Loading />;

  const isOwn = server.agentId === session.agentId;
  const contents = {
    overview: () => <Overview server={server} />,
    changes: () => <HeldChanges server={server} />,
    tool: () => <Definitions serverId={serverId} kind="tool" />,
    resource: () => <Definitions serverId={serverId} kind="resource" />,
    template: () => <Definitions serverId={serverId} kind="template" />,
    prompt: () => <Definitions serverId={serverId} kind="prompt" />,
  };
  const { tools, resources, templates, prompts, heldChanges } = server.counts;
  const counts = { tool: tools, resource: resources, template: templates, prompt: prompts, changes: heldChanges };
  const tabs = SERVER_TABS.filter((id) => id !== "changes" || isOwn);
  return (
    <Page
      title={server.name}
      above={
        <Link to="/servers" className="underline">
          {t("nav.servers")}
        </Link>
      }
      intro={<ServerState server={server} />}
      actions={isOwn && <ServerDeeds server={server} />}
    >
      <Warnings server={server} isReviewing={tab === "changes"} />
      <Tabs
        label={server.name}
        chosen={tab}
        choose={(id) => void navigate({ search: id === "overview" ? {} : { tab: id }, replace: true })}
        tabs={tabs.map((id) => ({
          id,
          label: id === "overview" ? t("tool.overview") : `${t(`servers.tab_${id}`)} (${counts[id]})`,
          content: contents[id],
        }))}
      />
    </Page>
  );
}

function Warnings({ server, isReviewing }: { readonly server: Server; readonly isReviewing: boolean }) {
  const { t } = useTranslation();
  const { stale, lastError, counts, id } = server;
  const isHeld = counts.heldChanges > 0 && !isReviewing;
  if (!stale && !isHeld) return null;
  return (
    <div className="mb-4 flex flex-col gap-4">
      {stale && (
        <Notice tone="bad" title={t("servers.stale")}>
          {lastError}
        </Notice>
      )}
      {isHeld && (
        <Notice tone="warn" title={t("servers.held", { count: counts.heldChanges })}>
          <p>{t("servers.heldHint")}</p>
          <Link to="/servers/$serverId" params={{ serverId: id }} search={{ tab: "changes" }} className="underline">
            {t("servers.review")}
          </Link>
        </Notice>
      )}
    </div>
  );
}

function Overview({ server }: { readonly server: Server }) {
  const { t } = useTranslation();
  const { identity, instructions, problems = [], connection } = server;
  const said = (field: string) => (typeof identity?.[field] === "string" ? identity[field] : undefined);
  return (
    <div className="flex flex-col gap-4">
      <Panel>
        <Facts
          facts={[
            ["ID", <code key="id">{server.id}</code>],
            [t("servers.url"), <span key="url">{server.url ?? t("servers.connects")}</span>],
            [t("servers.revision"), server.revision],
            [t("servers.identity"), [said("title") ?? said("name"), said("version")].filter(Boolean).join(" ") || "–"],
            ...(server.authType ? [[t("servers.auth"), t(`myTools.auth_${server.authType}`)] as const] : []),
            ["MCP", <code key="mcp">{`${location.origin}/mcp/v1/servers/${server.id}`}</code>],
            [t("servers.refreshed"), <Time key="refreshed" at={server.refreshedAt} />],
            ...(connection?.since
              ? [[t("servers.since"), <Time key="since" at={connection.since} seconds />] as const]
              : []),
            [t("servers.created"), <Time key="created" at={server.createdAt} />],
          ]}
        />
      </Panel>
      {instructions && (
        <Panel title={t("servers.instructions")}>
          <p className="break-words whitespace-pre-wrap">{instructions}</p>
        </Panel>
      )}
      {problems.length > 0 && (
        <Panel title={t("servers.problems")}>
          <ul className="flex flex-col gap-2">
            {problems.map(({ kind, name, reason }) => (
              <li key={`${kind} ${name} ${reason}`}>
                <code className="text-strong break-all">{name ?? t(`servers.kind_${kind}`)}</code>{" "}
                <span className="text-quiet">{reason}</span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}
