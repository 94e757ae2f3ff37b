// What has changed between two looks at a surface.

import { hashOf } from "../tools/definition.ts";
import type { Subject, Surface } from "./surface.ts";

/**
 * More subjects than this of one client are not looked at, nor kept: one that wishes for more has forgotten the older ones, or
 * means no good.
 */
export const MAX_WATCHED = 100;
/** How many tasks, and how many resources, one listener is told of. */
export const MAX_LISTENED = 50;

/** What was seen of each subject, by its name. */
export interface Seen {
  get(name: string): string | undefined;
  set(name: string, state: string): unknown;
}

export function nameOf(subject: Subject): string {
  return JSON.stringify(subject);
}

/**
 * Each that is not as it was, and is seen as it is now once whoever asks for the next has told of it. What is seen first is no
 * change; but a task is told of as it stands, since it may have ended.
 */
export async function* changesOf(
  surface: Pick<Surface, "stateOf">,
  subjects: readonly Subject[],
  seen: Seen,
): AsyncGenerator<Subject> {
  for (const subject of subjects.slice(0, MAX_WATCHED)) {
    const name = nameOf(subject);
    const state = await surface.stateOf(subject);
    const now = state === null ? "" : await hashOf(state);
    const before = seen.get(name);
    if (before === now) continue;
    if (before !== undefined || "task" in subject) yield subject;
    seen.set(name, now);
  }
}
