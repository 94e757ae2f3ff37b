// One step on the canvas: what it is, what it does, how, and how it stands.

import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { StepFacts } from "../../canvas/graph-of.ts";
import { type Status, StatusBadge } from "../../ui/Badge.tsx";
import { Icon, type IconName } from "../../ui/Icon.tsx";

export interface Mark {
  readonly status?: Status;
  readonly faults?: number;
  /** Whether one of them is an error. */
  readonly isBad?: boolean;
  /** What it gave, in a few characters. */
  readonly result?: string;
}

/** By the keys of the steps. */
export type Marks = ReadonlyMap<string, Mark>;

export type StepNode = Node<
  { readonly about: StepFacts; readonly mark: Mark | undefined; readonly isEditable: boolean },
  "step"
>;

const ICONS: Readonly<Record<NonNullable<StepFacts["kind"]>, IconName>> = {
  toolId: "tool",
  tool: "tool",
  workflowId: "workflow",
  handoff: "handoff",
  wait: "wait",
  transform: "transform",
};

export const StepBox = memo(function StepBox({ id, data, selected }: NodeProps<StepNode>) {
  const { t } = useTranslation();
  const { about, mark, isEditable } = data;
  const { kind, subject, modifiers } = about;
  const edge = selected ? "border-accent ring-accent/40 ring-2" : mark?.isBad ? "border-bad" : "border-control";
  return (
    <div
      className={`bg-page text-strong relative h-full w-full rounded-md border px-2 py-1.5 text-left text-xs ${edge} ${
        // Once for each item: a pile. Perhaps not at all: a broken line.
        modifiers.includes("forEach")
          ? "shadow-[4px_4px_0_-1px_var(--color-page),4px_4px_0_0_var(--color-control)]"
          : ""
      } ${modifiers.includes("when") ? "border-dashed" : ""}`}
    >
      <Handle
        type="target"
        position={Position.Top}
        isConnectable={isEditable}
        className={isEditable ? HANDLE : "invisible"}
      />
      <div className="flex items-center gap-1.5">
        <span className="step-detail text-accent">
          <Icon name={kind === null ? "docs" : ICONS[kind]} />
        </span>
        <span className="flex-1 truncate font-semibold">{id}</span>
        {mark?.status && <StatusBadge status={mark.status} />}
        {mark?.faults !== undefined && mark.faults > 0 && (
          <span
            title={t("builder.faults", { count: mark.faults })}
            className={`rounded-full px-1.5 font-semibold ${mark.isBad ? "bg-bad-soft text-bad" : "bg-warn-soft text-warn"}`}
          >
            {mark.faults}
          </span>
        )}
      </div>
      <p className="step-detail text-quiet truncate">
        {mark?.result ?? (kind === null ? t("builder.kind_none") : subject || t(`builder.kind_${kind}`))}
      </p>
      <div className="step-detail mt-1 flex flex-wrap gap-1">
        {modifiers.map((modifier) => (
          <span key={modifier} className="bg-accent-soft text-accent rounded px-1 text-[0.65rem] leading-4 font-medium">
            {modifier}
          </span>
        ))}
      </div>
      <Handle
        type="source"
        position={Position.Bottom}
        isConnectable={isEditable}
        className={isEditable ? HANDLE : "invisible"}
      />
    </div>
  );
});

const HANDLE = "bg-accent! border-page! size-3! border-2!";
