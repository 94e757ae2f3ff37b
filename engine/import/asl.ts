// Amazon States Language (states-language.net), in its JSONata flavour, as a workflow.
//
//   Task → tool (by `tools`)   Pass → transform   Wait → wait      Choice → a transform with `when` for each way out
//   Map → forEach              Parallel → steps   Fail → a step that fails
//   Retry → retry              Catch → onError: continue, and a `when` on what it leads to
//
// A state is a step, or several; what `$states.input` means is the result of the step that comes before.

import { MAX_FOR_EACH_CONCURRENCY, MAX_RETRY_DELAY_MS, MAX_STEP_TIMEOUT_MS } from "../definition/limits.ts";
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
  MAX_WAYS,
  MAX_WRITTEN,
  type Place,
  templateOf,
  textOf,
  toolFor,
  Ways,
} from "./flow.ts";

const MAX_STATES = 2_000;
const COMMON = ["Type", "Comment", "QueryLanguage", "Next", "End", "Output"];
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  Task: [...COMMON, "Resource", "Arguments", "TimeoutSeconds", "Retry", "Catch"],
  Pass: COMMON,
  Wait: [...COMMON, "Seconds", "Timestamp"],
  Choice: ["Type", "Comment", "QueryLanguage", "Output", "Choices", "Default"],
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
  Succeed: ["Type", "Comment", "QueryLanguage", "Output"],
  Fail: ["Type", "Comment", "QueryLanguage", "Error", "Cause"],
};
/** What a Task that does not say may take, by the specification. */
const DEFAULT_TIMEOUT_SECONDS = 60;

/** What a Task calls. */
interface Called {
  readonly does: JsonObject;
  /** What the Task's result is, by the step's; null: the same. */
  readonly shape: Readonly<Record<string, string>> | null;
}

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
  if (timeout !== undefined && typeof timeout !== "number")
    flow.unmapped("/TimeoutSeconds", "A timeout that is no number", "Write the seconds.");
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

const MACHINE = ["Comment", "QueryLanguage", "StartAt", "States", "ProcessorConfig"];

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
    let isCut = false;
    const visit = (name: string): void => {
      if (!isObject(this.#states[name]) || state.get(name) === "done") return;
      if (state.size >= MAX_STATES) {
        const hint = "Make some of them a workflow of their own.";
        if (!isCut) this.#flow.unmapped(`${this.#pointer}/States`, `More than ${MAX_STATES} states`, hint);
        isCut = true;
        return;
      }
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
    this.#language(state, at);
    if (type === "Choice") return this.#choice(name, state, edges, at);
    const place = this.#flow.meet(edges, this.#prefix + name);
    const edge = this.#act(type, name, state, place, edges, at);
    if (edge === null) return;
    if (state["End"] === true || type === "Succeed") this.#ends.push(edge);
    else this.#lead(edge, state["Next"], `${at}/Next`);
  }

  /** A machine, or a state, may say how its expressions are written. */
  #language({ QueryLanguage: language = "JSONata" }: JsonObject, at: string): void {
    const hint = "Rewrite its paths as {% $states.input… %}.";
    if (language !== "JSONata") this.#flow.unmapped(`${at}/QueryLanguage`, textOf(language), hint);
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
        const { Error: error = "States.Failed", Cause: cause } = state;
        const said = [error, ...(cause === undefined ? [] : [cause])].map((part) =>
          expressionOf(part, this.#expression(place, at)),
        );
        this.#flow.put(id, place, { transform: `{{= $error(${said.join(' & ": " & ')}) }}` });
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
    const { does: called, shape } = this.#call(state, place, at);
    const does = { ...called, ...this.#retry(state, at), ...this.#timeout(state, called, at) };
    const catches = Array.isArray(state["Catch"]) ? state["Catch"] : [];
    const edge = this.#flow.put(id, place, { ...does, ...(catches.length > 0 && { onError: "continue" }) });
    this.#catch(id, catches, place, at);
    const value = shape === null ? edge.value : shaped(shape, edge.value);
    return this.#handOn({ ...edge, value, maybe: edge.maybe || catches.length > 0 }, id, state, place, at);
  }

  /** Where the state says what it hands on, a step makes that. */
  #handOn(edge: Edge, id: string, state: JsonObject, given: Place, at: string): Edge {
    const { Output: output } = state;
    if (output === undefined) return edge;
    const place = this.#flow.meet([edge], id);
    const made = templateOf(output, this.#expression(given, `${at}/Output`, { result: edge.value }));
    return this.#flow.put(this.#flow.idFor(`${id}_output`), place, { transform: made });
  }

  #catch(id: string, catches: readonly Json[], given: Place, at: string): void {
    for (const [index, each] of catches.entries()) {
      const where = `${at}/Catch/${index}`;
      if (!isObject(each)) {
        this.#flow.note("error", "invalid_source", where, "A catcher is an object.", "Write {ErrorEquals, Next}.");
        continue;
      }
      const { ErrorEquals: errors, Next: next, Output: output } = each;
      this.#flow.unmappedFields(each, ["ErrorEquals", "Next", "Comment", "Output"], where);
      if (index > 0 || !namesAll(errors)) {
        this.#flow.unmapped(
          `${where}/ErrorEquals`,
          "Catching some errors only",
          "Catch States.ALL, and tell them apart in a Choice.",
        );
        continue;
      }
      const message = "Every failure is caught. Error is the code that the failure has in this hub, Cause its message.";
      this.#flow.approximated(where, message, "Compare Error with the codes in docs/errors.md.");
      const value = `{"Error": $steps.${id}.error.code, "Cause": $steps.${id}.error.message}`;
      const failed: Edge = { step: id, on: "failed", maybe: true, value };
      if (output === undefined) {
        this.#lead(failed, next, `${where}/Next`);
        continue;
      }
      const made = templateOf(output, this.#expression(given, `${where}/Output`, { errorOutput: value }));
      const caught = this.#flow.idFor(`${id}_caught`);
      this.#lead(this.#flow.put(caught, this.#flow.meet([failed], id), { transform: made }), next, `${where}/Next`);
    }
  }

  #call(state: JsonObject, place: Place, at: string): Called {
    const { Resource: resource = "", Arguments: args } = state;
    const name = textOf(resource);
    const given = isObject(args) ? args : {};
    const fn = given["FunctionName"];
    const isKnown = this.#tools.has(name);
    const isInvoke = !isKnown && /:lambda:invoke(\.waitForTaskToken)?$/.test(name) && typeof fn === "string";
    if (!isKnown && name.endsWith(".waitForTaskToken"))
      this.#flow.unmapped(`${at}/Resource`, "Waiting for a task token", "Call it, then wait for a signal.");
    if (name.endsWith(":http:invoke") && given["Method"] === "GET" && !isKnown) {
      const url = this.#template(given["ApiEndpoint"] ?? "", place, `${at}/Arguments/ApiEndpoint`);
      this.#flow.unmappedFields(given, ["ApiEndpoint", "Method"], `${at}/Arguments`);
      const message = "The result has StatusCode and ResponseBody, but neither StatusText nor Headers.";
      this.#flow.approximated(`${at}/Resource`, message, "Read nothing else of it.");
      const shape = { StatusCode: "status", ResponseBody: "body" };
      return { does: { toolId: "tool_nexus_http_get", arguments: { url } }, shape };
    }
    const called = isInvoke ? fn : name;
    const tool = toolFor(this.#tools, called);
    const where = isInvoke ? `${at}/Arguments/FunctionName` : `${at}/Resource`;
    if (tool === null) {
      const hint = `Say what it is here: tools: {"${called}": "tool_… or agent/name@version"}.`;
      this.#flow.note("error", "unmapped_tool", where, `"${called}" is not known here.`, hint);
    }
    if (isInvoke) {
      const { InvocationType: type = "RequestResponse" } = given;
      this.#flow.unmappedFields(given, ["FunctionName", "Payload", "InvocationType"], `${at}/Arguments`);
      if (type !== "RequestResponse") {
        const hint = "Wait for the answer, or have the tool answer at once.";
        this.#flow.unmapped(`${at}/Arguments/InvocationType`, textOf(type), hint);
      }
      const message = "The result has Payload, but neither StatusCode nor what the SDK adds.";
      this.#flow.approximated(`${at}/Resource`, message, "Read nothing else of it.");
    } else if (args === undefined) {
      const hint = "Say what is passed: Arguments, {} for nothing.";
      this.#flow.unmapped(at, "A Task without Arguments, which is passed the state's whole input,", hint);
    }
    const passed = isInvoke ? (given["Payload"] ?? {}) : (args ?? {});
    const arguments_ = this.#arguments(passed, place, isInvoke ? `${at}/Arguments/Payload` : `${at}/Arguments`);
    return {
      does: { ...(tool ?? { tool: `unknown/${called}` }), arguments: arguments_ },
      shape: isInvoke ? { Payload: "" } : null,
    };
  }

  /** A tool takes an object whose fields are known. */
  #arguments(passed: Json, place: Place, at: string): JsonObject {
    const made = this.#template(passed, place, at);
    if (isObject(made)) return made;
    const message = "What is passed is no object that can be seen here, so the tool is given it as `input`.";
    this.#flow.approximated(at, message, 'Name its fields: {"sku": "{% $states.input.sku %}"}.');
    return { input: made };
  }

  #retry(state: JsonObject, at: string): JsonObject {
    const retriers = Array.isArray(state["Retry"]) ? state["Retry"] : [];
    const [first, ...more] = retriers;
    if (first === undefined) return { retry: { maxAttempts: 1 } };
    const where = `${at}/Retry/0`;
    if (!isObject(first)) {
      this.#flow.note("error", "invalid_source", where, "A retrier is an object.", "Write {ErrorEquals, …}.");
      return { retry: { maxAttempts: 1 } };
    }
    const known = ["ErrorEquals", "Comment", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds"];
    this.#flow.unmappedFields(first, [...known, "JitterStrategy"], where);
    const number = (field: string, instead: number): number => {
      const { [field]: said = instead } = first;
      if (typeof said === "number" && said >= 0) return said;
      this.#flow.note("error", "invalid_source", `${where}/${field}`, `${field} is no number.`, "Write a number.");
      return instead;
    };
    const rate = number("BackoffRate", 2);
    const maxDelayMs = number("MaxDelaySeconds", MAX_RETRY_DELAY_MS / 1000) * 1000;
    const jitter = first["JitterStrategy"] === "FULL";
    const differences = [
      "Only failures that can pass are retried, whatever they are called.",
      ...(more.length > 0 ? ["The first retrier stands for all."] : []),
      ...(jitter ? ["The jitter takes away up to half of the delay."] : []),
    ];
    const hint =
      "Failures that can pass: 5xx, 408, 429, no answer, a timeout. Name those that are final in retry.nonRetryable.";
    this.#flow.approximated(`${at}/Retry`, differences.join(" "), hint);
    if (rate !== 1 && rate !== 2)
      this.#flow.approximated(
        `${where}/BackoffRate`,
        `A rate of ${rate} becomes 2.`,
        "Delays are constant (1), or double (2).",
      );
    return {
      retry: {
        maxAttempts: number("MaxAttempts", 3) + 1,
        backoff: rate === 1 ? "constant" : "exponential",
        initialDelayMs: number("IntervalSeconds", 1) * 1000,
        maxDelayMs,
        jitter,
      },
    };
  }

  #timeout({ TimeoutSeconds: said }: JsonObject, { workflowId }: JsonObject, at: string): JsonObject {
    const most = MAX_STEP_TIMEOUT_MS / 1000;
    const isBounded = workflowId === undefined;
    if (said === undefined) return isBounded ? { timeoutMs: DEFAULT_TIMEOUT_SECONDS * 1000 } : {};
    if (typeof said === "number" && (said <= most || !isBounded)) return { timeoutMs: said * 1000 };
    const hint = `Write the seconds, up to ${most}; a workflow may take longer than a tool.`;
    this.#flow.unmapped(`${at}/TimeoutSeconds`, "A timeout of this length", hint);
    return {};
  }

  #wait(state: JsonObject, place: Place, at: string): JsonObject {
    const { Seconds: seconds, Timestamp: timestamp } = state;
    if (typeof seconds === "number" && timestamp === undefined) return { ms: seconds * 1000 };
    const made = typeof seconds === "string" ? this.#expression(place, `${at}/Seconds`)(seconds) : null;
    if (made !== null && timestamp === undefined) return { ms: `{{= (${made}) * 1000 }}` };
    if (seconds !== undefined || typeof timestamp !== "string") {
      const hint = "Give Seconds, a number or {% … %}, or Timestamp.";
      this.#flow.note("error", "invalid_source", at, "It is not said how long to wait.", hint);
    }
    return { until: this.#template(timestamp ?? "", place, `${at}/Timestamp`) };
  }

  #choice(name: string, state: JsonObject, edges: readonly Edge[], at: string): void {
    const place = this.#flow.meet(edges, this.#prefix + name);
    const choices = Array.isArray(state["Choices"]) ? state["Choices"] : [];
    const ways = new Ways();
    const go = (label: string, condition: string | null, does: JsonObject): Edge | null => {
      const when = ways.next(condition);
      const id = this.#flow.idFor(`${this.#prefix}${name}_${label}`);
      if (when !== undefined) return this.#flow.put(id, place, does, when);
      const what = `A Choice of more than ${MAX_WAYS} rules, or of rules as long as these,`;
      this.#flow.unmapped(`${at}/Choices`, what, "Make it several, one after the other.");
      return null;
    };
    const handed = (output: Json | undefined, where: string): JsonObject => ({
      transform: output === undefined ? `{{= ${place.value} }}` : this.#template(output, place, `${where}/Output`),
    });
    for (const [index, choice] of choices.entries()) {
      const where = `${at}/Choices/${index}`;
      const { Condition: said, Output: output, Next: next } = isObject(choice) ? choice : {};
      if (isObject(choice)) this.#flow.unmappedFields(choice, ["Condition", "Next", "Output", "Comment"], where);
      const condition = typeof said === "string" ? this.#expression(place, `${where}/Condition`)(said) : null;
      if (condition === null && typeof said !== "boolean") {
        this.#flow.unmapped(`${where}/Condition`, "A choice without a Condition of JSONata", "Write it as {% … %}.");
        continue;
      }
      if (condition !== null && output === undefined && state["Output"] !== undefined) {
        const message = "The state's Output is not for a rule that holds: that hands on the state's input.";
        this.#flow.approximated(where, message, "Give the rule an Output of its own.");
      }
      const edge = go(textOf(index + 1), condition === null ? textOf(said) : `(${condition})`, handed(output, where));
      if (edge === null) return;
      this.#lead(edge, next, `${where}/Next`);
    }
    if (state["Default"] === undefined) {
      go("none", null, { transform: '{{= $error("States.NoChoiceMatched") }}' });
      return;
    }
    const edge = go("default", null, handed(state["Output"], at));
    if (edge !== null) this.#lead(edge, state["Default"], `${at}/Default`);
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
    const ends = branches.map((branch, index) => {
      const machine = isObject(branch) ? branch : {};
      const where = `${at}/Branches/${index}`;
      this.#flow.unmappedFields(machine, MACHINE, where);
      this.#language(machine, where);
      const prefix = `${this.#prefix}${name}_${index + 1}_`;
      return new Machine(this.#flow, this.#tools, machine, where, prefix).convert([from]);
    });
    const dependsOn = [...new Set(ends.flat().flatMap(({ step }) => step ?? []))];
    const edge = this.#flow.put(
      id,
      { ...place, dependsOn: [...new Set([...place.dependsOn, ...dependsOn])] },
      { transform: ends.map((branch) => `{{= ${firstOf(branch)} }}`) },
    );
    return this.#handOn(edge, id, state, place, at);
  }

  #map(id: string, state: JsonObject, place: Place, at: string): Edge {
    const isIterator = state["ItemProcessor"] === undefined && state["Iterator"] !== undefined;
    const processor = `${at}/${isIterator ? "Iterator" : "ItemProcessor"}`;
    const { [isIterator ? "Iterator" : "ItemProcessor"]: given, Items: items } = state;
    const machine = isObject(given) ? given : {};
    this.#flow.unmappedFields(machine, MACHINE, processor);
    this.#language(machine, processor);
    const states = isObject(machine["States"]) ? Object.entries(machine["States"]) : [];
    const [name = "", inner] = states[0] ?? [];
    const where = append(`${processor}/States`, name);
    if (isObject(machine["ProcessorConfig"]) && machine["ProcessorConfig"]["Mode"] === "DISTRIBUTED") {
      const hint = "A list of up to 10,000 items can be gone through; give it as Items.";
      this.#flow.unmapped(`${processor}/ProcessorConfig`, "A distributed map", hint);
    }
    if (states.length !== 1 || !isObject(inner) || !["Task", "Pass"].includes(textOf(inner["Type"]))) {
      const hint = "Make the states a workflow of their own, and call it by one Task (tools may name a workflow's id).";
      this.#flow.unmapped(`${processor}/States`, "A map over more than one Task or Pass", hint);
      return this.#flow.put(id, place, { transform: null });
    }
    const isPass = inner["Type"] === "Pass";
    const known = isPass ? ["Output"] : ["Resource", "Arguments", "TimeoutSeconds", "Retry"];
    this.#flow.unmappedFields(inner, ["Type", "Comment", "QueryLanguage", "End", ...known], where);
    this.#language(inner, where);
    const each = { ...place, value: this.#item(state, inner, place, at) };
    const list = items === undefined ? `{{= ${place.value} }}` : this.#template(items, place, `${at}/Items`);
    const forEach = { items: Array.isArray(list) ? list : textOf(list), ...this.#bounds(state, at) };
    if (isPass) {
      const transform = this.#template(inner["Output"] ?? "{% $states.input %}", each, `${where}/Output`);
      return this.#handOn(this.#flow.put(id, place, { forEach, transform }), id, state, place, at);
    }
    const { does, shape } = this.#call(inner, each, where);
    const calls = { forEach, ...does, ...this.#retry(inner, where), ...this.#timeout(inner, does, where) };
    let edge = this.#flow.put(id, place, calls);
    if (shape !== null) {
      const transform = `{{= $item = null ? null : ${shaped(shape, "$item")} }}`;
      const results = { forEach: { items: `{{steps.${id}.result}}` }, transform };
      edge = this.#flow.put(this.#flow.idFor(`${id}_results`), this.#flow.meet([edge], id), results);
    }
    return this.#handOn(edge, id, state, place, at);
  }

  /** What the input of each item is. It is written wherever the state reads its input. */
  #item({ ItemSelector: selector }: JsonObject, inner: JsonObject, place: Place, at: string): string {
    if (selector === undefined) return "$item";
    const made = expressionOf(selector, this.#expression(place, `${at}/ItemSelector`));
    const reads = JSON.stringify(inner).split("$states").length;
    if (made.length * reads <= MAX_WRITTEN) return made;
    this.#flow.unmapped(
      `${at}/ItemSelector`,
      "An ItemSelector of this size, read so often,",
      "Make it in a state before.",
    );
    return "null";
  }

  /** How many items at a time, and how many may fail. */
  #bounds(state: JsonObject, at: string): JsonObject {
    const number = (field: string): number | null => {
      const { [field]: said } = state;
      if (said === undefined || (typeof said === "number" && said >= 0)) return said ?? null;
      this.#flow.unmapped(`${at}/${field}`, `A ${field} that is no number`, "Write the number.");
      return null;
    };
    const most = number("MaxConcurrency");
    const count = number("ToleratedFailureCount");
    const percent = number("ToleratedFailurePercentage");
    if (count !== null && percent !== null) {
      const hint = "Leave one of them out.";
      this.#flow.unmapped(`${at}/ToleratedFailureCount`, "A count of tolerated failures beside a percentage", hint);
    }
    const field = count === null ? "ToleratedFailurePercentage" : "ToleratedFailureCount";
    if (count !== null || percent !== null)
      this.#flow.approximated(`${at}/${field}`, "Items that fail are null in the list of results.", "Filter them out.");
    if (percent !== null && !Number.isInteger(percent)) {
      const message = `${percent} % become ${Math.floor(percent)} %.`;
      this.#flow.approximated(`${at}/ToleratedFailurePercentage`, message, "Percentages are whole numbers.");
    }
    return {
      concurrency: most === null || most === 0 ? MAX_FOR_EACH_CONCURRENCY : Math.min(most, MAX_FOR_EACH_CONCURRENCY),
      ...(count !== null && { tolerate: count }),
      ...(count === null && percent !== null && { tolerate: `${Math.floor(percent)}%` }),
    };
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
    const others = this.#edges.get(name);
    if (others === undefined) this.#edges.set(name, [edge]);
    else others.push(edge);
  }

  #at(name: string): string {
    return append(`${this.#pointer}/States`, name);
  }

  #template(value: Json, place: Place, at: string): Json {
    return templateOf(value, this.#expression(place, at));
  }

  /** `{% … %}` with what it means here: `$states.input` is what the place was handed. Texts and comments stay as they are. */
  #expression({ value }: Place, at: string, also: Also = {}): (text: string) => string | null {
    const meant = new Map([
      ["$states.input", value],
      ["$states.context.Execution.Input", "$input"],
      ["$states.context.Execution.Id", "$run.id"],
      ["$states.context.Execution.Name", "$run.id"],
      ["$states.context.Map.Item.Value", "$item"],
      ["$states.context.Map.Item.Index", "$index"],
      ...(also.result === undefined ? [] : ([["$states.result", also.result]] as const)),
      ...(also.errorOutput === undefined ? [] : ([["$states.errorOutput", also.errorOutput]] as const)),
    ]);
    return (text) => {
      const inner = /^\{%([\s\S]*)%\}$/.exec(text)?.[1];
      if (inner === undefined) return null;
      const made = inner.replaceAll(READ, (found) => {
        if (!found.startsWith("$states")) return found;
        const names = found.replaceAll(/\s/g, "").split(".");
        for (let length = 2; length <= Math.min(names.length, 5); length++) {
          const instead = meant.get(names.slice(0, length).join("."));
          if (instead !== undefined) return [instead, ...names.slice(length)].join(".");
        }
        this.#flow.unmapped(at, `\`${names.join(".")}\``, "Take it from the input, or from a state's result.");
        return found;
      });
      return made.trim();
    };
  }
}

/** What an expression may read in one place and not in others. */
interface Also {
  readonly result?: string;
  readonly errorOutput?: string;
}

/** What is read of `$states`; what texts, names in backticks and comments hold is none of that. */
const READ = /"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|`[^`]*`|\/\*[\s\S]*?\*\/|\$states\b(?:\s*\.\s*\w+)*/g;

function shaped(shape: Readonly<Record<string, string>>, value: string): string {
  const fields = Object.entries(shape).map(([name, part]) => `"${name}": ${part === "" ? value : `${value}.${part}`}`);
  return `{${fields.join(", ")}}`;
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
