import type { Run } from "../../hub/workflows.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { ChosenStep } from "./StepDetail.tsx";

export function RunSteps({
  run,
  chosen,
  choose,
}: {
  readonly run: Run;
  readonly chosen: string | undefined;
  readonly choose: (stepId: string) => void;
}) {
  const steps = Object.entries(run.stepResults);
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
      <ChosenStep run={run} id={chosen} />
    </div>
  );
}
