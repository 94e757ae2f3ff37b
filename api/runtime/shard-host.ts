// The durable host of one run: events go to the shard's journal, calls to the relay.

import type { Attempt, Call, Host } from "../../engine/run/host.ts";
import type { RunEvent } from "../../engine/run/events.ts";
import type { Outcome } from "../../engine/run/outcome.ts";
import { newId } from "../platform/ids.ts";
import { callTool } from "../relay/call-tool.ts";
import type { Services } from "../services.ts";
import { findToolById } from "../tools/find-tool.ts";
import type { Reservations } from "./reservations.ts";
import type { RunJournal } from "./run-journal.ts";
import { schedule } from "./schedule.ts";

/** A wait up to this long is sat out in memory; a run that must wait longer is carried. */
const MAX_IDLE_MS = 2_000;

export class ShardHost implements Host {
  readonly maxIdleMs = MAX_IDLE_MS;
  readonly schedule = schedule;
  readonly #runId: string;
  readonly #journal: RunJournal;
  readonly #reservations: Reservations;
  readonly #services: Services;

  constructor(runId: string, journal: RunJournal, reservations: Reservations, services: Services) {
    this.#runId = runId;
    this.#journal = journal;
    this.#reservations = reservations;
    this.#services = services;
  }

  now(): number {
    return Date.now();
  }

  newInvocationId(): string {
    return newId("inv");
  }

  record(events: readonly RunEvent[]): void {
    this.#journal.append(this.#runId, events);
  }

  perform(call: Call): Attempt {
    const abort = new AbortController();
    return { outcome: this.#call(call, abort.signal), abort: () => abort.abort() };
  }

  async #call(call: Call, signal: AbortSignal): Promise<Outcome> {
    const { toolId } = call.step.action;
    const tool = await findToolById(this.#services.db, toolId);
    if (!tool) {
      const message = `The tool ${toolId} is no longer registered or not active.`;
      return { type: "failure", failure: { code: "tool_not_found", message, retryable: false } };
    }
    if (!call.admitted) {
      const at = await this.#reservations.reserve({ toolId, toolLimit: tool.rateLimitPerMin });
      if (at > Date.now()) return { type: "deferred", until: at };
    }
    return callTool({
      tool,
      arguments: call.arguments,
      invocationId: call.invocationId,
      idempotencyKey: `${call.runId}:${call.step.id}`,
      signal,
      egress: this.#services.env.EGRESS,
    });
  }
}
