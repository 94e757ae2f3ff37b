import { useTranslation } from "react-i18next";
import type { Run, StepResult } from "../../hub/workflows.ts";
import { Badge, StatusBadge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Attempts } from "./Attempts.tsx";
import { LargeValues } from "./LargeValues.tsx";
import { tookOf } from "./RunList.tsx";
import { useRerun } from "./use-rerun.ts";

export function RunSteps({
  run,
  chosen,
  choose,
}: {
  readonly run: Run;
  readonly chosen: string | undefined;
  readonly choose: (stepId: string) => void;
}) {
  const { t } = useTranslation();
  const steps = Object.entries(run.stepResults);
  const shown = chosen === undefined ? undefined : run.stepResults[chosen];
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <ul className="border-line bg-panel rounded-lg border p-2">
        {steps.map(([id, { status, items }]) => (
          <li key={id} className="[contain-intrinsic-size:auto_2.25rem] [content-visibility:auto]">
            <button
              type="button"
              aria-pressed={id === chosen}
              onClick={() => choose(id)}
              className="hover:bg-sunken aria-pressed:bg-accent-soft flex w-full items-center justify-between gap-2 rounded px-2 py-1.5 text-left"
            >
              <span className="truncate">{id}</span>
              <span className="flex items-center gap-2">
                {items && (
                  <span className="text-quiet text-xs tabular-nums">
                    {items.settled}/{items.total}
                  </span>
                )}
                <StatusBadge status={status} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {chosen !== undefined && shown ? (
        <StepDetail run={run} id={chosen} of={shown} />
      ) : (
        <p className="text-quiet p-2">{t("runs.chooseStep")}</p>
      )}
    </div>
  );
}

export function StepDetail({ run, id, of: step }: { readonly run: Run; readonly id: string; readonly of: StepResult }) {
  const { t } = useTranslation();
  const again = useRerun(run.id);
  return (
    <Panel
      title={id}
      actions={
        run.completedAt !== null && (
          <Button disabled={again.isPending} onClick={() => again.mutate({ steps: [id] })}>
            {t("builder.rerunHere")}
          </Button>
        )
      }
    >
      <Facts
        facts={[
          [
            t("calls.status"),
            <span key="status">
              <StatusBadge status={step.status} /> {step.kept && <Badge>{t("builder.kept")}</Badge>}
            </span>,
          ],
          [t("runs.attempts"), step.attempts],
          [t("runs.took"), tookOf(step)],
        ]}
      />
      <div className="mt-4 flex flex-col gap-3">
        {step.error && (
          <Notice tone="bad" title={step.error.code}>
            {step.error.message}
          </Notice>
        )}
        {step.status === "success" && <JsonCode label={t("calls.output")} value={step.result} />}
        <LargeValues run={run} at={`/stepResults/${id}/result`} />
        {step.attempts > 0 && <Attempts runId={run.id} stepId={id} />}
      </div>
    </Panel>
  );
}
