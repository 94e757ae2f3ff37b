import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type CallDetail, callQuery, isMissing } from "../../hub/calls.ts";
import { Page } from "../../layout/Page.tsx";
import { AgentName } from "../../ui/AgentName.tsx";
import { StatusBadge } from "../../ui/Badge.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { ms } from "../../ui/units.ts";
import { CallAttempts } from "./CallAttempts.tsx";
import { ToolName } from "./CallTable.tsx";
import { CallTrace } from "./CallTrace.tsx";

export function CallPage() {
  const { t } = useTranslation();
  const { invocationId } = useParams({ from: "/inside/calls/$invocationId" });
  const { data: call, error, failureReason, refetch } = useQuery(callQuery(invocationId));
  return (
    <Page
      title={invocationId}
      above={
        <Link to="/calls" search={{}} className="underline">
          {t("calls.title")}
        </Link>
      }
    >
      {call ? (
        <Detail call={call} />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : isMissing(failureReason) ? (
        <div role="status">
          <Notice title={t("calls.notYet")}>{t("calls.notYetHint")}</Notice>
        </div>
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function Detail({ call }: { readonly call: CallDetail }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-4">
      <Panel>
        <Facts
          facts={[
            [t("calls.status"), <StatusBadge key="status" status={call.status} />],
            [t("calls.tool"), <ToolName key="tool" toolId={call.toolId} />],
            [t("calls.time"), <Time key="time" at={call.createdAt} seconds />],
            [t("calls.latency"), ms(call.latencyMs)],
            [t("calls.caller"), <AgentName key="caller" agentId={call.callerAgentId} />],
            [t("tool.provider"), <AgentName key="provider" agentId={call.providerAgentId} />],
          ]}
        />
      </Panel>
      {call.error && (
        <Notice tone="bad" title={call.error.code ?? t("calls.error")}>
          {call.error.message}
        </Notice>
      )}
      <Panel title={t("calls.input")}>
        {/* Arguments are an object, be it an empty one. */}
        {call.input === null || call.input === undefined ? (
          <MadeByStep />
        ) : (
          <JsonCode label={t("calls.input")} value={call.input} />
        )}
      </Panel>
      {call.status !== "error" && call.status !== "timeout" && (
        <Panel title={t("calls.output")}>
          <JsonCode label={t("calls.output")} value={call.output} />
        </Panel>
      )}
      <CallAttempts call={call} />
      <CallTrace invocationId={call.id} />
    </div>
  );
}

/** Where the input is read of a call that a run made. */
function MadeByStep() {
  const { t } = useTranslation();
  const { run, step } = useSearch({ from: "/inside/calls/$invocationId" });
  return (
    <p className="text-quiet">
      {t("calls.noInput")}{" "}
      {run !== undefined && (
        <>
          {t("calls.inputIsAt")}{" "}
          <Link to="/runs/$runId" params={{ runId: run }} search={{ step }} className="text-accent underline">
            {step ?? run}
          </Link>
        </>
      )}
    </p>
  );
}
