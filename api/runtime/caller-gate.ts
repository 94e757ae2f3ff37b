// One object for each calling agent. It admits the agent's calls, exactly, and journals them; the journal is
// drained into the log (D1) in batches, off the path of the call.
//
// G1. A call is admitted by the key's window and the tool's together, or by neither.
// G2. Admission and the journal's start row are one write, durable before the answer leaves.
// G3. A journal row leaves only after the log has it; writing one again does no harm.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { insertInvocations } from "../invocations/insert-invocations.ts";
import { logError } from "../platform/log.ts";
import type { Admitted } from "./admission.ts";
import { type Admission, CallJournal, type SettledCall } from "./call-journal.ts";
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

/** A call that was let in. */
export interface Entry {
  /** When, in ms since the epoch. */
  readonly at: number;
  /** Its row in the journal: to be given back with the outcome. */
  readonly row: number;
}

export class CallerGate extends DurableObject<Env> {
  readonly #journal: CallJournal;
  readonly #windows = new Map<string, SlidingWindow>();
  #alarmSet = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#journal = new CallJournal(ctx.storage);
    for (const { at, keyId, toolId } of this.#journal.places(Date.now() - WINDOW_MS)) {
      if (keyId !== null) this.#window(keyId).take(at);
      if (toolId !== null) this.#window(toolId).take(at);
    }
  }

  /** Admits one call of a tool and journals its start. */
  async begin(call: CallStart): Promise<Admitted<Entry>> {
    const { invocationId, callerAgentId } = call;
    return this.#admit(call, { id: invocationId, callerAgentId });
  }

  /** Admits one call of a tool that another journal answers for. */
  async admitCall(use: KeyUse & ToolUse): Promise<Admitted<Entry>> {
    return this.#admit(use);
  }

  /** Admits one call that only the key's window limits, such as the start of a run. */
  async admitKey({ keyId, keyLimit }: KeyUse): Promise<Admitted<null>> {
    const now = Date.now();
    const key = this.#window(keyId);
    const free = key.nextFree(keyLimit, now);
    if (free > now) {
      return { admitted: false, scope: "key", retryAfterMs: free - now, rate: key.view(keyLimit, now) };
    }
    key.take(now);
    const rate = key.view(keyLimit, now);
    this.#drainSoon();
    await this.#journal.admit({ at: now, keyId, toolId: null });
    return { admitted: true, value: null, rate };
  }

  /**
   * Reserves a place for each of these calls, in order. Never refuses: the answer's times, in ms, say from when
   * on each call may be made.
   */
  async reserve(calls: readonly ToolUse[]): Promise<number[]> {
    const now = Date.now();
    const times = calls.map(({ toolId, toolLimit }) => {
      const window = this.#window(toolId);
      const at = window.nextFree(toolLimit, now);
      window.take(at);
      return at;
    });
    this.#drainSoon();
    await Promise.all(calls.map(({ toolId }, i) => this.#journal.admit({ at: times[i] ?? now, keyId: null, toolId })));
    return times;
  }

  /** What became of calls that `begin` admitted. */
  settle(calls: readonly SettledCall[]): void {
    this.#journal.settle(calls);
    this.#drainSoon();
  }

  override async alarm(): Promise<void> {
    this.#alarmSet = false;
    const now = Date.now();
    this.#journal.settle(this.#journal.open(now - LOST_AFTER_MS, DRAIN_ROWS).map((call) => lost(call, now)));
    // An alarm that throws is given up after a few times, and with it the drain.
    await this.#drain().catch((error: unknown) => logError("gate_drain_failed", error, {}));
    this.#journal.forget(now - WINDOW_MS);
    for (const [id, window] of this.#windows) {
      window.view(0, now);
      if (window.isEmpty) this.#windows.delete(id);
    }
    const { settled, oldest } = this.#journal.rest();
    if (settled > 0) this.#drainSoon();
    else if (oldest !== null && !this.#alarmSet) await this.ctx.storage.setAlarm(Math.max(now, oldest) + WINDOW_MS);
  }

  async #drain(): Promise<void> {
    const settled = this.#journal.settled(DRAIN_ROWS);
    if (settled.length === 0) return;
    await insertInvocations(
      this.env.DB,
      settled.map(({ record }) => record),
    );
    this.#journal.logged(settled.map(({ row }) => row));
  }

  async #admit(use: KeyUse & ToolUse, invocation?: Admission["invocation"]): Promise<Admitted<Entry>> {
    const now = Date.now();
    const key = this.#window(use.keyId);
    const tool = this.#window(use.toolId);
    const keyFree = key.nextFree(use.keyLimit, now);
    const toolFree = tool.nextFree(use.toolLimit, now);
    if (keyFree > now || toolFree > now) {
      return keyFree >= toolFree
        ? { admitted: false, scope: "key", retryAfterMs: keyFree - now, rate: key.view(use.keyLimit, now) }
        : { admitted: false, scope: "tool", retryAfterMs: toolFree - now, rate: tool.view(use.toolLimit, now) };
    }
    key.take(now);
    tool.take(now);
    const keyView = key.view(use.keyLimit, now);
    const toolView = tool.view(use.toolLimit, now);
    const rate = keyView.remaining <= toolView.remaining ? keyView : toolView;
    this.#drainSoon();
    const { keyId, toolId } = use;
    const row = await this.#journal.admit({ at: now, keyId, toolId, ...(invocation && { invocation }) });
    return { admitted: true, value: { at: now, row }, rate };
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
}

function lost({ row, record }: SettledCall, now: number): SettledCall {
  const outcome = {
    status: "error",
    errorCode: "interrupted",
    errorMessage: "The hub stopped while this call was under way; its outcome is not known.",
    completedAt: new Date(now).toISOString(),
  } as const;
  return { row, record: { ...record, ...outcome } };
}
