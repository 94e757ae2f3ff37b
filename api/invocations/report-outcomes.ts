// Outcomes on their way to the gates' journals, after the response. The first goes at once; those that come while it is
// under way go together in the next hop (group commit by the sender).
//
// O1. An outcome waits for no clock: only for the hop before its own.
// O2. What waits is data: the request that brought it may end, for another carries it.
// O3. A request carries others' outcomes for a while, not for ever; where one is gone, the next finds what it carried.

import { logError } from "../platform/log.ts";
import { gateOf } from "../runtime/gates.ts";
import type { SettledCall } from "../runtime/call-journal.ts";
import type { Services } from "../services.ts";

/** Of one hop. */
const MAX_CALLS = 200;
/** A request lives for 30 s after its response. */
const CARRY_MS = 10_000;
/** Who has not come back from a hop for so long is taken for gone. The gate takes an outcome once, however often it comes. */
const GONE_AFTER_MS = 5_000;
const MAX_TRIES = 3;
const RETRY_AFTER_MS = 100;

interface Carrier {
  waiting: SettledCall[];
  underWay: SettledCall[];
  /** When the hop under way began. */
  since: number;
}

/** Of each calling agent. */
const carriers = new Map<string, Carrier>();

/** Resolves once the gate has the outcome, or another request has taken on to bring it. */
export async function reportOutcome({ env }: Services, call: SettledCall): Promise<void> {
  const agentId = call.record.callerAgentId;
  const now = Date.now();
  const carrier = carriers.get(agentId);
  if (carrier && now - carrier.since < GONE_AFTER_MS) {
    carrier.waiting.push(call);
    return;
  }
  const left = carrier ? [...carrier.underWay, ...carrier.waiting] : [];
  const mine: Carrier = { waiting: [...left, call], underWay: [], since: now };
  carriers.set(agentId, mine);
  while (mine.waiting.length > 0) {
    if (Date.now() - now > CARRY_MS) release(agentId, mine);
    mine.underWay = mine.waiting.splice(0, MAX_CALLS);
    mine.since = Date.now();
    await bring(env, agentId, mine.underWay);
  }
  release(agentId, mine);
}

/** From here on the next outcome has a carrier of its own. */
function release(agentId: string, mine: Carrier): void {
  if (carriers.get(agentId) === mine) carriers.delete(agentId);
}

/** Never rejects: of a call whose outcome the gate could not be told, the log will say that it was interrupted. */
async function bring(env: Services["env"], agentId: string, calls: readonly SettledCall[]): Promise<void> {
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    try {
      await gateOf(env, agentId).settle(calls);
      return;
    } catch (error) {
      logError("outcomes_not_taken", error, { agentId, calls: String(calls.length), tries: String(tries) });
      await scheduler.wait(tries * RETRY_AFTER_MS);
    }
  }
}
