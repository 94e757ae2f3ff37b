// What a definition comes to before anything runs, as answers hold it, and what a dry run is told.

import { z } from "@hono/zod-openapi";
import { jsonValue } from "../http/json-value.ts";
import { strictFields } from "../http/validation.ts";
import { diagnosticSchema } from "./workflow-schema.ts";

const outlineSchema = z
  .object({
    layers: z.array(z.array(z.string())).openapi({ description: "Step ids; those of one layer can run at a time." }),
    steps: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(["tool", "workflow", "handoff", "wait", "transform"]),
        toolId: z.string().optional(),
        workflowId: z.string().optional(),
        waitsFor: z.array(z.string()),
        layer: z.int(),
        items: z
          .int()
          .nullable()
          .openapi({ description: "How often it is done; null: as many items as its list has." }),
        attempts: z.int(),
        latencyMs: z.number().nullable().openapi({ description: "Measured, on average; null: not known." }),
        isPart: z
          .boolean()
          .optional()
          .openapi({ description: "True: some of its sub-workflow's critical path is not known, and comes on top." }),
      }),
    ),
    criticalPath: z.object({
      steps: z.array(z.string()),
      latencyMs: z.number(),
      unmeasured: z
        .array(z.string())
        .openapi({ description: "Steps of it whose time is not known, and comes on top." }),
    }),
    calls: z.object({
      once: z
        .int()
        .openapi({ description: "Calls of tools, also in sub-workflows, where nothing fails and nothing is skipped." }),
      atMost: z.int().openapi({
        description:
          "Where every call takes all of its attempts. What `compensate` calls, where the run fails, is in no number here.",
      }),
      perItem: z.array(z.string()).openapi({
        description: "Steps that call once for each item of a list from the run, or whose sub-workflow does.",
      }),
    }),
    price: z.object({
      perRunUsd: z.number(),
      perItemUsd: z
        .record(z.string(), z.number())
        .openapi({ description: "By step id, beside perRunUsd: for one item of each such list." }),
      subscriptions: z.array(z.string()).openapi({ description: "Tools that are paid for by subscription." }),
    }),
    limits: z.array(
      z.object({
        limit: z.enum(["steps", "parallel", "tool_rate", "key_rate", "workflow_timeout", "workflow_depth"]),
        value: z.number(),
        max: z.number(),
        toolId: z.string().optional(),
        message: z.string(),
      }),
    ),
  })
  .openapi("WorkflowPlan");

export const plannedSchema = outlineSchema.extend({ warnings: z.array(diagnosticSchema) }).openapi("PlannedWorkflow");

const given = z.union([
  strictFields({ result: jsonValue("What the step gives; of a forEach, each of its items.") }),
  strictFields({
    error: strictFields({
      code: z.string().min(1).max(100),
      message: z.string().max(1_000).default("As the dry run was told."),
      retryable: z.boolean().default(false),
    }),
  }),
]);

/** What a dry run is told beside what it runs. */
export const trialFields = {
  input: jsonValue("The run's input; without it, one that fits inputSchema.").optional(),
  answers: z
    .record(z.string(), given)
    .default({})
    .openapi({ description: "By step id; of a step of a sub-workflow, by `step/its-step`." }),
  seed: z.string().max(100).default("1").openapi({ description: "Another seed makes other values." }),
};

const errorSchema = z.object({ code: z.string(), message: z.string(), stepId: z.string().optional() });

export const dryRunSchema = z
  .object({
    status: z.enum(["success", "failed", "cancelled"]),
    input: z.unknown(),
    output: z.unknown(),
    error: errorSchema.nullable(),
    steps: z.record(
      z.string(),
      z.object({
        status: z.enum(["pending", "running", "waiting", "success", "failed", "skipped", "cancelled"]),
        result: z.unknown(),
        error: errorSchema.nullable(),
        attempts: z.int(),
        items: z.int().nullable(),
      }),
    ),
    calls: z.int().openapi({ description: "How many calls a run like this makes." }),
    elapsedMs: z.number().openapi({ description: "What its waits and pauses come to." }),
    events: z.array(
      z.object({
        type: z.string(),
        atMs: z.number().openapi({ description: "Since the run began, by a clock that jumps." }),
        stepId: z.string().optional(),
        item: z.int().optional(),
        undo: z.boolean().optional(),
        attempt: z.int().optional(),
        error: errorSchema.optional(),
      }),
    ),
    eventsLeftOut: z.int(),
    warnings: z.array(diagnosticSchema),
  })
  .openapi("DryRun");
