// The mistakes that language models make when they write a definition, each with what a check says of it and with the
// definition that was meant. `means: null` where no program can know that.

import type { Json } from "../../../engine/json.ts";
import { definition, search, summarize } from "./tools.ts";

export interface Mistake {
  readonly mistake: string;
  readonly source: Json;
  /** Code and pointer of each diagnostic, in order. */
  readonly expected: readonly (readonly [code: string, pointer: string])[];
  /** The definition after all fixes. */
  readonly means: Json | null;
  /** The same where they leave some of the faults. */
  readonly left?: Json;
}

type Fields = Record<string, Json>;
type Said = readonly (readonly [string, string])[];

const RIGHT = definition();

/** The first step with these fields, before and after. */
function step(mistake: string, wrong: Fields, expected: Said, right: Fields | null = {}): Mistake {
  const means = right === null ? null : definition({ steps: [search(right), summarize()] });
  return { mistake, source: definition({ steps: [search(wrong), summarize()] }), expected, means };
}

/** The second step's text as this template. */
function text(mistake: string, wrong: string, expected: Said, right: string | null): Mistake {
  const reading = (value: string) => definition({ steps: [search(), summarize({ arguments: { text: value } })] });
  return { mistake, source: reading(wrong), expected, means: right === null ? null : reading(right) };
}

const AT_TEXT = "/steps/1/arguments/text";
const template = (mistake: string, code: string, wrong: string, right: string | null): Mistake =>
  text(mistake, wrong, [[code, AT_TEXT]], right);

/** The first step with these arguments. */
function args(mistake: string, wrong: Fields, expected: Said, right: Fields | null): Mistake {
  return step(mistake, { arguments: wrong }, expected, right === null ? null : { arguments: right });
}

function whole(mistake: string, wrong: Fields, expected: Said, right: Fields | null = {}): Mistake {
  return { mistake, source: definition(wrong), expected, means: right === null ? null : definition(right) };
}

function without(source: Fields, ...names: string[]): Fields {
  return Object.fromEntries(Object.entries(source).filter(([name]) => !names.includes(name)));
}

function steps(
  mistake: string,
  wrong: Json[],
  expected: Said,
  right: Json[] | null = [search(), summarize()],
): Mistake {
  return whole(mistake, { steps: wrong }, expected, right === null ? null : { steps: right });
}

const NO_RESULTS = { results: [], total: 0 };

/** The first step is undone by a call with this argument. */
function undoing(count: string): Fields {
  return undoingBy({ toolId: "tool_anything", arguments: { count } });
}

function undoingBy(compensate: Fields): Fields {
  return { errorStrategy: "compensate", steps: [search({ compensate }), summarize()] };
}

const bare = { id: "search", arguments: { query: "{{input.topic}}" } };

const WHOLE: readonly Mistake[] = [
  { mistake: "the definition as a text", source: JSON.stringify(RIGHT), expected: [["wrong_type", ""]], means: RIGHT },
  {
    mistake: "the definition as a text in a markdown fence",
    source: `\`\`\`json\n${JSON.stringify(RIGHT)}\n\`\`\``,
    expected: [["wrong_type", ""]],
    means: RIGHT,
  },
  { mistake: "the definition in a list", source: [RIGHT], expected: [["wrong_type", ""]], means: RIGHT },
  {
    mistake: "the definition in a wrapper",
    source: { workflow: RIGHT },
    expected: [["unknown_field", "/workflow"]],
    means: RIGHT,
  },
  { mistake: "no name", source: without(RIGHT, "name"), expected: [["missing_field", ""]], means: null },
  {
    mistake: "the name as a title",
    source: { ...without(RIGHT, "name"), title: RIGHT["name"] ?? "" },
    expected: [["unknown_field", "/title"]],
    means: RIGHT,
  },
  {
    mistake: "the steps as tasks",
    source: { ...without(RIGHT, "steps"), tasks: RIGHT["steps"] ?? [] },
    expected: [["unknown_field", "/tasks"]],
    means: RIGHT,
  },
  {
    mistake: "the input's schema as inputs",
    source: { ...without(RIGHT, "inputSchema"), inputs: RIGHT["inputSchema"] ?? {} },
    expected: [["unknown_field", "/inputs"]],
    means: RIGHT,
  },
  whole("a version of the definition", { version: "1.0.0" }, [["unknown_field", "/version"]]),
  whole("snake case", { error_strategy: "continue" }, [["unknown_field", "/error_strategy"]], {
    errorStrategy: "continue",
  }),
  whole("kebab case", { "error-strategy": "continue" }, [["unknown_field", "/error-strategy"]], {
    errorStrategy: "continue",
  }),
  whole("a misspelt field", { descripton: "x" }, [["unknown_field", "/descripton"]], { description: "x" }),
  whole(
    "a field of another format that says something",
    { triggers: [{ cron: "0 9 * * *" }] },
    [["unknown_field", "/triggers"]],
    null,
  ),
  whole("another format's error strategy", { errorStrategy: "fail_fast" }, [["unknown_value", "/errorStrategy"]], {
    errorStrategy: "stop_on_first",
  }),
  whole("a misspelt error strategy", { errorStrategy: "stop_on_frist" }, [["unknown_value", "/errorStrategy"]], {
    errorStrategy: "stop_on_first",
  }),
  whole("a timeout in words", { timeoutMs: "5 minutes" }, [["wrong_type", "/timeoutMs"]], { timeoutMs: 300_000 }),
  whole("a timeout in seconds", { timeoutSeconds: 60 }, [["unknown_field", "/timeoutSeconds"]], { timeoutMs: 60_000 }),
  whole("a timeout without a unit", { timeout: 30 }, [["unknown_field", "/timeout"]], null),
  whole("a timeout as an ISO duration", { timeout: "PT1M" }, [["unknown_field", "/timeout"]], { timeoutMs: 60_000 }),
  whole("a field that is null", { description: null }, [["wrong_type", "/description"]]),
  whole(
    "edges beside the steps",
    { steps: [search(), { id: "last", transform: 1 }], edges: [{ from: "search", to: "last" }] },
    [["unknown_field", "/edges"]],
    { steps: [search(), { id: "last", transform: 1, dependsOn: ["search"] }] },
  ),
  whole("steps by id", { steps: { search: without(search(), "id"), summarize: summarize() } }, [
    ["wrong_type", "/steps"],
  ]),
  whole("steps as a text", { steps: JSON.stringify([search(), summarize()]) }, [["wrong_type", "/steps"]]),
  whole("one step, not in a list", { steps: search() }, [["wrong_type", "/steps"]], { steps: [search()] }),
];

const STEPS: readonly Mistake[] = [
  step("dependencies in snake case", { depends_on: [] }, [["unknown_field", "/steps/0/depends_on"]], { dependsOn: [] }),
  steps(
    "dependencies as depends",
    [search(), summarize({ depends: ["search"] })],
    [["unknown_field", "/steps/1/depends"]],
    [search(), summarize({ dependsOn: ["search"] })],
  ),
  steps(
    "dependencies as needs, and one text",
    [search(), summarize({ needs: "search" })],
    [["unknown_field", "/steps/1/needs"]],
    [search(), summarize({ dependsOn: ["search"] })],
  ),
  steps(
    "the next step instead of the ones before",
    [search({ next: "last" }), { id: "last", transform: 1 }],
    [["unknown_field", "/steps/0/next"]],
    [search(), { id: "last", transform: 1, dependsOn: ["search"] }],
  ),
  steps("no next step", [search(), summarize({ next: null })], [["unknown_field", "/steps/1/next"]]),
  steps(
    "dependencies by index",
    [search(), summarize({ dependsOn: [0] })],
    [["wrong_type", "/steps/1/dependsOn/0"]],
    null,
  ),
  steps(
    "dependencies as objects",
    [search(), summarize({ dependsOn: [{ step: "search" }] })],
    [["wrong_type", "/steps/1/dependsOn/0"]],
    [search(), summarize({ dependsOn: ["search"] })],
  ),
  steps(
    "a dependency that is null",
    [search({ dependsOn: null }), summarize()],
    [["wrong_type", "/steps/0/dependsOn"]],
  ),
  steps(
    "a dependency as a placeholder",
    [search(), summarize({ dependsOn: ["{{steps.search.result}}"] })],
    [["template_not_allowed", "/steps/1/dependsOn/0"]],
    [search(), summarize({ dependsOn: ["search"] })],
  ),
  steps(
    "a dependency in another case",
    [search(), summarize({ dependsOn: ["Search"] })],
    [["unknown_step", "/steps/1/dependsOn/0"]],
    [search(), summarize({ dependsOn: ["search"] })],
  ),
  steps(
    "a dependency on a step that is not there",
    [search(), summarize({ dependsOn: ["fetch_pages"] })],
    [["unknown_step", "/steps/1/dependsOn/0"]],
    null,
  ),
  step("a dependency on itself", { dependsOn: ["search"] }, [["self_reference", "/steps/0/dependsOn/0"]], {
    dependsOn: [],
  }),
  steps(
    "a dependency against the data",
    [search({ dependsOn: ["summarize"] }), summarize()],
    [["cycle", "/steps/0"]],
    [search({ dependsOn: [] }), summarize()],
  ),
  steps(
    "data in a circle",
    [search({ arguments: { query: "{{steps.summarize.result.summary}}" } }), summarize()],
    [["cycle", "/steps/0"]],
    null,
  ),
  steps("the same step twice", [search(), search(), summarize()], [["duplicate_step_id", "/steps/1/id"]]),
  steps(
    "two steps of one id",
    [search(), { id: "search", transform: 1 }],
    [["duplicate_step_id", "/steps/1/id"]],
    [search(), { id: "search_2", transform: 1 }],
  ),
  step(
    "args beside the arguments",
    { args: {}, arguments: { query: "x" } },
    [["unknown_field", "/steps/0/args"]],
    null,
  ),
  ...["args", "params", "parameters", "input", "with"].map((name) =>
    steps(
      `arguments as ${name}`,
      [{ ...without(search(), "arguments"), [name]: { query: "{{input.topic}}" } }, summarize()],
      [["unknown_field", `/steps/0/${name}`]],
    ),
  ),
  step("arguments as a text", { arguments: '{"query":"{{input.topic}}"}' }, [["wrong_type", "/steps/0/arguments"]]),
  step("arguments as pairs", { arguments: [{ name: "query", value: "{{input.topic}}" }] }, [
    ["wrong_type", "/steps/0/arguments"],
  ]),
  steps(
    "the tool as tool_id",
    [{ ...bare, tool_id: "tool_search" }, summarize()],
    [["unknown_field", "/steps/0/tool_id"]],
  ),
  steps("the tool as uses", [{ ...bare, uses: "tool_search" }, summarize()], [["unknown_field", "/steps/0/uses"]]),
  steps(
    "the tool's name as its id",
    [{ ...bare, toolId: "web_search" }, summarize()],
    [["unknown_tool", "/steps/0/toolId"]],
  ),
  steps(
    "the tool's name in another case",
    [{ ...bare, toolId: "WebSearch" }, summarize()],
    [["unknown_tool", "/steps/0/toolId"]],
  ),
  steps(
    "the tool's bare name as tool",
    [{ ...bare, tool: "web_search" }, summarize()],
    [["unknown_tool", "/steps/0/tool"]],
  ),
  steps("the tool's id as tool", [{ ...bare, tool: "tool_search" }, summarize()], [["unknown_tool", "/steps/0/tool"]]),
  steps(
    "the tool's agent and name as its id",
    [{ ...bare, toolId: "agent_x/web_search@1.0.0" }, summarize()],
    [["unknown_tool", "/steps/0/toolId"]],
    [{ ...bare, tool: "agent_x/web_search@1.0.0" }, summarize()],
  ),
  steps(
    "a version behind the tool's id",
    [{ ...bare, toolId: "tool_search@1.0.0" }, summarize()],
    [["unknown_tool", "/steps/0/toolId"]],
  ),
  step("the tool's version beside its id", { version: "1.0.0" }, [["unknown_field", "/steps/0/version"]]),
  steps("a misspelt tool", [{ ...bare, toolId: "tool_serach" }, summarize()], [["unknown_tool", "/steps/0/toolId"]]),
  steps(
    "a tool that nobody has",
    [{ ...bare, toolId: "send_fax_to_everybody" }, summarize()],
    [["unknown_tool", "/steps/0/toolId"]],
    null,
  ),
  step("the step's type beside what it does", { type: "tool" }, [["unknown_field", "/steps/0/type"]]),
  step("a name beside the id", { name: "Search the web" }, [["unknown_field", "/steps/0/name"]], {
    description: "Search the web",
  }),
  steps(
    "the id as a name",
    [{ ...without(search(), "id"), name: "search" }, summarize()],
    [["unknown_field", "/steps/0/name"]],
  ),
  steps(
    "no id",
    [{ toolId: "tool_anything" }],
    [["missing_field", "/steps/0"]],
    [{ id: "step_1", toolId: "tool_anything" }],
  ),
  steps(
    "an id with spaces",
    [
      { ...search(), id: "web search" },
      { id: "last", transform: 1, dependsOn: ["web search"] },
    ],
    [["bad_step_id", "/steps/0/id"]],
    [
      { ...search(), id: "web_search" },
      { id: "last", transform: 1, dependsOn: ["web_search"] },
    ],
  ),
  steps(
    "a number as the id",
    [{ ...search(), id: "1" }, summarize({ arguments: { text: "{{steps.1.result.results}}" } })],
    [["bad_step_id", "/steps/0/id"]],
    [{ ...search(), id: "_1" }, summarize({ arguments: { text: "{{steps._1.result.results}}" } })],
  ),
  step("the condition as if", { if: "{{= $input.count > 3 }}" }, [["unknown_field", "/steps/0/if"]], {
    when: "{{= $input.count > 3 }}",
  }),
  step("a condition in pieces", { when: "{{input.count}} > 3" }, [["not_a_condition", "/steps/0/when"]], {
    when: "{{= $input.count > 3 }}",
  }),
  step(
    "a condition of another language",
    { when: "{{input.topic}} == 'bees'" },
    [["not_a_condition", "/steps/0/when"]],
    {
      when: "{{= $input.topic = 'bees' }}",
    },
  ),
  step(
    "a condition with quotes around the value",
    { when: "'{{input.topic}}' === \"bees\" && {{input.count}} >= 1" },
    [["not_a_condition", "/steps/0/when"]],
    { when: '{{= $input.topic = "bees"  and  $input.count >= 1 }}' },
  ),
  step("a condition without braces", { when: "input.count > 3" }, [["not_a_condition", "/steps/0/when"]], {
    when: "{{= $input.count > 3 }}",
  }),
  step("a condition that is true", { when: true }, [["wrong_type", "/steps/0/when"]]),
  step(
    "a list's length as in JavaScript",
    { when: "{{ input.topic.length > 3 }}" },
    [["bare_expression", "/steps/0/when"]],
    null,
  ),
  steps(
    "a loop as a text",
    [
      search({ forEach: "{{steps.first.result}}", arguments: { query: "{{item}}" } }),
      { id: "first", transform: ["a"] },
    ],
    [["wrong_type", "/steps/0/forEach"]],
    [
      search({ forEach: { items: "{{steps.first.result}}" }, arguments: { query: "{{item}}" } }),
      { id: "first", transform: ["a"] },
    ],
  ),
  step(
    "a loop as a list",
    { forEach: ["a", "b"], arguments: { query: "{{item}}" } },
    [["wrong_type", "/steps/0/forEach"]],
    { forEach: { items: ["a", "b"] }, arguments: { query: "{{item}}" } },
  ),
  steps(
    "a loop over a path without braces",
    [
      search({ forEach: { items: "steps.first.result" }, arguments: { query: "{{item}}" } }),
      { id: "first", transform: [] },
    ],
    [["not_a_list", "/steps/0/forEach/items"]],
    [
      search({ forEach: { items: "{{steps.first.result}}" }, arguments: { query: "{{item}}" } }),
      { id: "first", transform: [] },
    ],
  ),
  step(
    "a loop's list under another name",
    { forEach: { in: ["a"] }, arguments: { query: "{{item}}" } },
    [["unknown_field", "/steps/0/forEach/in"]],
    { forEach: { items: ["a"] }, arguments: { query: "{{item}}" } },
  ),
  step(
    "a share as a fraction",
    { forEach: { items: ["a"], tolerate: 0.1 } },
    [["wrong_type", "/steps/0/forEach/tolerate"]],
    { forEach: { items: ["a"], tolerate: "10%" } },
  ),
  step(
    "the item outside of a loop",
    { arguments: { query: "{{item}}" } },
    [["outside_for_each", "/steps/0/arguments/query"]],
    null,
  ),
  step(
    "the loop in small letters, and its item",
    { foreach: { items: ["a"] }, arguments: { query: "{{item}}" } },
    [["unknown_field", "/steps/0/foreach"]],
    { forEach: { items: ["a"] }, arguments: { query: "{{item}}" } },
  ),
  steps(
    "a call as models make it",
    [
      {
        ...without(search(), "toolId", "arguments"),
        function: { name: "tool_search", arguments: { query: "tea" } },
      },
      summarize(),
    ],
    [["unknown_field", "/steps/0/function"]],
    [search({ arguments: { query: "tea" } }), summarize()],
  ),
  steps(
    "a tool with what it is of",
    [{ ...without(search(), "toolId"), action: { name: "tool_search", server: "web" } }, summarize()],
    [["unknown_field", "/steps/0/action"]],
    null,
  ),
  step(
    "a condition as an object",
    { when: { equals: ["{{input.topic}}", "tea"] } },
    [["wrong_type", "/steps/0/when"]],
    null,
  ),
  step(
    "what undoes a step as a text",
    { compensate: "Delete the booking again." },
    [["wrong_type", "/steps/0/compensate"]],
    null,
  ),
  whole(
    "a concurrency without its limit",
    { concurrency: { key: "{{input.topic}}" } },
    [["missing_field", "/concurrency"]],
    null,
  ),
  step("retry as a number", { retry: 3 }, [["wrong_type", "/steps/0/retry"]], { retry: { maxAttempts: 3 } }),
  step("retry as yes", { retry: true }, [["wrong_type", "/steps/0/retry"]], { retry: {} }),
  step("retries, without the first call", { retries: 2 }, [["unknown_field", "/steps/0/retries"]], {
    retry: { maxAttempts: 3 },
  }),
  step("attempts as a text", { retry: { maxAttempts: "3" } }, [["wrong_type", "/steps/0/retry/maxAttempts"]], {
    retry: { maxAttempts: 3 },
  }),
  step(
    "attempts under another name",
    { retry: { max_attempts: 3 } },
    [["unknown_field", "/steps/0/retry/max_attempts"]],
    {
      retry: { maxAttempts: 3 },
    },
  ),
  step("no attempts for no retry", { retry: { maxAttempts: 0 } }, [["out_of_range", "/steps/0/retry/maxAttempts"]], {
    retry: { maxAttempts: 1 },
  }),
  step("another format's backoff", { retry: { backoff: "fixed" } }, [["unknown_value", "/steps/0/retry/backoff"]], {
    retry: { backoff: "constant" },
  }),
  step(
    "a pause with its unit",
    { retry: { initialDelayMs: "2s" } },
    [["wrong_type", "/steps/0/retry/initialDelayMs"]],
    {
      retry: { initialDelayMs: 2_000 },
    },
  ),
  step("a pause in seconds", { retry: { delaySeconds: 2 } }, [["unknown_field", "/steps/0/retry/delaySeconds"]], {
    retry: { initialDelayMs: 2_000 },
  }),
  step("a step's timeout as a text", { timeoutMs: "10000" }, [["wrong_type", "/steps/0/timeoutMs"]], {
    timeoutMs: 10_000,
  }),
  step("a step's timeout without a unit", { timeout: 30 }, [["unknown_field", "/steps/0/timeout"]], null),
  step("a step's timeout with its unit", { timeout: "30s" }, [["unknown_field", "/steps/0/timeout"]], {
    timeoutMs: 30_000,
  }),
  step("an error that is ignored", { onError: "ignore" }, [["wrong_type", "/steps/0/onError"]], {
    onError: "continue",
  }),
  step("errors that are caught", { catch: "continue" }, [["unknown_field", "/steps/0/catch"]], { onError: "continue" }),
  steps(
    "a wait with its unit",
    [{ id: "pause", wait: "30s" }],
    [["wrong_type", "/steps/0/wait"]],
    [{ id: "pause", wait: { ms: 30_000 } }],
  ),
  steps(
    "a wait in seconds",
    [{ id: "pause", wait: { seconds: 30 } }],
    [["unknown_field", "/steps/0/wait/seconds"]],
    [{ id: "pause", wait: { ms: 30_000 } }],
  ),
  steps(
    "a wait's milliseconds as a text",
    [{ id: "pause", wait: { ms: "5s" } }],
    [["wrong_type", "/steps/0/wait/ms"]],
    [{ id: "pause", wait: { ms: 5_000 } }],
  ),
  steps(
    "a signal's limit beside the wait",
    [{ id: "pause", wait: { signal: "go" }, timeoutMs: 5_000 }],
    [["without_effect", "/steps/0/timeoutMs"]],
    [{ id: "pause", wait: { signal: "go", timeoutMs: 5_000 } }],
  ),
  whole(
    "what undoes, as undo",
    { steps: [search({ undo: { toolId: "tool_anything" } }), summarize()] },
    [
      ["unknown_field", "/steps/0/undo"],
      ["without_effect", "/steps/0/undo"],
    ],
    { errorStrategy: "compensate", steps: [search({ compensate: { toolId: "tool_anything" } }), summarize()] },
  ),
];

const TEMPLATES: readonly Mistake[] = [
  template(
    "output instead of result",
    "unknown_field",
    "{{steps.search.output.results}}",
    "{{steps.search.result.results}}",
  ),
  template(
    "outputs instead of result",
    "unknown_field",
    "{{steps.search.outputs.results}}",
    "{{steps.search.result.results}}",
  ),
  template("the result forgotten", "unknown_field", "{{steps.search.results}}", "{{steps.search.result.results}}"),
  template("steps forgotten", "unknown_root", "{{search.result.results}}", "{{steps.search.result.results}}"),
  template(
    "step instead of steps",
    "unknown_root",
    "{{step.search.result.results}}",
    "{{steps.search.result.results}}",
  ),
  template(
    "nodes instead of steps",
    "unknown_root",
    "{{nodes.search.output.results}}",
    "{{steps.search.result.results}}",
  ),
  template("a misspelt step", "unknown_step", "{{steps.serach.result.results}}", "{{steps.search.result.results}}"),
  template("a step in brackets", "unknown_field", "{{steps['search'].output}}", "{{steps.search.result}}"),
  template("a path of JSONPath", "bad_path", "{{$.steps.search.result.results}}", "{{steps.search.result.results}}"),
  template("a dollar before the path", "bare_expression", "{{$input.topic}}", "{{input.topic}}"),
  template("inputs instead of input", "unknown_root", "{{inputs.topic}}", "{{input.topic}}"),
  template("the bare name of an input", "unknown_root", "{{topic}}", "{{input.topic}}"),
  template("an input of the workflow", "unknown_root", "{{workflow.input.topic}}", "{{input.topic}}"),
  template("a dollar before the braces", "not_a_template", "${{ input.topic }}", "{{ input.topic }}"),
  template("a dollar and one brace", "not_a_template", "${input.topic}", "{{input.topic}}"),
  template("one brace", "not_a_template", "About {input.topic}", "About {{input.topic}}"),
  template("three braces", "bad_path", "{{{input.topic}}}", "{{input.topic}}"),
  template(
    "no braces, as JSONPath",
    "not_a_template",
    "$.steps.search.result.results",
    "{{steps.search.result.results}}",
  ),
  template("no braces, a name", "not_a_template", "steps.search.output.results", "{{steps.search.result.results}}"),
  template("no braces, an input", "not_a_template", "input.topic", "{{input.topic}}"),
  template("another language's tags", "not_a_template", "<%= input.topic %>", "{{input.topic}}"),
  template("a forgotten brace", "unclosed_placeholder", "{{input.topic} please", "{{input.topic}} please"),
  template("forgotten braces", "unclosed_placeholder", "{{input.topic", "{{input.topic}}"),
  template("nothing in the braces", "empty_placeholder", "{{ }}", null),
  template("a default as in JavaScript", "bad_path", "{{input.topic || 'bees'}}", '{{input.topic ?? "bees"}}'),
  template("a filter", "bad_path", "{{input.topic | upper}}", null),
  template(
    "a filter that says nothing",
    "bad_path",
    "{{steps.search.result.results | tojson}}",
    "{{steps.search.result.results}}",
  ),
  template(
    "an expression without its sign",
    "bare_expression",
    "{{ $count(steps.search.result.results) }}",
    "{{= $count($steps.search.result.results) }}",
  ),
  template(
    "an expression without its dollars",
    "bare_name",
    "{{= steps.search.result.total + 1 }}",
    "{{= $steps.search.result.total + 1 }}",
  ),
  template(
    "all items, as in JSONPath",
    "bare_expression",
    "{{steps.search.result.results[*].title}}",
    "{{= $steps.search.result.results.title }}",
  ),
  template(
    "an index with a dot",
    "unknown_result_field",
    "{{steps.search.result.results.0.title}}",
    "{{steps.search.result.results[0].title}}",
  ),
  template("a part of all items", "unknown_result_field", "{{steps.search.result.results.title}}", null),
  template(
    "a misspelt part of a result",
    "unknown_result_field",
    "{{steps.search.result.reslts}}",
    "{{steps.search.result.results}}",
  ),
  template("a part that the result does not have", "unknown_result_field", "{{steps.search.result.articles}}", null),
  template("a misspelt input", "unknown_input_field", "{{input.topik}}", "{{input.topic}}"),
  template("the clock", "unknown_root", "{{now}}", null),
  whole("an output that refers to nothing", { output: "{{steps.sumarize.result}}" }, [["unknown_step", "/output"]], {
    output: "{{steps.summarize.result}}",
  }),
];

const ARGUMENTS: readonly Mistake[] = [
  args("a misspelt argument", { qurey: "x" }, [["unknown_argument", "/steps/0/arguments/qurey"]], { query: "x" }),
  args("no argument where one is required", {}, [["missing_argument", "/steps/0/arguments"]], null),
  args("an argument too many", { query: "x", page: 2 }, [["unknown_argument", "/steps/0/arguments/page"]], null),
  args("a number as a text", { query: "x", limit: "5" }, [["bad_argument", "/steps/0/arguments/limit"]], {
    query: "x",
    limit: 5,
  }),
  args("a text as a number", { query: 42 }, [["bad_argument", "/steps/0/arguments/query"]], { query: "42" }),
  args("an argument that is null", { query: "x", limit: null }, [["bad_argument", "/steps/0/arguments/limit"]], {
    query: "x",
  }),
  args(
    "a space before the placeholder of a number",
    { query: "x", limit: " {{input.count}}" },
    [["bad_argument", "/steps/0/arguments/limit"]],
    { query: "x", limit: "{{input.count}}" },
  ),
  args(
    "quotes around the placeholder of a number",
    { query: "x", limit: '"{{input.count}}"' },
    [["bad_argument", "/steps/0/arguments/limit"]],
    { query: "x", limit: "{{input.count}}" },
  ),
  args("a number out of range", { query: "x", limit: 500 }, [["bad_argument", "/steps/0/arguments/limit"]], null),
  steps(
    "a value in another case",
    [search(), summarize({ arguments: { text: "x", style: "Short" } })],
    [["bad_argument", "/steps/1/arguments/style"]],
    [search(), summarize({ arguments: { text: "x", style: "short" } })],
  ),
];

const SCHEMAS: readonly Mistake[] = [
  whole(
    "a type of another language",
    { inputSchema: { type: "dict", properties: { topic: {} } } },
    [["bad_input_schema", "/inputSchema/type"]],
    {
      inputSchema: { type: "object", properties: { topic: {} } },
    },
  ),
  whole(
    "a misspelt type in a property",
    { inputSchema: { type: "object", properties: { topic: { type: "strng" } } } },
    [["bad_input_schema", "/inputSchema/properties/topic/type"]],
    { inputSchema: { type: "object", properties: { topic: { type: "string" } } } },
  ),
  whole(
    "required in the property",
    { inputSchema: { type: "object", properties: { topic: { type: "string", required: true } } } },
    [["bad_input_schema", "/inputSchema/properties/topic/required"]],
    { inputSchema: { type: "object", properties: { topic: { type: "string" } }, required: ["topic"] } },
  ),
  whole(
    "properties without their schema",
    { inputSchema: { topic: { type: "string" } } },
    [["empty_input_schema", "/inputSchema/topic"]],
    {
      inputSchema: { type: "object", properties: { topic: { type: "string" } } },
    },
  ),
  whole(
    "properties as names and types",
    { inputSchema: { topic: "string" } },
    [["empty_input_schema", "/inputSchema/topic"]],
    {
      inputSchema: { type: "object", properties: { topic: { type: "string" } } },
    },
  ),
  whole(
    "the schema as a text",
    { inputSchema: '{"type":"object","properties":{"topic":{}}}' },
    [["wrong_type", "/inputSchema"]],
    {
      inputSchema: { type: "object", properties: { topic: {} } },
    },
  ),
];

/** What whoever knows n8n, Step Functions, LangGraph, GitHub Actions or Temporal writes out of habit. */
const HABITS: readonly Mistake[] = [
  whole("what triggers it, as in GitHub Actions", { on: { push: {} } }, [["unknown_field", "/on"]], null),
  whole("variables of the workflow", { env: { LIMIT: 5 } }, [["unknown_field", "/env"]], null),
  {
    mistake: "a state machine of Step Functions",
    source: { name: "r", StartAt: "A", States: { A: { Type: "Succeed" } } },
    expected: [
      ["missing_field", ""],
      ["unknown_field", "/StartAt"],
      ["unknown_field", "/States"],
    ],
    means: null,
  },
  {
    mistake: "activities of Temporal",
    source: {
      ...without(RIGHT, "name", "steps"),
      workflowType: "research_and_summarize",
      activities: [search(), summarize()],
    },
    expected: [
      ["unknown_field", "/workflowType"],
      ["unknown_field", "/activities"],
    ],
    means: RIGHT,
  },
  whole(
    "the input as a list of fields",
    { inputSchema: [{ name: "topic", type: "string", required: true }] },
    [["wrong_type", "/inputSchema"]],
    { inputSchema: { type: "object", properties: { topic: { type: "string" } }, required: ["topic"] } },
  ),
  step(
    "a retry policy of Temporal",
    { retry: { maximumAttempts: 5, initialInterval: "1s", maximumInterval: "1m", backoffCoefficient: 2 } },
    ["maximumAttempts", "initialInterval", "maximumInterval", "backoffCoefficient"].map(
      (field) => ["unknown_field", `/steps/0/retry/${field}`] as const,
    ),
    { retry: { maxAttempts: 5, initialDelayMs: 1_000, maxDelayMs: 60_000, backoff: "exponential" } },
  ),
  step(
    "a rate of delays that this hub does not have",
    { retry: { multiplier: 1.5 } },
    [["unknown_field", "/steps/0/retry/multiplier"]],
    null,
  ),
  step("an activity's timeout", { startToCloseTimeout: "30s" }, [["unknown_field", "/steps/0/startToCloseTimeout"]], {
    timeoutMs: 30_000,
  }),
  step("going on after a failure", { continueOnError: true }, [["unknown_field", "/steps/0/continueOnError"]], {
    onError: "continue",
  }),
  step(
    "going on after a failure, as in GitHub Actions",
    { "continue-on-error": true },
    [["unknown_field", "/steps/0/continue-on-error"]],
    { onError: "continue" },
  ),
  step(
    "what an error leads to as an object",
    { onError: { action: "continue" } },
    [["wrong_type", "/steps/0/onError"]],
    {
      onError: "continue",
    },
  ),
  step("steps that catch a failure", { catch: [{ id: "tell" }] }, [["unknown_field", "/steps/0/catch"]], null),
  step("the server of a tool", { server: "nexuscall" }, [["unknown_field", "/steps/0/server"]]),
  step("a number for the order", { step: 1 }, [["unknown_field", "/steps/0/step"]]),
  step("a name for the result", { outputs: { hits: "x" } }, [["unknown_field", "/steps/0/outputs"]], null),
  step("a way back", { goto: "summarize" }, [["unknown_field", "/steps/0/goto"]], null),
  step("ways after a condition", { then: [summarize()] }, [["unknown_field", "/steps/0/then"]], null),
  steps(
    "dependencies with what became of them",
    [search(), summarize({ depends_on: { search: "success" } })],
    [["unknown_field", "/steps/1/depends_on"]],
    [search(), summarize({ dependsOn: ["search"] })],
  ),
  steps(
    "a wait in minutes",
    [search(), summarize(), { id: "pause", wait: { minutes: 5 } }],
    [["unknown_field", "/steps/2/wait/minutes"]],
    [search(), summarize(), { id: "pause", wait: { ms: 300_000 } }],
  ),
  steps(
    "the concurrency beside the list",
    [search(), summarize({ forEach: { items: [1] }, concurrency: 5 })],
    [["unknown_field", "/steps/1/concurrency"]],
    [search(), summarize({ forEach: { items: [1], concurrency: 5 } })],
  ),
  steps(
    "a name for the item",
    [search(), summarize({ forEach: { items: [1] }, as: "page", arguments: { text: "{{page.title}}" } })],
    [
      ["unknown_field", "/steps/1/as"],
      ["unknown_root", AT_TEXT],
    ],
    null,
  ),
  steps(
    "steps within a step",
    [{ id: "both", steps: [search(), summarize()] }],
    [["unknown_field", "/steps/0/steps"]],
    null,
  ),
  steps(
    "steps side by side within a step",
    [{ id: "both", parallel: [search(), summarize()] }],
    [["unknown_field", "/steps/0/parallel"]],
    null,
  ),
  steps(
    "a request without a tool",
    [search(), summarize(), { id: "get", type: "http", url: "https://example.com" }],
    [
      ["unknown_field", "/steps/2/type"],
      ["unknown_field", "/steps/2/url"],
    ],
    null,
  ),
  steps(
    "an approval as a kind of step",
    [search(), summarize(), { id: "ask", type: "approval", approvers: ["agent_x"] }],
    [
      ["unknown_field", "/steps/2/type"],
      ["unknown_field", "/steps/2/approvers"],
    ],
    null,
  ),
  step("a tool with the prefix of an MCP client", { toolId: "mcp__nexuscall__web_search" }, [
    ["unknown_tool", "/steps/0/toolId"],
  ]),
  steps(
    "a tool behind its server's name",
    [{ ...bare, tool: "nexuscall.web_search" }, summarize()],
    [["unknown_tool", "/steps/0/tool"]],
  ),
  steps(
    "steps that a condition leads to, alone",
    [search(), { id: "ways", when: "{{= $steps.search.result.total > 3 }}", then: [summarize()], else: [] }],
    [
      ["unknown_field", "/steps/1/then"],
      ["unknown_field", "/steps/1/else"],
    ],
    null,
  ),
  steps(
    "the cases of a switch",
    [search(), { id: "ways", cases: [{ when: true, steps: [summarize()] }], default: [] }],
    [
      ["unknown_field", "/steps/1/cases"],
      ["unknown_field", "/steps/1/default"],
    ],
    null,
  ),
  steps(
    "a model's prompt",
    [search(), summarize(), { id: "ask", prompt: "Name the best of {{steps.search.result}}" }],
    [["unknown_field", "/steps/2/prompt"]],
    null,
  ),
  steps(
    "an expression as a step",
    [search(), summarize(), { id: "count", expression: "{{steps.search.result.total}}" }],
    [["unknown_field", "/steps/2/expression"]],
    [search(), summarize(), { id: "count", transform: "{{steps.search.result.total}}" }],
  ),
  step(
    "an expression beside the tool",
    { expression: "{{input.topic}}" },
    [["unknown_field", "/steps/0/expression"]],
    null,
  ),
  steps(
    "a signal without its wait",
    [search(), summarize(), { id: "ok", waitForSignal: "approved" }],
    [["unknown_field", "/steps/2/waitForSignal"]],
    [search(), summarize(), { id: "ok", wait: { signal: "approved" } }],
  ),
  step("a signal beside the tool", { waitForSignal: "approved" }, [["unknown_field", "/steps/0/waitForSignal"]], null),
  step("a fallback beside the tool", { fallback: NO_RESULTS }, [["unknown_field", "/steps/0/fallback"]], {
    onError: { fallback: NO_RESULTS },
  }),
  step(
    "a fallback by the name of default",
    { onError: { default: NO_RESULTS } },
    [["wrong_type", "/steps/0/onError"]],
    {
      onError: { fallback: NO_RESULTS },
    },
  ),
  step(
    "a strategy by the name of default",
    { onError: { default: "continue" } },
    [["wrong_type", "/steps/0/onError"]],
    null,
  ),
  steps(
    "a handoff's task outside its context",
    [{ id: "ask", handoff: { toAgentId: "agent_reviewer", task: "Review it." } }],
    [["unknown_field", "/steps/0/handoff/task"]],
    [{ id: "ask", handoff: { toAgentId: "agent_reviewer", context: { task: "Review it." } } }],
  ),
  steps(
    "a handoff's message beside its context",
    [{ id: "ask", handoff: { toAgentId: "agent_reviewer", context: { urgent: true }, message: "Review it." } }],
    [["unknown_field", "/steps/0/handoff/message"]],
    [{ id: "ask", handoff: { toAgentId: "agent_reviewer", context: { urgent: true, message: "Review it." } } }],
  ),
  whole("a limit of runs by the name of max", { concurrency: { max: 2 } }, [["unknown_field", "/concurrency/max"]], {
    concurrency: { limit: 2 },
  }),
  whole(
    "a group of runs, as in GitHub Actions",
    { concurrency: { group: "{{input.topic}}", limit: 1 } },
    [["unknown_field", "/concurrency/group"]],
    { concurrency: { key: "{{input.topic}}", limit: 1 } },
  ),
  steps(
    "a name for the item within the forEach",
    [search(), summarize({ forEach: { items: ["a"], as: "page" }, arguments: { text: "Of {{page}}" } })],
    [
      ["unknown_field", "/steps/1/forEach/as"],
      ["unknown_root", AT_TEXT],
    ],
    [search(), summarize({ forEach: { items: ["a"] }, arguments: { text: "Of {{item}}" } })],
  ),
  step("a step that says that it is parallel", { parallel: true }, [["unknown_field", "/steps/0/parallel"]]),
  step("a step that says that it is not parallel", { parallel: false }, [["unknown_field", "/steps/0/parallel"]], null),
  ...["self.result.total", "this.total", "result.total"].map((own) =>
    whole(
      `what is undone as ${own}`,
      undoing(`{{${own}}}`),
      [["unknown_root", "/steps/0/compensate/arguments/count"]],
      undoing("{{steps.search.result.total}}"),
    ),
  ),
  template("a step's own result", "unknown_root", "{{self.result}}", null),
  whole("a comment", { _comment: "It searches." }, [["unknown_field", "/_comment"]], { description: "It searches." }),
  whole("a comment of several lines", { _comment: ["It", "searches."] }, [["unknown_field", "/_comment"]]),
  whole(
    "a comment beside the description",
    { description: "It searches.", "//": "to do" },
    [["unknown_field", "/~1~1"]],
    { description: "It searches." },
  ),
  step("a comment on a step", { _comment: "First." }, [["unknown_field", "/steps/0/_comment"]], {
    description: "First.",
  }),
  template("what triggered it", "unknown_root", "{{trigger.body.subject}}", null),
  template("the step before", "unknown_root", "{{previous.result}}", null),
  template("a variable of the environment", "unknown_root", "{{env.KEY}}", null),
  template("a secret", "unknown_root", "{{secrets.KEY}}", null),
  template("the time, as a variable", "bare_expression", "{{ $now }}", null),
  template("the time, as a function", "bare_expression", "{{ now() }}", null),
  template("a filter of Jinja", "bad_path", "{{ input.topic | upper }}", null),
];

const RESULTS = "$steps.search.result.results";

/** A transform beside the two steps. */
function made(mistake: string, wrong: Json, expected: Said, right: Json | null): Mistake {
  const with_ = (transform: Json) => [search(), summarize(), { id: "last", transform }];
  return steps(mistake, with_(wrong), expected, right === null ? null : with_(right));
}

const PLAIN = { query: "x" };
/** A task in another format's words, instead of the first step. */
function task(mistake: string, wrong: Fields, fields: readonly string[], right: Fields = {}): Mistake {
  const expected = fields.map((field) => ["unknown_field", `/steps/0/${field}`] as const);
  return steps(mistake, [wrong, summarize()], expected, [search({ arguments: PLAIN, ...right }), summarize()]);
}

const TASKS: readonly Mistake[] = [
  task(
    "a task of Step Functions",
    { id: "search", Type: "Task", Resource: "tool_search", Parameters: PLAIN, Next: null },
    ["Resource", "Parameters", "Next", "Type"],
  ),
  task(
    "a task of Airflow",
    { task_id: "search", operator: "tool_search", op_kwargs: PLAIN, upstream: [], downstream: null },
    ["task_id", "operator", "op_kwargs", "upstream", "downstream"],
    { dependsOn: [] },
  ),
  task(
    "a task of Conductor",
    { name: "tool_search", taskReferenceName: "search", type: "SIMPLE", inputParameters: PLAIN, optional: true },
    ["name", "taskReferenceName", "inputParameters", "optional", "type"],
    { onError: "continue" },
  ),
  task("a call as Anthropic's models make it", { type: "tool_use", id: "search", name: "tool_search", input: PLAIN }, [
    "name",
    "input",
    "type",
  ]),
  task("the words of Python", { id: "search", mcp_tool: "tool_search", kwargs: PLAIN }, ["mcp_tool", "kwargs"]),
  whole(
    "edges from the start and to the end, as in LangGraph",
    {
      steps: [search(), { id: "last", transform: 1 }],
      edges: [
        { from: "START", to: "search" },
        { from: "search", to: "last" },
        { from: "last", to: "__end__" },
      ],
    },
    [["unknown_field", "/edges"]],
    { steps: [search(), { id: "last", transform: 1, dependsOn: ["search"] }] },
  ),
  step(
    "errors that are not tried again, as in Temporal",
    { retry: { nonRetryableErrorTypes: ["bad_request"] } },
    [["unknown_field", "/steps/0/retry/nonRetryableErrorTypes"]],
    { retry: { nonRetryable: ["bad_request"] } },
  ),
  text(
    "what a job needs, as in GitHub Actions",
    "${{ needs.search.outputs.results }}",
    [
      ["unknown_root", AT_TEXT],
      ["not_a_template", AT_TEXT],
    ],
    "{{steps.search.result.results}}",
  ),
  template("what came before, as in n8n", "bare_expression", "={{ $json.body }}", null),
  template("what a task gave, as in Airflow", "bad_path", "{{ ti.xcom_pull(task_ids='search') }}", null),
  leaving(
    steps(
      "a workflow within a step, as in Temporal",
      [search(), { id: "inner", childWorkflow: { workflowType: "digest" } }],
      [
        ["unknown_field", "/steps/1/childWorkflow"],
        ["wrong_type", "/steps/1/childWorkflow"],
      ],
      null,
    ),
    { steps: [search(), { id: "inner", workflowId: { workflowType: "digest" } }] },
  ),
  step(
    "a backoff as an object",
    { retry: { backoff: { type: "exponential" } } },
    [["wrong_type", "/steps/0/retry/backoff"]],
    null,
  ),
  step("a matrix, as in GitHub Actions", { strategy: { matrix: {} } }, [["unknown_field", "/steps/0/strategy"]], null),
];

/** JavaScript, and what looks like an expression without being one. */
const CODE: readonly Mistake[] = [
  template(
    "map as in JavaScript",
    "expression_syntax",
    `{{= ${RESULTS}.map(r => r.title) }}`,
    `{{= $map(${RESULTS}, function($r) { $r.title }) }}`,
  ),
  template(
    "filter as in JavaScript, without a sign",
    "bad_path",
    "{{ steps.search.result.results.filter((x) => x.title !== 'a') }}",
    `{{= $filter(${RESULTS}, function($x) { $x.title != 'a' }) }}`,
  ),
  template(
    "join as in JavaScript",
    "unknown_function",
    `{{= ${RESULTS}.title.join(', ') }}`,
    `{{= $join(${RESULTS}.title, ', ') }}`,
  ),
  template("reduce as in JavaScript", "expression_syntax", `{{= ${RESULTS}.reduce((a, b) => a + b.n, 0) }}`, null),
  template(
    "a list's length in a path",
    "unknown_result_field",
    "{{steps.search.result.results.length}}",
    `{{= $count(${RESULTS}) }}`,
  ),
  template(
    "a text's length in a path",
    "unknown_input_field",
    "{{input.topic.length}}",
    "{{= $length($input.topic) }}",
  ),
  template(
    "a list's length in an expression",
    "unknown_result_field",
    `{{= ${RESULTS}.length > 3 }}`,
    `{{= $count(${RESULTS}) > 3 }}`,
  ),
  template("JSON.stringify", "unknown_function", `{{= JSON.stringify(${RESULTS}) }}`, `{{= $string(${RESULTS}) }}`),
  template("a function of Math", "unknown_function", "{{= Math.round($input.count) }}", "{{= $round($input.count) }}"),
  template("a text with backticks", "bare_name", "{{= `About ${$input.topic}` }}", null),
  template(
    "operators of JavaScript",
    "expression_syntax",
    "{{= $input.topic === 'x' && !$input.count }}",
    "{{= $input.topic = 'x'  and  $not($input.count) }}",
  ),
  template(
    "a default as in JavaScript, in an expression",
    "expression_syntax",
    "{{= $input.topic || 'x' }}",
    "{{= $input.topic ?? 'x' }}",
  ),
  template(
    "texts that are added",
    "bad_type",
    "{{= 'About ' + $input.topic + '!' }}",
    "{{= 'About ' & $input.topic & '!' }}",
  ),
  template("the length of a list as in Python", "unknown_function", `{{= len(${RESULTS}) }}`, null),
  template("a list that is spread", "expression_syntax", `{{= [...${RESULTS}] }}`, null),
  whole("a step's id as the output", { output: "summarize" }, [["not_a_template", "/output"]], {
    output: "{{steps.summarize.result}}",
  }),
  whole("a step's id in the output", { output: { answer: "summarize" } }, [["not_a_template", "/output/answer"]], null),
  made("a step's id as what is made", "search", [["not_a_template", "/steps/2/transform"]], "{{steps.search.result}}"),
  ...["expression", "jsonata"].map((name) =>
    made(
      `what is made as ${name}`,
      { [name]: "$count(steps.search.result.results)" },
      [["not_a_template", `/steps/2/transform/${name}`]],
      `{{= $count(${RESULTS}) }}`,
    ),
  ),
  made(
    "what is made in a language, with its braces",
    { language: "jsonata", expression: `{{= $count(${RESULTS}) }}` },
    [["not_a_template", "/steps/2/transform/expression"]],
    `{{= $count(${RESULTS}) }}`,
  ),
  made(
    "what is made in another language",
    { code: "return steps.map(s => s.x)" },
    [["not_a_template", "/steps/2/transform/code"]],
    null,
  ),
];

const SOFT = { text: "x", style: "Short" };

/** A call as models write it, instead of the first step's. */
function call(
  mistake: string,
  wrong: Fields,
  expected: Said,
  meant: Fields | null = { query: "tea", limit: 5 },
): Mistake {
  const right = meant === null ? null : [search({ arguments: meant }), summarize()];
  return steps(mistake, [{ id: "search", ...wrong }, summarize()], expected, right);
}

const MADE = { query: "tea", limit: "5" };

const CALLS: readonly Mistake[] = [
  steps(
    "a call as the tool",
    [{ id: "search", tool: { name: "agent_x/web_search@1.0.0", arguments: MADE } }, summarize()],
    [
      ["wrong_type", "/steps/0/tool"],
      ["bad_argument", "/steps/0/tool/arguments/limit"],
    ],
    [{ id: "search", tool: "agent_x/web_search@1.0.0", arguments: { query: "tea", limit: 5 } }, summarize()],
  ),
  call("a call as the tool's id", { toolId: { name: "web_search", args: MADE } }, [
    ["wrong_type", "/steps/0/toolId"],
    ["unknown_tool", "/steps/0/toolId/name"],
    ["bad_argument", "/steps/0/toolId/args/limit"],
  ]),
  call("a call by the tool's id as the tool", { tool: { id: "tool_search", input: MADE } }, [
    ["wrong_type", "/steps/0/tool"],
    ["bad_argument", "/steps/0/tool/input/limit"],
  ]),
  call("a call with its arguments as a text", { function: { name: "web_search", arguments: JSON.stringify(MADE) } }, [
    ["unknown_field", "/steps/0/function"],
    ["unknown_tool", "/steps/0/function/name"],
    ["bad_argument", "/steps/0/function/arguments"],
  ]),
  call(
    "a call as OpenAI has it",
    { type: "function", function: { name: "web_search", arguments: JSON.stringify(MADE) } },
    [
      ["unknown_field", "/steps/0/function"],
      ["unknown_field", "/steps/0/type"],
      ["unknown_tool", "/steps/0/function/name"],
      ["bad_argument", "/steps/0/function/arguments"],
    ],
  ),
  call("a call in a call", { tool_call: { type: "function", function: { name: "tool_search", arguments: MADE } } }, [
    ["unknown_field", "/steps/0/tool_call"],
    ["bad_argument", "/steps/0/tool_call/function/arguments/limit"],
  ]),
  call(
    "a function as it is declared",
    { function: { name: "tool_search", parameters: { type: "object", properties: { query: {} } } } },
    [["unknown_field", "/steps/0/function"]],
    null,
  ),
  call(
    "a call beside arguments",
    { tool: { name: "tool_search", arguments: { query: "tea" } }, arguments: { query: "coffee" } },
    [["wrong_type", "/steps/0/tool"]],
    null,
  ),
  whole(
    "what undoes a step as a call",
    undoingBy({ tool: { name: "tool_summarize", arguments: { text: "x", style: "Short" } } }),
    [
      ["wrong_type", "/steps/0/compensate/tool"],
      ["bad_argument", "/steps/0/compensate/tool/arguments/style"],
    ],
    undoingBy({ toolId: "tool_summarize", arguments: { text: "x", style: "short" } }),
  ),
];

function leaving(mistake: Mistake, left: Fields): Mistake {
  return { ...mistake, left: definition(left) };
}

/** Several at once, of which one is in the way of the others. */
const WITHIN: readonly Mistake[] = [
  leaving(
    steps(
      "an unknown step in arguments as args",
      [search(), { ...without(summarize(), "arguments"), args: { text: "{{steps.x.output}}" } }],
      [
        ["unknown_field", "/steps/1/args"],
        ["unknown_field", "/steps/1/args/text"],
      ],
      null,
    ),
    { steps: [search(), summarize({ arguments: { text: "{{steps.x.output}}" } })] },
  ),
  steps(
    "a value in another case in arguments as args",
    [search(), { ...without(summarize(), "arguments"), args: SOFT }],
    [
      ["unknown_field", "/steps/1/args"],
      ["bad_argument", "/steps/1/args/style"],
    ],
    [search(), summarize({ arguments: { text: "x", style: "short" } })],
  ),
  steps(
    "a value in another case in arguments as a text",
    [search(), summarize({ arguments: JSON.stringify(SOFT) })],
    [
      ["wrong_type", "/steps/1/arguments"],
      ["bad_argument", "/steps/1/arguments"],
    ],
    [search(), summarize({ arguments: { text: "x", style: "short" } })],
  ),
  leaving(
    steps(
      "no arguments for a tool as tool_id",
      [{ id: "search", tool_id: "tool_search" }, summarize()],
      [
        ["unknown_field", "/steps/0/tool_id"],
        ["missing_argument", "/steps/0"],
      ],
      null,
    ),
    { steps: [{ id: "search", toolId: "tool_search" }, summarize()] },
  ),
  steps(
    "arguments that do not fit a tool by its name",
    [search({ toolId: "web_search", arguments: { qurey: "x", limit: "5" } }), summarize()],
    [
      ["unknown_tool", "/steps/0/toolId"],
      ["unknown_argument", "/steps/0/arguments/qurey"],
      ["bad_argument", "/steps/0/arguments/limit"],
    ],
    [search({ arguments: { query: "x", limit: 5 } }), summarize()],
  ),
  {
    mistake: "each name another, all the way down",
    source: {
      title: RIGHT["name"] ?? "",
      inputs: RIGHT["inputSchema"] ?? {},
      tasks: [
        { name: "search", uses: "web_search", with: { query: "{{inputs.topic}}" }, retryPolicy: { max_attempts: "4" } },
        {
          stepId: "summarize",
          action: "tool_summarize",
          params: { text: "{{search.output.results}}" },
          needs: "search",
        },
      ],
      outputs: "{{steps.summarise.summary}}",
    },
    expected: [
      ["unknown_field", "/title"],
      ["unknown_field", "/inputs"],
      ["unknown_field", "/tasks"],
      ["unknown_field", "/outputs"],
      ["unknown_field", "/tasks/0/name"],
      ["unknown_field", "/tasks/0/uses"],
      ["unknown_field", "/tasks/0/with"],
      ["unknown_field", "/tasks/0/retryPolicy"],
      ["unknown_field", "/tasks/1/stepId"],
      ["unknown_field", "/tasks/1/action"],
      ["unknown_field", "/tasks/1/params"],
      ["unknown_field", "/tasks/1/needs"],
      ["unknown_field", "/tasks/0/retryPolicy/max_attempts"],
      ["unknown_tool", "/tasks/0/uses"],
      ["unknown_root", "/tasks/0/with/query"],
      ["unknown_root", "/tasks/1/params/text"],
      ["unknown_field", "/outputs"],
    ],
    means: definition({
      steps: [search({ retry: { maxAttempts: 4 } }), summarize({ dependsOn: ["search"] })],
      output: "{{steps.summarize.result.summary}}",
    }),
  },
  steps(
    "a misspelt part of a result in the list of a loop in small letters",
    [search(), summarize({ foreach: { in: "{{steps.search.result.reslts}}" }, arguments: { text: "{{item.title}}" } })],
    [
      ["unknown_field", "/steps/1/foreach"],
      ["unknown_field", "/steps/1/foreach/in"],
      ["unknown_result_field", "/steps/1/foreach/in"],
    ],
    [
      search(),
      summarize({ forEach: { items: "{{steps.search.result.results}}" }, arguments: { text: "{{item.title}}" } }),
    ],
  ),
  leaving(
    step(
      "attempts in words under another name",
      { retryPolicy: { maximumAttempts: "many" } },
      [
        ["unknown_field", "/steps/0/retryPolicy"],
        ["unknown_field", "/steps/0/retryPolicy/maximumAttempts"],
        ["wrong_type", "/steps/0/retryPolicy/maximumAttempts"],
      ],
      null,
    ),
    { steps: [search({ retry: { maxAttempts: "many" } }), summarize()] },
  ),
  leaving(
    whole(
      "an unknown step in one of the steps by id",
      { steps: { search: without(search(), "id"), last: { transform: "{{steps.nowhere.result}}" } } },
      [
        ["wrong_type", "/steps"],
        ["unknown_step", "/steps/last/transform"],
      ],
      null,
    ),
    { steps: [search(), { id: "last", transform: "{{steps.nowhere.result}}" }] },
  ),
  steps(
    "the same step twice, and a fault behind it",
    [search(), search(), summarize({ arguments: { text: "{{steps.serach.result.results}}", style: "Short" } })],
    [
      ["duplicate_step_id", "/steps/1/id"],
      ["unknown_step", "/steps/2/arguments/text"],
      ["bad_argument", "/steps/2/arguments/style"],
    ],
    [search(), summarize({ arguments: { text: "{{steps.search.result.results}}", style: "short" } })],
  ),
  template(
    "two faults in one text",
    "unknown_step",
    "{{steps.serach.result.total}} of {{steps.serach.result.results}}",
    "{{steps.search.result.total}} of {{steps.search.result.results}}",
  ),
  text(
    "a misspelt part of a misspelt step",
    "{{steps.serach.result.reslts}}",
    [
      ["unknown_step", AT_TEXT],
      ["unknown_result_field", AT_TEXT],
    ],
    "{{steps.search.result.results}}",
  ),
  whole(
    "an id with spaces, and an output that reads it",
    {
      steps: [{ id: "web search", transform: { total: 1 } }],
      output: '{{steps["web search"].result.total}}',
    },
    [["bad_step_id", "/steps/0/id"]],
    { steps: [{ id: "web_search", transform: { total: 1 } }], output: '{{steps["web_search"].result.total}}' },
  ),
];

export const CORPUS: readonly Mistake[] = [
  ...WHOLE,
  ...STEPS,
  ...TEMPLATES,
  ...ARGUMENTS,
  ...SCHEMAS,
  ...HABITS,
  ...CALLS,
  ...CODE,
  ...TASKS,
  ...WITHIN,
];
