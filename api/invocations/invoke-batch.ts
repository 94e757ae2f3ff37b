// Many calls in one request. Each has an outcome of its own: one that is refused, or fails, leaves the others alone.

import type { FieldCode } from "../http/problem-codes.ts";
import { Problem } from "../http/problem.ts";
import { logError } from "../platform/log.ts";
import type { Invocation } from "./invocation.ts";

const CONCURRENCY = 10;
/** What the results of one batch may weigh together as JSON, so that the answer fits the memory that builds it. */
const MAX_RESULTS_CHARS = 8 * 1024 * 1024;

/** A call that was made, or will be. */
export type BatchedCall = { readonly invocation: Invocation } | { readonly pending: { readonly invocationId: string } };

export type BatchOutcome =
  | ({ readonly ok: true } & BatchedCall)
  /** Refused: the tool was not called. */
  | { readonly ok: false; readonly problem: Problem };

/** The outcomes in the order of the calls. Never rejects. */
export async function invokeBatch<Call>(
  calls: readonly Call[],
  invoke: (call: Call) => Promise<BatchedCall>,
): Promise<BatchOutcome[]> {
  const outcomes: BatchOutcome[] = [];
  const queue = calls.entries();
  let charsLeft = MAX_RESULTS_CHARS;
  async function work() {
    // All workers take from the one queue.
    for (const [index, call] of queue) {
      const outcome = (outcomes[index] = await outcomeOf(invoke(call)));
      if (!outcome.ok || !("invocation" in outcome)) continue;
      charsLeft -= JSON.stringify(outcome.invocation.result).length;
      if (charsLeft < 0) outcomes[index] = withoutResult(outcome.invocation);
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return outcomes;
}

async function outcomeOf(invoking: Promise<BatchedCall>): Promise<BatchOutcome> {
  try {
    return { ok: true, ...(await invoking) };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: error };
    logError("a call of a batch failed unexpectedly", error, {});
    const problem = new Problem("internal_error", "The hub could not make this call. Please try again.");
    return { ok: false, problem };
  }
}

function withoutResult(invocation: Invocation): BatchOutcome {
  const warning = {
    code: "left_out" satisfies FieldCode,
    pointer: "/result",
    message: "The results of this batch are larger than 8 MiB together, so this one is left out. Ask for less at once.",
  };
  return { ok: true, invocation: { ...invocation, result: null, warnings: [...(invocation.warnings ?? []), warning] } };
}
