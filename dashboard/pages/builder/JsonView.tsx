// The definition's text. It goes where the canvas goes: the chosen step is marked in it, and the step that is written in is
// the chosen one.

import { getLocation } from "jsonc-parser";
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { rangeOf } from "../../canvas/written-json.ts";
import { stepPointer } from "../../canvas/graph-of.ts";
import type { Builder } from "./use-builder.ts";

export default function JsonView({ builder }: { readonly builder: Builder }) {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { state, graph, dispatch } = builder;
  const { text, fault } = state.history.now;
  const [chosen] = state.selected.size === 1 ? state.selected : [];
  const index = graph.steps.find(({ key }) => key === chosen)?.index;

  // Only where it was chosen elsewhere: who writes keeps the caret. Where the text is no JSON, nothing in it is a step.
  useEffect(() => {
    const area = field.current;
    if (area === null || fault !== null || index === undefined || document.activeElement === area) return;
    const range = rangeOf(area.value, stepPointer(index));
    if (range === undefined) return;
    area.setSelectionRange(range.from, range.to);
    const lines = area.value.split("\n").length;
    const line = area.value.slice(0, range.from).split("\n").length - 1;
    area.scrollTop = (area.scrollHeight / lines) * line - area.clientHeight / 4;
  }, [index]);

  const follow = (area: HTMLTextAreaElement) => {
    if (fault !== null) return;
    const { path } = getLocation(area.value, area.selectionStart);
    const step = path[0] === "steps" ? graph.steps.find((other) => other.index === path[1]) : undefined;
    if (step !== undefined && step.key !== chosen) dispatch({ type: "select", keys: [step.key] });
  };
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        {t("workflows.definition")}
      </label>
      <textarea
        ref={field}
        id={id}
        spellCheck={false}
        value={text}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : `${id}-fault`}
        onChange={({ target }) => dispatch({ type: "write", text: target.value })}
        onSelect={({ currentTarget }) => {
          if (document.activeElement === currentTarget) follow(currentTarget);
        }}
        className="border-control bg-panel text-strong aria-invalid:border-bad h-128 w-full resize-none lg:h-[calc(100vh-13rem)] rounded-md border px-3 py-2 font-mono text-xs whitespace-pre"
      />
      {fault !== null && (
        <p id={`${id}-fault`} role="alert" className="text-bad mt-1 text-xs">
          {t("common.notJson", { why: fault })}
        </p>
      )}
    </div>
  );
}
