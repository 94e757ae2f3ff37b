// What comes into a run from outside, made light on its way: what weighs too much for a journal is put elsewhere, under a name
// that says what it is of, and what another run has is copied (run-values.ts).

import type { Told } from "../../engine/run/drive.ts";
import type { RunEvent } from "../../engine/run/events.ts";
import type { Answer } from "../../engine/run/outcome.ts";
import { awaiting } from "../../engine/run/state.ts";
import { isBackground } from "../invocations/background.ts";
import type { ProjectedRun } from "../runs/project-runs.ts";
import type { RunRecord } from "./run-record.ts";
import { MAX_INLINE_CHARS, type RunValues } from "./run-values.ts";

type AnswerReceived = Extract<Told, { type: "answer_received" }>;
type Success = Extract<Answer, { type: "success" }>;

/** The run, with an input that its journal can hold. */
export async function withLightInput(values: RunValues, record: RunRecord): Promise<RunRecord> {
  if (isBackground(record)) return record;
  // No step's value has this name: a step may be called `input`, and what comes after a dot is a number there.
  const { value, stored } = await values.held(record, record.input, "run.input");
  return stored === undefined ? record : { ...record, input: value, inputStored: stored };
}

/** What a run keeps of the one that it does again is its own from then on. */
export async function withOwnValues(
  values: RunValues,
  record: RunRecord,
  kept: readonly RunEvent[],
): Promise<RunEvent[]> {
  const own: RunEvent[] = [];
  for (const event of kept) {
    const stored = event.type === "step_kept" && event.end.status === "success" ? event.end.stored : undefined;
    if (event.type !== "step_kept" || stored === undefined || !record.rerunOf) own.push(event);
    else {
      const from = { agentId: record.agentId, runId: record.rerunOf };
      const adopted = await values.adopt(record, from, stored, (ref) => ref);
      own.push({ ...event, end: { ...event.end, stored: adopted } } as RunEvent);
    }
  }
  return own;
}

/** Whether it has to be made light before it is told. */
export function isHeavy(event: Told): event is AnswerReceived & { readonly answer: Success } {
  if (event.type !== "answer_received" || event.answer.type !== "success") return false;
  return event.answer.stored !== undefined || event.answer.sizeBytes > MAX_INLINE_CHARS;
}

/**
 * The same answer, as the run is told it. Null: it waits for no such answer, or was told before. `from`: the agent's run whose
 * large values it tells of.
 */
export async function withLightAnswer(
  values: RunValues,
  { record, state }: ProjectedRun,
  event: AnswerReceived & { readonly answer: Success },
  from: string | undefined,
): Promise<Told | null> {
  if (awaiting(state, event) === null) return null;
  const { answer, step, item, attempt } = event;
  const place = [record.plan.steps[step]?.id, ...(item === undefined ? [] : [item]), `answer${attempt}`].join(".");
  if (answer.stored && from !== undefined) {
    const child = { agentId: record.agentId, runId: from };
    const stored = await values.adopt(record, child, answer.stored, (ref) => `${place}.${ref}`);
    return { ...event, answer: { ...answer, stored } };
  }
  const { value, stored } = await values.held(record, answer.result, place);
  if (stored === undefined) return event;
  return { ...event, answer: { type: "success", result: value, sizeBytes: JSON.stringify(value).length, stored } };
}
