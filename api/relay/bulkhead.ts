// How many calls are at one endpoint at a time, so that a slow provider fills its own places and nobody else's.
//
// P1. A place is free again when its call ends, or at the call's deadline: a request that is torn down tells nobody.

export class Bulkhead {
  readonly #max: number;
  /** Of each call under way, in ms since the epoch. */
  readonly #deadlines = new Map<symbol, number>();

  constructor(max: number) {
    this.#max = max;
  }

  /** The place that was taken; null where all are. */
  take(now: number, deadline: number): symbol | null {
    if (this.#deadlines.size >= this.#max) this.#clear(now);
    if (this.#deadlines.size >= this.#max) return null;
    const place = Symbol("place");
    this.#deadlines.set(place, deadline);
    return place;
  }

  leave(place: symbol): void {
    this.#deadlines.delete(place);
  }

  isEmpty(now: number): boolean {
    this.#clear(now);
    return this.#deadlines.size === 0;
  }

  #clear(now: number): void {
    for (const [place, deadline] of this.#deadlines) if (deadline <= now) this.#deadlines.delete(place);
  }
}
