// Places for the calls of one object's runs, from their agent's gate.
//
// One question at a time is under way, and whatever came meanwhile goes into the next: an idle shard asks at once; a busy one
// asks for many places in one hop. One that asked a moment ago for the same tool asks for some besides, to lend (leases.ts), so
// that most of its next calls ask nobody.

import type { Reserved, ToolUse } from "./caller-gate.ts";
import { type EndedLease, LEASE_MS, type Lease, type Lending } from "./leases.ts";

const MAX_LENT = 64;

/** Of a tool whose places were asked for less than a lease ago. */
interface Recent {
  readonly toolLimit: number;
  readonly lease: Lease | null;
  /** How many of its places are used. */
  used: number;
  /** How many calls asked. */
  readonly asked: number;
  /** In ms since the epoch. */
  readonly until: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

interface Waiting {
  readonly use: ToolUse;
  readonly resolve: (at: number) => void;
  readonly reject: (error: unknown) => void;
}

/** The gate, as a shard asks it. */
export interface Lender {
  reserve(calls: ToolUse[], lending: Lending): Promise<Reserved>;
  giveBack(ended: EndedLease[]): Promise<void>;
}

export class Reservations {
  readonly #gate: Lender;
  readonly #recent = new Map<string, Recent>();
  /** What is to be given back with the next question. */
  #ended: EndedLease[] = [];
  #waiting: Waiting[] = [];
  #asking = false;

  constructor(gate: Lender) {
    this.#gate = gate;
  }

  /** From when on the call may be made, in ms since the epoch. */
  reserve(use: ToolUse): number | Promise<number> {
    if (this.#takeLent(use)) return Date.now();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ use, resolve, reject });
      if (!this.#asking) {
        this.#asking = true;
        queueMicrotask(() => void this.#askForAll());
      }
    });
  }

  async #askForAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#askFor(batch);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      this.#waiting = this.#waiting.filter(({ use, resolve }) => !this.#takeLent(use) || resolve(Date.now()));
    }
    this.#asking = false;
  }

  async #askFor(batch: readonly Waiting[]): Promise<void> {
    const uses = batch.map(({ use }) => use);
    const tools = [...new Map(uses.map((use) => [use.toolId, use])).values()];
    const more = tools.flatMap((use) => {
      const places = Math.min(MAX_LENT, 2 * this.#endRecent(use.toolId));
      return places === 0 ? [] : [{ ...use, places }];
    });
    const ended = this.#ended;
    this.#ended = [];
    const askedAt = Date.now();
    const { times, leases } = await this.#gate.reserve(uses, { more, ended });
    for (const { toolId, toolLimit } of tools) {
      const asked = uses.filter((use) => use.toolId === toolId).length;
      const lease = leases.find((one) => one.toolId === toolId) ?? null;
      // From the question on, so that it is over here before it is over there.
      const until = askedAt + LEASE_MS;
      const timer = setTimeout(() => this.#overdue(toolId), Math.max(0, until - Date.now()));
      this.#recent.set(toolId, { toolLimit, lease, used: 0, asked, until, timer });
    }
    for (const [index, { resolve }] of batch.entries()) resolve(times[index] ?? 0);
  }

  /** Whether a place that is lent is the call's now. */
  #takeLent({ toolId, toolLimit }: ToolUse): boolean {
    const recent = this.#recent.get(toolId);
    if (recent === undefined || recent.lease === null || recent.toolLimit !== toolLimit) return false;
    if (recent.used >= recent.lease.places || recent.until <= Date.now()) return false;
    recent.used += 1;
    return true;
  }

  /** How many calls of the tool there were since it was last asked for; its lease has ended with that. */
  #endRecent(toolId: string): number {
    const recent = this.#recent.get(toolId);
    if (recent === undefined) return 0;
    const { lease, used, asked, timer } = recent;
    clearTimeout(timer);
    this.#recent.delete(toolId);
    if (lease !== null) this.#ended.push({ ...lease, used });
    return asked + used;
  }

  #overdue(toolId: string): void {
    this.#endRecent(toolId);
    const ended = this.#ended;
    if (ended.length === 0) return;
    this.#ended = [];
    // What the gate does not hear of counts as used.
    void this.#gate.giveBack(ended).catch(() => undefined);
  }
}
