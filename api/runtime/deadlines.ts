// Deadlines of one object. Most are timeouts of calls that end long before, so a timer for each would be made and taken back for
// nothing: only a deadline that is near gets one. The others are looked through now and then.

import { schedule } from "./schedule.ts";

const LOOK_EVERY_MS = 1_000;
/** What is not nearer at one look has its timer by the next but one. */
const NEAR_MS = 2 * LOOK_EVERY_MS;

interface Deadline {
  /** In ms since the epoch. */
  readonly at: number;
  readonly wake: () => void;
  /** Takes its timer back, once it has one. */
  clear: () => void;
}

export class Deadlines {
  readonly #far = new Set<Deadline>();
  #isLooking = false;

  /** Calls `wake` at `at` (ms since the epoch) or soon after; the answer takes that back. */
  schedule(at: number, wake: () => void): () => void {
    if (at - Date.now() < NEAR_MS) return schedule(at, wake);
    const deadline: Deadline = { at, wake, clear: () => this.#far.delete(deadline) };
    this.#far.add(deadline);
    this.#lookSoon();
    return () => deadline.clear();
  }

  /** What the work comes to; null once `ms` have passed. */
  async within<T>(ms: number, work: Promise<T>): Promise<T | null> {
    let clear = (): void => undefined;
    const timeUp = new Promise<null>((resolve) => (clear = this.schedule(Date.now() + ms, () => resolve(null))));
    try {
      return await Promise.race([work, timeUp]);
    } finally {
      clear();
    }
  }

  #lookSoon(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    setTimeout(() => this.#look(), LOOK_EVERY_MS);
  }

  #look(): void {
    this.#isLooking = false;
    const near = Date.now() + NEAR_MS;
    for (const deadline of this.#far) {
      if (deadline.at >= near) continue;
      this.#far.delete(deadline);
      deadline.clear = schedule(deadline.at, deadline.wake);
    }
    if (this.#far.size > 0) this.#lookSoon();
  }
}
