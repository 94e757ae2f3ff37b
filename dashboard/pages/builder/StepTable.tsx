// The graph in words, for the keyboard and for who does not see the canvas: each step after all that it waits for.

import { memo, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Graph, GraphStep, StepFacts } from "../../canvas/graph-of.ts";
import { Badge, StatusBadge } from "../../ui/Badge.tsx";
import { useStable } from "../../ui/use-stable.ts";
import type { Mark, Marks } from "./StepBox.tsx";

export function StepTable({
  graph,
  marks,
  selected,
  select,
}: {
  readonly graph: Graph;
  readonly marks?: Marks;
  readonly selected?: ReadonlySet<string>;
  /** Absent: it is only to read. */
  readonly select?: (key: string) => void;
}) {
  const { t } = useTranslation();
  const steps = useMemo(() => inOrder(graph), [graph]);
  const choose = useStable((key: string) => select?.(key));
  return (
    <ol aria-label={t("workflows.graph")} className="border-line bg-panel rounded-lg border px-2">
      {steps.map(({ key, about, needs }) => {
        const { status, faults = 0, isBad = false } = marks?.get(key) ?? {};
        return (
          <Row
            key={key}
            id={key}
            about={about}
            needs={needs.join(", ")}
            status={status}
            faults={faults}
            isBad={isBad}
            isSelected={selected?.has(key) === true}
            select={select && choose}
          />
        );
      })}
    </ol>
  );
}

/** Drawn again only where something of it has changed: there may be hundreds. */
const Row = memo(function Row({
  id,
  about,
  needs,
  status,
  faults,
  isBad,
  isSelected,
  select,
}: {
  readonly id: string;
  readonly about: StepFacts;
  /** As they are listed. */
  readonly needs: string;
  readonly status: Mark["status"];
  readonly faults: number;
  readonly isBad: boolean;
  readonly isSelected: boolean;
  readonly select: ((key: string) => void) | undefined;
}) {
  const { t } = useTranslation();
  return (
    <li className="border-line border-t py-1 [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto] first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-2 px-2 pt-1">
        {select ? (
          <button
            type="button"
            aria-pressed={isSelected}
            onClick={() => select(id)}
            className="text-strong hover:text-accent aria-pressed:bg-accent-soft aria-pressed:text-accent rounded px-1 font-medium"
          >
            {id}
          </button>
        ) : (
          <span className="text-strong font-medium">{id}</span>
        )}
        <Badge>{t(`builder.kind_${about.kind ?? "none"}`)}</Badge>
        {about.modifiers.map((modifier) => (
          <Badge key={modifier} tone="accent">
            {modifier}
          </Badge>
        ))}
        {status && <StatusBadge status={status} />}
        {faults > 0 && <Badge tone={isBad ? "bad" : "warn"}>{t("builder.faults", { count: faults })}</Badge>}
        <span className="text-quiet break-all">{about.subject}</span>
      </div>
      {needs !== "" && (
        <p className="text-quiet px-3 pb-1 text-xs break-words">
          {t("workflows.waitsFor")} {needs}
        </p>
      )}
    </li>
  );
});

/** Steps that wait for each other in a circle come last. */
function inOrder({ steps }: Graph): readonly GraphStep[] {
  const left = new Map(steps.map(({ key, needs }) => [key, needs.length]));
  const waiting = new Map<string, GraphStep[]>();
  for (const step of steps) {
    for (const need of step.needs) waiting.set(need, [...(waiting.get(need) ?? []), step]);
  }
  const ordered = new Set(steps.filter(({ needs }) => needs.length === 0));
  // What is added while the set is gone through is gone through, too.
  for (const { key } of ordered) {
    for (const step of waiting.get(key) ?? []) {
      const still = (left.get(step.key) ?? 0) - 1;
      left.set(step.key, still);
      if (still === 0) ordered.add(step);
    }
  }
  return [...ordered, ...steps.filter((step) => !ordered.has(step))];
}
