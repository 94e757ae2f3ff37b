// Which fields a step has, by what it does and how, and those of the workflow: what a form shows for each. Their names are
// the format's own words.

import { BACKOFFS, ERROR_STRATEGIES, HANDOFF_MODES } from "../../../engine/definition/schema.ts";
import type { Json } from "../../../engine/json.ts";
import type { StepKind } from "../../../engine/plan/kinds.ts";
import type { Modifier } from "../../canvas/graph-of.ts";

export type FieldSpec =
  /** `value`: any value, with templates in it. `text`: a text with templates. `word`: a text without. */
  | { readonly path: readonly string[]; readonly as: "value" | "text" | "word" | "number" | "json" }
  | { readonly path: readonly string[]; readonly as: "choice"; readonly choices: readonly Json[] };

const field = (as: Exclude<FieldSpec["as"], "choice">, ...path: readonly string[]): FieldSpec => ({ path, as });
const choice = (choices: readonly Json[], ...path: readonly string[]): FieldSpec => ({ path, as: "choice", choices });

export const KIND_FIELDS: Readonly<Record<StepKind, readonly FieldSpec[]>> = {
  toolId: [],
  tool: [field("word", "tool")],
  workflowId: [],
  wait: [
    field("value", "wait", "ms"),
    field("text", "wait", "until"),
    field("word", "wait", "signal"),
    field("number", "wait", "timeoutMs"),
    field("json", "wait", "schema"),
  ],
  transform: [field("value", "transform")],
  handoff: [
    field("text", "handoff", "toAgentId"),
    field("text", "handoff", "tag"),
    field("value", "handoff", "context"),
    choice(HANDOFF_MODES, "handoff", "mode"),
    field("number", "handoff", "timeoutMs"),
    field("value", "handoff", "escalateTo"),
    field("json", "handoff", "resultSchema"),
  ],
};

export const MODIFIER_FIELDS: Readonly<Record<Modifier, readonly FieldSpec[]>> = {
  when: [field("text", "when")],
  forEach: [
    field("value", "forEach", "items"),
    field("number", "forEach", "concurrency"),
    field("value", "forEach", "tolerate"),
  ],
  retry: [
    field("number", "retry", "maxAttempts"),
    choice(BACKOFFS, "retry", "backoff"),
    field("number", "retry", "initialDelayMs"),
    field("number", "retry", "maxDelayMs"),
    choice([true, false], "retry", "jitter"),
    field("json", "retry", "nonRetryable"),
  ],
  timeoutMs: [field("number", "timeoutMs")],
  onError: [choice(["fail", "continue", { fallback: null }], "onError"), field("value", "onError", "fallback")],
  compensate: [field("word", "compensate", "toolId"), field("value", "compensate", "arguments")],
};

export const WORKFLOW_FIELDS: readonly FieldSpec[] = [
  field("word", "name"),
  field("word", "description"),
  field("json", "inputSchema"),
  field("value", "output"),
  field("json", "outputSchema"),
  choice(ERROR_STRATEGIES, "errorStrategy"),
  field("number", "timeoutMs"),
  field("number", "concurrency", "limit"),
  field("text", "concurrency", "key"),
  choice([true, false], "exposeAsTool"),
];
