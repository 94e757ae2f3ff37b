// The calls that a step made, each with how it ended and where its input and output are read.

import { useQuery } from "@tanstack/react-query";
import { Link, type LinkProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { timelineQuery } from "../../hub/workflows.ts";
import { Badge } from "../../ui/Badge.tsx";
import { tookOf } from "./RunList.tsx";

/** A forEach may have thousands. */
const SHOWN = 50;

/** What the attempt made: a call, a run of a sub-workflow or a handoff. */
function placeOf(id: string, from: { run: string; step: string }): Pick<LinkProps, "to" | "params" | "search"> {
  if (id.startsWith("run_")) return { to: "/runs/$runId", params: { runId: id } };
  if (id.startsWith("handoff_")) return { to: "/handoffs/$handoffId", params: { handoffId: id } };
  return { to: "/calls/$invocationId", params: { invocationId: id }, search: from };
}

export function Attempts({ runId, stepId }: { readonly runId: string; readonly stepId: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(timelineQuery(runId));
  const made = (data?.tasks ?? [])
    .filter((task) => task.stepId === stepId)
    .flatMap(({ item, undo, attempts }) => attempts.map((attempt) => ({ item, undo, ...attempt })));
  if (made.length === 0) return null;
  return (
    <section aria-label={t("runs.calls")}>
      <h3 className="text-quiet mb-1 text-xs">{t("runs.calls")}</h3>
      <ul>
        {made.slice(0, SHOWN).map(({ item, undo, attempt, invocationId, outcome, startedAt, endedAt }) => (
          <li key={`${item} ${undo} ${attempt} ${invocationId}`} className="flex flex-wrap items-center gap-x-3">
            <Link {...placeOf(invocationId, { run: runId, step: stepId })} className="text-accent underline">
              {item === null ? "" : `[${item}] `}
              {t("runs.attempt", { attempt })}
            </Link>
            {undo && <Badge tone="warn">{t("runs.undo")}</Badge>}
            <span className="text-quiet tabular-nums">
              {t(`runs.outcome_${outcome ?? "none"}`)} {tookOf({ startedAt, completedAt: endedAt })}
            </span>
          </li>
        ))}
      </ul>
      {made.length > SHOWN && <p className="text-quiet">{t("runs.leftOut", { count: made.length - SHOWN })}</p>}
    </section>
  );
}
