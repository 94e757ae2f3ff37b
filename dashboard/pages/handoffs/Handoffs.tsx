import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useHandoffFeed } from "../../hub/feed.ts";
import { handoffPagesQuery, type HandoffSummary } from "../../hub/handoffs.ts";
import { queryClient } from "../../hub/hub.ts";
import { BOXES, HANDOFF_STATUSES, type HandoffSearch } from "../../hub/search-params.ts";
import { ConnectionBadge } from "../../layout/ConnectionBadge.tsx";
import { Page } from "../../layout/Page.tsx";
import { AgentName } from "../../ui/AgentName.tsx";
import { StatusBadge } from "../../ui/Badge.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { List, ListRow } from "../../ui/List.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Rows } from "../../ui/Rows.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { Time } from "../../ui/Time.tsx";

export function Handoffs() {
  const { t } = useTranslation();
  const { box = "inbox", status, run } = useSearch({ from: "/inside/handoffs" });
  const navigate = useNavigate({ from: "/handoffs" });
  const connection = useHandoffFeed(() => void queryClient.invalidateQueries({ queryKey: ["handoffs"] }));
  return (
    <Page title={t("nav.handoffs")} intro={t("handoffs.intro")} actions={<ConnectionBadge connection={connection} />}>
      <div className="mb-4 flex">
        <SelectField
          label={t("calls.status")}
          value={status ?? ""}
          onChange={({ target }) =>
            void navigate({
              search: (before) => ({ ...before, status: (target.value || undefined) as HandoffSearch["status"] }),
            })
          }
          options={[
            { value: "", label: t("common.all") },
            ...HANDOFF_STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
          ]}
        />
      </div>
      <Tabs
        label={t("nav.handoffs")}
        chosen={box}
        choose={(id) =>
          void navigate({ search: (before) => ({ ...before, box: id === "inbox" ? undefined : id }), replace: true })
        }
        tabs={BOXES.map((id) => ({
          id,
          label: t(`handoffs.${id}`),
          content: () => <Box box={id} status={status} workflowRunId={run} />,
        }))}
      />
    </Page>
  );
}

function Box({
  box,
  ...filters
}: {
  readonly box: (typeof BOXES)[number];
  readonly status: HandoffSummary["status"] | undefined;
  readonly workflowRunId: string | undefined;
}) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(handoffPagesQuery({ box, ...filters }));
  const isInbox = box === "inbox";
  return (
    <Rows of={found} empty={<Notice title={t(`handoffs.empty_${box}`)}>{t(`handoffs.emptyHint_${box}`)}</Notice>}>
      {(handoffs) => (
        <List label={t(`handoffs.${box}`)}>
          {handoffs.map((handoff) => (
            <ListRow key={handoff.id} aside={<Time at={handoff.createdAt} seconds />}>
              <Link
                to="/handoffs/$handoffId"
                params={{ handoffId: handoff.id }}
                className="text-strong font-medium break-words hover:underline"
              >
                {handoff.task || t("handoffs.noTask")}
              </Link>{" "}
              <StatusBadge status={handoff.status} />
              <p className="text-quiet text-xs">
                {isInbox ? (
                  <>
                    {t("handoffs.from")} <AgentName agentId={handoff.fromAgentId} />
                  </>
                ) : (
                  <>
                    {t("handoffs.to")} <Asked handoff={handoff} />
                  </>
                )}
                {handoff.expiresAt !== null && (
                  <>
                    {" · "}
                    {t("handoffs.expires")} <Time at={handoff.expiresAt} />
                  </>
                )}
                {handoff.workflowRunId !== null && handoff.resolvedAt === null && <> · {t("handoffs.runWaits")}</>}
              </p>
            </ListRow>
          ))}
        </List>
      )}
    </Rows>
  );
}

/** Who is asked: an agent or, as long as nobody has it, whoever has the tag. */
export function Asked({ handoff: { toAgentId, tag } }: { readonly handoff: HandoffSummary }) {
  return toAgentId === null ? <>#{tag}</> : <AgentName agentId={toAgentId} />;
}
