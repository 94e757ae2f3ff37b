// How often the tool was asked for one call, when, and what came of each time. Only a step of a run asks again.

import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CallDetail } from "../../hub/calls.ts";
import { timelineQuery } from "../../hub/workflows.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { ms } from "../../ui/units.ts";

export function CallAttempts({ call }: { readonly call: CallDetail }) {
  const { t } = useTranslation();
  const { run } = useSearch({ from: "/inside/calls/$invocationId" });
  return (
    <Panel title={t("calls.attempts")}>
      {run !== undefined ? (
        <OfStep runId={run} invocationId={call.id} />
      ) : call.input === null || call.input === undefined ? (
        <p className="text-quiet">{t("calls.attemptsAtRun")}</p>
      ) : (
        <ol>
          <Attempt
            attempt={1}
            outcome={<StatusBadge status={call.status} />}
            startedAt={call.createdAt}
            took={call.completedAt === null ? null : ms(call.latencyMs)}
          />
        </ol>
      )}
    </Panel>
  );
}

/** A step's attempts go by one id, which its provider knows them by. */
function OfStep({ runId, invocationId }: { readonly runId: string; readonly invocationId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(timelineQuery(runId));
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const made = data.tasks
    .flatMap(({ attempts }) => attempts)
    .filter((attempt) => attempt.invocationId === invocationId);
  if (made.length === 0) return <p className="text-quiet">{t("calls.attemptsUnknown")}</p>;
  return (
    <ol>
      {made.map(({ attempt, outcome, startedAt, endedAt }) => (
        <Attempt
          key={attempt}
          attempt={attempt}
          outcome={t(`runs.outcome_${outcome ?? "none"}`)}
          startedAt={startedAt}
          took={endedAt === null ? null : ms(Date.parse(endedAt) - Date.parse(startedAt))}
        />
      ))}
    </ol>
  );
}

function Attempt({
  attempt,
  outcome,
  startedAt,
  took,
}: {
  readonly attempt: number;
  readonly outcome: ReactNode;
  readonly startedAt: string;
  /** Null: it goes on. */
  readonly took: string | null;
}) {
  const { t } = useTranslation();
  return (
    <li className="flex flex-wrap items-center gap-x-3">
      <span className="text-strong">{t("runs.attempt", { attempt })}</span>
      <span>{outcome}</span>
      <Time at={startedAt} seconds />
      {took !== null && <span className="text-quiet tabular-nums">{took}</span>}
    </li>
  );
}
