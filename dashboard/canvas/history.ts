// What can be undone and done again.

import type { Document } from "./document.ts";

export interface History {
  readonly past: readonly Document[];
  readonly now: Document;
  readonly future: readonly Document[];
  /** What the last edit was part of: the next one of the same is undone together with it. */
  readonly part: string | null;
}

/** Further back nobody goes, and a text may be large. */
const KEPT = 200;

export function historyOf(now: Document): History {
  return { past: [], now, future: [], part: null };
}

/** @param part the same for edits that are one to who makes them: the letters of a word, the steps of a drag */
export function advanced(history: History, next: Document, part: string | null = null): History {
  if (next === history.now) return history;
  const isSamePart = part !== null && part === history.part;
  const past = isSamePart ? history.past : [...history.past, history.now].slice(-KEPT);
  return { past, now: next, future: [], part };
}

export function undone({ past, now, future }: History): History {
  const before = past.at(-1);
  if (before === undefined) return { past, now, future, part: null };
  return { past: past.slice(0, -1), now: before, future: [now, ...future], part: null };
}

export function redone({ past, now, future }: History): History {
  const [next, ...later] = future;
  if (next === undefined) return { past, now, future, part: null };
  return { past: [...past, now], now: next, future: later, part: null };
}
