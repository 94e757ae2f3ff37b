// One object for each call of an upstream server that may ask its caller in the middle, where that caller is asked by results
// alone (api/mcp/parked/). It holds the connection to the server while the caller goes and comes back.
//
// M1. A parked call has a place with its caller's gate and an alarm, before its caller hears that it is parked. The alarm
//     keeps the object in memory, ends the call when its time is up, and settles it where the object was lost.
// M2. A call that is not in memory any more is gone: its connection was. Whoever brings answers to it is told so.
// M3. Answers are taken from whoever was asked, for what was asked, once a round.

import { ProtocolErrorCode } from "@modelcontextprotocol/server";
import { DurableObject } from "cloudflare:workers";
import type { Failure } from "../../engine/run/outcome.ts";
import type { Env } from "../env.ts";
import { makeRegistered } from "../mcp/hub/make-registered.ts";
import type { CallObject } from "../mcp/parked/call-object.ts";
import { ParkedCall } from "../mcp/parked/parked-call.ts";
import type { Answer, Opening, Tell, Turn, Work } from "../mcp/parked/turn.ts";
import { VALID_MS } from "../mcp/request-state.ts";
import { answerLive } from "../mcp/servers/answer-live.ts";
import type { CallContext } from "../mcp/surface.ts";
import { servicesFor } from "../services.ts";
import { exporterOf } from "../telemetry/exporter.ts";
import { readTraceContext } from "../telemetry/trace-context.ts";
import { within } from "../telemetry/tracing.ts";
import type { StoppableClock } from "./clock.ts";
import { gateOf } from "./gates.ts";
import { MAX_PARKED } from "./parked-places.ts";

/** An object that nobody calls is dropped from memory after about a minute. */
const HEARTBEAT_MS = 30_000;

/** What is known of the call without its memory. */
interface Kept {
  readonly id: string;
  readonly agentId: string;
  readonly until: number;
}

interface Held {
  readonly call: ParkedCall;
  readonly kept: Kept;
  readonly about: string;
  readonly row: number | null;
}

export class McpCall extends DurableObject<Env> implements CallObject {
  #held: Held | null = null;

  /** Makes the call; `tell` hears what it says until there is an answer for its caller. */
  async begin(opening: Opening, tell: Tell): Promise<Turn> {
    const { id, caller, client, about, work } = opening;
    const call = new ParkedCall(
      client,
      tell,
      (done) => this.ctx.waitUntil(done),
      (context, clock) => this.#perform(opening, context, clock),
    );
    const kept = { id, agentId: caller.agentId, until: Date.now() + VALID_MS };
    this.#held = { call, kept, about, row: rowOf(work) };
    return this.#left(this.#held, await call.begin());
  }

  /** The same call goes on, with what was asked for. */
  async answer({ agentId, about, round, responses }: Answer, tell: Tell): Promise<Turn> {
    const held = this.#held;
    if (held === null) {
      await this.#lost();
      return gone;
    }
    if (held.kept.agentId !== agentId || held.about !== about) return foreign;
    if (!held.call.awaits(round)) return used;
    return this.#left(held, await held.call.answer(responses, tell));
  }

  /** Its caller has gone away while it waited. */
  async giveUp(): Promise<void> {
    await this.#held?.call.giveUp(null);
  }

  override async alarm(): Promise<void> {
    const kept = this.ctx.storage.kv.get<Kept>("kept");
    if (kept === undefined) return;
    if (this.#held === null) return this.#lost();
    const now = Date.now();
    if (now < kept.until) {
      await this.ctx.storage.setAlarm(Math.min(now + HEARTBEAT_MS, kept.until));
      return;
    }
    await this.#held.call.giveUp(timeUp);
    await this.#forget(kept, false);
  }

  #perform({ caller, work, trace }: Opening, context: CallContext, clock: StoppableClock): Promise<object> {
    const services = servicesFor(this.env);
    const exporter = exporterOf(this.env);
    const surroundings = { context: readTraceContext(new Headers({ ...trace })), exporter, remote: true };
    const done = within<object>(surroundings, () =>
      work.kind === "call"
        ? makeRegistered(services, work.call, {}, context, clock)
        : answerLive(services, caller, work, {}, context, clock),
    );
    if (exporter !== null) this.ctx.waitUntil(done.then(...both(() => exporter.flush())));
    return done;
  }

  /** A turn on its way to the caller. */
  async #left({ call, kept, row }: Held, turn: Turn): Promise<Turn> {
    if (turn.is === "asking") {
      if (await this.#park(kept, row)) return turn;
      const end = await call.giveUp(tooManyParked);
      await this.#forget(kept, false);
      return end;
    }
    await this.#forget(kept, false);
    return turn;
  }

  async #park(kept: Kept, row: number | null): Promise<boolean> {
    const { kv } = this.ctx.storage;
    if (kv.get("kept") !== undefined) return true;
    kv.put("kept", kept);
    await this.ctx.storage.setAlarm(Date.now() + HEARTBEAT_MS);
    const { id, agentId, until } = kept;
    return gateOf(this.env, agentId).park({ id, row, until });
  }

  async #lost(): Promise<void> {
    const kept = this.ctx.storage.kv.get<Kept>("kept");
    if (kept !== undefined) await this.#forget(kept, true);
  }

  async #forget({ id, agentId }: Kept, isLost: boolean): Promise<void> {
    this.#held = null;
    if (this.ctx.storage.kv.get("kept") === undefined) return;
    await gateOf(this.env, agentId).unpark(id, isLost);
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }
}

function rowOf(work: Work): number | null {
  return work.kind === "call" ? work.call.entry.row : null;
}

function both(then: () => Promise<void>): [() => Promise<void>, () => Promise<void>] {
  return [then, then];
}

const gone = refused(
  "The call that asked this is gone: its time was up, or the hub began anew. Send the request anew, without requestState.",
  "call_gone",
);
const foreign = refused("This requestState belongs to another request. Send the one that was asked.", "other_request");
const used = refused("This requestState was used before; each may be used once. Send the request anew.", "state_used");

function refused(message: string, reason: string): Turn {
  return { is: "error", code: ProtocolErrorCode.InvalidParams, message, data: { reason } };
}

const timeUp: Failure = {
  code: "unanswered",
  message: `What the tool asked was not answered within ${VALID_MS / 60_000} minutes.`,
  retryable: true,
};

const tooManyParked: Failure = {
  code: "too_many_parked",
  message: `${MAX_PARKED} calls of this agent wait for its answers already. Answer them, or let their time run out.`,
  retryable: true,
};
