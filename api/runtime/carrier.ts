// The Workflow instances that carry runs which last, and when each was last heard of. An instance's id is its run's id.

import type { RunWorkflowParams } from "./run-workflow.ts";
import type { RunRef } from "./shards.ts";

const BATCH = 100;
const WAKE = { type: "wake", payload: null };

export class Carrier {
  readonly #workflow: Workflow<RunWorkflowParams>;
  readonly #silentAfterMs: number;
  /** When each run's instance was last here, or sent for. */
  readonly #heardAt = new Map<string, number>();

  /** `silentAfterMs`: an instance that was not heard of for so long may be no more. */
  constructor(workflow: Workflow<RunWorkflowParams>, silentAfterMs: number) {
    this.#workflow = workflow;
    this.#silentAfterMs = silentAfterMs;
  }

  /** The run's instance is here. */
  heard(runId: string): void {
    this.#heardAt.set(runId, Date.now());
  }

  /** The run needs its instance no more. */
  forget(runId: string): void {
    this.#heardAt.delete(runId);
  }

  isSilent({ runId }: RunRef, now: number): boolean {
    return now - (this.#heardAt.get(runId) ?? 0) >= this.#silentAfterMs;
  }

  /** Gives each run an instance; one that has one keeps it. */
  async carry(runs: readonly RunRef[]): Promise<void> {
    for (let from = 0; from < runs.length; from += BATCH) {
      const batch = runs.slice(from, from + BATCH);
      await this.#workflow.createBatch(batch.map((params) => ({ id: params.runId, params })));
      for (const { runId } of batch) this.heard(runId);
    }
  }

  /**
   * Makes sure that the run's instance lives, whatever was done to it. One that says it runs may have lost its
   * machine: an event rouses it, and does no harm to one that is awake. That the run goes on does not hang on it.
   */
  async revive(run: RunRef): Promise<void> {
    this.heard(run.runId);
    const instance = await this.#find(run.runId);
    if (!instance) return this.carry([run]);
    const { status } = await instance.status();
    if (status === "terminated" || status === "errored" || status === "complete") await instance.restart();
    else if (status === "paused") await instance.resume();
    else await instance.sendEvent(WAKE);
  }

  /** Tells the run's instance that there is news. It may be gone or not waiting: then there is nobody to tell. */
  async wake(runId: string): Promise<void> {
    const instance = await this.#find(runId);
    await instance?.sendEvent(WAKE).catch(() => undefined);
  }

  async #find(runId: string): Promise<WorkflowInstance | null> {
    return this.#workflow.get(runId).catch(() => null);
  }
}
