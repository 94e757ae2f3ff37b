// What `error.code` of an invocation, a step or a run can be. These come in answers of 200: the call of the API
// succeeded, what it set going did not.

export const OUTCOME_CODES = {
  timeout: "The provider did not answer in time. Retried where the step says so.",
  aborted: "The call was given up: its run was cancelled, or ended before it.",
  caller_gone: "The caller of a streamed call hung up before its end, so the provider's call was given up.",
  provider_unreachable: "The provider could not be reached, or broke off. Retried where the step says so.",
  provider_unavailable: "The provider answered 5xx, 408 or 429. Retried where the step says so.",
  circuit_open:
    "The provider did not answer its last calls, so the hub leaves it alone for up to a minute; the tool's `circuit` says more. Not called.",
  provider_busy:
    "100 calls are at the provider's endpoint already. Not called. A run does not see it: its calls wait for a place.",
  provider_error: "The provider answered with another status than 2xx. Final.",
  provider_redirect: "The provider redirects too often, or in a way that drops the arguments. Final.",
  invalid_response: "The provider answered 2xx with something other than JSON of at most 64 levels. Final.",
  invalid_output: "The provider's answer does not fit the tool's outputSchema, which the call had enforced. Final.",
  response_too_large: "The provider's answer is larger than 1 MiB, or for a step of a run 100 MiB. Final.",
  egress_denied: "The hub may not call the tool's endpoint. Final.",
  credentials_unavailable:
    "The credentials of the tool cannot be opened with the hub's master keys. Its provider sets them anew. Final.",
  invalid_input: "A built-in tool can do nothing with what it was given; the message says why. Final.",
  invalid_arguments: "What the step's templates gave does not fit the tool's inputSchema. Not called. Final.",
  tool_not_found: "The tool is no longer registered or not active. Final.",
  tool_error: "A tool of an MCP server answered that it failed; the message is what it said. Final.",
  input_required:
    "A tool of an MCP server asks its caller for input, which a plain call cannot give. Call it through MCP. Final.",
  url_elicitation_required:
    "An MCP server wants a person to open an address first; the message has it. Final; make the call again once that is done.",
  too_many_questions:
    "A tool of an MCP server asked its caller over and over: more than 10 rounds, or more than 50 questions. The call was given up. Final.",
  unanswered: "The caller did not answer what a tool of an MCP server asked it within 15 minutes.",
  too_many_parked: "50 calls of the caller wait for its answers already, so one more was given up.",
  provider_offline:
    "The agent that serves the tool is not connected, and did not come back while the call waited. Not called. Retried where the step says so.",
  connection_lost:
    "The agent's connection broke while it had the call, so what came of it is not known. Retried where the step says so.",
  condition_false: "The step was not run, since its `when` is false.",
  result_missing: "The step was not run, since it needs the result of a step that has none.",
  signal_timeout: "No signal came within the wait's timeoutMs. Final.",
  invalid_handoff: "What the step's templates gave makes no handoff; the message says why. Nobody was asked. Final.",
  invalid_context: "What the step's templates gave does not fit the handoff's inputSchema. Nobody was asked. Final.",
  handoff_loop: "The work would come back to an agent that handed it on. Nobody was asked. Final.",
  handoff_rejected: "The handoff was rejected by all who were asked. Asked again where the step has a retry.",
  handoff_expired: "The handoff's time was up. Asked again where the step has a retry.",
  handoff_failed: "The receiver gave the handoff up, and gave no other code.",
  handoff_cancelled: "The handoff was cancelled by its sender, past its run. Final.",
  output_mismatch: "The run's output does not fit the workflow's outputSchema; the message says where. Final.",
  not_a_condition: "The step's `when` gives neither true nor false. Final.",
  not_a_list: "The step's forEach.items gives no list. Final.",
  too_many_items: "The step's forEach.items gives more items than a forEach may have. Final.",
  bad_wait: "wait.ms gives no number of milliseconds that can be waited. Final.",
  bad_until: "wait.until gives no time with Z or an offset, or one that is too far away. Final.",
  workflow_not_found: "The version of the sub-workflow that the plan names is not there any more. Final.",
  dependency_failed: "The step was not run, since one that it depends on did not succeed.",
  run_timeout: "The run took longer than its workflow's `timeoutMs`.",
  run_too_large: "The results of the run weigh more than a run may keep.",
  value_gone: "A value that is kept outside the run's journal cannot be read there. Final.",
  value_too_large: "A template reads more of a large value than it may; name a smaller part of it. Final.",
  cancelled: "The run was cancelled.",
  no_stand_in: "In a dry run: no value was found that fits what the step gives. Give one in `answers`.",
  skipped: "The run found no place under its workflow's `concurrency`, whose onConflict is skip.",
  superseded:
    "The run was cancelled for a newer one: its workflow's onConflict, or its schedule's overlap, is cancel_running.",
  queue_full: "As many runs of the concurrency key wait as may. Not run.",
  interrupted:
    "The hub stopped while this call was under way, so what came of it is not known; a step is made again a few times first.",
} as const;

/** Those of calls that were ended from this side, so that they say nothing of the tool. */
export const GIVEN_UP: readonly (keyof typeof OUTCOME_CODES)[] = [
  "aborted",
  "caller_gone",
  "cancelled",
  "interrupted",
  "too_many_parked",
  "unanswered",
];

/** The same, where a template of a step's arguments or of the output cannot be rendered with the values at hand. */
export const RENDER_CODES = {
  missing_value: "A path leads nowhere, or an expression gives nothing; the message names what is there.",
  unknown_step: "The template names a step that it cannot see.",
  step_skipped: "The template reads the result of a step that was skipped.",
  step_failed: "The template reads the result of a step that failed.",
  step_cancelled: "The template reads the result of a step that was cancelled.",
  outside_for_each: "`item` or `index` outside a forEach.",
  expression_failed: "The expression meets a value of the wrong kind.",
  expression_raised: "The expression called `$error`, or an `$assert` did not hold.",
  not_json: "The expression gives what JSON cannot hold.",
  too_costly: "The expressions take more work than a template may cost.",
  too_large: "A value, or what is rendered, is larger than a template may build.",
  too_deep: "A value, what is rendered, or a recursion nests too deeply.",
  input_too_large: "The values that an expression names are larger than it may read.",
  reserved_key: "A value has a key that expressions keep for themselves.",
} as const;
