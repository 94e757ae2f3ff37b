// When each step was queued, begun and ended, as bars along one time; each bar's numbers are beside it.

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Run, type RunTimeline, timelineQuery } from "../../hub/workflows.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";

type Task = RunTimeline["tasks"][number];

/** More bars than this nobody reads. */
const SHOWN = 500;

export function Timeline({ run }: { readonly run: Run }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(timelineQuery(run.id));
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const times = data.tasks.flatMap(({ queuedAt, startedAt, endedAt }) => [queuedAt, startedAt, endedAt]);
  const known = times.flatMap((time) => (time === null ? [] : [Date.parse(time)]));
  const from = Math.min(...known);
  const span = Math.max(1, Math.max(...known) - from);
  const left = data.tasks.length - SHOWN + data.leftOut;
  return (
    <>
      <ol className="flex flex-col gap-1">
        {data.tasks.slice(0, SHOWN).map((task) => (
          <TaskRow key={`${task.stepId} ${task.item} ${task.undo}`} task={task} from={from} span={span} />
        ))}
      </ol>
      {left > 0 && <p className="text-quiet mt-2">{t("runs.leftOut", { count: left })}</p>}
    </>
  );
}

function TaskRow({ task, from, span }: { readonly task: Task; readonly from: number; readonly span: number }) {
  const { t } = useTranslation();
  const { stepId, item, undo, startedAt, endedAt, status, attempts } = task;
  const start = startedAt === null ? null : Date.parse(startedAt) - from;
  const end = endedAt === null ? span : Date.parse(endedAt) - from;
  return (
    <li className="grid grid-cols-[6rem_minmax(0,1fr)_8rem] sm:grid-cols-[10rem_minmax(0,1fr)_9rem] items-center gap-2">
      <span className="truncate">
        {stepId}
        {item !== null && <span className="text-quiet"> [{item}]</span>}
        {undo && <span className="text-quiet"> · {t("runs.undo")}</span>}
      </span>
      <span aria-hidden className="bg-sunken relative h-4 rounded">
        {start !== null && (
          <span
            className={`absolute h-4 min-w-1 rounded ${status === "failed" ? "bg-bad" : status === "success" ? "bg-good" : "bg-accent"}`}
            style={{ left: `${(start / span) * 100}%`, width: `${((end - start) / span) * 100}%` }}
          />
        )}
      </span>
      <span className="text-quiet flex items-center justify-end gap-2 text-xs tabular-nums">
        {start !== null && endedAt !== null && `${end - start} ms`}
        {attempts.length > 1 && ` ×${attempts.length}`} <StatusBadge status={status} />
      </span>
    </li>
  );
}
