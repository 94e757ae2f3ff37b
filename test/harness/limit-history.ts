// Checks a history of admissions against the limits: whatever a limiter does, this is what it owes.

export interface Limit {
  readonly id: string;
  readonly perMinute: number;
}

export interface AdmittedCall {
  /** In ms since the epoch. */
  readonly at: number;
  /** Every limit that the call counts for. */
  readonly limits: readonly Limit[];
}

const WINDOW_MS = 60_000;

/** Where the history breaks a limit: in the 60 s from `from` on, `calls` were admitted. */
export interface Excess {
  readonly id: string;
  readonly from: number;
  readonly calls: number;
  readonly perMinute: number;
}

/** Looks at each window that begins with a call; any other holds no more than one of them. */
export function excessesOf(history: readonly AdmittedCall[]): Excess[] {
  return [...timesByLimit(history)].flatMap(([id, { perMinute, times }]) =>
    times.flatMap((from, first) => {
      const calls = countUntil(times, first, from + WINDOW_MS);
      return calls > perMinute ? [{ id, from, calls, perMinute }] : [];
    }),
  );
}

function timesByLimit(history: readonly AdmittedCall[]) {
  const all = new Map<string, { readonly perMinute: number; readonly times: number[] }>();
  for (const { at, limits } of history) {
    for (const { id, perMinute } of limits) {
      const known = all.get(id) ?? { perMinute, times: [] };
      all.set(id, known);
      known.times.push(at);
    }
  }
  for (const { times } of all.values()) times.sort((a, b) => a - b);
  return all;
}

/** How many of the times from the index on are before `end`. */
function countUntil(times: readonly number[], first: number, end: number): number {
  let next = first;
  while (next < times.length && (times[next] ?? end) < end) next++;
  return next - first;
}
