import type { Json } from "../../engine/json.ts";
import type { RunEvent } from "../../engine/run/events.ts";
import type { Keeping, RerunFrom } from "../../engine/run/rerun.ts";
import { Problem } from "../http/problem.ts";
import { isBackground } from "../invocations/background.ts";
import type { Defer } from "../keys/find-key.ts";
import type { Principal } from "../keys/principal.ts";
import type { Admitted } from "../runtime/admission.ts";
import { shardOf } from "../runtime/shards.ts";
import type { Services } from "../services.ts";
import { findExecutableVersion } from "../workflows/find-workflow.ts";
import { refuseUnfitInput } from "./fit-input.ts";
import type { Run } from "./run.ts";
import { startRun } from "./start-run.ts";

export interface RerunRequest {
  readonly from: RerunFrom;
  /** Undefined: the run's own. */
  readonly input?: Json | undefined;
  readonly version?: number | undefined;
  readonly waitMs: number;
  readonly defer: Defer;
}

/** How many steps that cannot be kept are named. */
const MAX_NAMED = 100;

/**
 * Starts a run that does this one again; null where this caller has none of this id. Throws the problems `not_found` where the
 * workflow or its version is gone, `run_unsettled`, `invalid_input` and `rerun_impossible`.
 */
export async function rerunRun(
  services: Services,
  caller: Principal,
  runId: string,
  { from, input: otherInput, version, waitMs, defer }: RerunRequest,
): Promise<Admitted<Run> | null> {
  if (isBackground({ runId })) return null;
  const { agentId } = caller;
  const shard = shardOf(services.env, { agentId, runId });
  const origin = await shard.origin(runId);
  if (origin === null) return null;
  const { workflowId, workflowVersion } = origin;
  const workflow = await findExecutableVersion(services.db, workflowId, agentId, version ?? workflowVersion);
  if (workflow === null) throw new Problem("not_found", "The run's workflow is gone, or has no such version.");
  const input = otherInput === undefined ? origin.input : otherInput;
  await refuseUnfitInput(workflow, input);
  const plan = workflow.version === workflowVersion ? null : workflow.plan;
  const kept = from === "start" ? [] : keptOf(await shard.keep(runId, { plan, input: otherInput }, from));
  return startRun(services, { caller, workflow, input, waitMs, defer, again: { of: runId, kept } });
}

function keptOf(keeping: Keeping | null): RunEvent[] {
  if (keeping === null) {
    throw new Problem(
      "run_unsettled",
      "The run has not settled yet: until then it can only be done again from its start.",
    );
  }
  if (keeping.ok) return keeping.events;
  const errors = keeping.faults.slice(0, MAX_NAMED).map(({ stepId, message }) => ({
    code: "invalid_value",
    pointer: "/from",
    message: `"${stepId}": ${message}`,
    hint: "Begin with this step, or at the start.",
  }));
  const kept =
    errors.length === 1 ? "one step cannot keep what it" : `${keeping.faults.length} steps cannot keep what they`;
  throw new Problem("rerun_impossible", `From there, ${kept} had; see errors[].`, { errors });
}
