// Handoffs that a step of a run sends. Their keeper answers the run once they have settled; until then it waits, and holds
// nothing.

import { z } from "zod";
import type { Handoff } from "../../engine/plan/plan.ts";
import type { Call } from "../../engine/run/host.ts";
import type { Outcome } from "../../engine/run/outcome.ts";
import type { Task } from "../../engine/run/state.ts";
import { callOffHandoff } from "../handoffs/change-handoff.ts";
import { asContext, contextSchema } from "../handoffs/context.ts";
import { keeperOf } from "../handoffs/keeper.ts";
import { sendHandoff } from "../handoffs/send-handoff.ts";
import { Problem } from "../http/problem.ts";
import { logError } from "../platform/log.ts";
import type { Services } from "../services.ts";
import { idOfAttempt } from "./attempt-id.ts";
import type { RunRecord } from "./run-record.ts";

const target = z.union([
  z
    .object({ toAgentId: z.string().min(1), tag: z.undefined().optional() })
    .transform(({ toAgentId }) => ({ toAgentId })),
  z.object({ tag: z.string().min(1), toAgentId: z.undefined().optional() }).transform(({ tag }) => ({ tag })),
]);

/** What the step's templates give. */
const asked = z.object({
  context: contextSchema.default({}),
  timeoutMs: z.int().min(1).nullable().default(null),
  escalateTo: z.array(target).default([]),
  parentHandoffId: z.string().nullable().default(null),
});

/** Sends it, or finds it sent. */
export async function startHandoff(services: Services, record: RunRecord, call: Call<Handoff>): Promise<Outcome> {
  const { action, invocationId, attempt, task } = call;
  const to = target.safeParse(call.arguments);
  const rest = asked.safeParse(call.arguments);
  const fault = to.error ?? rest.error;
  if (!to.success || !rest.success)
    return failure("invalid_handoff", `The handoff is not as it should be. ${told(fault)}`);
  const { context, escalateTo, ...others } = rest.data;
  const id = idOfAttempt(invocationId, attempt);
  try {
    await sendHandoff(
      services,
      {
        ...others,
        targets: [to.data, ...escalateTo],
        context: asContext(context),
        mode: action.mode,
        inputSchema: action.inputSchema ?? null,
        resultSchema: action.resultSchema ?? null,
        callbackUrl: null,
      },
      {
        id,
        fromAgentId: record.agentId,
        keyId: null,
        run: { runId: record.runId, task: { step: task.step, item: task.item, attempt } },
        now: Date.now(),
      },
    );
  } catch (error) {
    if (error instanceof Problem) return refused(error);
    throw error;
  }
  void keeperOf(services.env, id)
    .follow()
    .catch((error: unknown) => logError("handoff_follow_failed", error, { runId: record.runId }));
  return { type: "handed_over" };
}

/** Nobody waits for it any more. One that has settled stays as it is. */
export async function cancelHandoff(services: Services, { invocationId, attempts }: Task): Promise<void> {
  if (invocationId?.startsWith("handoff_") === true) {
    await callOffHandoff(services, idOfAttempt(invocationId, attempts));
  }
}

function refused({ code, message, errors }: Problem): Outcome {
  const faults = errors.slice(0, MAX_TOLD).map((fault) => `${fault.pointer}: ${fault.message}`);
  const kind = code === "invalid_request" ? "invalid_handoff" : code;
  return failure(kind, [message, ...faults].join(" "), code === "quota_reached");
}

/** How many faults a failed step tells. */
const MAX_TOLD = 5;

function told(error: z.ZodError | undefined): string {
  const issues = error?.issues.slice(0, MAX_TOLD) ?? [];
  return issues.map(({ path, message }) => `handoff.${path.map(String).join(".")}: ${message}.`).join(" ");
}

function failure(code: string, message: string, retryable = false): Outcome {
  return { type: "failure", failure: { code, message, retryable } };
}
