// One step on the canvas: what it is, what it does, how, and how it stands.

import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { createContext, memo, use } from "react";
import { useTranslation } from "react-i18next";
import type { StepFacts } from "../../canvas/graph-of.ts";
import { type Status, StatusBadge, toneOf } from "../../ui/Badge.tsx";
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
  {
    readonly about: StepFacts;
    /** What it calls or waits for, as people call it. */
    readonly subject: string;
    readonly mark: Mark | undefined;
    readonly isEditable: boolean;
  },
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

/** Whether the canvas is so far away that only names and states can be read. */
export const IsFar = createContext(false);

export const StepBox = memo(function StepBox({ id, data, selected }: NodeProps<StepNode>) {
  const { about, subject, mark, isEditable } = data;
  const { modifiers } = about;
  const edge = selected ? "border-accent ring-accent/40 ring-2" : mark?.isBad ? "border-bad" : "border-control";
  // Once for each item: a pile. Perhaps not at all: a broken line.
  const pile = modifiers.includes("forEach")
    ? "shadow-[4px_4px_0_-1px_var(--color-page),4px_4px_0_0_var(--color-control)]"
    : "";
  const line = modifiers.includes("when") ? "border-dashed" : "";
  const box = `relative h-full w-full rounded-md px-2 py-1.5 text-left ${edge} ${pile} ${line}`;
  if (use(IsFar)) return <FromAfar className={box} id={id} mark={mark} />;
  return (
    <div className={`${box} bg-page text-strong border text-xs`}>
      <Handle
        type="target"
        position={Position.Top}
        isConnectable={isEditable}
        className={isEditable ? HANDLE : "invisible"}
      />
      <Facts id={id} about={about} subject={subject} mark={mark} />
      <Handle
        type="source"
        position={Position.Bottom}
        isConnectable={isEditable}
        className={isEditable ? HANDLE : "invisible"}
      />
    </div>
  );
});

/** What it is called and how it stands, large: hundreds of them are drawn at once. */
function FromAfar({
  className,
  id,
  mark,
}: {
  readonly className: string;
  readonly id: string;
  readonly mark: Mark | undefined;
}) {
  const { t } = useTranslation();
  const status = mark?.status;
  return (
    <div className={`${className} border-4 text-2xl leading-8 ${status ? toneOf(status) : "bg-page text-strong"}`}>
      <p className={`font-semibold break-all ${status ? "line-clamp-1" : "line-clamp-2"}`}>{id}</p>
      {status && <p className="truncate">{t(`status.${status}`)}</p>}
      {/* React Flow measures where edges begin and end: where the handles are when they can be taken. */}
      <span className="target absolute -top-2.25 left-[calc(50%-0.375rem)] size-3" data-handlepos={Position.Top} />
      <span
        className="source absolute -bottom-2.25 left-[calc(50%-0.375rem)] size-3"
        data-handlepos={Position.Bottom}
      />
    </div>
  );
}

function Facts({
  id,
  about: { kind, modifiers },
  subject,
  mark,
}: {
  readonly id: string;
  readonly about: StepFacts;
  readonly subject: string;
  readonly mark: Mark | undefined;
}) {
  const { t } = useTranslation();
  return (
    <>
      <div className="flex items-center gap-1.5">
        <span className="text-accent">
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
      <p className="text-quiet truncate">
        {mark?.result ?? (kind === null ? t("builder.kind_none") : subject || t(`builder.kind_${kind}`))}
      </p>
      <div className="mt-1 flex flex-wrap gap-1">
        {modifiers.map((modifier) => (
          <span key={modifier} className="bg-accent-soft text-accent rounded px-1 text-[0.65rem] leading-4 font-medium">
            {modifier}
          </span>
        ))}
      </div>
    </>
  );
}

const HANDLE = "bg-accent! border-page! size-3! border-2!";
