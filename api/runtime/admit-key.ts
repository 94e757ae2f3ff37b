// Admission by a key's window alone. Requests of an isolate that come at once, or one soon after the other, share what they
// borrow of the gate (leases.ts), so that most of a busy key's ask nobody.

import type { Env } from "../env.ts";
import type { Defer } from "../keys/find-key.ts";
import type { Principal } from "../keys/principal.ts";
import type { Admitted, RateWindow } from "./admission.ts";
import { BorrowedPlaces, lendingOf, type Question } from "./borrowed-places.ts";
import { gateOf } from "./gates.ts";
import type { Lease } from "./leases.ts";

type Gate = ReturnType<typeof gateOf>;

/** With the window as it was before they were lent. */
interface KeyLease extends Lease {
  readonly rate: RateWindow;
  /** When that was. In ms since the epoch. */
  readonly at: number;
}

/** The isolate's: a gate lends to whoever asks it, and a key's requests may come to any. */
const borrowed = new BorrowedPlaces<KeyLease>();

/** Takes a place in the window of the caller's key. The caller was found to be one within this request. */
export async function admitKey(env: Env, caller: Principal, defer: Defer): Promise<Admitted<null>> {
  const key = { id: caller.keyId, limit: caller.rateLimitPerMin };
  const taken = borrowed.take(key);
  if (taken !== null) return { admitted: true, value: null, rate: rateOf(taken.lease, taken.used) };
  const gate = gateOf(env, caller.agentId);
  const question = borrowed.ask(key, 1);
  const asking = gate.admitKey(key, lendingOf([question]));
  // If the request ends early, what was lent still goes back.
  if (question.wanted > 0) defer(borrow(question, asking, gate).catch(() => undefined));
  const answer = await asking;
  return answer.admitted ? { ...answer, value: null } : answer;
}

async function borrow(
  question: Question<KeyLease>,
  asking: Promise<Admitted<Lease | null>>,
  gate: Gate,
): Promise<void> {
  await borrowed.keep(question, leaseOf(await asking), (ended) => gate.giveBack(ended));
}

function leaseOf(answer: Admitted<Lease | null>): KeyLease | null {
  if (!answer.admitted || answer.value === null) return null;
  return { ...answer.value, rate: answer.rate, at: Date.now() };
}

/** The last view that the gate gave, less what was used since. */
function rateOf({ rate, at }: KeyLease, used: number): RateWindow {
  return { ...rate, remaining: rate.remaining - used, resetMs: Math.max(0, rate.resetMs - (Date.now() - at)) };
}
