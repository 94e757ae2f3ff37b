// The events of a shard's runs, as its journal keeps them.
//
// E1. A run's events are numbered from 1, in the order in which they were recorded: a row knows the number of its last.
// E2. Where a run's events end is read once a drive: what is under way is appended to without looking.

import type { RunEvent } from "../../engine/run/events.ts";
import { chunksOf } from "../platform/json-chunks.ts";
import { textParts } from "../platform/text-parts.ts";
import { addColumns } from "./add-columns.ts";

export interface NumberedEvent {
  readonly number: number;
  readonly event: RunEvent;
}

type RunEnd = { readonly seq: number; readonly last: number };

/** Of a run that has none yet. */
const NO_EVENTS: RunEnd = { seq: -1, last: 0 };

export class EventRows {
  readonly #sql: SqlStorage;
  /** Of each run that is under way: its last row, and the number of its last event. */
  readonly #ends = new Map<string, RunEnd>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS events (
        run_id TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, whole INTEGER NOT NULL,
        last INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (run_id, seq)
      ) WITHOUT ROWID;
    `);
    addColumns(sql, "events", { last: "INTEGER NOT NULL DEFAULT 0" });
  }

  /** The run is new, and about to be driven. */
  begin(runId: string): void {
    this.#ends.set(runId, NO_EVENTS);
  }

  append(runId: string, events: readonly RunEvent[]): void {
    let { seq, last } = this.#endOf(runId);
    for (const { body, whole, count } of rows(events)) {
      seq += 1;
      this.#sql.exec(
        "INSERT INTO events (run_id, seq, body, whole, last) VALUES (?, ?, ?, ?, ?)",
        runId,
        seq,
        body,
        whole,
        last + count,
      );
      if (whole === 1) last += count;
    }
    this.#ends.set(runId, { seq, last });
  }

  /** The events with a number above this one. */
  *after(runId: string, number: number): Generator<NumberedEvent> {
    this.#numberRows(runId);
    // From the end, for most readers are near it.
    const [before] = this.#sql
      .exec<{ seq: number }>(
        "SELECT seq FROM events WHERE run_id = ? AND last <= ? ORDER BY seq DESC LIMIT 1",
        runId,
        number,
      )
      .toArray();
    const found = this.#sql.exec<{ body: string; whole: number; last: number }>(
      "SELECT body, whole, last FROM events WHERE run_id = ? AND seq > ? ORDER BY seq",
      runId,
      before?.seq ?? -1,
    );
    let text = "";
    for (const { body, whole, last } of found) {
      text += body;
      if (whole === 0) continue;
      const events = JSON.parse(text) as RunEvent[];
      text = "";
      let at = last - events.length;
      for (const event of events) if (++at > number) yield { number: at, event };
    }
  }

  /** The number of the run's last event; 0: it has none. */
  newest(runId: string): number {
    return this.#endOf(runId).last;
  }

  /** Nothing is about to be appended: the run is not under way. */
  rest(runId: string): void {
    this.#ends.delete(runId);
  }

  remove(runId: string): void {
    this.#sql.exec("DELETE FROM events WHERE run_id = ?", runId);
    this.rest(runId);
  }

  #endOf(runId: string): RunEnd {
    const known = this.#ends.get(runId);
    if (known) return known;
    this.#numberRows(runId);
    const [end] = this.#sql
      .exec<RunEnd>("SELECT seq, last FROM events WHERE run_id = ? ORDER BY seq DESC LIMIT 1", runId)
      .toArray();
    return end ?? NO_EVENTS;
  }

  /** Numbers what an earlier version of the hub recorded. */
  #numberRows(runId: string): void {
    const [first] = this.#sql
      .exec<{ last: number }>("SELECT last FROM events WHERE run_id = ? AND seq = 0", runId)
      .toArray();
    if (first?.last !== 0) return;
    const old = this.#sql
      .exec<{ seq: number; body: string; whole: number }>(
        "SELECT seq, body, whole FROM events WHERE run_id = ? AND last = 0 ORDER BY seq",
        runId,
      )
      .toArray();
    let last = 0;
    let text = "";
    let parts: number[] = [];
    for (const { seq, body, whole } of old) {
      text += body;
      parts.push(seq);
      if (whole === 0) continue;
      last += (JSON.parse(text) as unknown[]).length;
      for (const part of parts)
        this.#sql.exec("UPDATE events SET last = ? WHERE run_id = ? AND seq = ?", last, runId, part);
      text = "";
      parts = [];
    }
  }
}

/**
 * Events as rows: those that were recorded together share one as long as it stays small; a large one takes several,
 * the last of which is `whole`. `count` events end with it.
 */
function* rows(events: readonly RunEvent[]): Generator<{ body: string; whole: 0 | 1; count: number }> {
  for (const { json, part } of chunksOf(events)) {
    const bodies = textParts(json);
    for (const [index, body] of bodies.entries()) {
      yield { body, whole: index === bodies.length - 1 ? 1 : 0, count: part.length };
    }
  }
}
