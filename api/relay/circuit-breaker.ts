// Whether the provider at an endpoint is called at all. One that does not answer is left alone for a while, then
// asked by one call whether it is back.
//
//   closed ── most of the last calls found nobody ──> open ── its time is over ──> half-open (one probe)
//     ^                                                 ^                              │
//     └───────────────── the probe was answered ────────┼──────────────────────────────┤
//                                                       └── it was not: for twice as long
//
// B1. While it is open, no call leaves; while it is half-open, one at a time.
// B2. A probe that never reports back, because its host died, holds its place until its own deadline and no longer.
// B3. All times are given, in ms since the epoch.

export type CircuitState =
  | { readonly state: "closed"; readonly since: number }
  | { readonly state: "open"; readonly since: number; readonly retryAt: number; readonly errorCode: string };

/** What a call tells of its provider; `unknown` where it ended for other reasons. */
export type Sight = { readonly is: "there" } | { readonly is: "gone"; readonly errorCode: string } | { is: "unknown" };

/** The last calls that count, and since when. */
const SEEN = 20;
const SEEN_FOR_MS = 60_000;
/** Fewer than this prove nothing. */
const MIN_GONE = 10;
const FIRST_PAUSE_MS = 5_000;
const MAX_PAUSE_MS = 60_000;

export class CircuitBreaker {
  #seen: { at: number; gone: boolean }[] = [];
  #now: CircuitState;
  /** How often it opened since it was last closed. */
  #openings = 0;
  #probeUntil = 0;

  constructor(now: number) {
    this.#now = { state: "closed", since: now };
  }

  get state(): CircuitState {
    return this.#now;
  }

  /** Takes over what another isolate saw, where that is newer. */
  adopt(state: CircuitState): void {
    if (state.since <= this.#now.since) return;
    this.#now = state;
    this.#openings = state.state === "open" ? Math.max(this.#openings, 1) : 0;
    this.#seen = [];
  }

  /** Null where the call may leave; else the time from which on one may. `deadline`: when the call is over at the latest. */
  enter(now: number, deadline: number): number | null {
    if (this.#now.state === "closed") return null;
    if (now < this.#now.retryAt) return this.#now.retryAt;
    if (now < this.#probeUntil) return this.#probeUntil;
    this.#probeUntil = deadline;
    return null;
  }

  /** What became of a call that `enter` let through at `enteredAt`; the new state where that changed it. */
  report(sight: Sight, enteredAt: number, now: number): CircuitState | null {
    if (this.#now.state === "open") return this.#hearOpen(this.#now.retryAt, sight, enteredAt, now);
    if (sight.is === "unknown") return null;
    this.#seen.push({ at: now, gone: sight.is === "gone" });
    this.#seen = this.#seen.filter(({ at }) => at > now - SEEN_FOR_MS).slice(-SEEN);
    const gone = this.#seen.filter((call) => call.gone).length;
    const isGone = sight.is === "gone" && gone >= MIN_GONE && gone * 2 >= this.#seen.length;
    return isGone ? this.#open(sight.errorCode, now) : null;
  }

  /** Whoever is answered has found the provider back; only a probe can find it still gone. */
  #hearOpen(retryAt: number, sight: Sight, enteredAt: number, now: number): CircuitState | null {
    if (sight.is === "there") return this.#close(now);
    if (enteredAt < retryAt) return null;
    this.#probeUntil = 0;
    return sight.is === "gone" ? this.#open(sight.errorCode, now) : null;
  }

  #open(errorCode: string, now: number): CircuitState {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.#openings, MAX_PAUSE_MS);
    this.#openings += 1;
    this.#seen = [];
    return (this.#now = { state: "open", since: now, retryAt: now + pauseMs, errorCode });
  }

  #close(now: number): CircuitState {
    this.#openings = 0;
    this.#probeUntil = 0;
    return (this.#now = { state: "closed", since: now });
  }
}
