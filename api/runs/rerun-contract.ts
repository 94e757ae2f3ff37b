// Runs done again, and many runs at once.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonValue } from "../http/json-value.ts";
import { problemResponses, problemSchema } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { RUN_STATUSES, runParams, startResponses, TAGS, waitQuery } from "./contract.ts";

export const MAX_BULK = 100;
const time = z.iso.datetime({ offset: true });

export const rerunRunContract = createRoute({
  ...keyed("rerunRun"),
  method: "post",
  path: "/api/v1/workflow-runs/{runId}/rerun",
  tags: TAGS,
  summary: "Do a run again, whole or in part",
  description:
    "A new run, which names this one as `rerunOf`. In part, steps that succeeded keep their results (`stepResults.*.kept`) and nothing is called for them; what failed, was cancelled or undone, what is named, and all that depends on these runs again. Of a forEach that failed, and is not named, the items that succeeded keep theirs where they would do and read the same. A step can be kept only where it does and reads the same in the version and with the input that are asked for; else the answer is 422 and names the steps. What a kept step did is not undone by the new run.",
  request: {
    params: runParams,
    query: z.object(waitQuery),
    body: {
      ...jsonBody(
        strictFields({
          from: z
            .union([z.enum(["start", "failed"]), strictFields({ steps: z.array(z.string().max(64)).min(1).max(100) })])
            .optional()
            .openapi({ description: "`start`: all of it, as without it; `failed`; or these steps and what failed." }),
          input: jsonValue("Another input; without it, the run's own.").optional(),
          version: z
            .int()
            .min(1)
            .optional()
            .openapi({ description: "Another version of the workflow; without it, the run's own." }),
        }),
        { from: "start" },
      ),
      required: false,
    },
  },
  responses: {
    ...startResponses,
    ...problemResponses("not_found", "run_unsettled", "invalid_input", "rerun_impossible", "rate_limited"),
  },
});

export const bulkRunsContract = createRoute({
  ...keyed("bulkRuns"),
  method: "post",
  path: "/api/v1/workflow-runs/bulk",
  tags: TAGS,
  summary: "Cancel or rerun up to 100 runs at once",
  description:
    "Those that are named, or the newest that fit the filter as the lists know them: without a status, `cancel` takes the ones that have not settled. `results` has their order, and each its own outcome.",
  request: {
    body: jsonBody(
      strictFields({
        action: z.enum(["cancel", "rerun"]),
        runIds: z.array(z.string().max(64)).min(1).max(MAX_BULK).optional(),
        filter: strictFields({
          workflowId: z.string().max(64).optional(),
          version: z.int().min(1).optional(),
          status: z.enum(RUN_STATUSES).optional(),
          parentRunId: z.string().max(64).optional(),
          rerunOf: z.string().max(64).optional(),
          triggerId: z.string().max(64).optional(),
          from: time.optional(),
          to: time.optional(),
        })
          .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
            path: ["from"],
            error: "Give a time before `to`.",
          })
          .optional(),
        rerunFrom: z
          .enum(["start", "failed"])
          .optional()
          .openapi({ description: "Where a rerun begins; without it, at the start." }),
      }),
      { action: "cancel", runIds: ["run_V1StGXR8_Z5j"] },
    ),
  },
  responses: {
    200: jsonAnswer(
      "What came of each",
      z
        .object({
          results: z.array(
            z.union([
              z.object({
                ok: z.literal(true),
                runId: z.string(),
                run: z
                  .object({ id: z.string(), status: z.enum(RUN_STATUSES) })
                  .openapi({ description: "The run or, of a rerun, the new one." }),
              }),
              z.object({ ok: z.literal(false), runId: z.string(), problem: problemSchema }),
            ]),
          ),
        })
        .openapi("BulkOutcome"),
    ),
  },
});
