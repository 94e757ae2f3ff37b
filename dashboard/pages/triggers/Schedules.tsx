// When a workflow runs by itself: its schedules, each with what comes next and what came of the last.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRunFeed } from "../../hub/feed.ts";
import {
  deleteSchedule,
  pauseSchedule,
  resumeSchedule,
  type Schedule,
  schedulePagesQuery,
  schedulesKey,
} from "../../hub/schedules.ts";
import { LostConnection } from "../../layout/ConnectionBadge.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Confirm } from "../../ui/Confirm.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Rows } from "../../ui/Rows.tsx";
import { Time } from "../../ui/Time.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { useDeed } from "../../ui/use-deed.ts";
import { RunLink } from "./RunLink.tsx";
import { ScheduleForm } from "./ScheduleForm.tsx";

export default function Schedules({ workflowId }: { readonly workflowId: string }) {
  const { t } = useTranslation();
  const connection = useRunFeed();
  const found = useInfiniteQuery(schedulePagesQuery(workflowId));
  const [isNew, setNew] = useState(false);
  return (
    <>
      <LostConnection connection={connection} />
      <div className="mb-4 flex justify-end">
        <Button look="primary" onClick={() => setNew(true)}>
          {t("triggers.newSchedule")}
        </Button>
      </div>
      <Rows of={found} empty={<Notice title={t("triggers.schedulesEmpty")}>{t("triggers.schedulesEmptyHint")}</Notice>}>
        {(schedules) => (
          <ul aria-label={t("workflows.tab_schedules")} className="flex flex-col gap-4">
            {schedules.map((schedule) => (
              <ScheduleRow key={schedule.id} of={schedule} />
            ))}
          </ul>
        )}
      </Rows>
      <Dialog title={t("triggers.newSchedule")} open={isNew} close={() => setNew(false)}>
        <ScheduleForm workflowId={workflowId} close={() => setNew(false)} />
      </Dialog>
    </>
  );
}

function ScheduleRow({ of: schedule }: { readonly of: Schedule }) {
  const { t } = useTranslation();
  const { cron, timezone, catchUp, maxCatchUp, overlap, version, paused } = schedule;
  const name = schedule.name || cron;
  return (
    <li className="border-line bg-panel rounded-lg border p-4">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0">
          <span className="text-strong font-medium break-words">{name}</span>{" "}
          {paused && <Badge tone="warn">{t("triggers.paused")}</Badge>}
        </p>
        <Deeds of={schedule} name={name} />
      </div>
      <Facts
        facts={[
          [t("triggers.cron"), <code key="cron">{cron}</code>],
          [t("triggers.timezone"), timezone],
          [t("triggers.catchUp"), t(`triggers.catchUp_${catchUp}`) + (catchUp === "all" ? ` (≤ ${maxCatchUp})` : "")],
          [t("triggers.overlap"), t(`triggers.overlap_${overlap}`)],
          ...(version === null ? [] : [[t("triggers.version"), version] as const]),
          [t("triggers.lastRun"), <Last key="last" of={schedule} />],
          ...(schedule.lastMissed === null
            ? []
            : [[t("triggers.missed"), <Missed key="missed" {...schedule.lastMissed} />] as const]),
          [t("triggers.next"), <Next key="next" of={schedule} />],
        ]}
      />
    </li>
  );
}

function Next({ of: { nextTimes, paused } }: { readonly of: Schedule }) {
  const { t } = useTranslation();
  if (nextTimes.length === 0) return t(paused ? "triggers.noNextPaused" : "triggers.noNext");
  return (
    <ol>
      {nextTimes.map((at) => (
        <li key={at}>
          <Time at={at} />
        </li>
      ))}
    </ol>
  );
}

function Last({ of: { lastOutcome } }: { readonly of: Schedule }) {
  const { t } = useTranslation();
  if (lastOutcome === null) return t("triggers.noneYet");
  const { scheduledAt, status, runId, message } = lastOutcome;
  return (
    <>
      <Time at={scheduledAt} /> <Badge tone={TONES[status]}>{t(`triggers.tick_${status}`)}</Badge>{" "}
      {runId !== null && <RunLink runId={runId} />}
      {message !== null && <p className="text-quiet text-xs">{message}</p>}
    </>
  );
}

const TONES = { started: "good", skipped: "quiet", refused: "bad" } as const;

function Missed({ from, until }: { readonly from: string; readonly until: string }) {
  const { t } = useTranslation();
  return (
    <>
      {t("triggers.missedBetween")} <Time at={from} /> – <Time at={until} />
    </>
  );
}

function Deeds({ of: schedule, name }: { readonly of: Schedule; readonly name: string }) {
  const { t } = useTranslation();
  const { workflowId, paused } = schedule;
  const [asked, setAsked] = useState<"edit" | "delete" | null>(null);
  const close = () => setAsked(null);
  const changes = [schedulesKey(workflowId)];
  const turn = useDeed(paused ? resumeSchedule(schedule) : pauseSchedule(schedule), { changes });
  const remove = useDeed(deleteSchedule(schedule), { changes, done: () => toast(t("triggers.scheduleDeleted")) });
  const turns = t(paused ? "triggers.resume" : "triggers.pause");
  return (
    <div className="flex flex-wrap gap-2">
      <Button disabled={turn.isPending} aria-label={`${turns}: ${name}`} onClick={() => turn.mutate()}>
        {turns}
      </Button>
      <Button aria-label={`${t("triggers.edit")}: ${name}`} onClick={() => setAsked("edit")}>
        {t("triggers.edit")}
      </Button>
      <Button look="danger" aria-label={`${t("triggers.delete")}: ${name}`} onClick={() => setAsked("delete")}>
        {t("triggers.delete")}
      </Button>
      <Dialog title={t("triggers.editSchedule")} open={asked === "edit"} close={close}>
        <ScheduleForm workflowId={workflowId} known={schedule} close={close} />
      </Dialog>
      <Confirm
        title={t("triggers.deleteSchedule", { name })}
        open={asked === "delete"}
        close={close}
        deed={t("triggers.delete")}
        act={() => remove.mutate()}
      >
        {t("triggers.deleteScheduleWarning")}
      </Confirm>
    </div>
  );
}
