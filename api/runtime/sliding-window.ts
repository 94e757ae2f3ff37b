// An exact sliding window of 60 s, with places that can be reserved ahead.
//
// W1. In no 60 s are there more than `limit` places. A reservation is made only where every earlier place is
//     taken, so a reserved place closes the window up to itself: whoever comes later comes after it.

import type { RateWindow } from "./admission.ts";

export const WINDOW_MS = 60_000;

export interface Quota {
  /** Of the tool or the key whose window it is. */
  readonly id: string;
  /** How many calls the window holds. */
  readonly limit: number;
}

export class SlidingWindow {
  /** Times in ms, ascending; those before `#head` have left the window. */
  #places: number[] = [];
  #head = 0;

  /** The earliest time from `now` on at which one more place is free. */
  nextFree(limit: number, now: number): number {
    this.#forget(now);
    const blocking = this.#places[this.#places.length - limit];
    const taken = this.#places.length - this.#head;
    return taken < limit || blocking === undefined ? now : Math.max(now, blocking + WINDOW_MS);
  }

  /** Takes a place at `at`, which `nextFree` gave. */
  take(at: number): void {
    let index = this.#places.length;
    while (index > this.#head && (this.#places[index - 1] ?? 0) > at) index -= 1;
    if (index === this.#places.length) this.#places.push(at);
    else this.#places.splice(index, 0, at);
  }

  /** Gives back so many of the places that were taken at `at`, for calls that were not made. */
  giveBack(at: number, count: number): void {
    const end = this.#places.lastIndexOf(at) + 1;
    if (end - count >= this.#head) this.#places.splice(end - count, count);
  }

  /** How many places are free. */
  free(limit: number, now: number): number {
    this.#forget(now);
    return Math.max(0, limit - (this.#places.length - this.#head));
  }

  view(limit: number, now: number): RateWindow {
    const remaining = this.free(limit, now);
    const oldest = this.#places[this.#head];
    return {
      limit,
      remaining,
      resetMs: oldest === undefined ? 0 : Math.max(0, oldest + WINDOW_MS - now),
    };
  }

  get isEmpty(): boolean {
    return this.#head === this.#places.length;
  }

  #forget(now: number): void {
    while (this.#head < this.#places.length && (this.#places[this.#head] ?? 0) <= now - WINDOW_MS) this.#head += 1;
    if (this.#head > 1024 && this.#head * 2 > this.#places.length) {
      this.#places = this.#places.slice(this.#head);
      this.#head = 0;
    }
  }
}
