// "Did you mean": the known name that is nearest to a mistyped one.

/** Longer words are not worth the time; nobody mistypes them by a letter or two. */
const MAX_WORD_LENGTH = 100;

/**
 * The candidate nearest to `word`, or undefined where none is near enough to be what was meant.
 * Case, `_`, `-`, `.` and spaces do not count: `depends_on` is `dependsOn`.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > MAX_WORD_LENGTH) return undefined;
  const target = plain(word);
  let best: string | undefined;
  let bestDistance = allowance(target) + 1;
  let bestPrefix: string | undefined;
  for (const candidate of candidates) {
    if (candidate === word || candidate.length > MAX_WORD_LENGTH) continue;
    const other = plain(candidate);
    const distance = editDistance(target, other, bestDistance - 1);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
      if (distance === 0) break;
    }
    if (bestPrefix === undefined && target.length >= 2 && (other.startsWith(target) || other.endsWith(target))) {
      bestPrefix = candidate;
    }
  }
  return best ?? bestPrefix;
}

/** The one candidate that is `word` but for a slip; undefined where none is, or another is as near. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > MAX_WORD_LENGTH) return undefined;
  const target = plain(word);
  const limit = allowance(target);
  let best: string[] = [];
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (candidate === word || candidate.length > MAX_WORD_LENGTH) continue;
    const distance = editDistance(target, plain(candidate), Math.min(bestDistance, limit));
    if (distance > limit || distance > bestDistance) continue;
    best = distance < bestDistance ? [candidate] : [...best, candidate];
    bestDistance = distance;
  }
  const [only, other] = best;
  return other === undefined ? only : undefined;
}

/** `Did you mean "x"?`; undefined where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const found = nearest(word, candidates);
  return found === undefined ? undefined : `Did you mean "${found}"?`;
}

/** Whether the words are the same but for case, `_`, `-`, `.` and spaces. */
export function sameWord(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[_\-.\s]/g, "");
}

function allowance(word: string): number {
  return word.length <= 2 ? 0 : word.length <= 4 ? 1 : word.length <= 8 ? 2 : 3;
}

/**
 * Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`; `limit + 1` as soon as it is
 * known to be more than `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (limit < 0 || Math.abs(a.length - b.length) > limit) return limit + 1;
  if (a === b) return 0;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return Math.min(last[b.length] ?? 0, limit + 1);
}
