// The queue of one concurrency key against a plain list, over any order of runs that enter, end and are told of.

import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ConflictPolicy } from "../../../engine/plan/plan.ts";
import { newId } from "../../../api/platform/ids.ts";
import { QueueJournal } from "../../../api/runtime/queue-journal.ts";

const MAX_WAITING = 4;

type Step =
  | { readonly type: "enter"; readonly run: number; readonly limit: number; readonly onConflict: ConflictPolicy }
  | { readonly type: "leave"; readonly run: number }
  | { readonly type: "tell" };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    type: fc.constant("enter" as const),
    run: fc.nat(11),
    limit: fc.integer({ min: 1, max: 3 }),
    onConflict: fc.constantFrom("queue" as const, "queue" as const, "skip" as const, "cancel_running" as const),
  }),
  fc.record({ type: fc.constant("leave" as const), run: fc.nat(11) }),
  fc.record({ type: fc.constant("tell" as const) }),
);

interface Known {
  readonly run: number;
  readonly limit: number;
  holds: boolean;
  ending: boolean;
  told: boolean;
}

/** The same, as a list: what the journal must agree with. */
class Model {
  readonly line: Known[] = [];

  enter(run: number, limit: number, onConflict: ConflictPolicy): string {
    const known = this.line.find((other) => other.run === run);
    if (known) return known.holds ? "holds" : "waits";
    const waiting = this.line.filter(({ holds, ending }) => !holds && !ending).length;
    const holds = waiting === 0 && this.held < limit;
    if (!holds && onConflict === "skip") return "skip";
    if (!holds && waiting >= MAX_WAITING) return "full";
    if (!holds && onConflict === "cancel_running") {
      const staying = this.line.filter(({ ending }) => !ending);
      const oldest = staying.find((other) => other.holds) ?? staying[0];
      if (oldest) Object.assign(oldest, { ending: true, told: false });
    }
    this.line.push({ run, limit, holds, ending: false, told: true });
    return holds ? "holds" : "waits";
  }

  leave(run: number): void {
    const at = this.line.findIndex((other) => other.run === run);
    if (at !== -1) this.line.splice(at, 1);
    for (;;) {
      const next = this.line.find(({ holds, ending }) => !holds && !ending);
      if (!next || this.held >= next.limit) return;
      Object.assign(next, { holds: true, told: false });
    }
  }

  get held(): number {
    return this.line.filter(({ holds }) => holds).length;
  }
}

test("places are given in order and never more than the limit; whoever enters or leaves twice changes nothing; all who wait get one", async () => {
  const stub = env.RUN_QUEUE.getByName(newId("run"));
  await runInDurableObject(stub, (_queue, { storage }) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        storage.sql.exec("DROP TABLE IF EXISTS entries");
        const journal = new QueueJournal(storage.sql, MAX_WAITING);
        const model = new Model();
        for (const each of steps) {
          if (each.type === "enter") {
            const { run, limit, onConflict } = each;
            const heldBefore = journal.counts().held;
            const entered = journal.enter({ runId: `r${run}`, limit, onConflict });
            const isNew = journal.counts().held > heldBefore;
            if (isNew) expect(journal.counts().held).toBeLessThanOrEqual(limit);
            expect(entered.type === "refused" ? entered.why : entered.type).toBe(model.enter(run, limit, onConflict));
          } else if (each.type === "leave") {
            journal.leave(`r${each.run}`);
            model.leave(each.run);
          } else {
            for (const news of journal.untold(100)) journal.told(news);
            for (const known of model.line) known.told = true;
          }
          agree(journal, model);
        }
        // The runs end, in whatever order they got their places: nobody waits for ever.
        for (let [first] = journal.holders(1); first !== undefined; [first] = journal.holders(1)) journal.leave(first);
        expect(journal.counts()).toEqual({ held: 0, waiting: 0 });
      }),
      { numRuns: 300 },
    );
  });
});

function agree(journal: QueueJournal, { line, held }: Model): void {
  const waiting = line.filter(({ holds, ending }) => !holds && !ending);
  expect(journal.counts()).toEqual({ held, waiting: waiting.length });
  expect(journal.holders(100)).toEqual(line.filter(({ holds }) => holds).map(({ run }) => `r${run}`));
  expect(waiting.map(({ run }) => journal.placeOf(`r${run}`))).toEqual(waiting.map((_, index) => index + 1));
  expect(journal.untold(100)).toEqual(
    line
      .filter(({ told }) => !told)
      .map(({ run, ending }) => ({ runId: `r${run}`, news: ending ? "end" : "admitted" })),
  );
}
