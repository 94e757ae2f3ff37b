// The durable host. One object keeps many runs of one agent: their journals, the drives of those under way, and
// the alarm that guards them all.
//
//   start ──> drive ──> settled
//               │└─ must wait ──> parked ─┐
//               └─ lasts ────────────────>├─> carried: RunWorkflow calls advance until it is settled
//   alarm: drives what is due and undriven, carries what lasts, revives Workflows that died, projects into D1
//
// R1. A run has at most one drive. What is not in `#live` is in the journal, whole.
// R2. Losing the object at any moment loses nothing: the alarm is set in the same write that makes a run.
// R3. A run is carried as soon as it must wait, or has lasted for `CARRY_AFTER_MS`.
// R4. What comes from outside is on record before it is answered, whether or not the run is being driven.
// R5. A run that its workflow's concurrency bounds is driven once its queue has given it a place (run-queue.ts), or to
//     end. Its place is given back when it has settled, at once, and once more when it is projected.
// R6. Who watches a run is told of an event once it is on record (run-watchers.ts).
// R7. What weighs too much for a journal is elsewhere before it is in an event (run-intake.ts), and goes with its run.

import { DurableObject } from "cloudflare:workers";
import { replay } from "../../engine/run/apply.ts";
import { drive, type Drive, type Progress, type Told } from "../../engine/run/drive.ts";
import type { Json } from "../../engine/json.ts";
import { type Held, NONE_STORED } from "../../engine/template/stored.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { RunEvent } from "../../engine/run/events.ts";
import { keepForRerun, type Keeping, type RerunFrom } from "../../engine/run/rerun.ts";
import type { RunState } from "../../engine/run/state.ts";
import type { Env } from "../env.ts";
import { type BackgroundView, backgroundView } from "../invocations/background.ts";
import type { Ended } from "../live/subscription.ts";
import { logError } from "../platform/log.ts";
import { invocationsOf } from "../runs/step-invocations.ts";
import { PlaceQueue } from "../relay/place-queue.ts";
import { forgetRun, type ProjectedRun } from "../runs/project-runs.ts";
import { runView } from "../runs/run-view.ts";
import type { Run } from "../runs/run.ts";
import { timelineView, type Timeline } from "../runs/timeline-view.ts";
import { servicesFor } from "../services.ts";
import { exporterOf } from "../telemetry/exporter.ts";
import { Carrier } from "./carrier.ts";
import { answerParent } from "./child-runs.ts";
import { Deadlines } from "./deadlines.ts";
import { gateOf } from "./gates.ts";
import { queueOf } from "./queues.ts";
import { MAX_WAITING } from "./queue-journal.ts";
import { Reservations } from "./reservations.ts";
import { leaveQueue, referredTo } from "./run-end.ts";
import { RunJournal } from "./run-journal.ts";
import { isBounded, type RunRecord, type RunStart } from "./run-record.ts";
import { isHeavy, withLightAnswer, withLightInput, withOwnValues } from "./run-intake.ts";
import { RunProjection } from "./run-projection.ts";
import { recordRun } from "./run-spans.ts";
import { RunSignals } from "./run-signals.ts";
import { RunValues } from "./run-values.ts";
import { RunWatchers } from "./run-watchers.ts";
import { ShardHost } from "./shard-host.ts";
import type { Advanced, Origin, RunRef, Shard, Signal, Signalled } from "./shards.ts";
import { Together } from "./together.ts";
import { tried } from "./tried.ts";

const CARRY_AFTER_MS = 3_000;
/** How long one advance lasts at most, while the run goes on. */
const SLICE_MS = 20_000;
/** A Workflow that has not advanced its run for so long after it should have is looked for. */
const OVERDUE_MS = 2_000;
const GUARD_EVERY_MS = 10_000;
const PROJECT_AFTER_MS = 1_000;
/** For so long an invocation in the background is here, too, and not in the log alone. */
const LOGGED_KEPT_MS = 30 * 24 * 3_600_000;
/** What was put for a run that is not there is left for so long, since it may be about to be; so is what comes late. */
const STRANDED_AFTER_MS = 600_000;
/** How many runs one alarm takes on; the next follows at once. */
const ALARM_RUNS = 500;

/** A run that is being driven. */
interface Live {
  readonly record: RunRecord;
  readonly state: RunState;
  readonly drive: Drive;
}

export class RunShard extends DurableObject<Env> implements Shard {
  readonly #journal: RunJournal;
  readonly #values: RunValues;
  readonly #carrier: Carrier;
  readonly #projection: RunProjection;
  readonly #watchers: RunWatchers;
  readonly #signals: RunSignals;
  readonly #live = new Map<string, Live>();
  /** Who waits for a run to settle. */
  readonly #waiting = new Map<string, Set<() => void>>();
  /** Of each parked run's unwanted tasks: how many there were when its last drive began. */
  readonly #calledOff = new Map<string, number>();
  /** What D1 has of them is being deleted. */
  readonly #removed = new Set<string>();
  #reservations: Reservations | null = null;
  readonly #together = new Together();
  readonly #places = new PlaceQueue();
  readonly #deadlines = new Deadlines();
  #alarmAt = Number.POSITIVE_INFINITY;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#journal = new RunJournal(ctx.storage.sql);
    this.#values = new RunValues(env.ARCHIVE, this.#journal.values, () =>
      this.#guardBy(Date.now() + STRANDED_AFTER_MS),
    );
    this.#carrier = new Carrier(env.RUN_WORKFLOW, 2 * SLICE_MS);
    const find = (runId: string): ProjectedRun => this.#find(runId) ?? fail(runId);
    this.#projection = new RunProjection(env, this.#journal, this.#values, find);
    this.#watchers = new RunWatchers(ctx, env, this.#journal, (at) => this.#guardBy(at));
    this.#signals = new RunSignals(this.#values, {
      record: (runId) => this.#journal.find(runId),
      isOpen: (runId) => this.#journal.isOpen(runId),
      find: (runId) => this.#find(runId),
      tell: (runId, event) => this.#tell(runId, event),
    });
    // What an earlier life of the object set stands: `#guardBy` must not put it off.
    void ctx.blockConcurrencyWhile(async () => {
      this.#alarmAt = (await ctx.storage.getAlarm()) ?? Number.POSITIVE_INFINITY;
    });
  }

  async start(given: RunStart, waitMs: number, keptEvents: RunEvent[] = []): Promise<Run | null> {
    const { runId, workflowId, workflowVersion } = given;
    const plan = given.plan ?? this.#journal.planOf(workflowId, workflowVersion);
    if (plan === null) return null;
    const record = await withLightInput(this.#values, { ...given, plan });
    const kept = await withOwnValues(this.#values, record, keptEvents);
    await this.#together.turn();
    // One that is started once may have been, while its values were put, or others were waited for.
    if (!this.#journal.has(runId)) {
      this.#journal.insert(record);
      if (kept.length > 0) this.#journal.append(runId, kept);
      this.#guardBy(Date.now() + PROJECT_AFTER_MS);
      if (isBounded(record)) await tried("enter", this.#enter(record));
      else this.#drive(record, replay(record.plan, runId, record.input, kept, record.inputStored));
    }
    if (waitMs > 0) await this.#settledOrAfter(runId, waitMs);
    return (await this.read(runId)) ?? fail(runId);
  }

  async startOnce(record: RunRecord): Promise<void> {
    if (!this.#journal.has(record.runId)) await this.start(record, 0);
  }

  async origin(runId: string): Promise<Origin | null> {
    const record = this.#journal.find(runId);
    if (record === null) return null;
    const { workflowId, workflowVersion, input, inputStored = NONE_STORED } = record;
    const [stored] = inputStored;
    const found = stored ? await this.#values.readInput(record, stored.ref) : { input };
    return found && { workflowId, workflowVersion, ...found };
  }

  async keep(
    runId: string,
    { plan, input }: { plan: Plan | null; input: Json | undefined },
    from: RerunFrom,
  ): Promise<Keeping | null> {
    const run = this.#find(runId);
    if (run === null || run.state.completedAt === null) return null;
    const { record, state } = run;
    const own = { input: record.input, inputStored: record.inputStored ?? NONE_STORED };
    const again = { plan: plan ?? record.plan, ...(input === undefined ? own : { input }) };
    return keepForRerun(record.plan, state, again, from, Date.now());
  }

  async read(runId: string): Promise<Run | null> {
    const known = this.#find(runId);
    if (known === null) return null;
    const { record, state } = known;
    if (!isBounded(record) || !this.#journal.isQueued(runId)) return runView(record, state);
    const queue = await queueOf(this.env, record);
    return { ...runView(record, state), queuePosition: (await queue?.placeOf(runId)) ?? null };
  }

  async admitted(runId: string): Promise<void> {
    if (this.#journal.isQueued(runId)) this.#begin(runId);
  }

  async has(runId: string): Promise<boolean> {
    return this.#journal.has(runId) && !this.#removed.has(runId);
  }

  async isOpen(runId: string): Promise<boolean> {
    return this.#journal.isOpen(runId);
  }

  async readInvocation(invocationId: string): Promise<BackgroundView | null> {
    const run = this.#find(invocationId);
    return run && backgroundView(run.record, run.state);
  }

  /** Cancelling a settled run changes nothing. */
  async cancel(runId: string, reason: string): Promise<Run | null> {
    if (await this.#tell(runId, { type: "cancel_requested", reason })) await this.#settledOrAfter(runId, SLICE_MS);
    return this.#view(runId);
  }

  async signal(runId: string, signal: Signal): Promise<Signalled> {
    return this.#signals.signal(runId, signal);
  }

  async tell(runId: string, event: Told, from?: string): Promise<boolean> {
    if (!isHeavy(event)) return this.#tell(runId, event);
    const run = this.#journal.isOpen(runId) ? this.#find(runId) : null;
    const light = run && (await withLightAnswer(this.#values, run, event, from));
    return light === null ? this.#journal.isOpen(runId) : this.#tell(runId, light);
  }

  /** R4. False: the run has settled, or is not here. */
  async #tell(runId: string, event: Told): Promise<boolean> {
    while (this.#journal.isOpen(runId)) {
      const live = this.#live.get(runId);
      if (live === undefined) {
        this.#journal.append(runId, [{ ...event, at: Date.now() }]);
        this.#watchers.tell(runId);
        if (event.type === "cancel_requested") this.#begin(runId);
        else if (!this.#journal.isQueued(runId)) this.#resume(runId);
      } else if (!(await live.drive.tell(event))) {
        // It ended meanwhile: what is there now is another one, or none.
        await live.drive.done.catch(() => undefined);
        continue;
      }
      if (this.#journal.isCarried(runId)) this.ctx.waitUntil(tried("wake", this.#carrier.wake(runId)));
      return true;
    }
    return false;
  }

  /** Called by the run's Workflow: drives the run for a slice, and says what to wait for. */
  async advance(runId: string): Promise<Advanced> {
    this.#carrier.heard(runId);
    if (!this.#journal.isOpen(runId)) return this.#over(runId);
    const waitMs = msUntil(this.#journal.wakeAt(runId));
    if (waitMs > 0 && !this.#live.has(runId)) return { settled: false, waitMs };
    const live = this.#resume(runId);
    const progress = await this.#deadlines.within(SLICE_MS, live.drive.done);
    this.#carrier.heard(runId);
    if (progress?.type === "settled") return this.#over(runId);
    return { settled: false, waitMs: progress ? msUntil(progress.wakeAt) : 0 };
  }

  async remove(runId: string): Promise<"removed" | "unsettled" | "missing"> {
    if (!this.#journal.has(runId)) return "missing";
    if (this.#journal.isOpen(runId)) return "unsettled";
    // Its calls are counted, its parent is told: then nothing writes of it any more.
    await this.#projection.project(runId);
    const run = this.#find(runId);
    if (run === null) return "missing";
    if (!this.#journal.isProjected(runId)) throw new Error(`not everybody could be told of the end of run ${runId}`);
    await this.#values.sweep(run.record, new Set());
    // Whatever its children look for from here on, its journal goes last.
    this.#removed.add(runId);
    try {
      await forgetRun(this.env, run.record, invocationsOf(run.state));
      this.#journal.remove(runId);
    } finally {
      this.#removed.delete(runId);
    }
    if (this.#journal.values.stranded().length > 0) this.#guardBy(Date.now() + STRANDED_AFTER_MS);
    this.#watchers.forget(runId);
    return "removed";
  }

  async result(runId: string, stepId: string, item: number | null): Promise<Held | null> {
    const run = this.#find(runId);
    const index = run?.record.plan.steps.findIndex(({ id }) => id === stepId) ?? -1;
    const step = run?.state.steps[index];
    const task = item === null ? step : step?.fan?.items[item];
    return task?.status === "success" ? { value: task.result, stored: task.stored } : null;
  }

  async timeline(runId: string): Promise<Timeline | null> {
    const run = this.#find(runId);
    return run && timelineView(run.record, run.state.status, this.#journal.events(runId));
  }

  /** Opens a socket on which a run is watched. */
  override async fetch(request: Request): Promise<Response> {
    return this.#watchers.subscribe(request);
  }

  async end(what: Ended): Promise<void> {
    this.#watchers.end(what);
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    this.#watchers.heard(socket, message);
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    this.#watchers.closed(socket, code);
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    this.#watchers.broke(socket);
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = Number.POSITIVE_INFINITY;
    const now = Date.now();
    await this.#watchers.tellAll(now);
    const due = this.#journal.due(now - OVERDUE_MS);
    const undriven = due.filter(({ runId }) => !this.#live.has(runId));
    for (const { runId } of undriven.slice(0, ALARM_RUNS)) this.#resume(runId);
    // An alarm that throws is given up after a few times, and with it the guard: each of these may fail alone.
    const unentered = this.#journal.unentered(ALARM_RUNS).flatMap((runId) => this.#journal.find(runId) ?? []);
    await Promise.all(unentered.map((record) => tried("enter", this.#enter(record))));
    await tried("carry", this.#carry(this.#journal.uncarried(now - CARRY_AFTER_MS, now, ALARM_RUNS)));
    const silent = due.filter((run) => run.carried && this.#carrier.isSilent(run, now)).slice(0, ALARM_RUNS);
    await Promise.all(silent.map((run) => tried("revive", this.#carrier.revive(run))));
    await tried("project", this.#projection.project());
    this.#journal.dropLogged(now - LOGGED_KEPT_MS, ALARM_RUNS);
    await tried("sweep", this.#sweepStranded(now));
    this.#guardOn(undriven.length > ALARM_RUNS || silent.length === ALARM_RUNS);
  }

  #view(runId: string): Run | null {
    const run = this.#find(runId);
    return run && runView(run.record, run.state);
  }

  /** The run as it stands: from memory where it is there, else from its journal. */
  #find(runId: string): ProjectedRun | null {
    const known = this.#live.get(runId) ?? this.#projection.held(runId);
    if (known) return known;
    const record = this.#journal.find(runId);
    if (record === null) return null;
    const { plan, input, inputStored } = record;
    return { record, state: replay(plan, runId, input, this.#journal.events(runId), inputStored) };
  }

  /** The run's drive: the one under way, or a new one from the journal. */
  #resume(runId: string): Live {
    const live = this.#live.get(runId);
    if (live) return live;
    const { record, state } = this.#find(runId) ?? fail(runId);
    // It is under way again: the guard must find it, should the object be lost.
    this.#journal.unpark(runId);
    this.#guardBy(Date.now() + GUARD_EVERY_MS);
    return this.#drive(record, state);
  }

  /** Asks the run's queue for a place. To ask again does no harm: it answers what holds by then. */
  async #enter(record: RunRecord): Promise<void> {
    const { runId, agentId, plan } = record;
    const queue = await queueOf(this.env, record);
    if (queue === null || plan.concurrency === undefined) return this.#begin(runId);
    const { limit, onConflict = "queue" } = plan.concurrency;
    const entered = await queue.enter(agentId, { runId, limit, onConflict });
    // Cancelled meanwhile: nobody else would give its place back.
    if (!this.#journal.isOpen(runId)) return queue.leave(runId);
    if (entered.type === "waits") return this.#journal.markInLine(runId);
    if (entered.type === "holds") return this.admitted(runId);
    await this.#tell(runId, { type: "cancel_requested", ...REFUSED[entered.why] });
  }

  /** It need not wait for a place: it has one, or is only to end. */
  #begin(runId: string): void {
    this.#journal.unqueue(runId);
    this.#resume(runId);
  }

  #drive(record: RunRecord, state: RunState): Live {
    const { runId, plan } = record;
    // What became unwanted in a drive is said again in the next one, for it may only have been handed over after that.
    const calledOff = this.#calledOff.get(runId) ?? 0;
    if (state.unwanted.length > 0) this.#calledOff.set(runId, state.unwanted.length);
    const host = new ShardHost(
      record,
      this.#journal,
      this.#values,
      this.#reservationsOf(record),
      servicesFor(this.env),
      this.#together,
      this.#places,
      this.#deadlines,
      () => this.#watchers.tell(runId),
      calledOff,
    );
    const live: Live = { record, state, drive: drive(plan, state, host) };
    this.#live.set(runId, live);
    live.drive.done.then(
      (progress) => this.#landed(live, progress),
      (error: unknown) => this.#broke(runId, error),
    );
    return live;
  }

  #landed({ record, state }: Live, progress: Progress): void {
    const { runId } = record;
    this.#live.delete(runId);
    if (progress.type === "parked") {
      this.#journal.park(runId, progress.wakeAt);
      if (progress.wakeAt !== null) this.#guardBy(progress.wakeAt + OVERDUE_MS);
      if (!this.#journal.isCarried(runId)) this.ctx.waitUntil(tried("carry", this.#carry([record])));
      return;
    }
    this.#calledOff.delete(runId);
    for (const tell of this.#waiting.get(runId) ?? []) tell();
    if (record.parent) this.ctx.waitUntil(tried("answer", answerParent(this.env, record, state)));
    if (record.plan.concurrency) this.ctx.waitUntil(tried("leave", leaveQueue(this.env, record)));
    this.#trace({ record, state });
    this.#projection.hold({ record, state });
    this.#guardBy(Date.now() + PROJECT_AFTER_MS);
    if (this.#journal.isCarried(runId)) this.ctx.waitUntil(tried("wake", this.#carrier.wake(runId)));
  }

  #trace({ record, state }: ProjectedRun): void {
    const exporter = exporterOf(this.env);
    if (exporter === null) return;
    recordRun(exporter, record, state);
    this.ctx.waitUntil(exporter.flush());
  }

  /** The host failed under the run: its journal stands, and the alarm takes it up again. */
  #broke(runId: string, error: unknown): void {
    this.#live.delete(runId);
    this.#calledOff.delete(runId);
    logError("run_drive_broke", error, { runId });
    this.#guardBy(Date.now() + OVERDUE_MS);
  }

  async #carry(runs: readonly RunRef[]): Promise<void> {
    if (runs.length === 0) return;
    await this.#carrier.carry(runs);
    this.#journal.markCarried(runs.map(({ runId }) => runId));
  }

  /** What was put for runs that never came to be, or are over. */
  async #sweepStranded(now: number): Promise<void> {
    const stranded = this.#journal.values.stranded().filter(({ at }) => now - at >= STRANDED_AFTER_MS);
    for (const run of stranded) {
      const settled = this.#find(run.runId);
      await this.#values.sweep(run, settled ? referredTo(settled.state) : new Set());
    }
  }

  #over(runId: string): Advanced {
    this.#carrier.forget(runId);
    return { settled: true };
  }

  async #settledOrAfter(runId: string, waitMs: number): Promise<void> {
    if (!this.#live.has(runId) && !this.#journal.isOpen(runId)) return;
    const waiting = this.#waiting.get(runId) ?? new Set();
    this.#waiting.set(runId, waiting);
    let tell = (): void => undefined;
    const settled = new Promise<void>((resolve) => waiting.add((tell = resolve)));
    await this.#deadlines.within(waitMs, settled);
    waiting.delete(tell);
    if (waiting.size === 0) this.#waiting.delete(runId);
  }

  #reservationsOf({ agentId }: RunRef): Reservations {
    this.#reservations ??= new Reservations({
      reserve: (calls, lending) => gateOf(this.env, agentId).reserve(agentId, calls, lending),
      giveBack: (ended) => gateOf(this.env, agentId).giveBack(ended),
    });
    return this.#reservations;
  }

  /** When the guard is needed next: at once where work is left over, else when something falls due. */
  #guardOn(moreNow: boolean): void {
    const now = Date.now();
    const { nextWake, oldestUncarried, oldestLogged } = this.#journal.outlook();
    if (moreNow) this.#guardBy(now);
    if (this.#journal.unentered(1).length > 0) this.#guardBy(now + OVERDUE_MS);
    if (this.#journal.unprojected(1).length > 0) this.#guardBy(now + PROJECT_AFTER_MS);
    if (oldestUncarried !== null) this.#guardBy(Math.max(oldestUncarried + CARRY_AFTER_MS, now + OVERDUE_MS / 2));
    const [stranded] = this.#journal.values.stranded();
    if (stranded) this.#guardBy(Math.max(stranded.at + STRANDED_AFTER_MS, now + GUARD_EVERY_MS));
    if (nextWake !== null) this.#guardBy(Math.max(nextWake + OVERDUE_MS, now + GUARD_EVERY_MS));
    if (oldestLogged !== null) this.#guardBy(Math.max(oldestLogged + LOGGED_KEPT_MS, now + PROJECT_AFTER_MS));
  }

  #guardBy(at: number): void {
    if (at >= this.#alarmAt) return;
    this.#alarmAt = at;
    void this.ctx.storage.setAlarm(at);
  }
}

const REFUSED = {
  skip: { code: "skipped", reason: "Not run: as many runs are under way as the workflow's concurrency allows." },
  full: { code: "queue_full", reason: `Not run: ${MAX_WAITING} runs of its concurrency key wait already.` },
} as const;

/** Without a time, as long as a Workflow waits for an event. */
function msUntil(at: number | null): number {
  return at === null ? Number.MAX_SAFE_INTEGER : Math.max(0, at - Date.now());
}

function fail(runId: string): never {
  throw new Error(`run ${runId} is not in this shard`);
}
