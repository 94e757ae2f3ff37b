// Places for the calls of one object's runs, from their agent's gate.
//
// One question at a time is under way, and whatever came meanwhile goes into the next: an idle shard asks at once; a busy one
// asks for many places in one hop. One that asks often borrows some besides (borrowed-places.ts), so that most of its next calls
// ask nobody.

import { BorrowedPlaces, lendingOf } from "./borrowed-places.ts";
import type { Reserved } from "./caller-gate.ts";
import type { EndedLease, Lease, Lending } from "./leases.ts";
import type { Quota } from "./sliding-window.ts";

interface Waiting {
  readonly tool: Quota;
  readonly resolve: (at: number) => void;
  readonly reject: (error: unknown) => void;
}

/** The gate, as a shard asks it. */
export interface Lender {
  reserve(calls: Quota[], lending: Lending): Promise<Reserved>;
  giveBack(ended: EndedLease[]): Promise<void>;
}

export class Reservations {
  readonly #gate: Lender;
  readonly #borrowed = new BorrowedPlaces<Lease>();
  #waiting: Waiting[] = [];
  #asking = false;

  constructor(gate: Lender) {
    this.#gate = gate;
  }

  /** From when on a call of the tool may be made, in ms since the epoch. */
  reserve(tool: Quota): number | Promise<number> {
    if (this.#borrowed.take(tool) !== null) return Date.now();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ tool, resolve, reject });
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
      this.#waiting = this.#waiting.filter(({ tool, resolve }) => {
        return this.#borrowed.take(tool) === null || resolve(Date.now());
      });
    }
    this.#asking = false;
  }

  async #askFor(batch: readonly Waiting[]): Promise<void> {
    const calls = batch.map(({ tool }) => tool);
    const questions = [...new Map(calls.map((tool) => [tool.id, tool])).values()].map((tool) => {
      return this.#borrowed.ask(tool, calls.filter(({ id }) => id === tool.id).length);
    });
    const { times, leases } = await this.#gate.reserve(calls, lendingOf(questions));
    for (const question of questions) {
      const lease = leases.find(({ id }) => id === question.quota.id) ?? null;
      void this.#borrowed.keep(question, lease, (ended) => this.#gate.giveBack(ended));
    }
    for (const [index, { resolve }] of batch.entries()) resolve(times[index] ?? 0);
  }
}
