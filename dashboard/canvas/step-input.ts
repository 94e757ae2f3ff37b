// What a step of a run was given: its templates with the values that were there, put in by the engine's own renderer.

import type { Json, JsonObject } from "../../engine/json.ts";
import { render } from "../../engine/template/render.ts";
import type { StepView } from "../../engine/template/scope.ts";
import { isObject } from "../hub/json-schema.ts";
import { graphOf } from "./graph-of.ts";

export interface StepInput {
  readonly value: Json;
  /** False: the templates as they are written. */
  readonly isRendered: boolean;
}

interface RunValues {
  readonly id: string;
  readonly input?: unknown;
  readonly stepResults: Readonly<Record<string, StepValues>>;
  /** What is not in its place. */
  readonly largeValues: readonly unknown[];
}

interface StepValues {
  readonly status: string;
  readonly result?: unknown;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly startedAt: string | null;
  readonly kept: boolean;
}

/** Null: the step is given nothing, or there is no such step. Of a forEach, whose items are given each its own, as written. */
export async function stepInput(definition: unknown, id: string, run: RunValues): Promise<StepInput | null> {
  const step = graphOf(definition).steps.find(({ key }) => key === id);
  const written = step && writtenInput(step.source);
  if (step === undefined || written === undefined) return null;
  const done = Object.hasOwn(run.stepResults, id) ? run.stepResults[id] : undefined;
  const isKnown = done !== undefined && done.startedAt !== null && !done.kept && run.largeValues.length === 0;
  if (!isKnown || Object.hasOwn(step.source, "forEach")) return { value: written, isRendered: false };
  const rendered = await render(written, {
    input: (run.input ?? null) as Json,
    steps: viewsOf(run, step.needs),
    run: { id: run.id },
  });
  return rendered.ok ? { value: rendered.value, isRendered: true } : { value: written, isRendered: false };
}

function writtenInput(step: JsonObject): Json | undefined {
  const { arguments: args, handoff } = step;
  return args ?? (isObject(handoff) ? handoff["context"] : undefined);
}

/** Of what the step waited for; without a prototype, as the renderer wants it. */
function viewsOf({ stepResults }: RunValues, needs: readonly string[]): Readonly<Record<string, StepView>> {
  const views = Object.create(null) as Record<string, StepView>;
  for (const id of needs) {
    const of = Object.hasOwn(stepResults, id) ? stepResults[id] : undefined;
    if (of?.status === "success") views[id] = { status: "success", result: (of.result ?? null) as Json };
    else if (of?.status === "failed" || of?.status === "skipped" || of?.status === "cancelled") {
      views[id] = { status: of.status, ...(of.error && { error: { code: of.error.code, message: of.error.message } }) };
    }
  }
  return views;
}
