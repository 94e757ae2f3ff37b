// The engine under random plans, providers and worlds: whatever is killed, however clocks differ, these hold.
//
//  I1. A run settles, and with it every step; nothing is left waiting or under way.
//  I2. A call is on record before it is made.
//  I3. Nothing begins before all that its step needs has ended, and then only with the results that it requires.
//  I4. What has settled is not called again, nothing settles twice, and nothing happens after the run has settled.
//  I5. A task has one key and one invocation, and no other task has them; its attempts stay within its policy.
//  I6. No more calls are in flight than the plan allows, and no more items under way than their forEach allows.
//  I7. A call gets exactly the results of the steps before it, and its item.
//  I8. A forEach that succeeds has a result for each item, in order, null for those that failed, within its tolerance.
//  I9. A step is skipped if and only if its `when` is false, a result that it requires is missing or, under `continue`,
//      a step before it has failed.
// I10. Under `compensate`, a run that ends without success undoes all that was done, the last first, one at a time, once
//      nothing else is in flight, each with its own result. No other run undoes anything.
// I11. A wait does not end before its time, by the clock of the host that ends it. A signal ends one wait at most, and
//      signals of a name are taken in the order in which they came.
// I12. A run succeeds if and only if no failure counted, nobody cancelled it, and its time was not up.
// I13. What an attempt handed over is called off where the attempt ends without an answer, whether or not another follows.
// I14. A paused run begins nothing; one that is being undone cannot be paused.
// I15. The journal, as JSON, gives the state.
// I16. A run that does another one again, from what failed or from a step, makes no call for what it keeps, and keeps all but
//      what failed, was cancelled or undone, is named, or depends on any of these: steps, and the items of a forEach that is
//      none of the last two. For the rest the same invariants hold.
//
// A failure prints its seed; `SEED=<seed> npx vitest run --project unit test/engine/run/drive.properties` runs that
// one alone.

import { expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { apply as fold, replay } from "../../../engine/run/apply.ts";
import type { RunEvent, TaskRef } from "../../../engine/run/events.ts";
import { keepForRerun, type RerunFrom } from "../../../engine/run/rerun.ts";
import { tolerated } from "../../../engine/run/settle.ts";
import { isSettled, refOf, type RunState, type Task } from "../../../engine/run/state.ts";
import type { Plan, PlanStep } from "../../../engine/plan/plan.ts";
import { INPUT, randomPlan, randomWorld } from "./random-plan.ts";
import { Seeded } from "./seeded.ts";
import { simulate, type Simulated } from "./simulated-host.ts";

const RUNS = 100_000;

interface Seen extends Simulated {
  readonly plan: Plan;
}

test(`${RUNS} random runs under faults keep every invariant`, { timeout: 900_000 }, async () => {
  const given = process.env["SEED"];
  const first = given === undefined ? Date.now() % 2 ** 31 : Number(given);
  const counts = { crashes: 0, parks: 0, undone: 0, items: 0, signals: 0, answers: 0, success: 0 };
  let keptItems = 0;
  for (let seed = first; seed < first + (given === undefined ? RUNS : 1); seed++) {
    const run = await check(seed);
    counts.crashes += run.crashes;
    counts.parks += run.parks;
    counts.undone += run.state.undone.length;
    keptItems += run.keptItems;
    for (const step of run.state.steps) counts.items += step.fan?.items.length ?? 0;
    for (const event of run.journal) {
      if (event.type === "signal_received") counts.signals += 1;
      if (event.type === "answer_received") counts.answers += 1;
    }
    if (run.state.status === "success") counts.success += 1;
  }
  if (given !== undefined) return;
  // All of it must really have happened, or the invariants say little.
  for (const [what, count] of Object.entries(counts)) expect({ [what]: count > RUNS / 10 }).toEqual({ [what]: true });
  expect(keptItems).toBeGreaterThan(RUNS / 200);
});

async function check(seed: number): Promise<Seen & { readonly keptItems: number }> {
  const random = new Seeded(seed);
  const plan = randomPlan(random);
  try {
    const run = { plan, ...(await simulate(plan, INPUT, randomWorld(random))) };
    for (const invariant of INVARIANTS) invariant(run);
    const keptItems = random.chance(0.3) ? await checkRerun(run, random) : 0;
    return { ...run, keptItems };
  } catch (error) {
    throw new Error(`seed ${seed} breaks ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** I16. Gives how many items were kept one by one. */
async function checkRerun({ plan, state }: Seen, random: Seeded): Promise<number> {
  const chosen = random.chance(0.5) ? null : random.upTo(plan.steps.length - 1);
  const from: RerunFrom = chosen === null ? "failed" : { steps: [`s${chosen}`] };
  const keeping = keepForRerun(plan, state, { plan, input: INPUT }, from, Date.UTC(2030, 0, 1));
  if (!keeping.ok) throw new Error("I16: with the same plan and input something cannot be kept");
  const keptTasks = keeping.events.flatMap((event) => (event.type === "step_kept" ? [event] : []));
  const kept = new Set(keptTasks.flatMap(({ step, item }) => (item === undefined ? [step] : [])));
  const keptItems = new Set(keptTasks.flatMap((ref) => (ref.item === undefined ? [] : [nameOf(ref)])));
  const undone = new Set(state.undone.map(({ step }) => step));
  const undoneItems = new Set(state.undone.map(({ step, item }) => `${step} ${item}`));
  const runsAgain = plan.steps.map(() => false);
  for (const [index, { needs }] of plan.steps.entries()) {
    const status = state.steps[index]?.status;
    const isOver = status === "skipped" || (status === "success" && !undone.has(index));
    runsAgain[index] = !isOver || index === chosen || needs.some((need) => runsAgain[need]);
    const isKept = !runsAgain[index] && (status === "success" || state.steps[index]?.error?.code === "condition_false");
    holds(kept.has(index) === isKept, `I16: s${index} is ${isKept ? "not " : ""}kept`);
    const isWhole = index === chosen || needs.some((need) => runsAgain[need]);
    for (const task of state.steps[index]?.fan?.items ?? []) {
      const isGood = task.status === "success" && !undoneItems.has(`${index} ${task.item}`);
      const isItemKept = runsAgain[index] && !isWhole && isGood;
      const isSo = keptItems.has(nameOf(task)) === isItemKept;
      holds(isSo, `I16: item ${task.item} of s${index} is ${isItemKept ? "not " : ""}kept`);
    }
  }
  const again = { plan, ...(await simulate(plan, INPUT, randomWorld(random), keeping.events)) };
  for (const invariant of INVARIANTS) invariant(again);
  holds(
    again.calls.every(({ call: { task } }) => !kept.has(task.step) && !keptItems.has(nameOf({ ...refOf(task) }))),
    "I16: something is called for what is kept",
  );
  for (const index of kept) {
    const result = JSON.stringify(again.state.steps[index]?.result);
    holds(result === JSON.stringify(state.steps[index]?.result), `I16: s${index} keeps another result`);
  }
  for (const { fan } of state.steps) {
    for (const task of fan?.items ?? []) {
      if (!keptItems.has(nameOf(task))) continue;
      const now = again.state.steps[task.step]?.fan?.items[task.item ?? -1];
      const isKept = now?.kept === true && JSON.stringify(now.result) === JSON.stringify(task.result);
      holds(isKept, `I16: item ${task.item} of s${task.step} keeps another result`);
    }
  }
  return keptItems.size;
}

const INVARIANTS = [
  everythingSettles,
  callsAreOnRecord,
  nothingBeforeItsNeeds,
  nothingSettledRunsAgain,
  oneKeyATask,
  boundsHold,
  callsGetTheResults,
  listsAreWhole,
  skipsHaveTheirReason,
  whatWasDoneIsUndone,
  waitsAndSignals,
  successIsSuccess,
  unwantedIsCalledOff,
  pausedBeginsNothing,
  theJournalIsTheState,
];

/** Not vitest's `expect`, which would take most of the time. */
function holds(isSo: boolean, invariant: string): void {
  if (!isSo) throw new Error(invariant);
}

function everythingSettles({ state }: Seen): void {
  holds(isSettled(state.status), "I1: the run has not settled");
  holds(state.unsettled === 0, "I1: unsettled steps are counted");
  holds(state.slots.size === 0 && state.wakes.size === 0 && state.fans.size === 0, "I1: something is under way");
  for (const task of tasksOf(state)) holds(isSettled(task.status), `I1: ${nameOf(task)} has not settled`);
}

function callsAreOnRecord({ calls, journal }: Seen): void {
  for (const { call, journalLength } of calls) {
    const last = lastOf(
      journal,
      journalLength,
      (event) => isAbout(event, call.task) && event.type.startsWith("attempt_"),
    );
    const isStarted = last?.type === "attempt_started" || last?.type === "attempt_resumed";
    holds(isStarted, `I2: ${call.key} is not on record as started`);
  }
}

function nothingBeforeItsNeeds({ plan, journal }: Seen): void {
  const state = new Progress(plan);
  for (const event of journal) {
    if (isBeginning(event) && !("undo" in event)) {
      const { needs, requires = needs } = stepOf(plan, event.step);
      for (const need of needs) holds(state.hasEnded(need), `I3: s${event.step} begins before s${need} has ended`);
      for (const need of requires) holds(state.hasResult(need), `I3: s${event.step} lacks the result of s${need}`);
    }
    state.apply(event);
  }
}

function nothingSettledRunsAgain({ plan, journal, calls }: Seen): void {
  const settled = new Set<string>();
  let isOver = false;
  for (const event of journal) {
    holds(!isOver, "I4: something happens after the run has settled");
    if (event.type === "run_settled") isOver = true;
    if (event.type !== "step_succeeded" && event.type !== "step_failed" && event.type !== "step_kept") continue;
    const name = nameOf(event);
    holds(!settled.has(name), `I4: ${name} settles twice`);
    settled.add(name);
  }
  holds(plan.steps.length === 0 || isOver, "I4: the run did not settle");
  for (const { status, call } of calls) holds(status === "running", `I4: ${call.key} is called while it is ${status}`);
}

function oneKeyATask({ plan, calls, state }: Seen): void {
  const keys = new Map<string, Task["invocationId"]>();
  const invocations = new Map<string, string>();
  for (const { call } of calls) {
    const known = keys.get(call.key) ?? call.invocationId;
    holds(known === call.invocationId, `I5: ${call.key} has two invocations`);
    keys.set(call.key, call.invocationId);
    holds((invocations.get(call.invocationId) ?? call.key) === call.key, `I5: ${call.invocationId} has two keys`);
    invocations.set(call.invocationId, call.key);
    const { step, item, role } = call.task;
    const expected = `${state.runId}:s${step}${item === null ? "" : `:${item}`}${role === "undo" ? ":compensate" : ""}`;
    holds(call.key === expected, `I5: ${call.key} is not ${expected}`);
  }
  for (const task of tasksOf(state)) {
    const step = stepOf(plan, task.step);
    const { retry } = task.role === "undo" && step.compensate ? step.compensate : step;
    holds(task.attempts <= retry.maxAttempts, `I5: ${nameOf(task)} is attempted too often`);
  }
}

function boundsHold({ plan, journal, maxInFlight }: Seen): void {
  holds(maxInFlight <= plan.maxParallel, "I6: too many calls in flight");
  const under = new Map<number, Set<number>>();
  for (const event of journal) {
    if (!("item" in event) || event.item === undefined || event.undo) continue;
    const items = under.get(event.step) ?? new Set();
    under.set(event.step, items);
    if (isBeginning(event)) items.add(event.item);
    if (event.type === "step_succeeded" || event.type === "step_failed") items.delete(event.item);
    // A signal ends a wait without an event of its own.
    const isWait = stepOf(plan, event.step).action.kind === "wait";
    const most = stepOf(plan, event.step).forEach?.concurrency ?? 0;
    holds(isWait || items.size <= most, `I6: s${event.step} has too many items under way`);
  }
}

function callsGetTheResults({ plan, calls, state }: Seen): void {
  for (const { call } of calls) {
    const { step, item, role } = call.task;
    const own = state.steps[step];
    const result = item === null ? own?.result : own?.fan?.items[item]?.result;
    const { needs } = stepOf(plan, step);
    const listed = plan.steps[step]?.forEach ? itemsOf(call.step) : null;
    const expected: Json =
      role === "undo"
        ? { undo: result ?? null }
        : {
            topic: "bees",
            from: needs.map((need) => (state.steps[need]?.status === "success" ? state.steps[need].result : null)),
            ...(item !== null && { item: listed?.[item] ?? null, index: item }),
          };
    holds(JSON.stringify(call.arguments) === JSON.stringify(expected), `I7: ${call.key} gets other arguments`);
  }
}

function listsAreWhole({ plan, state }: Seen): void {
  for (const { fan, status, result, error, step } of state.steps) {
    if (fan === null) continue;
    const planned = stepOf(plan, step);
    holds(fan.items.length === itemsOf(planned)?.length, `I8: s${step} goes through other items`);
    const most = tolerated(planned, fan.items.length);
    if (status === "failed") holds(fan.failed > most, `I8: s${step} fails within its tolerance`);
    // With an error it is the fallback.
    if (status !== "success" || error !== null) continue;
    const expected = fan.items.map((item) => (item.status === "success" ? item.result : null));
    holds(JSON.stringify(result) === JSON.stringify(expected), `I8: s${step} gives another list`);
    holds(fan.failed <= most, `I8: s${step} tolerates too much`);
  }
}

function skipsHaveTheirReason({ plan, journal, state }: Seen): void {
  const said = new Set(
    journal.flatMap((event) =>
      event.type === "step_skipped" || (event.type === "step_kept" && event.end.status === "skipped")
        ? [event.step]
        : [],
    ),
  );
  for (const { step, status, error } of state.steps) {
    const { needs, requires = needs } = stepOf(plan, step);
    const steps = needs.flatMap((need) => state.steps[need] ?? []);
    const isSkipped = (need: Task) => need.status === "skipped" && need.error?.code === "dependency_failed";
    const counts = (need: Task) => need.status === "failed" && stepOf(plan, need.step).onError !== "continue";
    const isStruck = plan.errorStrategy === "continue" && steps.some((need) => counts(need) || isSkipped(need));
    const lacks = steps.some(
      (need) => requires.includes(need.step) && (need.status === "failed" || need.status === "skipped"),
    );
    if (status === "skipped") {
      holds(said.has(step) || isStruck || lacks, `I9: s${step} is skipped without a reason`);
      const code = said.has(step) ? "condition_false" : lacks && !isStruck ? "result_missing" : error?.code;
      holds(error?.code === code, `I9: s${step} is skipped for another reason`);
    } else if (status !== "cancelled") {
      holds(!said.has(step) && !isStruck && !lacks, `I9: s${step} is not skipped`);
    }
  }
}

function whatWasDoneIsUndone({ plan, journal, state, calls }: Seen): void {
  const isUndoing = plan.errorStrategy === "compensate" && state.status !== "success";
  const done = state.done.map((task) => nameOf({ ...refOf(task), undo: true }));
  const undone = state.undone.map((task) => nameOf(task));
  const expected = isUndoing ? done.toReversed() : [];
  holds(undone.join() === expected.join(), `I10: ${undone.join()} is undone, not ${expected.join()}`);
  const counted = tasksOf(state).filter(
    (task) =>
      task.role !== "undo" &&
      task.status === "success" &&
      !task.kept &&
      task.error === null &&
      stepOf(plan, task.step).compensate !== undefined &&
      (task.role === "item" || stepOf(plan, task.step).forEach === undefined),
  );
  holds(counted.length === done.length, "I10: not all that was done is known as done");
  if (undone.length === 0) return;
  const running = new Set<string>();
  let ending = false;
  for (const event of journal) {
    if (event.type === "run_ending") ending = true;
    if (event.type === "attempt_started") {
      if (event.undo) holds(ending && running.size === 0, "I10: something else is in flight while it is undone");
      running.add(nameOf(event));
    } else if ("step" in event && event.type !== "attempt_resumed" && event.type !== "answer_received") {
      running.delete(nameOf(event));
    }
  }
  holds(
    calls.every(({ call }) => call.task.role !== "undo" || isUndoing),
    "I10: something is undone for nothing",
  );
}

function waitsAndSignals({ plan, journal, state }: Seen): void {
  const until = new Map<string, number>();
  for (const event of journal) {
    if (event.type === "wait_started" && !isSignal(plan, event.step)) until.set(nameOf(event), event.until ?? Infinity);
    if (event.type !== "step_succeeded") continue;
    const end = until.get(nameOf(event));
    holds(end === undefined || event.at >= end, `I11: ${nameOf(event)} ends before its time`);
  }
  const sent = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const event of journal) {
    if (event.type !== "signal_received" || event.key === undefined || seen.has(event.key)) continue;
    seen.add(event.key);
    sent.set(event.name, [...(sent.get(event.name) ?? []), event.key]);
  }
  for (const [name, keys] of sent) {
    const taken = tasksOf(state).filter(
      (task) =>
        signalName(plan, task.step) === name &&
        task.status === "success" &&
        !task.kept &&
        task.role !== "undo" &&
        isLeaf(plan, task),
    );
    const texts = taken.map(({ result }) => keyIn(name, result));
    const expected = keys.slice(0, texts.filter((text) => text !== null).length);
    const got = texts.filter((text) => text !== null).toSorted();
    holds(got.join() === expected.toSorted().join(), `I11: ${name} was taken as ${got.join()}, not ${expected.join()}`);
  }
}

function successIsSuccess({ plan, state, journal }: Seen): void {
  const isCancelled = journal.some(({ type }) => type === "cancel_requested");
  if (state.status === "success") holds(state.failed === null && !isCancelled, "I12: a failed run succeeds");
  if (state.status === "cancelled") holds(isCancelled, "I12: a run is cancelled by nobody");
  if (state.status !== "failed" || state.failed !== null) return;
  const atEnd = state.error?.code === "output_mismatch" || plan.output !== undefined;
  holds(state.error?.code === "run_timeout" || atEnd, "I12: a run fails without a failure");
}

function unwantedIsCalledOff({ plan, state, journal, calledOff }: Seen): void {
  const told = new Set(calledOff.map((ref) => `${nameOf(ref)} ${ref.attempt}`));
  const isHandedOver = (step: number) => ["workflow", "handoff"].includes(stepOf(plan, step).action.kind);
  for (const task of tasksOf(state)) {
    if (!isHandedOver(task.step) || task.role === "undo" || task.attempts === 0) continue;
    if (task.status === "success" || task.answer !== null) continue;
    holds(told.has(`${nameOf(task)} ${task.attempts}`), `I13: ${nameOf(task)} is not called off`);
  }
  const waiting = new Map<string, number>();
  for (const event of journal) {
    if (!("step" in event) || ("undo" in event && event.undo) || !isHandedOver(event.step)) continue;
    const name = nameOf(event);
    if (event.type === "attempt_started") waiting.set(name, event.attempt);
    if (event.type === "answer_received" && waiting.get(name) === event.attempt) waiting.delete(name);
    const attempt = event.type === "attempt_failed" ? waiting.get(name) : undefined;
    holds(attempt === undefined || told.has(`${name} ${attempt}`), `I13: ${name} ${attempt} is not called off`);
  }
}

function pausedBeginsNothing({ journal }: Seen): void {
  let isPaused = false;
  for (const event of journal) {
    if (event.type === "pause_requested") isPaused = true;
    if (event.type === "resume_requested") isPaused = false;
    if (event.type === "run_ending") return;
    holds(!isPaused || !isBeginning(event), "I14: something begins while the run is paused");
  }
}

function theJournalIsTheState({ plan, state, journal }: Seen): void {
  const again = replay(plan, state.runId, state.input, JSON.parse(JSON.stringify(journal)) as RunEvent[]);
  holds(pictureOf(again) === pictureOf(state), "I15: the journal gives another state");
}

/** All of the state, as text. */
function pictureOf(state: RunState): string {
  return JSON.stringify(state, (_, value: unknown) => {
    if (value instanceof Set) return [...value];
    return value instanceof Map ? [...value] : value;
  });
}

/** Which steps have ended, and how, as the journal goes on: told from the events alone where they say it. */
class Progress {
  readonly #plan: Plan;
  readonly #state: RunState;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#state = replay(plan, "run_simulated", INPUT, []);
  }

  apply(event: RunEvent): void {
    fold(this.#plan, this.#state, event);
  }

  hasEnded(step: number): boolean {
    return isSettled(this.#state.steps[step]?.status ?? "pending");
  }

  hasResult(step: number): boolean {
    return this.#state.steps[step]?.status === "success";
  }
}

function tasksOf(state: RunState): Task[] {
  return [...state.steps, ...state.steps.flatMap(({ fan }) => fan?.items ?? []), ...state.undone];
}

function isLeaf(plan: Plan, { role, step }: Task): boolean {
  return role === "item" || stepOf(plan, step).forEach === undefined;
}

function isBeginning(event: RunEvent): event is RunEvent & TaskRef {
  return event.type === "attempt_started" || event.type === "wait_started" || event.type === "items_listed";
}

function isAbout(event: RunEvent, task: Task): boolean {
  if (!("step" in event)) return false;
  const { item, undo } = event as TaskRef;
  return event.step === task.step && (item ?? null) === task.item && (undo ?? false) === (task.role === "undo");
}

function lastOf(journal: readonly RunEvent[], length: number, is: (event: RunEvent) => boolean): RunEvent | undefined {
  for (let index = length - 1; index >= 0; index--) {
    const event = journal[index];
    if (event && is(event)) return event;
  }
  return undefined;
}

function isSignal(plan: Plan, step: number): boolean {
  return signalName(plan, step) !== null;
}

function signalName(plan: Plan, step: number): string | null {
  const { action } = stepOf(plan, step);
  return action.kind === "wait" && "signal" in action ? action.signal : null;
}

function keyIn(name: string, result: Json): string | null {
  const isPayload = typeof result === "object" && result !== null && "key" in result;
  return isPayload ? `${name} ${JSON.stringify(result["key"])}` : null;
}

function itemsOf({ forEach }: PlanStep): readonly Json[] | null {
  if (forEach === undefined) return null;
  if (forEach.items === "{{input.list}}") return INPUT.list;
  if (forEach.items === "{{input.ten}}") return INPUT.ten;
  return Array.isArray(forEach.items)
    ? forEach.items.map((item) => (item === "{{input.topic}}" ? INPUT.topic : item))
    : null;
}

function stepOf(plan: Plan, index: number): PlanStep {
  const step = plan.steps[index];
  if (!step) throw new Error(`no step ${index}`);
  return step;
}

function nameOf(ref: TaskRef | Task): string {
  const undo = "role" in ref ? ref.role === "undo" : ref.undo === true;
  return `${ref.step}:${ref.item ?? ""}:${undo ? "undo" : ""}`;
}
