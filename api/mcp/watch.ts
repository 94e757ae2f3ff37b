// Changes, for those who listen: the surface is asked for the state of each subject every few seconds, for as long as
// somebody listens. No writer has to know its listeners, and every isolate of the hub can serve them.

import { logError } from "../platform/log.ts";
import { changesOf, MAX_WATCHED, nameOf } from "./changes.ts";
import type { Subject, Surface } from "./surface.ts";

const LOOK_EVERY_MS = 5_000;
/** A request may ask D1 so often; who listens longer, or for more, is told to come again. */
const MAX_STATES = 1_000;

export interface Watch {
  /** Looks now: what is watched from now on is as it is now. */
  readonly look: () => void;
  readonly stop: () => void;
  /** Resolves once it has stopped, by itself or not. */
  readonly stopped: Promise<void>;
}

/**
 * Calls `changed` for each change, once, and again at the next look where it rejects. `subjects` is asked at every look.
 * `seen`: what a watch before this one has seen; this one looks once that one has `ended`, since it may be telling something.
 */
export function watch(
  surface: Pick<Surface, "stateOf">,
  subjects: () => readonly Subject[],
  changed: (subject: Subject) => unknown,
  seen = new Map<string, string>(),
  ended: Promise<void> = Promise.resolve(),
): Watch {
  let wake = () => {};
  let isOver = false;
  let states = 0;
  /** A look that is under way does not know of what is watched since it began. */
  let isDue = false;

  async function look(): Promise<void> {
    const watched = subjects();
    states += Math.min(Math.max(watched.length, 1), MAX_WATCHED);
    const names = new Set(watched.map(nameOf));
    for (const name of seen.keys()) if (!names.has(name)) seen.delete(name);
    for await (const subject of changesOf(surface, watched, seen)) {
      if (isOver) return;
      await changed(subject);
    }
  }

  async function run(): Promise<void> {
    await ended;
    while (states < MAX_STATES) {
      if (isOver) return;
      isDue = false;
      await look().catch((error: unknown) => logError("an MCP surface could not tell its state", error, {}));
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_EVERY_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (isOver || isDue) wake();
      });
    }
  }

  const stopped = run();
  return {
    stopped,
    look() {
      isDue = true;
      wake();
    },
    stop() {
      isOver = true;
      wake();
    },
  };
}
