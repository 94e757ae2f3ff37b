import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { newId } from "../../../api/platform/ids.ts";
import { RunJournal } from "../../../api/runtime/run-journal.ts";
import type { RunRecord } from "../../../api/runtime/run-record.ts";
import type { Plan } from "../../../engine/plan/plan.ts";
import type { RunEvent } from "../../../engine/run/events.ts";
import { NO_RETRY } from "../../../engine/run/retry.ts";

test("what was appended is read back in order, however large a single event is", async () => {
  const large = "한글🐝".repeat(600_000);
  const events: RunEvent[] = [
    { type: "run_started", at: 1 },
    { type: "attempt_started", at: 2, step: 0, attempt: 1, invocationId: "inv_1" },
    { type: "step_succeeded", at: 3, step: 0, result: large, sizeBytes: large.length },
    { type: "run_settled", at: 4, status: "success", complete: true, output: { large }, error: null },
  ];
  await withJournal((journal, runId) => {
    journal.append(runId, events.slice(0, 2));
    journal.append(runId, events.slice(2));
    expect([...journal.events(runId)]).toEqual(events);
  });
});

test("a plan of any size comes back as it was, from disk too", async () => {
  const arguments_ = "🐝".repeat(400_001);
  await withJournal(
    (journal, runId, sql) => {
      expect(journal.find(runId)?.plan.steps[0]?.action).toMatchObject({ arguments: arguments_ });
      expect(new RunJournal(sql).find(runId)).toEqual(journal.find(runId));
    },
    { plan: planCalling(arguments_) },
  );
});

test("a run that went on while the lists were written is told to them again, at every stage", async () => {
  await withJournal(
    (journal, runId) => {
      const [queued, begun, settled] = [
        { runId, stage: "queued" } as const,
        { runId, stage: "begun" } as const,
        { runId, stage: "settled" } as const,
      ];
      expect(journal.unprojected(10)).toEqual([queued]);
      journal.unqueue(runId);
      // The row that was written meanwhile showed the run as waiting for its place.
      journal.markProjected([queued]);
      expect(journal.unprojected(10)).toEqual([begun]);
      journal.markProjected([begun]);
      expect(journal.unprojected(10)).toEqual([]);
      expect(journal.isOpen(runId)).toBe(true);
      journal.append(runId, [{ type: "run_settled", at: 4, status: "cancelled", complete: false, error: null }]);
      expect(journal.isOpen(runId)).toBe(false);
      journal.markProjected([begun]);
      expect(journal.unprojected(10)).toEqual([settled]);
      expect(journal.unprojected(10, newId("run"))).toEqual([]);
      journal.markProjected(journal.unprojected(10, runId));
      expect(journal.isProjected(runId)).toBe(true);
    },
    { concurrencyKey: "" },
  );
});

test("events are numbered from 1 without a gap, and read from any number on, also those that an earlier hub recorded", async () => {
  const large = "🐝".repeat(400_000);
  const events: RunEvent[] = Array.from({ length: 40 }, (_, n) =>
    n % 9 === 4
      ? { type: "step_succeeded", at: n, step: 0, result: large, sizeBytes: large.length }
      : { type: "pause_requested", at: n },
  );
  await withJournal((journal, runId, sql) => {
    for (let n = 0; n < 20; n += 5) journal.append(runId, events.slice(n, n + 5));
    sql.exec("UPDATE events SET last = 0");
    const again = new RunJournal(sql);
    for (let n = 20; n < 40; n += 4) again.append(runId, events.slice(n, n + 4));
    expect(again.newest(runId)).toBe(40);
    for (let after = 0; after <= 40; after++) {
      const read = [...new RunJournal(sql).eventsAfter(runId, after)];
      expect(read.map(({ number }) => number)).toEqual(events.slice(after).map((_, n) => after + n + 1));
      expect(read.map(({ event }) => event.at)).toEqual(events.slice(after).map(({ at }) => at));
    }
  });
});

test("of invocations that ran in the background those go that were logged and are old; a workflow's run stays", async () => {
  await withJournal((journal, _, sql) => {
    const [plan, workflowId] = [planCalling("{{input}}"), newId("tool")];
    const insert = (runId: string, createdAt: number) => {
      journal.insert({ runId, agentId: "agent_a", workflowId, workflowVersion: 1, plan, input: {}, createdAt });
      journal.append(runId, [{ type: "run_settled", at: 4, status: "success", complete: true, error: null }]);
    };
    for (const runId of ["inv_old", "inv_new", "inv_unlogged", "run_old"])
      insert(runId, runId === "inv_new" ? 200 : 100);
    journal.markProjected(journal.unprojected(10).filter(({ runId }) => runId !== "inv_unlogged"));
    journal.dropLogged(150, 10);
    expect(["inv_old", "inv_new", "inv_unlogged", "run_old"].map((runId) => journal.has(runId))).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(sql.exec("SELECT 1 FROM events WHERE run_id = 'inv_old'").toArray()).toEqual([]);
    sql.exec("DELETE FROM events");
  });
});

async function withJournal(
  check: (journal: RunJournal, runId: string, sql: SqlStorage) => void,
  extra: Partial<RunRecord> = {},
): Promise<void> {
  const runId = newId("run");
  const stub = env.RUN_SHARD.getByName(newId("agent"));
  await runInDurableObject(stub, (_, { storage }) => {
    const journal = new RunJournal(storage.sql);
    journal.insert({
      runId,
      agentId: "agent_a",
      workflowId: newId("wf"),
      workflowVersion: 1,
      plan: planCalling("{{input}}"),
      input: { n: 1 },
      createdAt: 1,
      ...extra,
    });
    check(journal, runId, storage.sql);
    storage.sql.exec("DELETE FROM runs");
  });
}

function planCalling(arguments_: string): Plan {
  return {
    format: 1,
    steps: [
      {
        id: "only",
        action: { kind: "tool", toolId: "tool_any", arguments: arguments_ },
        needs: [],
        retry: NO_RETRY,
        timeoutMs: 1_000,
      },
    ],
    errorStrategy: "stop_on_first",
    maxParallel: 16,
  };
}
