// What a workflow may say. Parsing adds nothing: defaults are applied when the plan is compiled, so what is
// stored is what its author wrote.

import { z } from "zod";
import type { Json } from "../json.ts";
import {
  DEFAULT_BACKOFF,
  DEFAULT_FOR_EACH_CONCURRENCY,
  DEFAULT_INITIAL_DELAY_MS,
  DEFAULT_JITTER,
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_MAX_DELAY_MS,
  DEFAULT_STEP_TIMEOUT_MS,
  MAX_ATTEMPTS,
  MAX_CONCURRENT_RUNS,
  MAX_DESCRIPTION_LENGTH,
  MAX_ERROR_CODE_LENGTH,
  MAX_ESCALATIONS,
  MAX_FOR_EACH_CONCURRENCY,
  MAX_ITEMS,
  MAX_NAME_LENGTH,
  MAX_NON_RETRYABLE,
  MAX_RETENTION_DAYS,
  MAX_RETRY_DELAY_MS,
  MAX_SIGNAL_NAME_LENGTH,
  MAX_STEPS,
  MAX_STEP_TIMEOUT_MS,
  MAX_TOOL_ID_LENGTH,
  MAX_WAIT_MS,
  MAX_WORKFLOW_TIMEOUT_MS,
  STEP_ID_PATTERN,
  TOOL_NAME_PATTERN,
} from "./limits.ts";

/** Where the JSON Schema of a definition is served; another version is another format. */
export const WORKFLOW_SCHEMA_ID = "https://nxscall.com/schemas/workflow/v1.json";

// A caller's value is JSON before it comes here, so any value will do.
const json = z.unknown() as z.ZodType<Json>;

const stepId = z.string().regex(STEP_ID_PATTERN);

export const BACKOFFS = ["constant", "linear", "exponential"] as const;
export const ERROR_STRATEGIES = ["stop_on_first", "continue", "compensate"] as const;
export const CONFLICT_POLICIES = ["queue", "skip", "cancel_running"] as const;
export const HANDOFF_MODES = ["transfer", "delegate"] as const;
/** What a step may do: exactly one of them. */
export const STEP_KINDS = ["toolId", "tool", "workflowId", "handoff", "wait", "transform"] as const;

const jsonSchema = z.union([z.record(z.string(), json), z.boolean()]);

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

const toolId = z
  .string()
  .min(1)
  .max(MAX_TOOL_ID_LENGTH)
  .optional()
  .meta({ description: "The id of the tool that is called.", examples: ["tool_a1B2c3D4e5F6"] });

const tool = z
  .string()
  .min(1)
  .max(MAX_TOOL_ID_LENGTH)
  .optional()
  .meta({
    description:
      "The tool that is called, in place of toolId: its agent's id, its name and its version. Without a version, the newest one; which that is, is settled when the workflow is stored.",
    examples: ["agent_a1B2c3D4e5F6/web_search@1.0.0"],
  });

const toolArguments = z.record(z.string(), json).optional();

const attemptTimeoutMs = z
  .int()
  .min(1)
  .max(MAX_STEP_TIMEOUT_MS)
  .optional()
  .meta({
    description: "How long one call may take, in milliseconds.",
    default: DEFAULT_STEP_TIMEOUT_MS,
    examples: [10_000],
  });

export const waitDefinition = z
  .strictObject({
    ms: z
      .union([z.int().min(0).max(MAX_WAIT_MS), z.string()])
      .optional()
      .meta({ description: "For so many milliseconds, or a template that gives them.", examples: [60_000] }),
    until: z
      .string()
      .optional()
      .meta({
        description:
          "Until this time (ISO 8601 with Z or an offset), or a template that gives one. A time that is past is not waited for.",
        examples: ["2030-01-31T09:00:00Z"],
      }),
    signal: z
      .string()
      .min(1)
      .max(MAX_SIGNAL_NAME_LENGTH)
      .optional()
      .meta({
        description:
          "Until a signal of this name is sent to the run (POST /workflow-runs/{runId}/signals/{name}). Its payload is the step's result. Each signal ends one wait.",
        examples: ["approved"],
      }),
    timeoutMs: z
      .int()
      .min(1)
      .max(MAX_WAIT_MS)
      .optional()
      .meta({
        description: "How long to wait for the signal; then the step fails. Without it, for as long as the run lasts.",
        examples: [86_400_000],
      }),
    schema: jsonSchema.optional().meta({
      description: "The JSON Schema that the signal's payload has to fit: the form that an approver fills in.",
      examples: [{ type: "object", properties: { approved: { type: "boolean" } }, required: ["approved"] }],
    }),
  })
  .meta({
    description: "Waits: exactly one of ms, until and signal. A run that waits costs nothing.",
    examples: [{ signal: "approved", timeoutMs: 86_400_000 }],
  });

const handoffTarget = {
  toAgentId: z
    .string()
    .min(1)
    .max(MAX_TOOL_ID_LENGTH)
    .optional()
    .meta({ description: "The agent that the work is for; may be a template.", examples: ["agent_a1B2c3D4e5F6"] }),
  tag: z
    .string()
    .min(1)
    .max(MAX_NAME_LENGTH)
    .optional()
    .meta({
      description:
        "In place of toAgentId: any agent that has this tag in its profile; the first to accept has it. May be a template.",
      examples: ["translation"],
    }),
};

export const handoffDefinition = z
  .strictObject({
    ...handoffTarget,
    context: json.optional().meta({
      description:
        "What the receiver is given, an object: task, conversation, artifacts, constraints, deadline, and what else there is to know. A template.",
      examples: [{ task: "Translate this.", text: "{{input.text}}" }],
    }),
    mode: z
      .enum(HANDOFF_MODES)
      .optional()
      .meta({
        description: "transfer: the receiver takes the work over. delegate: it does it for the sender.",
        default: "delegate",
        examples: ["delegate"],
      }),
    timeoutMs: z
      .int()
      .min(1)
      .max(MAX_WAIT_MS)
      .optional()
      .meta({
        description:
          "How long each agent that is asked has to accept it, in milliseconds. The step's own timeoutMs bounds the whole.",
        examples: [3_600_000],
      }),
    escalateTo: z
      .array(z.strictObject(handoffTarget))
      .max(MAX_ESCALATIONS)
      .optional()
      .meta({
        description: "Who is asked next, one after the other, where an agent rejects it or lets its time pass.",
        examples: [[{ tag: "translation" }]],
      }),
    inputSchema: jsonSchema.optional().meta({
      description:
        "The JSON Schema that the context has to fit; where it does not, nobody is asked and the step fails.",
      examples: [{ type: "object", required: ["text"] }],
    }),
    resultSchema: jsonSchema.optional().meta({
      description: "The JSON Schema that the receiver's result has to fit.",
      examples: [{ type: "object", properties: { text: { type: "string" } }, required: ["text"] }],
    }),
    parentHandoffId: z
      .string()
      .min(1)
      .max(MAX_TOOL_ID_LENGTH)
      .optional()
      .meta({
        description:
          "The handoff that this work is part of, which your agent has accepted; may be a template. The work then cannot go back to an agent through whose hands it came.",
        examples: ["{{input.handoffId}}"],
      }),
  })
  .meta({
    description:
      "Hands work to another agent and waits, for days if need be; its answer is the result. The step fails with handoff_rejected, handoff_expired, handoff_cancelled, or the code that the receiver gives.",
    examples: [{ toAgentId: "agent_a1B2c3D4e5F6", context: { task: "Review {{input.url}}" } }],
  });

export const forEachDefinition = z
  .strictObject({
    items: z
      .union([z.string(), z.array(json)])
      .meta({ description: "The list: a template that gives one, or the list itself.", examples: ["{{input.urls}}"] }),
    concurrency: z
      .int()
      .min(1)
      .max(MAX_FOR_EACH_CONCURRENCY)
      .optional()
      .meta({
        description: "How many items may be under way at a time.",
        default: DEFAULT_FOR_EACH_CONCURRENCY,
        examples: [4],
      }),
    tolerate: z
      .union([z.int().min(0).max(MAX_ITEMS), z.string().regex(/^(?:100|[1-9]?[0-9])%$/)])
      .optional()
      .meta({
        description:
          'How many items may fail without failing the step, or which share of them ("10%"). Their results are null.',
        default: 0,
        examples: ["10%"],
      }),
  })
  .meta({
    description:
      "Does the step once for each item of a list, which templates see as {{item}} and {{index}}. The result is the list of results, in order.",
    examples: [{ items: "{{input.urls}}", concurrency: 4, tolerate: "10%" }],
  });

export const fallbackDefinition = z.strictObject({
  fallback: json.meta({ description: "The step's result where it fails; a template.", examples: [{ results: [] }] }),
});

export const compensateDefinition = z
  .strictObject({
    toolId,
    tool,
    arguments: toolArguments.meta({
      description: "Templates; steps.<this step>.result is what is to be undone (of a forEach, that of the item).",
      examples: [{ bookingId: "{{steps.book.result.id}}" }],
    }),
    retry: retryDefinition.optional(),
    timeoutMs: attemptTimeoutMs,
  })
  .meta({
    description: "The call that undoes the step where the run fails. It needs errorStrategy: compensate.",
    examples: [{ toolId: "tool_a1B2c3D4e5F6", arguments: { bookingId: "{{steps.book.result.id}}" } }],
  });

export const stepDefinition = z
  .strictObject({
    id: stepId.meta({
      description:
        "The step's name within this workflow: a letter or underscore, then up to 63 letters, digits, underscores or hyphens.",
      examples: ["search"],
    }),
    toolId,
    tool,
    workflowId: z
      .string()
      .min(1)
      .max(MAX_TOOL_ID_LENGTH)
      .optional()
      .meta({
        description:
          "The workflow that the step runs, with `arguments` as its input; its output is the result. The version is the one that is current when this workflow is stored.",
        examples: ["wf_a1B2c3D4e5F6"],
      }),
    handoff: handoffDefinition.optional(),
    wait: waitDefinition.optional(),
    transform: json.optional().meta({
      description: "A template; what it gives is the result. Nothing is called.",
      examples: [{ titles: "{{= $steps.search.result.results.title }}" }],
    }),
    description: z
      .string()
      .max(MAX_DESCRIPTION_LENGTH)
      .optional()
      .meta({ description: "What the step is for, in words.", examples: ["Finds sources about the topic."] }),
    when: z
      .string()
      .optional()
      .meta({
        description:
          "One placeholder that gives true or false; where it is false, the step is skipped. Steps after it go on, unless their templates need its result without a default.",
        examples: ["{{= $steps.search.result.total > 0 }}"],
      }),
    forEach: forEachDefinition.optional(),
    arguments: toolArguments.meta({
      description:
        "The arguments of the tool, or the input of the workflow. Strings may hold templates: {{input.topic}}, {{steps.search.result.results}}, {{= $count($steps.search.result.results)}}. A string that is one placeholder keeps the value's type. A step that is referred to here is waited for.",
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
      .max(MAX_WORKFLOW_TIMEOUT_MS)
      .optional()
      .meta({
        description: `How long one call may take, in milliseconds, at most ${MAX_STEP_TIMEOUT_MS} (without it, ${DEFAULT_STEP_TIMEOUT_MS}); of a sub-workflow or a handoff, how long until its answer (without it, as long as the run lasts).`,
        examples: [10_000],
      }),
    onError: z
      .union([z.enum(["fail", "continue"]), fallbackDefinition])
      .optional()
      .meta({
        description:
          "What a failure of the step means: it counts (fail), it is let pass and the step has no result (continue), or the step has this result all the same ({ fallback }).",
        default: "fail",
        examples: [{ fallback: { results: [] } }],
      }),
    compensate: compensateDefinition.optional(),
  })
  .meta({
    description:
      "A step does exactly one thing: it calls a tool (toolId or tool), runs a workflow (workflowId), hands work over (handoff), waits (wait), or makes a value (transform).",
    examples: [{ id: "search", toolId: "tool_a1B2c3D4e5F6", arguments: { query: "{{input.topic}}" } }],
  });

export const concurrencyDefinition = z
  .strictObject({
    key: z
      .string()
      .min(1)
      .max(MAX_DESCRIPTION_LENGTH)
      .optional()
      .meta({
        description: "Runs for which this template gives the same text share the limit. Without it, all runs do.",
        examples: ["{{input.customerId}}"],
      }),
    limit: z
      .int()
      .min(1)
      .max(MAX_CONCURRENT_RUNS)
      .meta({ description: "How many runs may be under way at a time.", examples: [1] }),
    onConflict: z
      .enum(CONFLICT_POLICIES)
      .optional()
      .meta({
        description:
          "What becomes of a run that finds no place: it waits in order (queue), it is cancelled (skip), or the run that is under way the longest is cancelled for it (cancel_running).",
        default: "queue",
        examples: ["queue"],
      }),
  })
  .meta({
    description: "Bounds how many runs are under way.",
    examples: [{ key: "{{input.customerId}}", limit: 1, onConflict: "queue" }],
  });

export const exposure = z.union([
  z.boolean(),
  z.strictObject({
    name: z
      .string()
      .regex(TOOL_NAME_PATTERN)
      .optional()
      .meta({
        description: "What the tool is called. Without it, the workflow's name, with `_` for what no client takes.",
        examples: ["research"],
      }),
    description: z
      .string()
      .max(MAX_DESCRIPTION_LENGTH)
      .optional()
      .meta({
        description: "What a model reads of the tool. Without it, the workflow's description.",
        examples: ["Researches a topic and answers a summary."],
      }),
  }),
]);

export const workflowDefinition = z
  .strictObject({
    $schema: z
      .string()
      .max(MAX_NAME_LENGTH)
      .optional()
      .meta({
        description: "The JSON Schema that the definition is written by, for editors. The hub does not look at it.",
        examples: [WORKFLOW_SCHEMA_ID],
      }),
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
    inputSchema: jsonSchema.optional().meta({
      description: "The JSON Schema that a run's input has to fit (2020-12 unless $schema says otherwise).",
      examples: [{ type: "object", properties: { topic: { type: "string" } }, required: ["topic"] }],
    }),
    exposeAsTool: exposure.optional().meta({
      description:
        "Whether the workflow is a tool of the hub's MCP endpoint, to those who may run it: its arguments are the run's input, its result the run's output.",
      default: false,
      examples: [true, { name: "research", description: "Researches a topic and answers a summary." }],
    }),
    output: json.optional().meta({
      description:
        "A template for the run's output. Without it, the output is the results of the last steps by step id.",
      examples: [{ summary: "{{steps.summarize.result.text}}" }],
    }),
    outputSchema: jsonSchema.optional().meta({
      description: "The JSON Schema that the run's output has to fit; a run whose output does not, fails.",
      examples: [{ type: "object", properties: { summary: { type: "string" } }, required: ["summary"] }],
    }),
    errorStrategy: z
      .enum(ERROR_STRATEGIES)
      .optional()
      .meta({
        description:
          "What a failed step means: the run ends at once (stop_on_first), steps that do not need it go on (continue), or the run ends and what was done is undone (compensate).",
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
    concurrency: concurrencyDefinition.optional(),
    retentionDays: z
      .int()
      .min(1)
      .max(MAX_RETENTION_DAYS)
      .optional()
      .meta({
        description:
          "After how many days from its end a run is deleted, with all that it took and gave, and with the runs that its steps started. Without it, runs are kept.",
        examples: [30],
      }),
  })
  .meta({
    title: "Workflow",
    description: "A workflow: steps, and which of them wait for which.",
    examples: [
      {
        name: "research_and_summarize",
        inputSchema: { type: "object", properties: { topic: { type: "string" } }, required: ["topic"] },
        steps: [
          { id: "search", toolId: "tool_a1B2c3D4e5F6", arguments: { query: "{{input.topic}}" } },
          {
            id: "summarize",
            toolId: "tool_g7H8i9J0k1L2",
            arguments: { sources: "{{steps.search.result.results}}" },
            retry: { maxAttempts: 3 },
          },
        ],
        output: { summary: "{{steps.summarize.result.summary}}" },
      },
    ],
  });

export type RetryDefinition = z.infer<typeof retryDefinition>;
export type StepDefinition = z.infer<typeof stepDefinition>;
export type WorkflowDefinition = z.infer<typeof workflowDefinition>;
