// Changes, for those who listen: the surface is asked for the state of each subject every few seconds, for as long as
// somebody listens. No writer has to know its listeners, and every isolate of the hub can serve them.

import { logError } from "../platform/log.ts";
import type { Subject, Surface } from "./surface.ts";

const LOOK_EVERY_MS = 5_000;
/** A request may ask D1 so often; who listens longer is told to come again. */
const MAX_LOOKS = 500;

export interface Watch {
  readonly stop: () => void;
  /** Resolves once it has stopped, by itself or not. */
  readonly stopped: Promise<void>;
}

/** Calls `changed` for each change, once; what is so when the watch begins is none. `subjects` is asked at every look. */
export function watch(
  surface: Pick<Surface, "stateOf">,
  subjects: () => readonly Subject[],
  changed: (subject: Subject) => void,
): Watch {
  const states = new Map<string, string | null>();
  let wake = () => {};
  let isOver = false;

  async function look(): Promise<void> {
    for (const subject of subjects()) {
      const name = JSON.stringify(subject);
      const before = states.get(name);
      const now = await surface.stateOf(subject);
      if (isOver) return;
      states.set(name, now);
      if (before !== undefined && before !== now) changed(subject);
    }
  }

  async function run(): Promise<void> {
    for (let looks = 0; looks < MAX_LOOKS; looks++) {
      if (isOver) return;
      await look().catch((error: unknown) => logError("an MCP surface could not tell its state", error, {}));
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_EVERY_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (isOver) wake();
      });
    }
  }

  const stopped = run();
  return {
    stopped,
    stop() {
      isOver = true;
      wake();
    },
  };
}
