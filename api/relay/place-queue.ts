// The calls of one object's runs that wait for a place at an endpoint, first come, first served. What one of them leaves
// goes to the next at once. What others leave, in requests and objects of their own, is looked for: they cannot wake this one.

import type { Bulkhead } from "./bulkhead.ts";

const LOOK_EVERY_MS = 50;

/** A place among the calls at an endpoint, which whoever took it leaves again. */
export interface Place {
  leave(): void;
}

interface Waiting {
  /** How long the call may have its place, in ms. */
  readonly forMs: number;
  /** Gives the call up. */
  readonly signal: AbortSignal;
}

interface InLine extends Waiting {
  readonly give: (place: symbol | null) => void;
}

export class PlaceQueue {
  readonly #lines = new Map<Bulkhead, Set<InLine>>();
  #isLooking = false;

  /** The place, once it is free: one that is taken is free again when its call's time is up. Null where the call is given up. */
  async wait(bulkhead: Bulkhead, waiting: Waiting): Promise<Place | null> {
    const atOnce = this.#lines.has(bulkhead) ? null : bulkhead.take(Date.now(), Date.now() + waiting.forMs);
    const place = atOnce ?? (await this.#turn(bulkhead, waiting));
    if (place === null) return null;
    const leave = () => {
      bulkhead.leave(place);
      this.#serve(bulkhead);
    };
    return { leave };
  }

  #turn(bulkhead: Bulkhead, waiting: Waiting): Promise<symbol | null> {
    const line = this.#lines.get(bulkhead) ?? new Set();
    this.#lines.set(bulkhead, line);
    if (!this.#isLooking) void this.#look();
    return new Promise((give) => line.add({ ...waiting, give }));
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    while (this.#lines.size > 0) {
      await new Promise((awake) => setTimeout(awake, LOOK_EVERY_MS));
      for (const bulkhead of this.#lines.keys()) this.#serve(bulkhead);
    }
    this.#isLooking = false;
  }

  #serve(bulkhead: Bulkhead): void {
    const line = this.#lines.get(bulkhead);
    if (line === undefined) return;
    const now = Date.now();
    for (const call of line) {
      const isGivenUp = call.signal.aborted;
      const place = isGivenUp ? null : bulkhead.take(now, now + call.forMs);
      if (place === null && !isGivenUp) break;
      line.delete(call);
      call.give(place);
    }
    if (line.size === 0) this.#lines.delete(bulkhead);
  }
}
