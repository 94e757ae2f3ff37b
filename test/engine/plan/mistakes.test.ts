// The mistakes that people and models make. Each gives exactly the diagnostics listed: no more, for a fault that
// follows from another is noise.

import { describe, expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { check } from "../../../engine/plan/check.ts";
import { catalog, definition, search, summarize } from "./tools.ts";

type Expected = [code: string, pointer: string, says?: RegExp];

/** The search step with other arguments, and nothing after it. */
const calling = (args: Json): Json => definition({ steps: [search({ arguments: args })] });
/** A second step that refers to the first. */
const referring = (text: string): Json => definition({ steps: [search(), summarize({ arguments: { text } })] });
const withStep = (changes: Record<string, Json>): Json => definition({ steps: [search(changes)] });

const errors: [mistake: string, source: Json, ...expected: Expected[]][] = [
  // The whole.
  ["a list instead of a definition", [], ["wrong_type", "", /must be an object, got an array/]],
  ["a text instead of a definition", "search, then summarize", ["wrong_type", ""]],
  ["the definition in a wrapper", { workflow: definition() }, ["unknown_field", "/workflow", /top level/]],
  ["no name", { steps: [search()] }, ["missing_field", "", /"name"/]],
  ["an empty name", definition({ name: "" }), ["out_of_range", "/name", /at least 1 character/]],
  ["a misspelt field", definition({ descripton: "x" }), ["unknown_field", "/descripton", /"description"/]],
  ["a required field under another name", { title: "x", steps: [search()] }, ["unknown_field", "/title", /"name"/]],
  ["snake case", definition({ error_strategy: "continue" }), ["unknown_field", "/error_strategy", /"errorStrategy"/]],
  ["a field of no known name", definition({ zzz: 1 }), ["unknown_field", "/zzz", /Remove/]],
  ["no steps", { name: "x" }, ["missing_field", "", /"steps"/]],
  ["an empty list of steps", definition({ steps: [] }), ["out_of_range", "/steps", /at least 1 item/]],
  ["steps by id instead of a list", definition({ steps: { search: search() } }), ["wrong_type", "/steps", /is a list/]],
  ["steps called tasks", { name: "x", tasks: [search()] }, ["unknown_field", "/tasks", /"steps"/]],
  [
    "an error strategy of another format",
    definition({ errorStrategy: "stop" }),
    ["unknown_value", "/errorStrategy", /stop_on_first/],
  ],
  [
    "an output schema that is none",
    definition({ outputSchema: { type: "objct" } }),
    ["bad_schema", "/outputSchema/type"],
  ],
  [
    "a limit of runs without the limit",
    definition({ concurrency: { key: "{{input.topic}}" } }),
    ["missing_field", "/concurrency", /"limit"/],
  ],
  ["a limit of no runs", definition({ concurrency: { limit: 0 } }), ["out_of_range", "/concurrency/limit"]],
  [
    "a key of runs that reads a step",
    definition({ concurrency: { key: "{{steps.search.result.total}}", limit: 1 } }),
    ["unknown_step", "/concurrency/key", /before the run begins/],
  ],
  ["a time with its unit", definition({ timeoutMs: "30s" }), ["wrong_type", "/timeoutMs", /Write 30000/]],
  ["a time of nothing", definition({ timeoutMs: 0 }), ["out_of_range", "/timeoutMs"]],
  // Steps.
  ["a step that is no object", definition({ steps: [search(), "summarize"] }), ["wrong_type", "/steps/1"]],
  ["a step without an id", definition({ steps: [{ toolId: "tool_anything" }] }), ["missing_field", "/steps/0", /"id"/]],
  ["a step without a tool", definition({ steps: [{ id: "a" }] }), ["missing_field", "/steps/0", /"toolId"/]],
  ["an id with a space", withStep({ id: "my search" }), ["bad_step_id", "/steps/0/id", /my_search/]],
  ["an id that starts with a digit", withStep({ id: "1st" }), ["bad_step_id", "/steps/0/id", /_1st/]],
  ["a number as an id", withStep({ id: 1 }), ["wrong_type", "/steps/0/id"]],
  [
    "the same id twice",
    definition({ steps: [search(), search()] }),
    ["duplicate_step_id", "/steps/1/id", /steps\[0\]/],
  ],
  [
    "a step field in snake case",
    definition({ steps: [search(), summarize({ depends_on: ["search"] })] }),
    ["unknown_field", "/steps/1/depends_on", /"dependsOn"/],
  ],
  [
    "arguments called params",
    definition({ steps: [{ id: "a", toolId: "tool_search", params: { query: "x" } }] }),
    ["unknown_field", "/steps/0/params", /"arguments"/],
  ],
  [
    "arguments called args",
    definition({ steps: [{ id: "a", toolId: "tool_search", args: { query: "x" } }] }),
    ["unknown_field", "/steps/0/args", /"arguments"/],
  ],
  [
    "the tool under another name",
    definition({ steps: [{ id: "a", tool_id: "tool_anything" }] }),
    ["unknown_field", "/steps/0/tool_id", /"toolId"/],
  ],
  [
    "a tool by a name that nobody has",
    definition({ steps: [{ id: "a", tool: "b/anything@1" }] }),
    ["unknown_tool", "/steps/0/tool"],
  ],
  [
    "a tool by its bare name",
    definition({ steps: [{ id: "a", tool: "anything" }] }),
    ["unknown_tool", "/steps/0/tool", /"toolId": "tool_anything"/],
  ],
  ["a step that does two things", withStep({ transform: 1 }), ["several_kinds", "/steps/0/transform", /dependsOn/]],
  [
    "a condition without braces",
    withStep({ when: "$input.count > 3" }),
    ["not_a_condition", "/steps/0/when", /\{\{= \$input/],
  ],
  [
    "a condition in pieces",
    withStep({ when: "{{input.count}} > 3" }),
    ["not_a_condition", "/steps/0/when", /one \{\{= /],
  ],
  [
    "a condition that is a text",
    withStep({ when: "{{input.topic}}" }),
    ["not_a_condition", "/steps/0/when", /Compare/],
  ],
  ["a condition called if", withStep({ if: "{{= $input.count > 3 }}" }), ["unknown_field", "/steps/0/if", /"when"/]],
  [
    "a condition over the item",
    withStep({ forEach: { items: [1] }, when: "{{= $item > 1 }}" }),
    ["outside_for_each", "/steps/0/when"],
  ],
  [
    "a loop over a text",
    withStep({ forEach: { items: "{{input.topic}}" }, arguments: { query: "{{item}}" } }),
    ["not_a_list", "/steps/0/forEach/items", /is a string/],
  ],
  ["a loop over a name", withStep({ forEach: { items: "topics" } }), ["not_a_list", "/steps/0/forEach/items"]],
  [
    "a loop over what a tool never gives",
    definition({ steps: [search(), summarize({ forEach: { items: "{{steps.search.result.total}}" } })] }),
    ["not_a_list", "/steps/1/forEach/items"],
  ],
  ["a loop without a list", withStep({ forEach: {} }), ["missing_field", "/steps/0/forEach", /"items"/]],
  [
    "a loop of nothing at a time",
    withStep({ forEach: { items: [1], concurrency: 0 } }),
    ["out_of_range", "/steps/0/forEach/concurrency"],
  ],
  [
    "a share that is none",
    withStep({ forEach: { items: [1], tolerate: "a few" } }),
    ["unknown_value", "/steps/0/forEach/tolerate", /"10%"/],
  ],
  [
    "a list under another name",
    withStep({ forEach: { in: ["a"] } }),
    ["unknown_field", "/steps/0/forEach/in", /"items"/],
  ],
  [
    "a handoff to nobody",
    definition({ steps: [{ id: "a", handoff: {} }] }),
    ["missing_field", "/steps/0/handoff", /toAgentId/],
  ],
  [
    "a handoff that goes on to nobody, with a context that is none",
    definition({ steps: [{ id: "a", handoff: { tag: "x", escalateTo: [{}], context: "do it" } }] }),
    ["missing_field", "/steps/0/handoff/escalateTo/0", /toAgentId/],
    ["wrong_type", "/steps/0/handoff/context", /object/],
  ],
  [
    "a handoff whose inputSchema is none",
    definition({ steps: [{ id: "a", handoff: { tag: "x", inputSchema: { type: "nothing" } } }] }),
    ["bad_schema", "/steps/0/handoff/inputSchema/type"],
  ],
  [
    "a handoff to two",
    definition({ steps: [{ id: "a", handoff: { toAgentId: "agent_a", tag: "b" } }] }),
    ["several_kinds", "/steps/0/handoff"],
  ],
  ["a wait for nothing", definition({ steps: [{ id: "a", wait: {} }] }), ["missing_field", "/steps/0/wait"]],
  [
    "a wait for two things",
    definition({ steps: [{ id: "a", wait: { ms: 1, signal: "go" } }] }),
    ["several_kinds", "/steps/0/wait", /ms and signal/],
  ],
  [
    "a wait until a time without an offset",
    definition({ steps: [{ id: "a", wait: { until: "2030-01-31 09:00" } }] }),
    ["bad_until", "/steps/0/wait/until", /Z/],
  ],
  [
    "a wait of a duration",
    definition({ steps: [{ id: "a", wait: { ms: true } }] }),
    ["wrong_type", "/steps/0/wait/ms"],
  ],
  [
    "a form that is no schema",
    definition({ steps: [{ id: "a", wait: { signal: "go", schema: { type: "form" } } }] }),
    ["bad_schema", "/steps/0/wait/schema/type"],
  ],
  [
    "a workflow that does not exist",
    definition({ steps: [{ id: "a", workflowId: "wf_nope" }] }),
    ["unknown_workflow", "/steps/0/workflowId"],
  ],
  [
    "a workflow that leads back",
    definition({ steps: [{ id: "a", workflowId: "wf_back" }] }),
    ["workflow_cycle", "/steps/0/workflowId", /wf_mine -> wf_back/],
  ],
  [
    "a workflow that runs itself",
    definition({ steps: [{ id: "a", workflowId: "wf_mine" }] }),
    ["unknown_workflow", "/steps/0/workflowId"],
  ],
  [
    "workflows within workflows",
    definition({ steps: [{ id: "a", workflowId: "wf_deep" }] }),
    ["workflows_too_deep", "/steps/0/workflowId"],
  ],
  [
    "a workflow without its input",
    definition({ steps: [{ id: "a", workflowId: "wf_digest", arguments: { topc: "x" } }] }),
    ["missing_argument", "/steps/0/arguments", /workflow "digest"/],
  ],
  [
    "a part that the output of a workflow does not have",
    definition({
      steps: [
        { id: "a", workflowId: "wf_digest", arguments: { topic: "x" } },
        { id: "b", transform: "{{steps.a.result.summary}}" },
      ],
    }),
    ["unknown_result_field", "/steps/1/transform"],
  ],
  [
    "a part of an item that the tool does not give",
    definition({
      steps: [
        search({ forEach: { items: ["a", "b"] }, arguments: { query: "{{item}}" } }),
        { id: "b", transform: "{{steps.search.result[0].reslts}}" },
      ],
    }),
    ["unknown_result_field", "/steps/1/transform", /results/],
  ],
  [
    "a transform of itself",
    definition({ steps: [{ id: "a", transform: "{{steps.a.result}}" }] }),
    ["self_reference", "/steps/0/transform"],
  ],
  [
    "what undoes without a tool",
    definition({ errorStrategy: "compensate", steps: [search({ compensate: {} })] }),
    ["missing_field", "/steps/0/compensate", /"toolId"/],
  ],
  [
    "what undoes with an unknown tool",
    definition({ errorStrategy: "compensate", steps: [search({ compensate: { toolId: "tool_nope" } })] }),
    ["unknown_tool", "/steps/0/compensate/toolId"],
  ],
  [
    "what undoes with an argument that does not fit",
    definition({
      errorStrategy: "compensate",
      steps: [search({ compensate: { toolId: "tool_search", arguments: { query: 5 } } })],
    }),
    ["bad_argument", "/steps/0/compensate/arguments/query"],
  ],
  ["an onError of another format", withStep({ onError: "ignore" }), ["wrong_type", "/steps/0/onError", /fallback/]],
  [
    "a call of a tool that takes an hour",
    withStep({ timeoutMs: 3_600_000 }),
    ["out_of_range", "/steps/0/timeoutMs", /handoff/],
  ],
  [
    "arguments as text",
    withStep({ arguments: '{"query":"x"}' }),
    ["wrong_type", "/steps/0/arguments", /itself, not its text/],
  ],
  ["arguments as a list", withStep({ arguments: ["x"] }), ["wrong_type", "/steps/0/arguments"]],
  [
    "a call that may take an hour",
    withStep({ timeoutMs: 3_600_000 }),
    ["out_of_range", "/steps/0/timeoutMs", /at most 300000/],
  ],
  // Retry.
  ["retry as a number", withStep({ retry: 5 }), ["wrong_type", "/steps/0/retry", /"maxAttempts": 5/]],
  [
    "retry of another format",
    withStep({ retry: { attempts: 5 } }),
    ["unknown_field", "/steps/0/retry/attempts", /"maxAttempts"/],
  ],
  ["no attempt at all", withStep({ retry: { maxAttempts: 0 } }), ["out_of_range", "/steps/0/retry/maxAttempts"]],
  [
    "half an attempt",
    withStep({ retry: { maxAttempts: 1.5 } }),
    ["wrong_type", "/steps/0/retry/maxAttempts", /whole number/],
  ],
  [
    "a misspelt backoff",
    withStep({ retry: { backoff: "exponentail" } }),
    ["unknown_value", "/steps/0/retry/backoff", /"exponential"/],
  ],
  ["jitter in words", withStep({ retry: { jitter: "true" } }), ["wrong_type", "/steps/0/retry/jitter", /Write true/]],
  [
    "a first pause over the cap",
    withStep({ retry: { initialDelayMs: 500, maxDelayMs: 100 } }),
    ["delays_out_of_order", "/steps/0/retry/initialDelayMs"],
  ],
  [
    "error codes as text",
    withStep({ retry: { nonRetryable: "quota" } }),
    ["wrong_type", "/steps/0/retry/nonRetryable"],
  ],
  // Dependencies.
  [
    "one dependency, not in a list",
    definition({ steps: [search(), summarize({ dependsOn: "search" })] }),
    ["wrong_type", "/steps/1/dependsOn", /\["search"\]/],
  ],
  [
    "a misspelt dependency",
    definition({ steps: [search(), summarize({ dependsOn: ["serch"] })] }),
    ["unknown_step", "/steps/1/dependsOn/0", /"search"/],
  ],
  [
    "a dependency on nothing like a step",
    definition({ steps: [search(), summarize({ dependsOn: ["zzzzzz"] })] }),
    ["unknown_step", "/steps/1/dependsOn/0", /Steps are: search, summarize/],
  ],
  [
    "a template in dependsOn",
    definition({ steps: [search(), summarize({ dependsOn: ["{{steps.search}}"] })] }),
    ["template_not_allowed", "/steps/1/dependsOn/0"],
  ],
  ["a step that waits for itself", withStep({ dependsOn: ["search"] }), ["self_reference", "/steps/0/dependsOn/0"]],
  [
    "a step that uses its own result",
    withStep({ arguments: { query: "{{steps.search.result.total}}" } }),
    ["self_reference", "/steps/0/arguments/query"],
  ],
  [
    "a circle",
    definition({ steps: [search({ dependsOn: ["summarize"] }), summarize()] }),
    ["cycle", "/steps/0", /search -> summarize -> search/],
  ],
  // Tools.
  ["a misspelt tool", withStep({ toolId: "tool_serch" }), ["unknown_tool", "/steps/0/toolId", /"tool_search"/]],
  [
    "a tool by its name",
    withStep({ toolId: "web_search" }),
    ["unknown_tool", "/steps/0/toolId", /takes the tool's id: "tool_search"/],
  ],
  [
    "a tool by its misspelt name",
    withStep({ toolId: "web-serch" }),
    ["unknown_tool", "/steps/0/toolId", /tool_search/],
  ],
  [
    "a signal's name from a template",
    definition({ steps: [{ id: "ask", wait: { signal: "approve-{{input.topic}}" } }] }),
    ["template_not_allowed", "/steps/0/wait/signal"],
  ],
  ["a tool from a template", withStep({ toolId: "{{input.topic}}" }), ["template_not_allowed", "/steps/0/toolId"]],
  // Templates.
  [
    "a misspelt step",
    referring("{{steps.serch.result.results}}"),
    ["unknown_step", "/steps/1/arguments/text", /"search"/],
  ],
  ["a forgotten result", referring("{{steps.search.results}}"), ["unknown_field", "/steps/1/arguments/text"]],
  [
    "a forgotten result, of another name",
    referring("{{steps.search.total}}"),
    ["unknown_field", "/steps/1/arguments/text", /\{\{steps\.search\.result\.total\}\}/],
  ],
  [
    "a result called output",
    referring("{{steps.search.output.results}}"),
    ["unknown_field", "/steps/1/arguments/text", /\{\{steps\.search\.result\.results\}\}/],
  ],
  ["steps forgotten", referring("{{search.result.results}}"), ["unknown_root", "/steps/1/arguments/text"]],
  ["inputs for input", referring("{{inputs.topic}}"), ["unknown_root", "/steps/1/arguments/text", /input/]],
  [
    "an expression without its sign",
    referring("{{$count(steps.search.result.results)}}"),
    ["bare_expression", "/steps/1/arguments/text"],
  ],
  ["an open brace", referring("{{steps.search.result"), ["unclosed_placeholder", "/steps/1/arguments/text"]],
  ["nothing in the braces", referring("{{ }}"), ["empty_placeholder", "/steps/1/arguments/text"]],
  ["the prototype", referring("{{steps.search.result.__proto__}}"), ["forbidden_key", "/steps/1/arguments/text"]],
  ["a filter of another language", referring("{{input.topic | upper}}"), ["bad_path", "/steps/1/arguments/text"]],
  ["item outside a loop", referring("{{item}}"), ["outside_for_each", "/steps/1/arguments/text"]],
  [
    "a misspelt input field",
    calling({ query: "{{input.topik}}" }),
    ["unknown_input_field", "/steps/0/arguments/query", /"topic"/],
  ],
  [
    "a part of a text input",
    calling({ query: "{{input.topic.text}}" }),
    ["unknown_input_field", "/steps/0/arguments/query", /is a string/],
  ],
  [
    "a misspelt part of a result",
    referring("{{steps.search.result.resultz}}"),
    ["unknown_result_field", "/steps/1/arguments/text", /"results"/],
  ],
  [
    "a part of an item, without its index",
    referring("{{steps.search.result.results.title}}"),
    ["unknown_result_field", "/steps/1/arguments/text", /results\[0\]\.title/],
  ],
  [
    "a faulty output",
    definition({ output: { a: "{{steps.sumarize.result}}" } }),
    ["unknown_step", "/output/a", /"summarize"/],
  ],
  // Arguments.
  [
    "no arguments at all",
    definition({ steps: [{ id: "a", toolId: "tool_search" }] }),
    ["missing_argument", "/steps/0", /'query'/],
  ],
  ["a missing argument", calling({}), ["missing_argument", "/steps/0/arguments", /'query'/]],
  [
    "a misspelt argument",
    calling({ qurey: "x" }),
    ["unknown_argument", "/steps/0/arguments/qurey", /Did you mean 'query'/],
  ],
  ["an argument too many", calling({ query: "x", page: 2 }), ["unknown_argument", "/steps/0/arguments/page"]],
  ["a number in quotes", calling({ query: "x", limit: "5" }), ["bad_argument", "/steps/0/arguments/limit", /Write 5/]],
  [
    "a number out of range",
    calling({ query: "x", limit: 500 }),
    ["bad_argument", "/steps/0/arguments/limit", /at most 50/],
  ],
  [
    "a value out of an enum",
    definition({ steps: [summarize({ arguments: { text: 1, style: "shrt" } })] }),
    ["bad_argument", "/steps/0/arguments/style", /Did you mean "short"/],
  ],
  [
    "a number where the tool takes a text",
    calling({ query: "{{input.count}}" }),
    ["bad_argument", "/steps/0/arguments/query", /"\{\{input\.count\}\}" is an integer/],
  ],
  [
    "a text around a number",
    calling({ query: "x", limit: "about {{input.count}}" }),
    ["bad_argument", "/steps/0/arguments/limit", /is a string/],
  ],
  [
    "none of several forms",
    calling({ query: "x", filter: { sitee: "a" } }),
    ["missing_argument", "/steps/0/arguments/filter", /"sitee" meant to be "site"/],
  ],
  // The input's schema.
  [
    "an input schema of an unknown type",
    definition({ inputSchema: { type: "objct" } }),
    ["bad_input_schema", "/inputSchema/type", /object/],
  ],
  [
    "an input schema with a remote reference",
    definition({ inputSchema: { $ref: "https://example.com/a" } }),
    ["bad_input_schema", "/inputSchema/$ref"],
  ],
  [
    "an input schema as text",
    definition({ inputSchema: '{"type":"object"}' }),
    ["wrong_type", "/inputSchema", /itself/],
  ],
];

describe("errors", () => {
  test.each(errors.map(([mistake, source, ...expected]) => ({ mistake, source, expected })))(
    "$mistake is refused, and only that is said",
    async ({ source, expected }) => {
      const checked = await check(source, catalog);
      expect(checked.diagnostics.map(({ severity, code, pointer }) => [severity, code, pointer])).toEqual(
        expected.map(([code, pointer]) => ["error", code, pointer]),
      );
      expect(checked.ok).toBe(false);
      for (const [index, [, , says]] of expected.entries()) {
        const { message, hint } = checked.diagnostics[index] ?? {};
        if (says !== undefined) expect(`${message} ${hint}`).toMatch(says);
      }
    },
  );
});

const warnings: [mistake: string, source: Json, ...expected: Expected[]][] = [
  [
    "what undoes, where nothing is undone",
    withStep({ compensate: { toolId: "tool_anything" } }),
    ["without_effect", "/steps/0/compensate", /errorStrategy/],
  ],
  [
    "the limit of a signal beside a time",
    definition({ steps: [{ id: "a", wait: { ms: 1, timeoutMs: 5 } }] }),
    ["without_effect", "/steps/0/wait/timeoutMs"],
  ],
  [
    "arguments of a step that calls nothing",
    definition({ steps: [{ id: "a", transform: 1, arguments: {} }] }),
    ["without_effect", "/steps/0/arguments"],
  ],
  [
    "the same dependency twice",
    definition({ steps: [search(), summarize({ dependsOn: ["search", "search"] })] }),
    ["duplicate_dependency", "/steps/1/dependsOn/1"],
  ],
  [
    "one brace",
    calling({ query: "about {input.topic}" }),
    ["not_a_template", "/steps/0/arguments/query", /\{\{input\.topic\}\}/],
  ],
  ["a dollar and a brace", calling({ query: "${input.topic}" }), ["not_a_template", "/steps/0/arguments/query"]],
  ["a path without braces", referring("steps.search.result.results"), ["not_a_template", "/steps/1/arguments/text"]],
  [
    "an input schema that forgot its properties",
    definition({ inputSchema: { topic: { type: "string" } } }),
    ["empty_input_schema", "/inputSchema/topic", /"properties"/],
  ],
  [
    "a call that may outlast the run",
    definition({ timeoutMs: 1_000, steps: [search({ timeoutMs: 2_000 })] }),
    ["timeout_over_workflow", "/steps/0/timeoutMs"],
  ],
  [
    "an input field that is not declared, though not forbidden",
    definition({
      inputSchema: { properties: { topic: {} } },
      steps: [search({ arguments: { query: "{{input.topik}}" } })],
    }),
    ["unknown_input_field", "/steps/0/arguments/query", /"topic"/],
  ],
  [
    "a part of a result that is not declared, though not forbidden",
    definition({ output: "{{steps.summarize.result.sumary}}" }),
    ["unknown_result_field", "/output", /"summary"/],
  ],
  [
    "a forbidden part that may be missing",
    referring("{{steps.search.result.resultz ?? null}}"),
    ["unknown_result_field", "/steps/1/arguments/text"],
  ],
];

describe("warnings", () => {
  test.each(warnings.map(([mistake, source, ...expected]) => ({ mistake, source, expected })))(
    "$mistake is allowed, and told",
    async ({ source, expected }) => {
      const checked = await check(source, catalog);
      expect(checked.diagnostics.map(({ severity, code, pointer }) => [severity, code, pointer])).toEqual(
        expected.map(([code, pointer]) => ["warning", code, pointer]),
      );
      expect(checked.ok).toBe(true);
      for (const [index, [, , says]] of expected.entries()) {
        const { message, hint } = checked.diagnostics[index] ?? {};
        if (says !== undefined) expect(`${message} ${hint}`).toMatch(says);
      }
    },
  );
});

const right: [what: string, source: Json][] = [
  ["the smallest definition", { name: "x", steps: [{ id: "a", toolId: "tool_anything" }] }],
  [
    "everything that a step may have",
    withStep({
      description: "x",
      dependsOn: [],
      timeoutMs: 1,
      retry: {
        maxAttempts: 1,
        backoff: "linear",
        initialDelayMs: 0,
        maxDelayMs: 0,
        jitter: false,
        nonRetryable: ["a"],
      },
    }),
  ],
  [
    "everything that a workflow may have",
    definition({
      description: "x",
      output: { a: "{{steps.search.result}}" },
      errorStrategy: "continue",
      timeoutMs: 60_000,
    }),
  ],
  ["a placeholder for a number", calling({ query: "x", limit: "{{input.count}}" })],
  ["a placeholder for one of several forms", calling({ query: "x", filter: { site: "{{input.topic}}" } })],
  ["an expression for a number", calling({ query: "x", limit: "{{= $input.count + 1}}" })],
  ["an expression through a list", referring("{{= $steps.search.result.results.title}}")],
  ["an optional path", calling({ query: '{{input.topic ?? "cats"}}' })],
  ["text that only looks like HTML", calling({ query: "<input> and <b>steps</b> {a: 1}" })],
  ["braces that are meant", calling({ query: String.raw`\{{x}}` })],
  ["a reference to a step that comes later", definition({ steps: [summarize(), search()] })],
  ["a step's status", definition({ steps: [search(), summarize({ arguments: { text: "{{steps.search.status}}" } })] })],
  ["a schema for anything", definition({ inputSchema: true, steps: [search({ arguments: { query: "{{input}}" } })] })],
];

test.each(right)("%s is right", async (_what, source) => {
  const checked = await check(source, catalog);
  expect(checked.diagnostics).toEqual([]);
  expect(checked.ok).toBe(true);
});
