// Outcomes on their way to the gates' journals. They go after the response, and those that come close together go
// in one hop: the caller does not wait for them, and the gate has less to do.

import { gateOf } from "../runtime/gates.ts";
import type { SettledCall } from "../runtime/call-journal.ts";
import type { Services } from "../services.ts";

const GATHER_MS = 50;
const MAX_GATHERED = 200;
/** The request that meant to bring them is gone. */
const ABANDONED_AFTER_MS = 1_000;

interface Gathered {
  readonly since: number;
  readonly calls: SettledCall[];
}

/** For each calling agent, what has not been sent yet. Data only: it may outlive the request that brought it. */
const waiting = new Map<string, Gathered>();

/** Resolves once the gate has the outcome, or another request has taken on to bring it. */
export async function reportOutcome({ env }: Services, call: SettledCall): Promise<void> {
  const agentId = call.record.callerAgentId;
  const others = waiting.get(agentId);
  if (others && others.calls.length < MAX_GATHERED && Date.now() - others.since < ABANDONED_AFTER_MS) {
    others.calls.push(call);
    return;
  }
  const abandoned = others && others.calls.length < MAX_GATHERED ? others.calls : [];
  const mine: Gathered = { since: Date.now(), calls: [...abandoned, call] };
  waiting.set(agentId, mine);
  await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
  if (waiting.get(agentId) === mine) waiting.delete(agentId);
  await gateOf(env, agentId).settle(mine.calls);
}
