// Runs: workflows being executed.

import { createRoute, z } from "@hono/zod-openapi";
import { MAX_SIGNAL_NAME_LENGTH } from "../../engine/definition/limits.ts";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonValue } from "../http/json-value.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";

export const TAGS = ["Runs"];

export const RUN_STATUSES = ["pending", "running", "success", "failed", "cancelled"] as const;
export const STEP_STATUSES = ["pending", "running", "waiting", "success", "failed", "skipped", "cancelled"] as const;
const time = z.iso.datetime().nullable();

const errorSchema = z
  .object({ code: z.string(), message: z.string(), stepId: z.string().optional() })
  .openapi("RunError");

const stepResultSchema = z
  .object({
    status: z.enum(STEP_STATUSES),
    result: z.unknown(),
    error: errorSchema.nullable(),
    attempts: z.int(),
    kept: z.boolean().openapi({ description: "Its end is that of the run which this one does again." }),
    items: z.object({ total: z.int(), settled: z.int(), failed: z.int(), kept: z.int() }).nullable().openapi({
      description:
        "Of a step with a forEach: how far it has come. `kept` items have the result that they had in the run which this one does again.",
    }),
    undone: z
      .array(
        z.object({
          item: z.int().nullable(),
          status: z.enum(STEP_STATUSES),
          error: errorSchema.nullable(),
          attempts: z.int(),
        }),
      )
      .openapi({ description: "What undid the step, or its items, under errorStrategy compensate." }),
    startedAt: time,
    completedAt: time,
  })
  .openapi("StepResult");

export const runSchema = z
  .object({
    id: z.string().openapi({ example: "run_V1StGXR8_Z5j" }),
    workflowId: z.string(),
    workflowVersion: z.int(),
    rerunOf: z.string().nullable().openapi({ description: "The run that it does again." }),
    parentRunId: z.string().nullable().openapi({ description: "The run whose step started it; null where none did." }),
    status: z.enum(RUN_STATUSES),
    paused: z.boolean().openapi({ description: "It begins nothing until it is resumed." }),
    queuePosition: z.int().nullable().openapi({
      description:
        "Its place among the runs that wait by the workflow's `concurrency`, 1 for the next; null: it does not wait so.",
    }),
    trigger: z
      .object({ type: z.enum(["schedule", "webhook"]), id: z.string(), at: z.iso.datetime() })
      .nullable()
      .openapi({ description: "What started it, where no call did: a schedule's tick, or a webhook's message." }),
    input: z.unknown(),
    output: z.unknown().openapi({ description: "Null until the run has settled." }),
    error: errorSchema.nullable(),
    currentStep: z.string().nullable(),
    stepResults: z.record(z.string(), stepResultSchema),
    largeValues: z
      .array(
        z.object({
          pointer: z.string().openapi({ description: "Where it belongs: a JSON Pointer into the run." }),
          ref: z.string(),
          sizeBytes: z.int(),
          url: z.string().openapi({ description: "Where it is read." }),
        }),
      )
      .openapi({
        description:
          "What weighs more than 64 KiB and does not stand here: null stands in its place. Templates see it.",
      }),
    createdAt: z.iso.datetime(),
    startedAt: time,
    completedAt: time,
  })
  .openapi("Run");

/** What a start of a run is answered with. */
export const startResponses = {
  200: jsonAnswer("The settled run", runSchema),
  202: jsonAnswer(
    "The run goes on",
    z.object({ runId: z.string(), status: z.enum(RUN_STATUSES).openapi({ example: "running" }) }).openapi("StartedRun"),
  ),
};

/** How long a start waits for its run. */
export const waitQuery = {
  wait: z.coerce.number().min(0).max(60).default(0).openapi({ description: "Seconds to wait for the run to settle." }),
};

export const executeWorkflowContract = createRoute({
  ...keyed("executeWorkflow"),
  method: "post",
  path: "/api/v1/workflows/{workflowId}/execute",
  tags: TAGS,
  summary: "Start a run",
  description: "Answers at once with the run's id or, with `wait`, with the settled run if it settles in time.",
  request: {
    params: z.object({ workflowId: z.string() }),
    query: z.object({
      ...waitQuery,
      version: z.coerce
        .number()
        .int()
        .min(1)
        .optional()
        .openapi({ description: "Which version of the workflow to run; without it, the current one." }),
    }),
    body: {
      ...jsonBody(strictFields({ input: jsonValue("What templates see as `input`.").optional() }), {
        input: { topic: "sqlite" },
      }),
      required: false,
    },
  },
  responses: {
    ...startResponses,
    ...problemResponses("not_found", "invalid_input", "rate_limited"),
  },
});

export const runParams = z.object({ runId: z.string() });

export const getRunContract = createRoute({
  ...keyed("getRun"),
  method: "get",
  path: "/api/v1/workflow-runs/{runId}",
  tags: TAGS,
  summary: "Read a run: its status and each step's",
  request: { params: runParams },
  responses: { 200: jsonAnswer("The run", runSchema), ...problemResponses("not_found") },
});

export const deleteRunContract = createRoute({
  ...keyed("deleteRun"),
  method: "delete",
  path: "/api/v1/workflow-runs/{runId}",
  tags: TAGS,
  summary: "Delete a run and all that it took and gave",
  description:
    "Only of a run that has settled. Of its calls, the log keeps that they were made and how they ended, without inputs, outputs and words, in the archive too; handoffs that it sent are gone, and so are the runs that its steps started: within minutes, where they are more than 100. A workflow's `retentionDays` does the same by itself, whatever the workflows of those runs say.",
  request: { params: runParams },
  responses: { 204: { description: "Deleted" }, ...problemResponses("not_found", "run_unsettled") },
});

export const cancelRunContract = createRoute({
  ...keyed("cancelRun"),
  method: "post",
  path: "/api/v1/workflow-runs/{runId}/cancel",
  tags: TAGS,
  summary: "Cancel a run",
  description: "Calls in flight are aborted. A run that has settled already stays as it is.",
  request: { params: runParams },
  responses: {
    200: jsonAnswer("The run", runSchema),
    ...problemResponses("not_found"),
  },
});

export const pauseRunContract = createRoute({
  ...keyed("pauseRun"),
  method: "post",
  path: "/api/v1/workflow-runs/{runId}/pause",
  tags: TAGS,
  summary: "Pause a run",
  description:
    "Nothing new begins until it is resumed. Calls in flight end, and what comes meanwhile is kept; the run's timeoutMs goes on. A run that has settled stays as it is.",
  request: { params: runParams },
  responses: { 200: jsonAnswer("The run", runSchema), ...problemResponses("not_found") },
});

export const resumeRunContract = createRoute({
  ...keyed("resumeRun"),
  method: "post",
  path: "/api/v1/workflow-runs/{runId}/resume",
  tags: TAGS,
  summary: "Resume a paused run",
  request: { params: runParams },
  responses: { 200: jsonAnswer("The run", runSchema), ...problemResponses("not_found") },
});

export const signalRunContract = createRoute({
  ...keyed("signalRun"),
  method: "post",
  path: "/api/v1/workflow-runs/{runId}/signals/{name}",
  tags: TAGS,
  summary: "Send a run a signal",
  description:
    "Ends one wait for this name; where nothing waits for it yet, the run keeps it for the next that does. A name that no step of the run's version waits for is refused. With an Idempotency-Key it counts once, however often it is sent.",
  request: {
    params: z.object({ runId: z.string(), name: z.string().min(1).max(MAX_SIGNAL_NAME_LENGTH) }),
    body: {
      ...jsonBody(strictFields({ payload: jsonValue("The result of the step that waits for it.").optional() }), {
        payload: { approved: true },
      }),
      required: false,
    },
  },
  responses: {
    200: jsonAnswer("The run, which has the signal", runSchema),
    ...problemResponses("not_found", "run_settled", "unknown_signal", "invalid_signal", "too_many_signals"),
  },
});
