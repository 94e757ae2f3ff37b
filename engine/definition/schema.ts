// What a workflow may say. Parsing adds nothing: defaults are applied when the plan is compiled, so what is
// stored is what its author wrote.

import { z } from "zod";
import type { Json } from "../json.ts";
import {
  DEFAULT_BACKOFF,
  DEFAULT_INITIAL_DELAY_MS,
  DEFAULT_JITTER,
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_MAX_DELAY_MS,
  DEFAULT_STEP_TIMEOUT_MS,
  MAX_ATTEMPTS,
  MAX_DESCRIPTION_LENGTH,
  MAX_ERROR_CODE_LENGTH,
  MAX_NAME_LENGTH,
  MAX_NON_RETRYABLE,
  MAX_RETRY_DELAY_MS,
  MAX_STEPS,
  MAX_STEP_TIMEOUT_MS,
  MAX_TOOL_ID_LENGTH,
  MAX_WORKFLOW_TIMEOUT_MS,
  STEP_ID_PATTERN,
} from "./limits.ts";

// A caller's value is JSON before it comes here, so any value will do.
const json = z.unknown() as z.ZodType<Json>;

const stepId = z.string().regex(STEP_ID_PATTERN);

export const BACKOFFS = ["constant", "linear", "exponential"] as const;
export const ERROR_STRATEGIES = ["stop_on_first", "continue"] as const;

export const retryDefinition = z
  .strictObject({
    maxAttempts: z
      .int()
      .min(1)
      .max(MAX_ATTEMPTS)
      .optional()
      .meta({
        description: "How often the tool is called at most. The first call counts: 1 means no retry.",
        default: DEFAULT_MAX_ATTEMPTS,
        examples: [5],
      }),
    backoff: z
      .enum(BACKOFFS)
      .optional()
      .meta({
        description:
          "How the pause grows: always initialDelayMs (constant), by initialDelayMs each time (linear), or doubling (exponential).",
        default: DEFAULT_BACKOFF,
        examples: ["exponential"],
      }),
    initialDelayMs: z
      .int()
      .min(0)
      .max(MAX_RETRY_DELAY_MS)
      .optional()
      .meta({
        description: "The pause before the second call, in milliseconds.",
        default: DEFAULT_INITIAL_DELAY_MS,
        examples: [1000],
      }),
    maxDelayMs: z
      .int()
      .min(0)
      .max(MAX_RETRY_DELAY_MS)
      .optional()
      .meta({
        description: "No pause is longer than this, in milliseconds. It is never less than initialDelayMs.",
        default: DEFAULT_MAX_DELAY_MS,
        examples: [60_000],
      }),
    jitter: z
      .boolean()
      .optional()
      .meta({
        description:
          "Spreads each pause evenly between half of it and all of it, so that many runs do not retry at once.",
        default: DEFAULT_JITTER,
        examples: [true],
      }),
    nonRetryable: z
      .array(z.string().min(1).max(MAX_ERROR_CODE_LENGTH))
      .max(MAX_NON_RETRYABLE)
      .optional()
      .meta({
        description: "Error codes that end the step at once, even where the failure could be retried.",
        examples: [["quota_exceeded"]],
      }),
  })
  .meta({
    description:
      "When a call is made again. Only failures that can pass are retried (5xx, 408, 429, network faults, timeouts); a 4xx is final.",
    examples: [{ maxAttempts: 5, backoff: "exponential", initialDelayMs: 1000, maxDelayMs: 60_000 }],
  });

export const stepDefinition = z
  .strictObject({
    id: stepId.meta({
      description:
        "The step's name within this workflow: a letter or underscore, then up to 63 letters, digits, underscores or hyphens.",
      examples: ["search"],
    }),
    toolId: z
      .string()
      .min(1)
      .max(MAX_TOOL_ID_LENGTH)
      .meta({ description: "The id of the tool that the step calls.", examples: ["tool_a1B2c3D4e5F6"] }),
    description: z
      .string()
      .max(MAX_DESCRIPTION_LENGTH)
      .optional()
      .meta({ description: "What the step is for, in words.", examples: ["Finds sources about the topic."] }),
    arguments: z
      .record(z.string(), json)
      .optional()
      .meta({
        description:
          "The tool's arguments. Strings may hold templates: {{input.topic}}, {{steps.search.result.results}}, {{= $count($steps.search.result.results)}}. A string that is one placeholder keeps the value's type. A step that is referred to here is waited for.",
        examples: [{ query: "{{input.topic}}", limit: 5 }],
      }),
    dependsOn: z
      .array(z.string())
      .max(MAX_STEPS)
      .optional()
      .meta({
        description: "Ids of steps to wait for, beside those that the arguments refer to.",
        examples: [["search"]],
      }),
    retry: retryDefinition.optional(),
    timeoutMs: z
      .int()
      .min(1)
      .max(MAX_STEP_TIMEOUT_MS)
      .optional()
      .meta({
        description: "How long one call may take, in milliseconds.",
        default: DEFAULT_STEP_TIMEOUT_MS,
        examples: [10_000],
      }),
  })
  .meta({
    description: "One call of one tool.",
    examples: [{ id: "search", toolId: "tool_a1B2c3D4e5F6", arguments: { query: "{{input.topic}}" } }],
  });

export const workflowDefinition = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(MAX_NAME_LENGTH)
      .meta({ description: "The workflow's name.", examples: ["research_and_summarize"] }),
    description: z
      .string()
      .max(MAX_DESCRIPTION_LENGTH)
      .optional()
      .meta({ description: "What the workflow does, in words.", examples: ["Researches a topic and sums it up."] }),
    steps: z
      .array(stepDefinition)
      .min(1)
      .max(MAX_STEPS)
      .meta({
        description:
          "The steps. Their order does not matter: a step starts as soon as all that it waits for has ended.",
        examples: [[{ id: "search", toolId: "tool_a1B2c3D4e5F6", arguments: { query: "{{input.topic}}" } }]],
      }),
    inputSchema: z
      .union([z.record(z.string(), json), z.boolean()])
      .optional()
      .meta({
        description: "The JSON Schema that a run's input has to fit (2020-12 unless $schema says otherwise).",
        examples: [{ type: "object", properties: { topic: { type: "string" } }, required: ["topic"] }],
      }),
    output: json.optional().meta({
      description:
        "A template for the run's output. Without it, the output is the results of the last steps by step id.",
      examples: [{ summary: "{{steps.summarize.result.text}}" }],
    }),
    errorStrategy: z
      .enum(ERROR_STRATEGIES)
      .optional()
      .meta({
        description:
          "What a failed step means: the run ends at once (stop_on_first), or steps that do not need it go on (continue).",
        default: "stop_on_first",
        examples: ["continue"],
      }),
    timeoutMs: z
      .int()
      .min(1)
      .max(MAX_WORKFLOW_TIMEOUT_MS)
      .optional()
      .meta({
        description: "How long a run may take from its start, in milliseconds. Without it there is no limit.",
        examples: [600_000],
      }),
  })
  .meta({ title: "Workflow", description: "A workflow: tool calls, and which of them wait for which." });

export type RetryDefinition = z.infer<typeof retryDefinition>;
export type StepDefinition = z.infer<typeof stepDefinition>;
export type WorkflowDefinition = z.infer<typeof workflowDefinition>;
