import { didYouMean } from "../../engine/plan/suggest.ts";
import { isBackground } from "../invocations/background.ts";
import { Problem } from "../http/problem.ts";
import { mismatches } from "../http/schema-faults.ts";
import type { Principal } from "../keys/principal.ts";
import { isTooLargeForRun, MAX_RUN_INPUT_BYTES } from "../runtime/input-size.ts";
import { shardOf, type Signal } from "../runtime/shards.ts";
import type { Services } from "../services.ts";
import type { Run } from "./run.ts";

/** Puts the signal on the run's record; null where this caller has no run of this id. */
export async function signalRun(
  { env }: Services,
  { agentId }: Principal,
  runId: string,
  signal: Signal,
): Promise<Run | null> {
  if (isBackground({ runId })) return null;
  if (isTooLargeForRun(signal.payload)) {
    throw new Problem("body_too_large", `A signal's payload is at most ${MAX_RUN_INPUT_BYTES} bytes.`);
  }
  const answer = await shardOf(env, { agentId, runId }).signal(runId, signal);
  switch (answer.type) {
    case "missing":
      return null;
    case "settled":
      throw new Problem("run_settled", `The run has settled; it takes no signal "${signal.name}" any more.`);
    case "unknown":
      throw new Problem(
        "unknown_signal",
        `No step of the run waits for "${signal.name}". ${instead(signal.name, answer.known)}`,
      );
    case "full":
      throw new Problem(
        "too_many_signals",
        `The run keeps ${answer.kept} signals that nothing has waited for, or has no room for this payload beside its results.`,
      );
    case "unfit":
      throw new Problem("invalid_signal", `The payload does not fit the schema of "${signal.name}"; see errors[].`, {
        errors: mismatches("payload", answer.faults),
      });
    case "received":
      return answer.run;
  }
}

/** More names than these help nobody. */
const NAMED = 10;

function instead(name: string, known: readonly string[]): string {
  if (known.length === 0) {
    return "It waits for no signal at all; a workflow that one of its steps runs has a run of its own (?parentRunId= lists those).";
  }
  const names = [...new Set(known)];
  const more = names.length > NAMED ? `, and ${names.length - NAMED} more` : "";
  const listed = names
    .slice(0, NAMED)
    .map((each) => `"${each}"`)
    .join(", ");
  return didYouMean(name, names) ?? `It waits for ${listed}${more}.`;
}
