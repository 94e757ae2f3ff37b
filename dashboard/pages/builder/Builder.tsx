// The visual builder: palette, canvas (or its list), and beside them the chosen step, the JSON, the checks and the dry run.
// All of them show, and change, one definition (canvas/builder-state.ts).

import { useBlocker, useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "../../../engine/json.ts";
import { copiedSteps, stepsIn } from "../../canvas/step-edits.ts";
import { indexesOf } from "../../canvas/builder-state.ts";
import { newStep, type Stencil } from "../../canvas/new-step.ts";
import type { Place } from "../../canvas/places.ts";
import { BUILDER_TABS, type BuilderSearch } from "../../hub/search-params.ts";
import { Page } from "../../layout/Page.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { useStable } from "../../ui/use-stable.ts";
import Canvas, { type Editing } from "./Canvas.tsx";
import { Checks } from "./Checks.tsx";
import { EXAMPLE } from "./example.ts";
import JsonView from "./JsonView.tsx";
import { droppedStencil, Palette } from "./Palette.tsx";
import { StepPanel } from "./StepPanel.tsx";
import { StepTable } from "./StepTable.tsx";
import { TrialPanel } from "./TrialPanel.tsx";
import { type Builder as BuilderOf, useBuilder } from "./use-builder.ts";
import { useDataLabels } from "./use-data-labels.ts";
import { useToolNames } from "./use-tool-names.ts";
import { WorkflowPanel } from "./WorkflowPanel.tsx";

export function Builder({
  start,
  ran = NOTHING_RAN,
  title,
  above,
  saveLabel,
  save,
  isSaving,
  error,
}: {
  /** The definition to begin with. */
  readonly start: unknown;
  /** What the steps gave in the latest run, by id. */
  readonly ran?: ReadonlyMap<string, unknown>;
  readonly title: string;
  readonly above: ReactNode;
  readonly saveLabel: string;
  readonly save: (definition: Json) => void;
  readonly isSaving: boolean;
  /** Why it was not taken. */
  readonly error: Error | null;
}) {
  const { t } = useTranslation();
  const builder = useBuilder(start, ran);
  const { state, dispatch, graph, definition } = builder;
  const { history, selected } = state;
  const { view = "canvas", show = "step" } = useSearch({ strict: false });
  const navigate = useNavigate();
  const go = (change: BuilderSearch) =>
    void navigate({ to: ".", search: (before: BuilderSearch) => ({ ...before, ...change }), replace: true });
  const isOnCanvas = view === "canvas";
  useClipboard(builder);
  useUndoKeys(builder);

  const [only] = selected.size === 1 ? selected : [];
  const step = graph.steps.find(({ key }) => key === only);
  const select = (keys: readonly string[]) => {
    dispatch({ type: "select", keys });
    // Whoever has the text open stays in it: it goes along.
    if (keys.length > 0 && show !== "step" && show !== "json") go({ show: undefined });
  };
  const showStep = (key: string) => {
    dispatch({ type: "select", keys: [key] });
    go({ show: undefined });
  };
  const add = useStable((stencil: Stencil, at?: Place) => {
    const [id] = builder.add([newStep(stencil)], at);
    if (id === undefined) toast(t("builder.jsonFirst"), "bad");
    else toast(t("builder.added", { name: id }));
  });
  const labelOf = useDataLabels(builder.trial.outcome ? builder.results.values : NOTHING_RAN);
  const toolNames = useToolNames(graph);
  const editing: Editing = {
    move: (places) => dispatch({ type: "move", places }),
    remove: (keys) => dispatch({ type: "remove", keys }),
    connect: (from, to) => dispatch({ type: "connect", from, to }),
    disconnect: (edges) => {
      for (const { source, target, reads } of edges) {
        dispatch({ type: "disconnect", from: source, to: target });
        const [path] = reads;
        if (path !== undefined) toast(t("builder.edgeReads", { target, path }), "bad");
      }
    },
    drop: (data, at) => {
      const stencil = droppedStencil(data);
      if (stencil !== null) add(stencil, at);
    },
  };

  const contents = {
    step: () => <Chosen builder={builder} step={step} />,
    json: () => <JsonView builder={builder} />,
    checks: () => <Checks builder={builder} show={showStep} />,
    trial: () => <TrialPanel builder={builder} show={showStep} />,
  };
  const faultCount = builder.diagnostics.length;
  return (
    <Page
      title={title}
      above={above}
      wide
      actions={
        <>
          {builder.isSound === true && <Badge tone="good">{t("workflows.sound")}</Badge>}
          {builder.isSound === false && <Badge tone="bad">{t("builder.faults", { count: faultCount })}</Badge>}
          <Button disabled={history.past.length === 0} onClick={() => dispatch({ type: "undo" })}>
            {t("builder.undo")}
          </Button>
          <Button disabled={history.future.length === 0} onClick={() => dispatch({ type: "redo" })}>
            {t("builder.redo")}
          </Button>
          {isOnCanvas && <Button onClick={() => dispatch({ type: "tidy" })}>{t("builder.tidy")}</Button>}
          <Button aria-pressed={!isOnCanvas} onClick={() => go({ view: isOnCanvas ? "list" : undefined })}>
            {t(isOnCanvas ? "builder.list" : "builder.canvas")}
          </Button>
          <Button look="primary" disabled={isSaving || history.now.fault !== null} onClick={() => save(definition)}>
            {saveLabel}
          </Button>
        </>
      }
    >
      {error && (
        <div className="mb-4">
          <Failed error={error} />
        </div>
      )}
      <div className="grid grid-cols-1 gap-4 lg:h-[calc(100vh-6.5rem)] lg:min-h-120 lg:grid-cols-[12rem_minmax(0,1fr)_24rem]">
        <Palette add={add} />
        <div className="relative min-h-0 min-w-0 lg:overflow-y-auto">
          {graph.steps.length === 0 && <Empty builder={builder} />}
          {history.now.fault !== null && (
            // Over it and not before it: most of what is typed is not JSON for a letter or two, and nothing is to jump.
            <div className="pointer-events-none absolute inset-x-3 top-3 z-20">
              <Notice tone="warn" title={t("builder.jsonBroken")}>
                {t("builder.jsonFirst")}
              </Notice>
            </div>
          )}
          {isOnCanvas ? (
            <Canvas
              className="h-112 lg:h-full"
              graph={graph}
              places={state.places}
              marks={builder.marks}
              selected={selected}
              select={select}
              toolNames={toolNames}
              labelOf={labelOf}
              editing={editing}
            />
          ) : (
            <StepTable graph={graph} marks={builder.marks} selected={selected} select={(key) => select([key])} />
          )}
        </div>
        <div className="min-h-0 min-w-0 lg:overflow-y-auto lg:pr-1">
          <Tabs
            label={t("builder.tabs")}
            chosen={show}
            choose={(id) => go({ show: id === "step" ? undefined : id })}
            tabs={BUILDER_TABS.map((id) => ({
              id,
              label:
                id === "step" && step === undefined
                  ? t("builder.tab_workflow")
                  : id === "checks" && faultCount > 0
                    ? `${t("builder.tab_checks")} (${faultCount})`
                    : t(`builder.tab_${id}`),
              content: contents[id],
            }))}
          />
        </div>
      </div>
      <LeaveGuard isDirty={history.past.length > 0 && !isSaving} />
    </Page>
  );
}

const NOTHING_RAN: ReadonlyMap<string, unknown> = new Map();

function Chosen({
  builder,
  step,
}: {
  readonly builder: BuilderOf;
  readonly step: BuilderOf["graph"]["steps"][number] | undefined;
}) {
  const { selected, history } = builder.state;
  return (
    // While the text is not JSON, no form can be written into it.
    <fieldset disabled={history.now.fault !== null} className="min-w-0">
      {step !== undefined ? (
        <StepPanel key={step.key} builder={builder} step={step} />
      ) : selected.size === 0 ? (
        <WorkflowPanel builder={builder} />
      ) : (
        <Several builder={builder} />
      )}
    </fieldset>
  );
}

function Several({ builder: { state, dispatch, duplicate } }: { readonly builder: BuilderOf }) {
  const { t } = useTranslation();
  const { selected } = state;
  return (
    <div className="flex flex-col items-start gap-3">
      <h3>{t("builder.several", { count: selected.size })}</h3>
      <p className="text-quiet">{t("builder.severalHint")}</p>
      <div className="flex gap-2">
        <Button onClick={() => duplicate([...selected])}>{t("builder.duplicate")}</Button>
        <Button look="danger" onClick={() => dispatch({ type: "remove", keys: selected })}>
          {t("builder.remove")}
        </Button>
      </div>
    </div>
  );
}

function Empty({ builder }: { readonly builder: BuilderOf }) {
  const { t } = useTranslation();
  return (
    <div className="pointer-events-none absolute inset-0 z-10 flex flex-col items-center justify-center gap-2 p-6 text-center">
      <p className="text-strong text-base font-medium">{t("builder.empty")}</p>
      <p className="text-quiet max-w-80">{t("builder.emptyHint")}</p>
      {/* It takes the place of all that there is. */}
      {builder.state.history.past.length === 0 && (
        <Button
          className="pointer-events-auto"
          onClick={() => builder.dispatch({ type: "write", text: JSON.stringify(EXAMPLE, null, 2) })}
        >
          {t("builder.example")}
        </Button>
      )}
    </div>
  );
}

/** Whether a key is meant for what is written in. */
function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Steps are copied as JSON text: they can be pasted into another workflow, or anywhere else. */
function useClipboard({ definition, graph, state, dispatch, add }: BuilderOf): void {
  const { t } = useTranslation();
  const { selected, history } = state;
  const copy = useStable((event: ClipboardEvent) => {
    if (isWriting(event.target) || selected.size === 0 || !getSelection()?.isCollapsed) return;
    const isCut = event.type === "cut";
    if (isCut && history.now.fault !== null) return toast(t("builder.jsonFirst"), "bad");
    event.clipboardData?.setData("text/plain", copiedSteps(definition, indexesOf(graph, selected)));
    event.preventDefault();
    if (isCut) dispatch({ type: "remove", keys: selected });
    toast(t("builder.copied", { count: selected.size }));
  });
  const paste = useStable((event: ClipboardEvent) => {
    if (isWriting(event.target)) return;
    const steps = stepsIn(event.clipboardData?.getData("text/plain") ?? "");
    if (steps === null) return;
    event.preventDefault();
    const { length: count } = add(steps);
    if (count === 0) toast(t("builder.jsonFirst"), "bad");
    else toast(t("builder.pasted", { count }));
  });
  useEffect(() => {
    document.addEventListener("copy", copy);
    document.addEventListener("cut", copy);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", copy);
      document.removeEventListener("paste", paste);
    };
  }, [copy, paste]);
}

/**
 * ⌘Z and ⇧⌘Z, or Ctrl+Z and Ctrl+Y: on the canvas and in every field of the definition, since all of it is one text. What is
 * written elsewhere (`data-own-undo`, or in front of the page) is the browser's to undo.
 */
function useUndoKeys({ dispatch }: BuilderOf): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      if (event.target instanceof Element && event.target.closest("dialog, [data-own-undo]")) return;
      event.preventDefault();
      dispatch({ type: key === "y" || event.shiftKey ? "redo" : "undo" });
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [dispatch]);
}

function LeaveGuard({ isDirty }: { readonly isDirty: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    // Another tab of the same page is no leaving.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return (
    <Dialog title={t("builder.leaveTitle")} open={blocker.status === "blocked"} close={() => blocker.reset?.()}>
      <p>{t("builder.leaveHint")}</p>
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={() => blocker.reset?.()}>{t("builder.stay")}</Button>
        <Button look="danger" onClick={() => blocker.proceed?.()}>
          {t("builder.leave")}
        </Button>
      </div>
    </Dialog>
  );
}
