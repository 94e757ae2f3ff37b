import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { callQuery } from "../../hub/calls.ts";
import { Page } from "../../layout/Page.tsx";
import { StatusBadge } from "../../ui/Badge.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { ms } from "../../ui/units.ts";
import { ToolName } from "./CallTable.tsx";

export function CallPage() {
  const { t } = useTranslation();
  const { invocationId } = useParams({ from: "/inside/calls/$invocationId" });
  const { data: call, error, refetch } = useQuery(callQuery(invocationId));
  if (error && !call) return <Failed error={error} retry={() => void refetch()} />;
  if (!call) return <Loading />;
  return (
    <Page
      title={call.id}
      above={
        <Link to="/calls" search={{}} className="underline">
          {t("calls.title")}
        </Link>
      }
    >
      <div className="flex flex-col gap-4">
        <Panel>
          <Facts
            facts={[
              [t("calls.status"), <StatusBadge key="status" status={call.status} />],
              [t("calls.tool"), <ToolName key="tool" toolId={call.toolId} />],
              [t("calls.time"), <Time key="time" at={call.createdAt} seconds />],
              [t("calls.latency"), ms(call.latencyMs)],
              [t("calls.caller"), call.callerAgentId],
              [t("tool.provider"), call.providerAgentId],
            ]}
          />
        </Panel>
        {call.error && (
          <Notice tone="bad" title={call.error.code ?? t("calls.error")}>
            {call.error.message}
          </Notice>
        )}
        <Panel title={t("calls.input")}>
          <JsonCode label={t("calls.input")} value={call.input} />
        </Panel>
        <Panel title={t("calls.output")}>
          <JsonCode label={t("calls.output")} value={call.output} />
        </Panel>
      </div>
    </Page>
  );
}
