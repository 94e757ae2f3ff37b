// Signals to a shard's runs: which are told, and what whoever sent one is answered.
//
// N1. A signal that a step could not take, or that the run has no room for, changes nothing.
// N2. A key is told once: a second signal of it is answered as the first was, for as long as the run is open.
// N3. What is not told leaves nothing behind.

import { signalOf } from "../../engine/plan/actions.ts";
import { MAX_RUN_RESULT_BYTES, MAX_RUN_STORED_BYTES, type Told } from "../../engine/run/drive.ts";
import type { SchemaFault } from "../../engine/schema/fault.ts";
import type { ProjectedRun } from "../runs/project-runs.ts";
import { runView } from "../runs/run-view.ts";
import type { RunRecord } from "./run-record.ts";
import { MAX_INLINE_CHARS, type RunValues } from "./run-values.ts";
import type { Signal, Signalled } from "./shards.ts";
import { signalFaults } from "./signal-faults.ts";

/** While nothing waits for them. */
const MAX_KEPT_SIGNALS = 1_000;

/** What a shard knows of its runs, and does with them. */
interface Runs {
  record(runId: string): RunRecord | null;
  isOpen(runId: string): boolean;
  /** A run as it stands. */
  find(runId: string): ProjectedRun | null;
  /** False: the run has settled. */
  tell(runId: string, event: Told): Promise<boolean>;
}

export class RunSignals {
  readonly #values: RunValues;
  readonly #runs: Runs;

  constructor(values: RunValues, runs: Runs) {
    this.#values = values;
    this.#runs = runs;
  }

  async signal(runId: string, { name, payload, key }: Signal): Promise<Signalled> {
    const record = this.#runs.record(runId);
    if (record === null) return { type: "missing" };
    const known = record.plan.steps.flatMap(({ action }) => signalOf(action)?.signal ?? []);
    if (!known.includes(name)) return this.#runs.isOpen(runId) ? { type: "unknown", known } : { type: "settled" };
    const faults = await signalFaults(record, name, payload);
    const before = this.#answer(runId, key, JSON.stringify(payload).length, faults);
    if (before) return before;
    const { value, stored } = await this.#values.held(record, payload, `signal.${crypto.randomUUID()}`);
    // From here to `tell` nothing is waited for, so that what came meanwhile counts.
    const sizeBytes = JSON.stringify(value).length;
    const said = { ...(stored && { stored }), ...(key !== undefined && { key }) };
    const event = { type: "signal_received", name, payload: value, sizeBytes, ...said } as const;
    const meanwhile = this.#answer(runId, key, sizeBytes, faults);
    const isTold = meanwhile === null && (await this.#runs.tell(runId, event));
    if (!isTold) await this.#values.drop(record, stored);
    if (meanwhile) return meanwhile;
    return isTold ? received(this.#runs.find(runId) ?? gone(runId)) : { type: "settled" };
  }

  /** What there is to say without telling the run of it; null: it is to be told. */
  #answer(runId: string, key: string | undefined, sizeBytes: number, faults: readonly SchemaFault[]): Signalled | null {
    const run = this.#runs.find(runId);
    if (run === null) return { type: "missing" };
    const { signals, signalKeys, resultBytes, storedBytes } = run.state;
    if (key !== undefined && signalKeys.has(key) && this.#runs.isOpen(runId)) return received(run);
    const kept = [...signals.values()].reduce((sum, { payloads }) => sum + payloads.length, 0);
    // What is larger is kept elsewhere.
    const isFull =
      sizeBytes <= MAX_INLINE_CHARS
        ? resultBytes + sizeBytes > MAX_RUN_RESULT_BYTES
        : storedBytes + sizeBytes > MAX_RUN_STORED_BYTES;
    if (kept >= MAX_KEPT_SIGNALS || isFull) return { type: "full", kept };
    return faults.length > 0 ? { type: "unfit", faults } : null;
  }
}

function received({ record, state }: ProjectedRun): Signalled {
  return { type: "received", run: runView(record, state) };
}

function gone(runId: string): never {
  throw new Error(`run ${runId} went while it was signalled`);
}
