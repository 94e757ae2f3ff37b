// What a check says of a definition. The codes are part of the API; each has its line of documentation here.

import type { FaultCode } from "../template/fault.ts";
import type { Patch, PatchOperation } from "./patch.ts";

const DEFINITION_CODES = {
  wrong_type: "A field has a value of the wrong type.",
  missing_field: "A required field is missing.",
  unknown_field: "A field that the definition, a step or a run does not have.",
  unknown_value: "A field has none of the values that it can have.",
  out_of_range: "A number, a text or a list is too small or too big.",
  nested_too_deeply: "The definition is nested too deeply to be read.",
  bad_step_id: "A step's id has characters that it may not have, or is too long.",
  several_kinds: "A step says that it does several things, or waits for several.",
  without_effect: "A field that says nothing where it stands.",
  bad_until: "wait.until is no time with Z or an offset.",
  not_a_condition: "when is not one placeholder that gives true or false.",
  not_a_list: "forEach.items gives no list.",
  unknown_workflow: "No workflow of this id can be run by the caller.",
  workflow_cycle: "A sub-workflow leads back to the workflow itself.",
  too_many_workflows: "The definition runs more different workflows than it may.",
  workflows_too_deep: "Sub-workflows nest too deeply.",
  bad_schema: "outputSchema, a signal's schema or one of a handoff's is not a JSON Schema that can be used.",
  duplicate_step_id: "Two steps have the same id.",
  too_many_steps: "The definition has more steps than a workflow may have.",
  template_not_allowed:
    "A placeholder stands where only a fixed text may: in a tool id, the name of a signal or in dependsOn.",
  not_a_template: "A text looks as if it were meant as a placeholder, but is not one, and would be sent as it stands.",
  unknown_step: "A step waits for, or refers to, a step that does not exist.",
  self_reference: "A step waits for itself, or refers to its own result.",
  cycle: "Steps wait for each other in a circle.",
  duplicate_dependency: "dependsOn names the same step twice.",
  outside_for_each: "item or index where there is none: outside a forEach, or in its items or its step's when.",
  unknown_tool: "No tool of this id can be used by the caller.",
  unknown_input_field: "A template refers to an input field that inputSchema does not have.",
  unknown_result_field: "A template refers to a part of a result that the tool's outputSchema does not have.",
  missing_argument: "An argument that the tool requires is missing.",
  unknown_argument: "An argument that the tool does not know.",
  bad_argument: "An argument does not fit the tool's inputSchema.",
  bad_output: "The output never fits outputSchema.",
  bad_type: "What a template gives never fits where it goes, or a text is added by +.",
  may_not_fit: "What a template gives may not fit where it goes, as the schema of what it comes from says.",
  bad_input_schema: "inputSchema is not a JSON Schema that can be used.",
  empty_input_schema: "inputSchema has no keyword of JSON Schema, so it says nothing.",
  unusable_tool_schema: "A tool's schema cannot be used, so nothing was checked against it.",
  too_costly_to_check: "Checking arguments takes too much work, so not all of them were checked.",
  delays_out_of_order: "A retry's initialDelayMs is more than its maxDelayMs.",
  timeout_over_workflow: "A step's timeoutMs is more than the whole workflow's.",
  bad_template: "A template cannot be rendered.",
  more_diagnostics: "There are more diagnostics than are returned.",
} as const;

const TEMPLATE_CODES = {
  unclosed_placeholder: "{{ without its }}.",
  empty_placeholder: "{{ }} with nothing in it.",
  bad_path: "A placeholder is neither a path nor anything else that is understood.",
  bad_default: "What follows ?? is not a JSON literal.",
  bare_expression: "An expression inside {{ }}; it belongs into {{= }}.",
  unknown_root: "A path starts with something other than input, steps, item, index and run.",
  step_required: "steps without the id of a step.",
  forbidden_key: "__proto__, constructor or prototype in a path.",
  expression_syntax: "An expression cannot be parsed.",
  expression_too_large: "An expression is too long or nests too deeply.",
  unknown_variable: "An expression uses a variable that nothing binds.",
  unknown_function: "An expression calls a function that does not exist.",
  forbidden_function: "An expression calls a function that templates do not have.",
  reserved_variable: "An expression assigns to $input, $steps, $item, $index or $run.",
  bare_name: "A name in an expression has nothing to start from: steps.a instead of $steps.a.",
  string_predicate: '$x["name"] in an expression, which filters and does not look up.',
  unsupported_syntax: "An expression uses syntax that templates do not have.",
  unsupported_regex: "A regular expression that cannot be matched in linear time, or is none.",
  regex_too_large: "A regular expression is too large.",
  too_costly: "There are more expressions than may be checked.",
  too_large: "A template is larger than it may be.",
  too_deep: "A template nests more deeply than it may.",
} as const satisfies Partial<Record<FaultCode, string>>;

/** Every code that a check can give, with one line on what it means. */
export const DIAGNOSTIC_CODES = { ...DEFINITION_CODES, ...TEMPLATE_CODES };

export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES;

/** The code of a template's fault as a diagnostic's. */
export function templateCode(code: FaultCode): DiagnosticCode {
  return isDiagnosticCode(code) ? code : "bad_template";
}

function isDiagnosticCode(code: string): code is DiagnosticCode {
  return Object.hasOwn(DIAGNOSTIC_CODES, code);
}

/** One fault of a definition: what, where, and how to mend it. A check reports every fault at once. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly code: DiagnosticCode;
  /** RFC 6901, from the definition's root: `/steps/2/arguments/query`. */
  readonly pointer: string;
  /** What is wrong, in words that name the offending value. */
  readonly message: string;
  /** How to mend it. */
  readonly hint?: string;
  /** The mend itself, where there is no doubt about it. */
  readonly fix?: Patch;
}

/** The same where the definition stands at `at` in something larger. */
export function placed(diagnostic: Diagnostic, at: string): Diagnostic {
  if (at === "") return diagnostic;
  const { fix, pointer } = diagnostic;
  const move = (operation: PatchOperation): PatchOperation =>
    operation.op === "move"
      ? { ...operation, from: at + operation.from, path: at + operation.path }
      : { ...operation, path: at + operation.path };
  return { ...diagnostic, pointer: at + pointer, ...(fix && { fix: fix.map(move) }) };
}
