// What a call's time is kept by: the wall, or a clock that stands still while the call waits for its caller.

import { schedule } from "./schedule.ts";

export interface Clock {
  /** Calls `wake` at `at` (ms since the epoch), or as much later as the clock stands still; the answer takes that back. */
  schedule(at: number, wake: () => void): () => void;
}

export const WALL: Clock = { schedule };

interface Timer {
  readonly wake: () => void;
  leftMs: number;
  startedAt: number;
  /** Stops the wall's timer; null while this clock stands still. */
  clear: (() => void) | null;
}

export class StoppableClock implements Clock {
  readonly #timers = new Set<Timer>();
  #stands = false;
  /** Since when, where it stands. */
  #since = 0;
  #stoodMs = 0;

  schedule(at: number, wake: () => void): () => void {
    const timer: Timer = { wake, leftMs: Math.max(0, at - Date.now()), startedAt: 0, clear: null };
    this.#timers.add(timer);
    if (!this.#stands) this.#start(timer);
    return () => {
      timer.clear?.();
      this.#timers.delete(timer);
    };
  }

  /** For how long it has stood still. */
  get stoodMs(): number {
    return this.#stoodMs + (this.#stands ? Date.now() - this.#since : 0);
  }

  stop(): void {
    if (this.#stands) return;
    const now = Date.now();
    this.#stands = true;
    this.#since = now;
    for (const timer of this.#timers) {
      timer.clear?.();
      timer.clear = null;
      timer.leftMs = Math.max(0, timer.leftMs - (now - timer.startedAt));
    }
  }

  go(): void {
    if (!this.#stands) return;
    this.#stoodMs += Date.now() - this.#since;
    this.#stands = false;
    for (const timer of this.#timers) this.#start(timer);
  }

  #start(timer: Timer): void {
    timer.startedAt = Date.now();
    timer.clear = schedule(timer.startedAt + timer.leftMs, () => {
      this.#timers.delete(timer);
      timer.wake();
    });
  }
}
