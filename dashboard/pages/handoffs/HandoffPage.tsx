import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useRouteContext } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useHandoffFeed } from "../../hub/feed.ts";
import { type Handoff, handoffQuery } from "../../hub/handoffs.ts";
import { queryClient } from "../../hub/hub.ts";
import { LostConnection } from "../../layout/ConnectionBadge.tsx";
import { FailedPage } from "../../layout/FailedPage.tsx";
import { Page } from "../../layout/Page.tsx";
import { AgentName } from "../../ui/AgentName.tsx";
import { StatusBadge } from "../../ui/Badge.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { Context } from "./Context.tsx";
import { HandoffDeeds } from "./HandoffDeeds.tsx";
import { Asked } from "./Handoffs.tsx";

export function HandoffPage() {
  const { t } = useTranslation();
  const { handoffId } = useParams({ from: "/inside/handoffs/$handoffId" });
  const { data: handoff, error, refetch } = useQuery(handoffQuery(handoffId));
  const connection = useHandoffFeed(({ id }) => {
    if (id === handoffId) void queryClient.invalidateQueries({ queryKey: handoffQuery(handoffId).queryKey });
  });
  if (error && !handoff) return <FailedPage error={error} retry={() => void refetch()} />;
  if (!handoff) return <Loading />;
  const { failure, result, status } = handoff;
  return (
    <Page
      title={handoff.task || t("handoffs.noTask")}
      above={
        <Link to="/handoffs" search={{}} className="underline">
          {t("nav.handoffs")}
        </Link>
      }
      intro={<StatusBadge status={status} />}
      actions={
        <>
          <LostConnection connection={connection} />
          <HandoffDeeds handoff={handoff} />
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure && (
          <Notice tone="warn" title={failure.code}>
            {failure.message}
          </Notice>
        )}
        <About handoff={handoff} />
        {status === "completed" && (
          <Panel title={t("handoffs.result")}>
            <JsonCode label={t("handoffs.result")} value={result} />
          </Panel>
        )}
        <Context handoff={handoff} />
        <History handoff={handoff} />
      </div>
    </Page>
  );
}

function About({ handoff }: { readonly handoff: Handoff }) {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "/inside" });
  const { workflowRunId, parentHandoffId, deadline, expiresAt, chain } = handoff;
  const isOwn = handoff.fromAgentId === session.agentId;
  return (
    <Panel>
      <Facts
        facts={[
          ["ID", <code key="id">{handoff.id}</code>],
          [t("handoffs.from"), <AgentName key="from" agentId={handoff.fromAgentId} />],
          [t("handoffs.to"), <Asked key="to" handoff={handoff} />],
          [t("handoffs.mode"), t(`handoffs.mode_${handoff.mode}`)],
          ...(deadline === null ? [] : [[t("handoffs.deadline"), <Time key="deadline" at={deadline} />] as const]),
          ...(expiresAt === null ? [] : [[t("handoffs.expires"), <Time key="expires" at={expiresAt} />] as const]),
          ...(workflowRunId === null
            ? []
            : [[t("handoffs.run"), <RunLink key="run" runId={workflowRunId} isOwn={isOwn} />] as const]),
          ...(parentHandoffId === null
            ? []
            : [
                [
                  t("handoffs.partOf"),
                  <Link
                    key="parent"
                    to="/handoffs/$handoffId"
                    params={{ handoffId: parentHandoffId }}
                    className="text-accent underline"
                  >
                    {parentHandoffId}
                  </Link>,
                ] as const,
              ]),
          ...(chain.length > 1
            ? [
                [
                  t("handoffs.chain"),
                  <span key="chain">
                    {chain.map((agentId, index) => (
                      <span key={agentId}>
                        {index > 0 && " → "}
                        <AgentName agentId={agentId} />
                      </span>
                    ))}
                  </span>,
                ] as const,
              ]
            : []),
        ]}
      />
    </Panel>
  );
}

/** A link for its owner alone: to anybody else the hub says that there is no such run. */
function RunLink({ runId, isOwn }: { readonly runId: string; readonly isOwn: boolean }) {
  if (!isOwn) return <code>{runId}</code>;
  return (
    <Link to="/runs/$runId" params={{ runId }} search={{}} className="text-accent break-all underline">
      {runId}
    </Link>
  );
}

function History({ handoff: { events } }: { readonly handoff: Handoff }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("handoffs.history")}>
      <ol className="flex flex-col gap-2">
        {events.map(({ number, type, agentId, toAgentId, tag, message, at }) => (
          <li key={number} className="border-line border-l-2 pl-3">
            <span className="text-strong font-medium">{t(`handoffs.event_${type}`)}</span>{" "}
            {agentId !== null && <AgentName agentId={agentId} />}
            {(toAgentId ?? tag) !== null && (
              <>
                {" → "}
                {toAgentId === null ? `#${tag}` : <AgentName agentId={toAgentId} />}
              </>
            )}{" "}
            <span className="text-quiet text-xs">
              <Time at={at} seconds />
            </span>
            {message !== null && <p className="break-words whitespace-pre-wrap">{message}</p>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
