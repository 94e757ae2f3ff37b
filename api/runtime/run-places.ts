// Which of its agent's shards a new run goes to, as an isolate of the API sees it. Runs that share a shard share its writes to
// the disk, so those that callers wait for stay together, while few of them are under way.

import { newId } from "../platform/ids.ts";
import { placeOf, SHARDS_PER_AGENT } from "./shards.ts";

/** As many calls as a Durable Object on Cloudflare lets wait for their answers at a time (ADR 2). */
const RUNS_TOGETHER = 6;

/** A run that its caller waits for. */
interface Stay {
  /** In ms since 1970. Where a caller goes away, the platform may drop the request, and `finally` with it: then this ends it. */
  readonly until: number;
}

export class RunPlaces {
  readonly #underWay = Array.from({ length: SHARDS_PER_AGENT }, () => new Set<Stay>());
  /** Where this isolate begins to fill them: not all where others do. */
  readonly #first = Math.floor(Math.random() * SHARDS_PER_AGENT);
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** `start` is given a new run's id, which says where the run lives, and is waited for: for `waitMs` at most. */
  async with<T>(waitMs: number, start: (runId: string) => Promise<T>): Promise<T> {
    this.#forgetPast();
    const place = this.#next();
    const stay = { until: this.#now() + waitMs };
    this.#underWay[place]?.add(stay);
    try {
      return await start(runIdAt(place));
    } finally {
      this.#underWay[place]?.delete(stay);
    }
  }

  #forgetPast(): void {
    const now = this.#now();
    for (const stays of this.#underWay) for (const stay of stays) if (stay.until <= now) stays.delete(stay);
  }

  /** The first that has room; where none has, the one with the fewest. */
  #next(): number {
    const places = this.#underWay.map((_, index) => (this.#first + index) % SHARDS_PER_AGENT);
    const roomy = places.find((place) => this.#at(place) < RUNS_TOGETHER);
    return roomy ?? places.reduce((best, place) => (this.#at(place) < this.#at(best) ? place : best));
  }

  #at(place: number): number {
    return this.#underWay[place]?.size ?? 0;
  }
}

function runIdAt(place: number): string {
  for (;;) {
    const runId = newId("run");
    if (placeOf(runId) === place) return runId;
  }
}
