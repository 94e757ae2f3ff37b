// The chosen step of a run: how it ended, what it was given and what it gave, and the calls that it made.

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Run, type StepResult, versionQuery } from "../../hub/workflows.ts";
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

export function ChosenStep({ run, id }: { readonly run: Run; readonly id: string | undefined }) {
  const { t } = useTranslation();
  if (id === undefined) return <p className="text-quiet p-2">{t("runs.chooseStep")}</p>;
  const step = Object.hasOwn(run.stepResults, id) ? run.stepResults[id] : undefined;
  if (step === undefined) return <Notice title={t("runs.noStep", { step: id })}>{t("runs.noStepHint")}</Notice>;
  return <StepDetail run={run} id={id} of={step} />;
}

function StepDetail({ run, id, of: step }: { readonly run: Run; readonly id: string; readonly of: StepResult }) {
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
        <Given run={run} id={id} />
        {step.status === "success" && (
          <section>
            <h3 className="text-quiet mb-1 text-xs">{t("calls.output")}</h3>
            <JsonCode label={t("calls.output")} value={step.result} />
          </section>
        )}
        <LargeValues run={run} at={`/stepResults/${id}/result`} />
        {(step.attempts > 0 || step.undone.length > 0) && <Attempts runId={run.id} stepId={id} />}
      </div>
    </Panel>
  );
}

function Given({ run, id }: { readonly run: Run; readonly id: string }) {
  const { t } = useTranslation();
  const { data: version } = useQuery(versionQuery(run.workflowId, run.workflowVersion));
  const definition = version?.definition;
  const { data: input } = useQuery({
    queryKey: ["run", run.id, "given", id, run.stepResults[id]?.startedAt],
    enabled: definition !== undefined,
    // The engine's templates come when somebody looks.
    queryFn: async () => (await import("../../canvas/step-input.ts")).stepInput(definition, id, run),
  });
  if (!input) return null;
  const label = input.isRendered ? t("calls.input") : t("runs.asWritten");
  return (
    <section>
      <h3 className="text-quiet mb-1 text-xs">{label}</h3>
      <JsonCode label={label} value={input.value} />
    </section>
  );
}
