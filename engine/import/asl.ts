// Amazon States Language (states-language.net), in its JSONata flavour, as a workflow.
//
//   Task → tool (by `tools`)   Pass → transform   Wait → wait      Choice → a transform with `when` for each way out
//   Map → forEach              Parallel → steps   Fail → a step that fails
//   Retry → retry              Catch → onError: continue, and a `when` on what it leads to
//
// A state is a step, or several; what `$states.input` means is the result of the step that comes before.

import type { Json, JsonObject } from "../json.ts";
import { append } from "../schema/pointer.ts";
import { isObject } from "../schema/resources.ts";
import {
  BEGINNING,
  type Edge,
  expressionOf,
  firstOf,
  Flow,
  type Imported,
  type Place,
  templateOf,
  textOf,
  toolFor,
} from "./flow.ts";

const MAX_STATES = 2_000;
const COMMON = ["Type", "Comment", "QueryLanguage", "Next", "End", "Output"];
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  Task: [...COMMON, "Resource", "Arguments", "TimeoutSeconds", "Retry", "Catch"],
  Pass: COMMON,
  Wait: [...COMMON, "Seconds", "Timestamp"],
  Choice: [...COMMON, "Choices", "Default"],
  Parallel: [...COMMON, "Branches", "Arguments"],
  Map: [
    ...COMMON,
    "Items",
    "ItemSelector",
    "ItemProcessor",
    "Iterator",
    "MaxConcurrency",
    "ToleratedFailureCount",
    "ToleratedFailurePercentage",
  ],
  Succeed: COMMON,
  Fail: [...COMMON, "Error", "Cause"],
};

/** `tools`: what each resource (a function's ARN or name) is called here. */
export function importAsl(source: Json, tools: ReadonlyMap<string, string>): Imported {
  const flow = new Flow();
  const machine = isObject(source) ? source : {};
  if (!isObject(source))
    flow.note("error", "invalid_source", "", "A state machine is an object.", "Give its definition.");
  if (machine["QueryLanguage"] !== "JSONata") {
    const hint = "Set QueryLanguage to JSONata, and rewrite paths as {% $states.input… %}.";
    flow.unmapped("/QueryLanguage", "JSONPath, which a state machine has unless it says otherwise,", hint);
  }
  flow.unmappedFields(machine, ["Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version"], "");
  const ends = new Machine(flow, tools, machine, "", "").convert([BEGINNING]);
  const { Comment: comment, TimeoutSeconds: timeout } = machine;
  return {
    notes: flow.notes,
    definition: {
      name: "imported",
      ...(typeof comment === "string" && { description: comment }),
      steps: flow.steps,
      ...(ends.length > 0 && { output: `{{= ${firstOf(ends)} }}` }),
      ...(typeof timeout === "number" && { timeoutMs: timeout * 1000 }),
    },
  };
}

class Machine {
  readonly #flow: Flow;
  readonly #tools: ReadonlyMap<string, string>;
  readonly #states: JsonObject;
  readonly #startAt: string;
  readonly #pointer: string;
  readonly #prefix: string;
  readonly #edges = new Map<string, Edge[]>();
  readonly #ends: Edge[] = [];

  constructor(flow: Flow, tools: ReadonlyMap<string, string>, source: JsonObject, pointer: string, prefix: string) {
    this.#flow = flow;
    this.#tools = tools;
    this.#states = isObject(source["States"]) ? source["States"] : {};
    this.#startAt = typeof source["StartAt"] === "string" ? source["StartAt"] : "";
    this.#pointer = pointer;
    this.#prefix = prefix;
    if (!isObject(this.#states[this.#startAt])) {
      const message = `StartAt names no state: "${this.#startAt}".`;
      flow.note("error", "invalid_source", `${pointer}/StartAt`, message, "Name one of States.");
    }
  }

  /** The edges at which it ends. */
  convert(from: readonly Edge[]): Edge[] {
    this.#edges.set(this.#startAt, [...from]);
    for (const name of this.#order()) this.#convertState(name);
    return this.#ends;
  }

  /** The states that can be come to, each after all that lead to it. A way back is noted and left out. */
  #order(): string[] {
    const done: string[] = [];
    const state = new Map<string, "open" | "done">();
    const visit = (name: string): void => {
      if (!isObject(this.#states[name]) || state.get(name) === "done" || state.size > MAX_STATES) return;
      state.set(name, "open");
      for (const { next, at } of waysOut(this.#states[name], this.#at(name))) {
        if (state.get(next) !== "open") visit(next);
        else
          this.#flow.unmapped(
            at,
            `The way back to "${next}"`,
            "Use Retry, a Map over a list, or a sub-workflow instead of a loop.",
          );
      }
      state.set(name, "done");
      done.push(name);
    };
    visit(this.#startAt);
    return done.toReversed();
  }

  #convertState(name: string): void {
    const state = this.#states[name];
    const edges = this.#edges.get(name);
    if (!isObject(state) || edges === undefined) return;
    const at = this.#at(name);
    const type = textOf(state["Type"]);
    const known = KNOWN[type];
    if (known === undefined) {
      this.#flow.note(
        "error",
        "invalid_source",
        `${at}/Type`,
        `There is no state of type "${type}".`,
        "Task, Pass, Wait, …",
      );
      return;
    }
    this.#flow.unmappedFields(state, known, at);
    if (type === "Choice") return this.#choice(name, state, edges, at);
    const place = this.#flow.meet(edges, this.#prefix + name);
    const edge = this.#act(type, name, state, place, edges, at);
    if (edge === null) return;
    if (state["End"] === true || type === "Succeed") this.#ends.push(edge);
    else this.#lead(edge, state["Next"], `${at}/Next`);
  }

  /** What the state does; the edge that goes on from it, null: none does. */
  #act(type: string, name: string, state: JsonObject, place: Place, edges: readonly Edge[], at: string): Edge | null {
    const id = this.#flow.idFor(this.#prefix + name);
    const { Output: output } = state;
    switch (type) {
      case "Pass":
      case "Succeed": {
        if (output !== undefined)
          return this.#flow.put(id, place, { transform: this.#template(output, place, `${at}/Output`) });
        const [only] = edges;
        if (edges.length === 1 && only) return only;
        return this.#flow.put(id, place, { transform: `{{= ${place.value} }}` });
      }
      case "Fail": {
        const said = expressionOf(
          [state["Error"] ?? "States.Failed", state["Cause"] ?? ""],
          this.#expression(place, at),
        );
        this.#flow.put(id, place, { transform: `{{= $error($join(${said}, ": ")) }}` });
        return null;
      }
      case "Wait": {
        const edge = this.#flow.put(id, place, { wait: this.#wait(state, place, at) });
        return this.#handOn({ ...edge, value: place.value }, id, state, place, at);
      }
      case "Parallel":
        return this.#parallel(id, name, state, place, edges, at);
      case "Map":
        return this.#map(id, state, place, at);
      default:
        return this.#task(id, state, place, at);
    }
  }

  #task(id: string, state: JsonObject, place: Place, at: string): Edge {
    const does = { ...this.#call(state, place, at), ...this.#retry(state, at), ...timeoutOf(state) };
    const catches = Array.isArray(state["Catch"]) ? state["Catch"] : [];
    const edge = this.#flow.put(id, place, { ...does, ...(catches.length > 0 && { onError: "continue" }) });
    this.#catch(id, catches, at);
    return this.#handOn({ ...edge, maybe: edge.maybe || catches.length > 0 }, id, state, place, at);
  }

  /** Where the state says what it hands on, a step makes that. */
  #handOn(edge: Edge, id: string, state: JsonObject, given: Place, at: string): Edge {
    const { Output: output } = state;
    if (output === undefined) return edge;
    const place = this.#flow.meet([edge], id);
    const made = templateOf(output, this.#expression(given, `${at}/Output`, `$steps.${id}.result`));
    return this.#flow.put(this.#flow.idFor(`${id}_output`), place, { transform: made });
  }

  #catch(id: string, catches: readonly Json[], at: string): void {
    for (const [index, each] of catches.entries()) {
      if (!isObject(each)) continue;
      const where = `${at}/Catch/${index}`;
      this.#flow.unmappedFields(each, ["ErrorEquals", "Next", "Comment"], where);
      if (index > 0 || !namesAll(each["ErrorEquals"])) {
        this.#flow.unmapped(
          `${where}/ErrorEquals`,
          "Catching some errors only",
          "Catch States.ALL, and tell them apart in a Choice.",
        );
        continue;
      }
      const value = `{"Error": $steps.${id}.error.code, "Cause": $steps.${id}.error.message}`;
      this.#lead({ step: id, on: "failed", maybe: true, value }, each["Next"], `${where}/Next`);
    }
  }

  #call(state: JsonObject, place: Place, at: string): JsonObject {
    const { Resource: resource = "", Arguments: args = {} } = state;
    const name = textOf(resource);
    const given = isObject(args) ? args : {};
    const fn = given["FunctionName"];
    const isInvoke = /:lambda:invoke(\.waitForTaskToken)?$/.test(name) && typeof fn === "string";
    if (name.endsWith(":http:invoke") && given["Method"] === "GET" && !this.#tools.has(name)) {
      const url = this.#template(given["ApiEndpoint"] ?? "", place, `${at}/Arguments/ApiEndpoint`);
      this.#flow.unmappedFields(given, ["ApiEndpoint", "Method"], `${at}/Arguments`);
      return { toolId: "tool_nexus_http_get", arguments: { url } };
    }
    const called = isInvoke ? fn : name;
    const tool = toolFor(this.#tools, called);
    if (tool === null) {
      const where = isInvoke ? `${at}/Arguments/FunctionName` : `${at}/Resource`;
      const hint = `Say what it is here: tools: {"${called}": "tool_… or agent/name@version"}.`;
      this.#flow.note("error", "unmapped_tool", where, `"${called}" is not known here.`, hint);
    }
    const passed = isInvoke ? (given["Payload"] ?? {}) : args;
    const made = isObject(passed)
      ? this.#template(passed, place, `${at}/Arguments${isInvoke ? "/Payload" : ""}`)
      : { input: this.#template(passed, place, `${at}/Arguments`) };
    return { ...(tool ?? { tool: `unknown/${called}` }), arguments: made };
  }

  #retry(state: JsonObject, at: string): JsonObject {
    const retriers = Array.isArray(state["Retry"]) ? state["Retry"] : [];
    const [first] = retriers;
    if (!isObject(first)) return { retry: { maxAttempts: 1 } };
    if (retriers.length > 1 || !namesAll(first["ErrorEquals"])) {
      const hint =
        "Failures that can pass are retried, whatever they are called; name those that are final in retry.nonRetryable.";
      this.#flow.note("warning", "approximated", `${at}/Retry`, "Retriers by error become one retry.", hint);
    }
    const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds, JitterStrategy } = first;
    const rate = Number(BackoffRate);
    if (rate !== 1 && rate !== 2) {
      const hint = "Delays are constant (1), or double (2).";
      this.#flow.note("warning", "approximated", `${at}/Retry/0/BackoffRate`, `A rate of ${rate} becomes 2.`, hint);
    }
    return {
      retry: {
        maxAttempts: Number(MaxAttempts) + 1,
        backoff: rate === 1 ? "constant" : "exponential",
        initialDelayMs: Number(IntervalSeconds) * 1000,
        ...(MaxDelaySeconds !== undefined && { maxDelayMs: Number(MaxDelaySeconds) * 1000 }),
        jitter: JitterStrategy === "FULL",
      },
    };
  }

  #wait(state: JsonObject, place: Place, at: string): JsonObject {
    const { Seconds: seconds, Timestamp: timestamp } = state;
    if (typeof seconds === "number") return { ms: seconds * 1000 };
    const expression = this.#expression(place, `${at}/Seconds`);
    if (typeof seconds === "string") return { ms: `{{= (${expression(seconds) ?? "0"}) * 1000 }}` };
    return { until: this.#template(timestamp ?? "", place, `${at}/Timestamp`) };
  }

  #choice(name: string, state: JsonObject, edges: readonly Edge[], at: string): void {
    const place = this.#flow.meet(edges, this.#prefix + name);
    const choices = Array.isArray(state["Choices"]) ? state["Choices"].filter(isObject) : [];
    const before: string[] = [];
    const way = (
      label: string,
      condition: string | null,
      source: JsonObject,
      next: Json | undefined,
      where: string,
    ) => {
      const id = this.#flow.idFor(`${this.#prefix}${name}_${label}`);
      const { Output: output = state["Output"] } = source;
      const made = output === undefined ? `{{= ${place.value} }}` : this.#template(output, place, `${where}/Output`);
      const conditions = [...before.map((one) => `$not(${one})`), ...(condition === null ? [] : [`(${condition})`])];
      this.#lead(
        this.#flow.put(id, place, { transform: made }, conditions.join(" and ") || null),
        next,
        `${where}/Next`,
      );
    };
    for (const [index, choice] of choices.entries()) {
      const where = `${at}/Choices/${index}`;
      this.#flow.unmappedFields(choice, ["Condition", "Next", "Output", "Comment"], where);
      const { Condition: said } = choice;
      const condition = typeof said === "string" ? this.#expression(place, `${where}/Condition`)(said) : null;
      if (condition === null && said !== true) {
        this.#flow.unmapped(`${where}/Condition`, "A choice without a Condition of JSONata", "Write it as {% … %}.");
        continue;
      }
      way(textOf(index + 1), condition ?? "true", choice, choice["Next"], where);
      before.push(`$boolean(${condition ?? "true"})`);
    }
    if (state["Default"] !== undefined) way("default", null, {}, state["Default"], at);
  }

  #parallel(id: string, name: string, state: JsonObject, place: Place, edges: readonly Edge[], at: string): Edge {
    const branches = Array.isArray(state["Branches"]) ? state["Branches"] : [];
    const given = state["Arguments"];
    const [only] = edges;
    let from: Edge = { ...(only ?? BEGINNING), value: place.value };
    if (given !== undefined || edges.length !== 1) {
      const made = given === undefined ? `{{= ${place.value} }}` : this.#template(given, place, `${at}/Arguments`);
      from = this.#flow.put(this.#flow.idFor(`${id}_given`), place, { transform: made });
    }
    const ends = branches.map((branch, index) =>
      new Machine(
        this.#flow,
        this.#tools,
        isObject(branch) ? branch : {},
        `${at}/Branches/${index}`,
        `${this.#prefix}${name}_${index + 1}_`,
      ).convert([from]),
    );
    const dependsOn = [...new Set(ends.flat().flatMap(({ step }) => step ?? []))];
    const edge = this.#flow.put(
      id,
      { ...place, dependsOn: [...new Set([...place.dependsOn, ...dependsOn])] },
      { transform: ends.map((branch) => `{{= ${firstOf(branch)} }}`) },
    );
    return this.#handOn(edge, id, state, place, at);
  }

  #map(id: string, state: JsonObject, place: Place, at: string): Edge {
    const { ItemProcessor: processor = state["Iterator"], Items: items, ItemSelector: selector } = state;
    const machine = isObject(processor) ? processor : {};
    const states = isObject(machine["States"]) ? Object.entries(machine["States"]) : [];
    const [name = "", inner] = states[0] ?? [];
    const where = append(`${at}/ItemProcessor/States`, name);
    const isOne = states.length === 1 && isObject(inner) && ["Task", "Pass"].includes(textOf(inner["Type"]));
    if (isObject(machine["ProcessorConfig"]) && machine["ProcessorConfig"]["Mode"] === "DISTRIBUTED") {
      const hint = "A list of up to 10,000 items can be gone through; give it as Items.";
      this.#flow.unmapped(`${at}/ItemProcessor/ProcessorConfig`, "A distributed map", hint);
    }
    if (!isOne || !isObject(inner)) {
      const hint = "Make the states a workflow of their own, and call it by one Task (tools may name a workflow's id).";
      this.#flow.unmapped(`${at}/ItemProcessor/States`, "A map over more than one Task or Pass", hint);
      return this.#flow.put(id, place, { transform: null });
    }
    const item =
      selector === undefined ? "$item" : expressionOf(selector, this.#expression(place, `${at}/ItemSelector`));
    const each = { ...place, value: item };
    const list = items === undefined ? `{{= ${place.value} }}` : this.#template(items, place, `${at}/Items`);
    const does =
      inner["Type"] === "Pass"
        ? { transform: this.#template(inner["Output"] ?? "{% $states.input %}", each, `${where}/Output`) }
        : { ...this.#call(inner, each, where), ...this.#retry(inner, where), ...timeoutOf(inner) };
    if (inner["Type"] === "Task")
      this.#flow.unmappedFields(
        inner,
        ["Type", "Comment", "Resource", "Arguments", "TimeoutSeconds", "Retry", "End"],
        where,
      );
    const { MaxConcurrency: most, ToleratedFailureCount: count, ToleratedFailurePercentage: percent } = state;
    const forEach = {
      items: list,
      ...(typeof most === "number" && most > 0 && { concurrency: Math.min(most, 100) }),
      ...(typeof count === "number" && { tolerate: count }),
      ...(typeof percent === "number" && { tolerate: `${Math.floor(percent)}%` }),
    };
    return this.#handOn(this.#flow.put(id, place, { forEach, ...does }), id, state, place, at);
  }

  #lead(edge: Edge, next: Json | undefined, at: string): void {
    const name = typeof next === "string" ? next : "";
    if (!isObject(this.#states[name])) {
      this.#flow.note(
        "error",
        "invalid_source",
        at,
        `There is no state "${name}" to go to.`,
        "Name one of States, or set End.",
      );
      return;
    }
    this.#edges.set(name, [...(this.#edges.get(name) ?? []), edge]);
  }

  #at(name: string): string {
    return append(`${this.#pointer}/States`, name);
  }

  #template(value: Json, place: Place, at: string): Json {
    return templateOf(value, this.#expression(place, at));
  }

  /** `{% … %}` with what it means here: `$states.input` is what the place was handed. */
  #expression({ value }: Place, at: string, result: string | null = null): (text: string) => string | null {
    return (text) => {
      const inner = /^\{%([\s\S]*)%\}$/.exec(text)?.[1];
      if (inner === undefined) return null;
      const meant = inner
        .replaceAll(/\$states\.context\.Execution\.Input\b/g, "$input")
        .replaceAll(/\$states\.context\.Execution\.(Id|Name)\b/g, "$run.id")
        .replaceAll(/\$states\.context\.Map\.Item\.Value\b/g, "$item")
        .replaceAll(/\$states\.context\.Map\.Item\.Index\b/g, "$index")
        .replaceAll(/\$states\.errorOutput\b/g, () => value)
        .replaceAll(/\$states\.input\b/g, () => value)
        .replaceAll(/\$states\.result\b/g, (all) => result ?? all);
      const [left] = /\$states\b[\w.]*/.exec(meant) ?? [];
      if (left !== undefined)
        this.#flow.unmapped(at, `\`${left}\``, "Take it from the input, or from a state's result.");
      return meant.trim();
    };
  }
}

function timeoutOf({ TimeoutSeconds: seconds }: JsonObject): JsonObject {
  return typeof seconds === "number" ? { timeoutMs: seconds * 1000 } : {};
}

function namesAll(names: Json | undefined): boolean {
  return Array.isArray(names) && names.some((name) => name === "States.ALL" || name === "States.TaskFailed");
}

function* waysOut(state: JsonObject, at: string): Generator<{ next: string; at: string }> {
  const listed = (field: string) => (Array.isArray(state[field]) ? state[field] : []);
  const all: [Json | undefined, string][] = [
    [state["Next"], `${at}/Next`],
    [state["Default"], `${at}/Default`],
    ...["Choices", "Catch"].flatMap((field) =>
      listed(field).map((each, index): [Json | undefined, string] => [
        isObject(each) ? each["Next"] : undefined,
        `${at}/${field}/${index}/Next`,
      ]),
    ),
  ];
  for (const [next, where] of all) if (typeof next === "string") yield { next, at: where };
}
