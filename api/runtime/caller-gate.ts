// One object for each calling agent. It admits the agent's calls, exactly, and journals them; the journal is
// drained into the log (D1) in batches, off the path of the call.
//
// G1. A call is admitted by the key's window and the tool's together, or by neither.
// G2. Admission and the journal's start row are one write, durable before the answer leaves.
// G3. A journal row leaves only after the log has it; writing one again does no harm.
// G4. While the log lacks anything, an alarm is set: the object can be lost at any moment, and wakes by itself.
// G5. A call is in the log within a drain of its outcome. One without is there as running, soon after the gate began
//     anew or once it has lasted a while: its outcome may still come, and takes that record's place.
// G6. Places that are lent (leases.ts) are in the journal before they are: a gate that is lost still counts them.
// G7. A call that is parked, since it waits for its caller's answers, is not lost before its time is up.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import type { InvocationRecord } from "../invocations/insert-invocations.ts";
import { logInvocations } from "../invocations/log-invocations.ts";
import { insertRefusals } from "../invocations/insert-refusals.ts";
import { insertRateLimits, pruneRateLimits } from "../invocations/insert-rate-limits.ts";
import { LONGEST_CALL_MS } from "../invocations/longest-call.ts";
import { logError } from "../platform/log.ts";
import type { Admitted, RateWindow } from "./admission.ts";
import { type Admission, CallJournal, type OpenCall, type SettledCall } from "./call-journal.ts";
import { type EndedLease, LEASE_MS, type Lease, lendable, Leases, type Lending, NO_LENDING } from "./leases.ts";
import { type ParkedPlace, ParkedPlaces } from "./parked-places.ts";
import { RefusalCounts } from "./refusal-counts.ts";
import { type Quota, SlidingWindow, WINDOW_MS } from "./sliding-window.ts";

const DRAIN_AFTER_MS = 1_000;
const DRAIN_ROWS = 500;
/** A call of this life of the gate that lasts longer is told of before its outcome; most never are. */
const TELL_AFTER_MS = 10_000;
/** A call that began this long ago and never reported back lost its Worker. */
const LOST_AFTER_MS = LONGEST_CALL_MS + 60_000;

/** A call of a tool, by the agent whose gate this is. */
export interface CallUse {
  readonly callerAgentId: string;
  readonly keyId: string;
  readonly keyLimit: number;
  readonly toolId: string;
  readonly toolLimit: number;
}

export interface CallStart extends CallUse {
  readonly invocationId: string;
}

/** A call that was let in. */
export interface Entry {
  /** When, in ms since the epoch. */
  readonly at: number;
  /** Its row in the journal: to be given back with the outcome. */
  readonly row: number;
}

export interface Reserved {
  /** Of each call, from when on it may be made, in ms since the epoch. */
  readonly times: readonly number[];
  /** For `LEASE_MS` from the question on. */
  readonly leases: readonly Lease[];
}

export class CallerGate extends DurableObject<Env> {
  readonly #journal: CallJournal;
  readonly #refusals: RefusalCounts;
  readonly #parked: ParkedPlaces;
  readonly #leases = new Leases();
  readonly #windows = new Map<string, SlidingWindow>();
  #alarmAt = Number.POSITIVE_INFINITY;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#journal = new CallJournal(ctx.storage);
    this.#refusals = new RefusalCounts(ctx.storage.sql);
    this.#parked = new ParkedPlaces(ctx.storage.sql);
    for (const { at, id, row } of this.#journal.lent()) this.#leases.lend({ id, row, places: 1 }, at);
    for (const { at, keyId, toolId } of this.#journal.places(Date.now() - WINDOW_MS)) {
      if (keyId !== null) this.#window(keyId).take(at);
      if (toolId !== null) this.#window(toolId).take(at);
    }
  }

  /** Admits one call of a tool and journals its start. */
  async begin(call: CallStart): Promise<Admitted<Entry>> {
    return this.#admit(call, call.invocationId);
  }

  /** Admits one call of a tool that another journal answers for. */
  async admitCall(use: CallUse): Promise<Admitted<Entry>> {
    return this.#admit(use);
  }

  /**
   * Admits one call that only the key's window limits, such as the start of a run, and lends what it can besides. The answer's
   * view is of the window before that.
   */
  async admitKey(key: Quota, { more, ended }: Lending = NO_LENDING): Promise<Admitted<Lease | null>> {
    this.giveBack(ended);
    const wanted = [{ ...key, calls: 1 }];
    for (let back = this.#back(wanted); back !== null; back = this.#back(wanted)) await back;
    const now = Date.now();
    const window = this.#window(key.id);
    const free = window.nextFree(key.limit, now);
    if (free > now) return this.#refuse("key", free, window.view(key.limit, now), now);
    window.take(now);
    const rate = window.view(key.limit, now);
    const placeOf = (keyId: string, at: number) => ({ at, keyId, toolId: null, callerAgentId: null });
    const { leases, lent } = this.#lend(more, placeOf, now, this.#journal.nextRow + 1);
    this.#drainSoon();
    await this.#journal.admit(placeOf(key.id, now), ...lent);
    return { admitted: true, value: leases[0] ?? null, rate };
  }

  /**
   * Reserves a place for each of these calls of tools, in order, and lends what it can besides. Never refuses: the answer's
   * times, in ms, say from when on each call may be made.
   */
  async reserve(
    callerAgentId: string,
    calls: readonly Quota[],
    { more, ended }: Lending = NO_LENDING,
  ): Promise<Reserved> {
    this.giveBack(ended);
    const wanted = [...new Map(calls.map((tool) => [tool.id, tool])).values()].map((tool) => {
      return { ...tool, calls: calls.filter(({ id }) => id === tool.id).length };
    });
    for (let back = this.#back(wanted); back !== null; back = this.#back(wanted)) await back;
    const now = Date.now();
    const placeOf = (toolId: string, at: number) => ({ at, keyId: null, toolId, callerAgentId });
    const places = calls.map(({ id, limit }) => {
      const window = this.#window(id);
      const at = window.nextFree(limit, now);
      window.take(at);
      return placeOf(id, at);
    });
    const { leases, lent } = this.#lend(more, placeOf, now, this.#journal.nextRow + places.length);
    this.#drainSoon();
    await this.#journal.admit(...places, ...lent);
    return { times: places.map(({ at }) => at), leases };
  }

  /** What became of places that were lent. */
  giveBack(ended: readonly EndedLease[]): void {
    for (const lease of ended) {
      const until = this.#leases.end(lease);
      if (until === null) continue;
      this.#journal.used(lease.row, lease.used);
      this.#journal.unused(lease.row + lease.used, lease.places - lease.used);
      this.#window(lease.id).giveBack(until, lease.places - lease.used);
      this.#drainSoon();
    }
  }

  /** What became of calls that `begin` admitted. */
  settle(calls: readonly SettledCall[]): void {
    this.#journal.settle(calls);
    this.#drainSoon();
  }

  /** Gives a call that waits for its caller a place; false where there is none. */
  park(place: ParkedPlace): boolean {
    return this.#parked.take(place, Date.now());
  }

  /** The call waits no more. `isLost`: nobody knows what it came to, so that is what the log says. */
  unpark(id: string, isLost: boolean): void {
    const row = this.#parked.free(id);
    const call = isLost && row !== null ? this.#journal.open().find((one) => one.row === row) : undefined;
    if (call) this.settle([lost(call, Date.now())]);
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = Number.POSITIVE_INFINITY;
    const now = Date.now();
    // An alarm that throws is given up after a few times, and with it the drain.
    const drained = await this.#tried("drain", this.#drain(now));
    const counted = await this.#tried("count", this.#count(now));
    this.#journal.forget(now - WINDOW_MS);
    for (const [id, window] of this.#windows) {
      window.view(0, now);
      if (window.isEmpty) this.#windows.delete(id);
    }
    if (drained && counted) this.#wakeForRest(now);
    else this.#drainSoon();
  }

  /** Brings the log what it lacks: outcomes, calls that are given up, calls that run on. */
  async #drain(now: number): Promise<void> {
    const lostAt = this.#lostAt();
    const open = this.#journal.open();
    this.#journal.settle(open.filter((call) => lostAt(call) < now).map((call) => lost(call, now)));
    const settled = this.#journal.settled(DRAIN_ROWS);
    const left = open.filter((call) => lostAt(call) >= now);
    const running = left.filter((call) => this.#isToBeTold(call, now)).slice(0, DRAIN_ROWS);
    if (settled.length === 0 && running.length === 0) return;
    const records = [...running.map(runningRecord), ...settled.map(({ record }) => record)];
    await logInvocations(this.env, records);
    this.#journal.logged(settled.map(({ row }) => row));
    this.#journal.told(running.map(({ row }) => row));
  }

  /** From when on a call that has not reported back counts as lost. */
  #lostAt(): (call: OpenCall) => number {
    const ends = this.#parked.ends();
    return ({ row, at }) => Math.max(at, ends.get(row) ?? 0) + LOST_AFTER_MS;
  }

  #isToBeTold({ row, at, isTold }: OpenCall, now: number): boolean {
    if (isTold) return false;
    return row < this.#journal.firstRow || at <= now - TELL_AFTER_MS;
  }

  /** Brings D1 the numbers of the minutes, and of what was refused. */
  async #count(now: number): Promise<void> {
    this.#refusals.keep();
    const refused = this.#refusals.untold(now);
    if (refused.length > 0) {
      await insertRefusals(this.env.DB, this.ctx.id.toString(), refused);
      this.#refusals.told(refused, now);
    }
    for (const row of this.#leases.takeLost(now)) this.#journal.used(row, 1);
    const { minutes } = this.#journal;
    minutes.count(this.#leases.first);
    const untold = minutes.untold(now, DRAIN_ROWS);
    if (untold.length > 0) {
      await insertRateLimits(this.env.DB, untold);
      minutes.told(untold);
    }
    for (const { agentId, before } of minutes.overdue(now)) {
      await pruneRateLimits(this.env.DB, agentId, before);
      minutes.forget(before);
    }
  }

  /** Sets the alarm for what is left. */
  #wakeForRest(now: number): void {
    const { settled, oldest } = this.#journal.rest();
    const open = this.#journal.open();
    const untold = open.some(({ isTold }) => !isTold);
    if (settled >= DRAIN_ROWS) this.#wakeBy(now);
    // A call that the log knows nothing of keeps the alarm near: if the object is lost now, it is back as soon.
    if (settled > 0 || untold) this.#drainSoon();
    if (this.#leases.first !== null) this.#drainSoon();
    if (open.length > 0) this.#wakeBy(Math.min(...open.map(this.#lostAt())) + 1);
    if (oldest !== null) this.#wakeBy(Math.max(now, oldest) + WINDOW_MS);
    const minuteAt = this.#journal.minutes.nextAt();
    if (minuteAt !== null) this.#wakeBy(Math.max(now + DRAIN_AFTER_MS, minuteAt));
    const refusedAt = this.#refusals.nextAt();
    if (refusedAt !== null) this.#wakeBy(Math.max(now + DRAIN_AFTER_MS, refusedAt));
  }

  /** Lends of what is free; `row` is the first that the places get in the journal. */
  #lend(more: Lending["more"], placeOf: (id: string, at: number) => Admission, now: number, row: number) {
    const at = now + LEASE_MS;
    const lent: Admission[] = [];
    const leases: Lease[] = [];
    for (const { id, limit, places: wanted } of more) {
      const window = this.#window(id);
      const places = lendable(window.free(limit, now), wanted);
      if (places === 0 || this.#leases.isWaitedFor(id)) continue;
      const lease = { id, row: row + lent.length, places };
      leases.push(lease);
      this.#leases.lend(lease, at);
      for (let place = 0; place < places; place++) {
        window.take(at);
        lent.push({ ...placeOf(id, at), isLent: true });
      }
    }
    return { leases, lent };
  }

  /**
   * L3. Where one of these lacks places for so many calls, and some are only lent: when these are back. Nothing may come between
   * its last answer, null, and the places that are taken then.
   */
  #back(wanted: readonly (Quota & { readonly calls: number })[]): Promise<void> | null {
    const now = Date.now();
    const lacking = wanted.find(({ id, limit, calls }) => {
      return this.#window(id).free(limit, now) < calls && this.#leases.isLent(id);
    });
    return lacking === undefined ? null : this.#leases.back(lacking.id);
  }

  async #tried(what: string, work: Promise<void>): Promise<boolean> {
    return work.then(
      () => true,
      (error: unknown) => {
        logError(`gate_${what}_failed`, error, {});
        return false;
      },
    );
  }

  async #admit(use: CallUse, invocationId?: string): Promise<Admitted<Entry>> {
    const wanted = [
      { id: use.keyId, limit: use.keyLimit, calls: 1 },
      { id: use.toolId, limit: use.toolLimit, calls: 1 },
    ];
    for (let back = this.#back(wanted); back !== null; back = this.#back(wanted)) await back;
    const now = Date.now();
    const key = this.#window(use.keyId);
    const tool = this.#window(use.toolId);
    const keyFree = key.nextFree(use.keyLimit, now);
    const toolFree = tool.nextFree(use.toolLimit, now);
    if (keyFree > now || toolFree > now) {
      return keyFree >= toolFree
        ? this.#refuse("key", keyFree, key.view(use.keyLimit, now), now)
        : this.#refuse("tool", toolFree, tool.view(use.toolLimit, now), now);
    }
    key.take(now);
    tool.take(now);
    const keyView = key.view(use.keyLimit, now);
    const toolView = tool.view(use.toolLimit, now);
    const rate = keyView.remaining <= toolView.remaining ? keyView : toolView;
    this.#drainSoon();
    const { keyId, toolId, callerAgentId } = use;
    const call = invocationId === undefined ? {} : { invocationId };
    const row = await this.#journal.admit({ at: now, keyId, toolId, callerAgentId, ...call });
    return { admitted: true, value: { at: now, row }, rate };
  }

  #refuse(scope: "key" | "tool", freeAt: number, rate: RateWindow, now: number) {
    this.#refusals.add(scope, now);
    this.#drainSoon();
    return { admitted: false, scope, retryAfterMs: freeAt - now, rate } as const;
  }

  #window(id: string): SlidingWindow {
    let window = this.#windows.get(id);
    if (!window) this.#windows.set(id, (window = new SlidingWindow()));
    return window;
  }

  #drainSoon(): void {
    this.#wakeBy(Date.now() + DRAIN_AFTER_MS);
  }

  #wakeBy(at: number): void {
    if (at >= this.#alarmAt) return;
    this.#alarmAt = at;
    void this.ctx.storage.setAlarm(at);
  }
}

function runningRecord({ invocationId, toolId, callerAgentId, at }: OpenCall): InvocationRecord {
  return { id: invocationId, toolId, callerAgentId, status: "running", createdAt: new Date(at).toISOString() };
}

function lost(call: OpenCall, now: number): SettledCall {
  const outcome = {
    status: "error",
    errorCode: "interrupted",
    errorMessage: "The hub stopped while this call was under way; its outcome is not known.",
    completedAt: new Date(now).toISOString(),
  } as const;
  return { row: call.row, record: { ...runningRecord(call), ...outcome } };
}
