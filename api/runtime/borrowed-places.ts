// What somebody who asks a gate has borrowed of it (leases.ts): places in the windows that it asked for a moment ago too. It asks
// for ever more of these besides, and uses them for the moment of their lease without asking.
//
// B1. A lent place is used once, within its lease, and under the limit that it was asked for with.
// B2. What is not used goes back with the next question for its window, or when its lease is over.
// B3. Nothing but data is kept from one question to another: requests of an isolate share it, and none can wait for another's.

import { type EndedLease, LEASE_MS, type Lease, type Lending } from "./leases.ts";
import type { Quota } from "./sliding-window.ts";

const MAX_LENT = 256;

/** A question for places in one window. */
export interface Question<L extends Lease> {
  /** How many places are wanted besides. */
  readonly wanted: number;
  /** What goes back with it. */
  readonly ended: EndedLease | null;
  readonly quota: Quota;
  /** In ms since the epoch: from the question on, so that a lease is over here before it is over there. */
  readonly until: number;
  /** How many calls asked. */
  calls: number;
  /** Whether it has yet to be heard what is lent. */
  isBorrowing: boolean;
  lease: L | null;
  /** How many of its places are used. */
  used: number;
}

export class BorrowedPlaces<L extends Lease> {
  /** The last of each window, by its id, in the order in which they were asked; none for longer than a lease. */
  readonly #questions = new Map<string, Question<L>>();

  /** A lent place, which is the call's now: of which lease, and how many of that are used; null where there is none. */
  take({ id, limit }: Quota): { readonly lease: L; readonly used: number } | null {
    const question = this.#questions.get(id);
    if (question === undefined || question.lease === null || question.quota.limit !== limit) return null;
    if (question.used >= question.lease.places || question.until <= Date.now()) return null;
    question.used += 1;
    return { lease: question.lease, used: question.used };
  }

  /** So many calls ask now: what they are to ask for besides. Whatever was lent of the window goes back with it. */
  ask(quota: Quota, calls: number): Question<L> {
    const now = Date.now();
    this.#forget(now);
    const until = now + LEASE_MS;
    const asked = { quota, until, calls, lease: null, used: 0 };
    const before = this.#questions.get(quota.id);
    if (before?.isBorrowing) {
      before.calls += calls;
      return { ...asked, wanted: 0, ended: null, isBorrowing: false };
    }
    const wanted = before === undefined ? 0 : Math.min(MAX_LENT, 2 * (before.calls + before.used));
    const ended = before === undefined ? null : endOf(before);
    const question = { ...asked, wanted, ended, isBorrowing: wanted > 0 };
    this.#questions.delete(quota.id);
    this.#questions.set(quota.id, question);
    return question;
  }

  /** Keeps what was lent upon a question; once its time is up, tells the gate of it. */
  async keep(question: Question<L>, lease: L | null, giveBack: (ended: EndedLease[]) => Promise<void>): Promise<void> {
    question.isBorrowing = false;
    question.lease = lease;
    if (lease === null) return;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, question.until - Date.now())));
    const ended = endOf(question);
    // What the gate does not hear of counts as used.
    if (ended !== null) await giveBack([ended]).catch(() => undefined);
  }

  #forget(now: number): void {
    for (const [id, { until }] of this.#questions) {
      // One that would last for longer was asked before the clock was set back.
      if (until > now && until <= now + LEASE_MS) break;
      this.#questions.delete(id);
    }
  }
}

/** What the gate is told with these questions. */
export function lendingOf(questions: readonly Question<Lease>[]): Lending {
  return {
    more: questions.filter(({ wanted }) => wanted > 0).map(({ quota, wanted }) => ({ ...quota, places: wanted })),
    ended: questions.flatMap(({ ended }) => ended ?? []),
  };
}

/** Ends its lease; null where that has ended, or nothing was lent. */
function endOf(question: Question<Lease>): EndedLease | null {
  const { lease, used } = question;
  if (lease === null) return null;
  question.lease = null;
  return { id: lease.id, row: lease.row, places: lease.places, used };
}
