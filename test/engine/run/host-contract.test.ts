import type { Call } from "../../../engine/run/host.ts";
import type { RunState } from "../../../engine/run/state.ts";
import type { Plan } from "../../../engine/plan/plan.ts";
import {
  describeHost,
  type Behaviour,
  type HostUnderTest,
  type RunOptions,
  type RunSeen,
} from "../../contract/host-contract.ts";
import { failure, success } from "./random-plan.ts";
import { simulate, type Reaction, type Simulated, type World } from "./simulated-host.ts";

const simulation: HostUnderTest = {
  waits: true,
  run: async (plan, input, options) =>
    seen(
      plan,
      await simulate(plan, input, { react, told: toldOf(options), ...(options?.cancel && { cancelAtMs: 50 }) }),
    ),
};

describeHost("in memory", () => simulation, true);

function react(call: Call, nth: number): Reaction {
  if (call.action.kind === "handoff") return { afterMs: 1, outcome: { type: "handed_over" } };
  switch (toolOf(call) as Behaviour) {
    case "echo":
      return success(1, call.arguments);
    case "slow":
      return success(100, call.arguments);
    case "flaky":
      return nth <= 2 ? failure(1, "provider_unavailable", true) : success(1, call.arguments);
    case "down":
      return failure(1, "provider_unavailable", true);
    case "refuse":
      return failure(1, "provider_error", false);
    case "hang":
      return "hang";
    case "close":
      return failure(1, "provider_unreachable", true);
    case "garbage":
      return failure(1, "invalid_response", false);
    case "big":
      return failure(1, "response_too_large", false);
  }
}

/** One after the other; what the run is to have come to first, it has come to within 5 s. */
function toldOf({ told = [] }: RunOptions = {}): NonNullable<World["told"]> {
  let atMs = 0;
  return told.map(({ event, once }) => ({ event, atMs: (atMs += once === undefined ? 1 : 5_000) }));
}

function toolOf({ action }: Call): string {
  return action.kind === "tool" ? action.toolId : "echo";
}

function seen(plan: Plan, { state, calls, maxInFlight }: Simulated): RunSeen {
  return {
    status: state.status,
    output: state.output,
    errorCode: state.error?.code ?? null,
    steps: Object.fromEntries(state.steps.map((step, index) => [plan.steps[index]?.id ?? "", seenStep(step)])),
    calls: calls.map(({ call }) => ({
      idempotencyKey: call.key,
      invocationId: call.invocationId,
      arguments: call.arguments,
    })),
    maxOpenCalls: maxInFlight,
  };
}

function seenStep({ status, result, error, attempts }: RunState["steps"][number]) {
  return { status, result, errorCode: error?.code ?? null, attempts };
}
