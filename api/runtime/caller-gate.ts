// One object for each calling agent. It admits the agent's calls, exactly, and journals them; the journal is
// drained into the log (D1) in batches, off the path of the call.
//
// G1. A call is admitted by the key's window and the tool's together, or by neither.
// G2. Admission and the journal's start row are one write, durable before the answer leaves (output gate).
// G3. A journal row leaves only after the log has it; writing one again does no harm.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { insertInvocations } from "../invocations/insert-invocations.ts";
import type { InvocationRecord } from "../invocations/insert-invocations.ts";
import { logError } from "../platform/log.ts";
import { servicesFor } from "../services.ts";
import type { Admitted } from "./admission.ts";
import { SlidingWindow, WINDOW_MS } from "./sliding-window.ts";

const DRAIN_AFTER_MS = 1_000;
const DRAIN_ROWS = 500;
/** A call that began this long ago and never reported back lost its Worker. */
const LOST_AFTER_MS = 10 * 60_000;

export interface KeyUse {
  readonly keyId: string;
  readonly keyLimit: number;
}

export interface ToolUse {
  readonly toolId: string;
  readonly toolLimit: number;
}

export interface CallStart extends KeyUse, ToolUse {
  readonly invocationId: string;
  readonly callerAgentId: string;
}

export class CallerGate extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #windows = new Map<string, SlidingWindow>();
  #alarmSet = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS admissions (at INTEGER NOT NULL, key_id TEXT, tool_id TEXT);
      CREATE TABLE IF NOT EXISTS journal (
        id TEXT PRIMARY KEY, started_at INTEGER NOT NULL, record TEXT NOT NULL, settled INTEGER NOT NULL DEFAULT 0
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS journal_settled ON journal (started_at) WHERE settled = 1;
    `);
    const recent = this.#sql.exec<{ at: number; key_id: string | null; tool_id: string | null }>(
      "SELECT at, key_id, tool_id FROM admissions WHERE at > ? ORDER BY at",
      Date.now() - WINDOW_MS,
    );
    for (const { at, key_id, tool_id } of recent) {
      if (key_id !== null) this.#window(key_id).take(at);
      if (tool_id !== null) this.#window(tool_id).take(at);
    }
  }

  /** Admits one call of a tool and journals its start; the answer's value is the time of admission, in ms. */
  begin(call: CallStart): Admitted<number> {
    const now = Date.now();
    const key = this.#window(call.keyId);
    const tool = this.#window(call.toolId);
    const keyFree = key.nextFree(call.keyLimit, now);
    const toolFree = tool.nextFree(call.toolLimit, now);
    if (keyFree > now || toolFree > now) {
      return keyFree >= toolFree
        ? { admitted: false, scope: "key", retryAfterMs: keyFree - now, rate: key.view(call.keyLimit, now) }
        : { admitted: false, scope: "tool", retryAfterMs: toolFree - now, rate: tool.view(call.toolLimit, now) };
    }
    key.take(now);
    tool.take(now);
    this.#sql.exec("INSERT INTO admissions (at, key_id, tool_id) VALUES (?, ?, ?)", now, call.keyId, call.toolId);
    const record: InvocationRecord = {
      id: call.invocationId,
      toolId: call.toolId,
      callerAgentId: call.callerAgentId,
      status: "running",
      createdAt: new Date(now).toISOString(),
    };
    this.#sql.exec(
      "INSERT INTO journal (id, started_at, record) VALUES (?, ?, ?)",
      call.invocationId,
      now,
      JSON.stringify(record),
    );
    this.#drainSoon();
    const keyView = key.view(call.keyLimit, now);
    const toolView = tool.view(call.toolLimit, now);
    return { admitted: true, value: now, rate: keyView.remaining <= toolView.remaining ? keyView : toolView };
  }

  /** Admits one call that only the key's window limits, such as the start of a run. */
  admitKey({ keyId, keyLimit }: KeyUse): Admitted<null> {
    const now = Date.now();
    const key = this.#window(keyId);
    const free = key.nextFree(keyLimit, now);
    const rate = () => key.view(keyLimit, now);
    if (free > now) return { admitted: false, scope: "key", retryAfterMs: free - now, rate: rate() };
    key.take(now);
    this.#sql.exec("INSERT INTO admissions (at, key_id) VALUES (?, ?)", now, keyId);
    this.#drainSoon();
    return { admitted: true, value: null, rate: rate() };
  }

  /**
   * Reserves a place for each of these calls, in order. Never refuses: the answer's times, in ms, say from when
   * on each call may be made.
   */
  reserve(calls: readonly ToolUse[]): number[] {
    const now = Date.now();
    this.#drainSoon();
    return calls.map(({ toolId, toolLimit }) => {
      const window = this.#window(toolId);
      const at = window.nextFree(toolLimit, now);
      window.take(at);
      this.#sql.exec("INSERT INTO admissions (at, tool_id) VALUES (?, ?)", at, toolId);
      return at;
    });
  }

  /** What became of calls that `begin` admitted. */
  settle(records: readonly InvocationRecord[]): void {
    for (const record of records) {
      this.#sql.exec("UPDATE journal SET record = ?, settled = 1 WHERE id = ?", JSON.stringify(record), record.id);
    }
    this.#drainSoon();
  }

  override async alarm(): Promise<void> {
    this.#alarmSet = false;
    const now = Date.now();
    this.#loseCalls(now);
    const rows = this.#sql
      .exec<{ id: string; record: string }>(
        "SELECT id, record FROM journal WHERE settled = 1 ORDER BY started_at LIMIT ?",
        DRAIN_ROWS,
      )
      .toArray();
    // An alarm that throws is given up after a few times, and with it the drain.
    await this.#log(rows).catch((error: unknown) => logError("gate_drain_failed", error, {}));
    this.#sql.exec("DELETE FROM admissions WHERE at <= ?", now - WINDOW_MS);
    for (const [id, window] of this.#windows) {
      window.view(0, now);
      if (window.isEmpty) this.#windows.delete(id);
    }
    await this.#drainAgain(now);
  }

  async #log(rows: readonly { readonly id: string; readonly record: string }[]): Promise<void> {
    if (rows.length === 0) return;
    const records = rows.map(({ record }) => JSON.parse(record) as InvocationRecord);
    await insertInvocations(servicesFor(this.env).db, records);
    const ids = JSON.stringify(rows.map(({ id }) => id));
    this.#sql.exec("DELETE FROM journal WHERE id IN (SELECT value FROM json_each(?))", ids);
  }

  #window(id: string): SlidingWindow {
    let window = this.#windows.get(id);
    if (!window) this.#windows.set(id, (window = new SlidingWindow()));
    return window;
  }

  #drainSoon(): void {
    if (this.#alarmSet) return;
    this.#alarmSet = true;
    void this.ctx.storage.setAlarm(Date.now() + DRAIN_AFTER_MS);
  }

  /** Settled rows go at once; open ones and old admissions are looked at when they are due. */
  async #drainAgain(now: number): Promise<void> {
    if (this.#alarmSet) return;
    const { settled, started, admitted } = this.#sql
      .exec<{ settled: number; started: number | null; admitted: number | null }>(
        `SELECT (SELECT count(*) FROM journal WHERE settled = 1) AS settled,
                (SELECT min(started_at) FROM journal WHERE settled = 0) AS started,
                (SELECT at FROM admissions ORDER BY rowid LIMIT 1) AS admitted`,
      )
      .one();
    const due = [
      ...(settled > 0 ? [now] : []),
      ...(started === null ? [] : [started + LOST_AFTER_MS]),
      ...(admitted === null ? [] : [admitted + WINDOW_MS]),
    ];
    if (due.length > 0) await this.ctx.storage.setAlarm(Math.max(now + DRAIN_AFTER_MS, Math.min(...due)));
  }

  #loseCalls(now: number): void {
    const lost = this.#sql
      .exec<{ record: string }>(
        "SELECT record FROM journal WHERE settled = 0 AND started_at < ? LIMIT ?",
        now - LOST_AFTER_MS,
        DRAIN_ROWS,
      )
      .toArray();
    this.settle(
      lost.map(({ record }) => ({
        ...(JSON.parse(record) as InvocationRecord),
        status: "error",
        errorCode: "interrupted",
        errorMessage: "The hub stopped while this call was under way; its outcome is not known.",
        completedAt: new Date(now).toISOString(),
      })),
    );
  }
}
