import type { ToolUse } from "./caller-gate.ts";

interface Waiting {
  readonly use: ToolUse;
  readonly resolve: (at: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Asks the gate for places on behalf of many runs: one question at a time, and whatever came meanwhile goes into
 * the next. An idle shard asks at once; a busy one asks for many places in one hop.
 */
export class Reservations {
  readonly #ask: (uses: ToolUse[]) => Promise<number[]>;
  #waiting: Waiting[] = [];
  #asking = false;

  constructor(ask: (uses: ToolUse[]) => Promise<number[]>) {
    this.#ask = ask;
  }

  /** From when on the call may be made, in ms since the epoch. */
  reserve(use: ToolUse): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ use, resolve, reject });
      if (!this.#asking) {
        this.#asking = true;
        queueMicrotask(() => void this.#askForAll());
      }
    });
  }

  async #askForAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const times = await this.#ask(batch.map(({ use }) => use));
        batch.forEach(({ resolve }, index) => resolve(times[index] ?? 0));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#asking = false;
  }
}
