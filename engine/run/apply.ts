// The fold: one event into the state. Every conclusion that follows from an event is drawn here (and in settle.ts)
// and nowhere else, so that a driver, a replay after a crash and a dashboard agree.

import type { Json } from "../json.ts";
import { signalOf } from "../plan/actions.ts";
import type { Plan } from "../plan/plan.ts";
import { NONE_STORED, type Stored, storedBelow, storedSize } from "../template/stored.ts";
import { dependantsOf } from "./dependants.ts";
import type { RunEvent, TaskRef } from "./events.ts";
import { begin, callOff, cancelAll, cancelWaiting, isLanding, planStepAt, settleTask } from "./settle.ts";
import { awaiting, findTask, newRun, newTask, stepAt, type Mailbox, type RunState, type Task } from "./state.ts";

/** Folds `event` into `state`, in place. Events must come in the order in which they were recorded. */
export function apply(plan: Plan, state: RunState, event: RunEvent): void {
  switch (event.type) {
    case "run_started":
      state.status = "running";
      state.startedAt = event.at;
      return;
    case "attempt_started": {
      const task = taskOf(state, event);
      begin(plan, state, task);
      task.status = "running";
      task.waitsFor = null;
      task.attempts = event.attempt;
      task.resumes = 0;
      task.invocationId = event.invocationId;
      task.answer = null;
      task.startedAt ??= event.at;
      state.slots.add(task);
      state.wakes.delete(task);
      return;
    }
    case "attempt_resumed":
      taskOf(state, event).resumes += 1;
      return;
    case "attempt_deferred":
      return wait(state, taskOf(state, event), "turn", event.until);
    case "attempt_failed": {
      const task = taskOf(state, event);
      task.error = event.failure;
      state.slots.delete(task);
      callOff(plan, state, task);
      return wait(state, task, "retry", event.retryAt);
    }
    case "attempt_handed_over": {
      const task = taskOf(state, event);
      state.slots.delete(task);
      if (isLanding(state, task)) return land(plan, state, task, event.at);
      // The answer may have been quicker.
      return wait(state, task, "answer", task.answer === null ? event.until : event.at);
    }
    case "answer_received": {
      const task = awaiting(state, event);
      if (task === null) return;
      task.answer = event.answer;
      if (task.waitsFor === "answer") state.wakes.set(task, event.at);
      return;
    }
    case "wait_started": {
      const task = taskOf(state, event);
      begin(plan, state, task);
      task.status = "waiting";
      task.startedAt ??= event.at;
      const signal = signalOf(planStepAt(plan, event.step).action);
      if (!signal) return wait(state, task, "time", event.until);
      const { payloads, waiting } = mailboxOf(state, signal.signal);
      const kept = payloads.shift();
      if (kept !== undefined) {
        const { value: result, stored } = kept;
        return settleTask(plan, state, task, event.at, { status: "success", result, stored });
      }
      waiting.push(task);
      return wait(state, task, "signal", event.until);
    }
    case "signal_received": {
      if (event.key !== undefined && state.signalKeys.has(event.key)) return;
      if (event.key !== undefined) state.signalKeys.add(event.key);
      const { stored = NONE_STORED } = event;
      weigh(state, event.sizeBytes, stored);
      const { payloads, waiting } = mailboxOf(state, event.name);
      const [task] = waiting;
      if (task) settleTask(plan, state, task, event.at, { status: "success", result: event.payload, stored });
      else payloads.push({ value: event.payload, stored });
      return;
    }
    case "step_succeeded": {
      const { result, stored = NONE_STORED } = event;
      weigh(state, event.sizeBytes, stored);
      return settleTask(plan, state, taskOf(state, event), event.at, { status: "success", result, stored });
    }
    case "step_failed": {
      const { failure, fallback, stored } = event;
      return settleTask(plan, state, taskOf(state, event), event.at, { status: "failed", failure, fallback, stored });
    }
    case "step_skipped": {
      const reason = { code: "condition_false", message: "Not run: its `when` is false.", retryable: false };
      return settleTask(plan, state, stepAt(state, event.step), event.at, { status: "skipped", reason });
    }
    case "step_kept": {
      const { end } = event;
      const task = taskOf(state, event);
      task.kept = true;
      if (end.status === "success") weigh(state, end.sizeBytes, end.stored ?? NONE_STORED);
      return settleTask(plan, state, task, event.at, end);
    }
    case "items_listed": {
      const step = stepAt(state, event.step);
      begin(plan, state, step);
      step.status = "running";
      step.startedAt ??= event.at;
      const items = Array.from({ length: event.count }, (_, item) => newTask("item", event.step, item));
      step.fan = { items, next: 0, live: 0, unsettled: event.count, failed: 0, cancelled: 0 };
      if (event.count > 0) state.fans.add(event.step);
      else settleTask(plan, state, step, event.at, { status: "success", result: [] });
      return;
    }
    case "pause_requested":
      state.paused = true;
      return;
    case "resume_requested":
      state.paused = false;
      return;
    case "cancel_requested":
      if (state.cancelReason === null && event.code !== undefined) state.cancelCode = event.code;
      state.cancelReason ??= event.reason;
      return;
    case "run_ending":
      state.ending = { status: event.status, error: event.error };
      return cancelWaiting(plan, state, event.at);
    case "run_settled":
      state.status = event.status;
      if (event.output !== undefined) {
        state.output = event.output;
        state.outputStored = event.stored ?? NONE_STORED;
      } else if (event.complete) concludeOutput(plan, state);
      state.error = event.error;
      state.completedAt = event.at;
      return cancelAll(plan, state, event.at);
  }
}

/** The state of a run from its journal. */
export function replay(
  plan: Plan,
  runId: string,
  input: Json,
  events: Iterable<RunEvent>,
  inputStored: readonly Stored[] = NONE_STORED,
): RunState {
  const state = newRun(plan, runId, input, inputStored);
  for (const event of events) apply(plan, state, event);
  return state;
}

/** What undoes something comes to be with its first event. */
function taskOf(state: RunState, ref: TaskRef): Task {
  const known = findTask(state, ref);
  if (known) return known;
  if (!ref.undo) throw new RangeError(`step ${ref.step} of ${state.runId} has no item ${ref.item}`);
  const task = newTask("undo", ref.step, ref.item ?? null);
  state.undone.push(task);
  return task;
}

/** Handed over when nobody waits for an answer any more; one that was quicker counts. */
function land(plan: Plan, state: RunState, task: Task, at: number): void {
  const { answer } = task;
  if (answer?.type === "success") {
    const { result, stored } = answer;
    settleTask(plan, state, task, at, { status: "success", result, stored });
  } else settleTask(plan, state, task, at, { status: "cancelled" });
}

function wait(state: RunState, task: Task, waitsFor: Task["waitsFor"], until: number | null): void {
  task.status = "waiting";
  task.waitsFor = waitsFor;
  state.wakes.set(task, until ?? Number.POSITIVE_INFINITY);
}

function mailboxOf(state: RunState, name: string): Mailbox {
  const known = state.signals.get(name);
  if (known) return known;
  const mailbox: Mailbox = { payloads: [], waiting: [] };
  state.signals.set(name, mailbox);
  return mailbox;
}

function weigh(state: RunState, sizeBytes: number, stored: readonly Stored[]): void {
  state.resultBytes += sizeBytes;
  state.storedBytes += storedSize(stored);
}

/** The output of a plan without an output template: the results of the steps that no other step needs, by id. */
function concludeOutput(plan: Plan, state: RunState): void {
  const output: [string, Json][] = [];
  const stored: Stored[] = [];
  for (const [index, dependants] of dependantsOf(plan).entries()) {
    const step = stepAt(state, index);
    const id = plan.steps[index]?.id;
    if (dependants.length > 0 || step.status !== "success" || id === undefined) continue;
    output.push([id, step.result]);
    stored.push(...storedBelow(step.stored, id));
  }
  state.output = Object.fromEntries(output);
  state.outputStored = stored;
}
