// What others see of a shard's runs, written from their journals: the lists and the log in D1, and the live feeds. Once it is
// there, and everybody whom a run's end concerns has been told, the run is marked as projected.
//
// P1. One projection at a time: what is written last is the latest.
// P2. What fails or is lost stays to be projected, and is written again, which does no harm.
// P3. A run that has gone on while it was written stays to be projected, too.

import type { Env } from "../env.ts";
import { publishRuns } from "../feed/publish-runs.ts";
import { backgroundView, isBackground } from "../invocations/background.ts";
import { logInvocations } from "../invocations/log-invocations.ts";
import { projectRuns, type ProjectedRun } from "../runs/project-runs.ts";
import { runSummary } from "../runs/run-view.ts";
import { stepInvocations, toolsOf } from "../runs/step-invocations.ts";
import { servicesFor } from "../services.ts";
import { findRedactions } from "../tools/find-tool.ts";
import { tellEnd } from "./run-end.ts";
import type { RunJournal, StagedRun } from "./run-journal.ts";
import type { RunValues } from "./run-values.ts";
import { tried } from "./tried.ts";

/** How many runs one projection takes on. */
const MAX_RUNS = 500;

export class RunProjection {
  readonly #env: Env;
  readonly #journal: RunJournal;
  readonly #values: RunValues;
  /** A run as it stands. */
  readonly #find: (runId: string) => ProjectedRun;
  /** Runs that settled a moment ago, until the lists show them. */
  readonly #settled = new Map<string, ProjectedRun>();
  /** The projection that is under way, or was the last. */
  #under: Promise<unknown> = Promise.resolve();

  constructor(env: Env, journal: RunJournal, values: RunValues, find: (runId: string) => ProjectedRun) {
    this.#env = env;
    this.#journal = journal;
    this.#values = values;
    this.#find = find;
  }

  /** Spares a replay: the run is kept as it is until it is projected. */
  hold(run: ProjectedRun): void {
    this.#settled.set(run.record.runId, run);
  }

  held(runId: string): ProjectedRun | undefined {
    return this.#settled.get(runId);
  }

  /** All that the lists do not show yet, as many as one projection takes, or this run of it. P1. */
  project(runId?: string): Promise<void> {
    const turn = this.#under.then(() => this.#projectThese(this.#journal.unprojected(MAX_RUNS, runId)));
    this.#under = turn.catch(() => undefined);
    return turn;
  }

  async #projectThese(staged: readonly StagedRun[]): Promise<void> {
    const runs = staged.map((stagedRun) => ({ ...stagedRun, ...this.#find(stagedRun.runId) }));
    if (runs.length === 0) return;
    const ofWorkflows = runs.filter(({ record }) => !isBackground(record));
    await projectRuns(this.#env.DB, ofWorkflows);
    await this.#publish(ofWorkflows);
    await this.#log(runs);
    const heard = await Promise.all(
      runs.map(async (run) => run.stage !== "settled" || tried("tell_end", tellEnd(this.#env, this.#values, run))),
    );
    const shown = runs.filter((_, index) => heard[index]);
    this.#journal.markProjected(shown);
    for (const { runId, stage } of shown) if (stage === "settled") this.#settled.delete(runId);
  }

  /** A run that waits for its place has not begun. */
  async #publish(runs: readonly (ProjectedRun & StagedRun)[]): Promise<void> {
    const begun = runs.filter(({ stage }) => stage !== "queued");
    const [first] = begun;
    if (first === undefined) return;
    // All of a shard's runs are one agent's.
    await publishRuns(
      this.#env,
      first.record.agentId,
      begun.map(({ record, state }) => runSummary(record, state)),
    );
  }

  async #log(runs: readonly ProjectedRun[]): Promise<void> {
    const redactions = await findRedactions(
      servicesFor(this.#env).db,
      runs.flatMap(({ record }) => (isBackground(record) ? [] : toolsOf(record))),
    );
    await logInvocations(
      this.#env,
      runs.flatMap(({ record, state }) =>
        isBackground(record) ? backgroundView(record, state) : stepInvocations(record, state, redactions),
      ),
    );
  }
}
