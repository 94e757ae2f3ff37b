// What a shard tells the watchers of its runs: each event of a run's journal, with what followed from it, which the fold of
// those before it says.
//
// T1. An event's id is its number in the journal, so whoever comes back with the last one misses nothing.
// T2. A run's fold goes on from where it stands for whoever wants what comes next, and begins anew for whoever is behind.

import { apply } from "../../engine/run/apply.ts";
import { newRun, type RunState } from "../../engine/run/state.ts";
import type { Slice, Story } from "../live/audience.ts";
import type { Subscriber, Subscription } from "../live/subscription.ts";
import { runMessage, type RunMessage } from "../runs/run-event.ts";
import type { RunJournal } from "./run-journal.ts";
import type { RunRecord } from "./run-record.ts";

interface Wanted {
  readonly runId: string;
  /** As server-sent events: such a stream is not opened where nothing is left to tell, for its reader would come back. */
  readonly overHttp: boolean;
}

export type RunSubscription = Subscription & Wanted;
export type RunSubscriber = Subscriber & Wanted;

interface Fold {
  readonly record: RunRecord;
  readonly state: RunState;
  /** The number of the last event in it. */
  position: number;
  /** How many of the ended tasks were told of. */
  told: number;
}

export class RunStory implements Story<RunSubscriber> {
  readonly #journal: RunJournal;
  readonly #folds = new Map<string, Fold>();

  constructor(journal: RunJournal) {
    this.#journal = journal;
  }

  newest({ runId }: RunSubscriber): number {
    return this.#journal.newest(runId);
  }

  count(_subscriber: RunSubscriber, after: number, upTo: number): number {
    return Math.max(0, upTo - after);
  }

  isOver({ runId }: RunSubscriber): boolean {
    return !this.#journal.isOpen(runId);
  }

  after({ runId }: RunSubscriber, position: number, most: number): Slice {
    const newest = this.#journal.newest(runId);
    // A number from elsewhere: there is nothing after it.
    if (position > newest) return { messages: [], events: 0, position: newest };
    const fold = this.#foldAt(runId, position);
    const messages: RunMessage[] = [];
    for (const { number, event } of this.#journal.eventsAfter(runId, fold.position)) {
      apply(fold.record.plan, fold.state, event);
      fold.position = number;
      const ended = fold.state.ended.slice(fold.told);
      fold.told = fold.state.ended.length;
      if (number > position) messages.push(runMessage({ runId, plan: fold.record.plan, number, event, ended }));
      if (messages.length === most) break;
    }
    return { messages, events: messages.length, position: messages.length === 0 ? newest : fold.position };
  }

  /** Nobody watches the run any more. */
  forget(runId: string): void {
    this.#folds.delete(runId);
  }

  #foldAt(runId: string, position: number): Fold {
    const known = this.#folds.get(runId);
    if (known && known.position <= position) return known;
    const record = this.#journal.find(runId);
    if (record === null) throw new Error(`run ${runId} is not in this shard`);
    const fold = { record, state: newRun(record.plan, runId, record.input), position: 0, told: 0 };
    this.#folds.set(runId, fold);
    return fold;
  }
}
