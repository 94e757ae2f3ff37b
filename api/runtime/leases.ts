// Places in the windows of tools and keys that a caller's gate has lent to those who ask it often (borrowed-places.ts), who use
// them for a moment without asking. For the windows they are places at the end of their lease, whenever before that they are used.
//
// L1. No window holds more than its limit, whenever a lent place is used: from when it is lent it counts as taken, and it
//     leaves the window no sooner than a call at the end of the lease.
// L2. What comes back unused was never taken. What does not come back in time counts as used, for whoever borrowed it
//     may have been lost after its call.
// L3. Nobody is refused, or put off, because of a place that is only lent: what is lent is waited for first, and meanwhile
//     no more is.

import type { Quota } from "./sliding-window.ts";

/** For so long after they were asked for may lent places be used. */
export const LEASE_MS = 250;
/** What has not come back so long after the end of its lease is not waited for. */
const AWAITED_MS = 100;
/** What has not come back so long after it counts as used. */
const LOST_AFTER_MS = 1_000;
/** No more than this part of what is free is lent. */
const LENT_PART = 1 / 16;

/** Places in one window. */
export interface Lease {
  /** Of the tool or the key. */
  readonly id: string;
  /** The first of its rows in the gate's journal, which follow on one another. */
  readonly row: number;
  readonly places: number;
}

export interface EndedLease extends Lease {
  /** How many of its places were. */
  readonly used: number;
}

/** What there is to say of leases, when places are asked for. */
export interface Lending {
  /** How many places of a window are wanted besides. */
  readonly more: readonly (Quota & { readonly places: number })[];
  readonly ended: readonly EndedLease[];
}

export const NO_LENDING: Lending = { more: [], ended: [] };

/** How many of so many free places are lent to whoever would have `wanted`. */
export function lendable(free: number, wanted: number): number {
  return Math.min(wanted, Math.floor(free * LENT_PART));
}

interface Out {
  readonly id: string;
  readonly until: number;
  readonly back: PromiseWithResolvers<void>;
  isAwaited: boolean;
}

/** The places that are out, by their rows. */
export class Leases {
  readonly #out = new Map<number, Out>();
  /** How many wait for what is out of a window. */
  readonly #waiting = new Map<string, number>();

  lend({ id, row, places }: Lease, until: number): void {
    const lease: Out = { id, until, back: Promise.withResolvers(), isAwaited: true };
    for (let place = row; place < row + places; place++) this.#out.set(place, lease);
  }

  /** Takes a lease back; gives its end, or null where none of it is out any more. */
  end({ id, row, places }: Lease): number | null {
    const lease = this.#out.get(row);
    if (lease === undefined || lease.id !== id) return null;
    for (let place = row; place < row + places; place++) {
      this.#out.get(place)?.back.resolve();
      this.#out.delete(place);
    }
    return lease.until;
  }

  /** L2. The rows of what is lost, which from now on is not out any more. */
  takeLost(now: number): number[] {
    const lost = [...this.#out].filter(([, { until }]) => until < now - LOST_AFTER_MS).map(([row]) => row);
    for (const row of lost) this.#out.delete(row);
    return lost;
  }

  /** The first row that is out; null where none is. */
  get first(): number | null {
    return this.#out.size === 0 ? null : Math.min(...this.#out.keys());
  }

  /** Whether places of the window are out that are still waited for. */
  isLent(id: string): boolean {
    return this.#of(id).length > 0;
  }

  /** Resolves once what is out of the window is back, or is not waited for any more. */
  async back(id: string): Promise<void> {
    const leases = this.#of(id);
    const all = Promise.all(leases.map(({ back }) => back.promise));
    this.#waiting.set(id, (this.#waiting.get(id) ?? 0) + 1);
    await Promise.race([all, scheduler.wait(LEASE_MS + AWAITED_MS)]);
    for (const lease of leases) lease.isAwaited = false;
    const others = (this.#waiting.get(id) ?? 1) - 1;
    if (others > 0) this.#waiting.set(id, others);
    else this.#waiting.delete(id);
  }

  /** Whether somebody waits for what is out of the window. */
  isWaitedFor(id: string): boolean {
    return this.#waiting.has(id);
  }

  #of(id: string): Out[] {
    return [...new Set(this.#out.values())].filter((lease) => lease.id === id && lease.isAwaited);
  }
}
