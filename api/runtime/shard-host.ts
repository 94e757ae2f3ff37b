// The durable host of one run: events go to the shard's journal, calls to the relay.

import type { Outward, PlanStep, ToolCall } from "../../engine/plan/plan.ts";
import type { Attempt, Call, Host, Values } from "../../engine/run/host.ts";
import type { RunEvent } from "../../engine/run/events.ts";
import type { Failure, Outcome } from "../../engine/run/outcome.ts";
import type { Task } from "../../engine/run/state.ts";
import type { SchemaFault } from "../../engine/schema/validator.ts";
import { askedCheckOf } from "../invocations/background.ts";
import { enforceOutput, type OutputCheck, outputCheckOf } from "../invocations/check-output.ts";
import { newId } from "../platform/ids.ts";
import { logError } from "../platform/log.ts";
import { callTool } from "../relay/call-tool.ts";
import type { Place, PlaceQueue } from "../relay/place-queue.ts";
import { placeFor } from "../relay/provider-guard.ts";
import { linkOf } from "../servers/connected/link.ts";
import type { Services } from "../services.ts";
import { exporterOf } from "../telemetry/exporter.ts";
import { within } from "../telemetry/tracing.ts";
import { findToolById } from "../tools/find-tool.ts";
import type { Tool, ToolInUse } from "../tools/tool.ts";
import { noteCircuit } from "../tools/note-circuit.ts";
import { argumentFaults } from "../tools/validate-arguments.ts";
import { startChild } from "./child-runs.ts";
import type { Deadlines } from "./deadlines.ts";
import { callOff } from "./handed-over.ts";
import type { Reservations } from "./reservations.ts";
import { startHandoff } from "./run-handoffs.ts";
import type { RunJournal } from "./run-journal.ts";
import type { RunRecord } from "./run-record.ts";
import { MAX_INLINE_CHARS, type RunValues } from "./run-values.ts";
import { traceOfStep } from "./run-spans.ts";
import type { Together } from "./together.ts";

/** How many faults of its arguments a failed step tells. */
const MAX_TOLD = 5;
/** A wait up to this long is sat out in memory; a run that must wait longer is carried. */
const MAX_IDLE_MS = 2_000;
/** A run that is carried may be woken some seconds late; one whose hub was away, much later. */
const MAX_LATE_MS = 5_000;

/** After so many events the object's other work has its turn, such as telling watchers of them. */
const YIELD_AFTER_EVENTS = 256;

const ID_TYPES = { tool: "inv", workflow: "run", handoff: "handoff" } as const;

export class ShardHost implements Host {
  readonly maxIdleMs = MAX_IDLE_MS;
  readonly calledOff: number;
  readonly #record: RunRecord;
  readonly #runId: string;
  /** Null for a run of a workflow. */
  readonly #outputCheck: OutputCheck | null;
  readonly #journal: RunJournal;
  readonly #runValues: RunValues;
  /** None for a background invocation, whose result is answered whole. */
  readonly values: Values | undefined;
  readonly #reservations: Reservations;
  readonly #services: Services;
  readonly #together: Together;
  readonly #places: PlaceQueue;
  readonly #deadlines: Deadlines;
  readonly #onRecord: () => void;
  #sinceYield = 0;

  /** `onRecord` hears when events were recorded; `calledOff`: see `Host`. */
  constructor(
    record: RunRecord,
    journal: RunJournal,
    values: RunValues,
    reservations: Reservations,
    services: Services,
    together: Together,
    places: PlaceQueue,
    deadlines: Deadlines,
    onRecord: () => void,
    calledOff: number,
  ) {
    this.#together = together;
    this.#places = places;
    this.#deadlines = deadlines;
    this.calledOff = calledOff;
    this.#onRecord = onRecord;
    this.#record = record;
    this.#runId = record.runId;
    this.#outputCheck = askedCheckOf(record);
    this.#journal = journal;
    this.#runValues = values;
    this.values = this.#outputCheck === null ? values.of(record) : undefined;
    this.#reservations = reservations;
    this.#services = services;
  }

  now(): number {
    return Date.now();
  }

  schedule(at: number, wake: () => void): () => void {
    return this.#deadlines.schedule(at, wake);
  }

  newInvocationId(kind: Outward["kind"]): string {
    return this.#outputCheck === null ? newId(ID_TYPES[kind]) : this.#runId;
  }

  record(events: readonly RunEvent[]): void | Promise<void> {
    this.#journal.append(this.#runId, events);
    this.#onRecord();
    this.#sinceYield += events.length;
    if (this.#sinceYield < YIELD_AFTER_EVENTS) return undefined;
    this.#sinceYield = 0;
    return scheduler.wait(0);
  }

  perform(call: Call): Attempt {
    const abort = new AbortController();
    const trace = { context: traceOfStep(this.#record, call.step.id), exporter: exporterOf(this.#services.env) };
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const outcome = within(trace, () => this.#perform(call, abort.signal, begin));
    return { outcome: this.#together.of(outcome), begun, abort: (why) => abort.abort(why) };
  }

  callOff(_step: PlanStep, task: Task): void {
    void callOff(this.#services, this.#record, task).catch((error: unknown) =>
      logError("not_called_off", error, { runId: this.#runId }),
    );
  }

  /** `begin`: its time runs from now on. */
  async #perform(call: Call, signal: AbortSignal, begin: () => void): Promise<Outcome> {
    const { action } = call;
    if (action.kind !== "tool") begin();
    switch (action.kind) {
      case "tool":
        return this.#call({ ...call, action }, signal, begin);
      case "workflow":
        return startChild(this.#services, this.#record, { ...call, action });
      case "handoff":
        return startHandoff(this.#services, this.#record, { ...call, action });
    }
  }

  async #call(call: Call<ToolCall>, signal: AbortSignal, begin: () => void): Promise<Outcome> {
    const { toolId } = call.action;
    const tool = await findToolById(this.#services.db, toolId, this.#record.agentId);
    if (!tool) {
      const message = `The tool ${toolId} is no longer registered or not active.`;
      return { type: "failure", failure: { code: "tool_not_found", message, retryable: false } };
    }
    const faults = await argumentFaults(tool, call.arguments);
    if (faults.length > 0) return { type: "failure", failure: unfit(faults) };
    const place = await placeFor(this.#places, tool, { timeoutMs: call.timeoutMs, signal });
    if (place === null) return { type: "deferred", until: notAdmitted(Date.now()) };
    begin();
    try {
      return await this.#callAt(place, tool, call, signal);
    } finally {
      place.leave();
    }
  }

  async #callAt(place: Place, tool: ToolInUse, call: Call<ToolCall>, signal: AbortSignal): Promise<Outcome> {
    const { toolId } = call.action;
    // A background invocation was let in by the gate before it was accepted.
    if (this.#outputCheck === null && !hasPlace(call, Date.now())) {
      const at = await this.#reservations.reserve({ id: toolId, limit: tool.rateLimitPerMin });
      if (at > Date.now()) return { type: "deferred", until: at };
    }
    const name = nameOf(call);
    const { values } = this;
    const outcome = await callTool({
      tool,
      arguments: call.arguments,
      callerAgentId: this.#record.agentId,
      invocationId: call.invocationId,
      idempotencyKey: call.key,
      signal,
      timeoutMs: call.timeoutMs,
      onCircuit: (circuit) => void noteCircuit(this.#services.db, tool, circuit),
      // A Durable Object lives on as long as it has something to do.
      waitUntil: (work) => void work.catch(() => undefined),
      egress: this.#services.env.EGRESS,
      agentLink: (serverId) => linkOf(this.#services.env, serverId),
      isDurable: true,
      place,
      keepLarge: values && ((pieces, bytes) => this.#runValues.putAnswer(this.#record, pieces, bytes, name)),
      masterKeys: this.#services.env.MASTER_KEYS,
    });
    const outputCheck = this.#outputCheck ?? outputCheckOf(tool, this.#services.env);
    const held = outputCheck === "enforce" ? await this.#enforce(tool, outcome) : outcome;
    return values === undefined ? held : this.#lightened(held, name);
  }

  /** A result that is kept elsewhere is read for that, as far as it may be. */
  async #enforce(tool: Tool, outcome: Outcome): Promise<Outcome> {
    const [stored] = (outcome.type === "success" && outcome.stored) || [];
    if (stored === undefined || outcome.type !== "success") return enforceOutput(tool, outcome);
    const read = await this.#runValues.read(this.#record, stored.ref, [[]]);
    if (!read.ok) return { type: "failure", failure: read.failure };
    const checked = await enforceOutput(tool, { ...outcome, result: read.value });
    return checked.type === "success" ? outcome : checked;
  }

  async #lightened(outcome: Outcome, name: string): Promise<Outcome> {
    if (outcome.type !== "success" || outcome.stored || outcome.sizeBytes <= MAX_INLINE_CHARS) return outcome;
    const stored = await this.#runValues.put(this.#record, outcome.result, name);
    return { type: "success", result: null, sizeBytes: 4, stored: [stored] };
  }
}

/** Of what the attempt gives, among the large values of its run. */
function nameOf({ step, task, attempt }: Call): string {
  return [step.id, ...(task.item === null ? [] : [task.item]), ...(task.role === "undo" ? ["undo"] : []), attempt].join(
    ".",
  );
}

/** A call that comes late would be one too many where it comes, so it needs another place. */
function hasPlace({ admittedAt }: Call, now: number): boolean {
  return admittedAt !== null && now <= admittedAt + MAX_LATE_MS;
}

/** So that the call, which goes on at once, is not taken for one that has a place by then. */
function notAdmitted(now: number): number {
  return now - MAX_LATE_MS - 1;
}

/** What a template gives is known only now, so what the check of the definition could not see is seen here. */
function unfit(faults: readonly SchemaFault[]): Failure {
  const told = faults.slice(0, MAX_TOLD).map(({ pointer, message }) => `arguments${pointer}: ${message}`);
  const more = faults.length > MAX_TOLD ? ` (and ${faults.length - MAX_TOLD} more)` : "";
  const message = `The arguments do not fit the tool's inputSchema. ${told.join(" ")}${more}`;
  return { code: "invalid_arguments", message, retryable: false };
}
