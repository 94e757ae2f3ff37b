// Serverless Workflow 1.0 (serverlessworkflow.io), in JSON or as text in YAML, as a workflow.
//
//   call → tool      set → transform     wait → wait       do → its tasks       switch → a transform with `when` for each case
//   for → forEach    fork → steps        try/catch → retry and onError          raise → a step that fails
//   listen for one event → wait for a signal
//
// Tasks follow each other; what `.` and `$input` mean is the result of the task before. Expressions are jq (jq.ts).

import { MAX_ATTEMPTS, MAX_RETRY_DELAY_MS, MAX_STEP_TIMEOUT_MS } from "../definition/limits.ts";
import type { Json, JsonObject } from "../json.ts";
import { append } from "../schema/pointer.ts";
import { isObject } from "../schema/resources.ts";
import { durationMs } from "./duration.ts";
import {
  BEGINNING,
  type Edge,
  firstOf,
  Flow,
  type Imported,
  MAX_WAYS,
  type Place,
  templateOf,
  textOf,
  toolFor,
  Ways,
} from "./flow.ts";
import { jsonataOf, type Translated } from "./jq.ts";
import { readYaml } from "./yaml.ts";

const COMMON = ["if", "then", "input", "output", "timeout", "metadata"];
const KINDS = ["call", "set", "wait", "do", "switch", "for", "fork", "try", "raise", "listen", "emit", "run"] as const;
const BESIDES: Readonly<Record<string, readonly string[]>> = {
  call: ["with"],
  for: ["do", "while"],
  try: ["catch"],
};
/** Of `use`: what is looked up here by its name, and what `tools` speaks for. */
const REUSED = ["errors", "retries", "timeouts", "functions", "catalogs", "authentications", "secrets"];

type Variables = ReadonlyMap<string, string>;
const VARIABLES: Variables = new Map([
  ["input", "$input"],
  ["workflow.input", "$input"],
  ["workflow.id", "$run.id"],
]);

/** How a task goes on: by its `then`, which stands at the pointer. */
type Lead = (going: readonly Edge[], then: Json | undefined, pointer: string) => Edge[];

interface Entry {
  readonly name: string;
  readonly task: JsonObject;
  readonly at: string;
}

/** What a task calls or makes. */
interface Doing {
  readonly does: JsonObject;
  /** Its result is a part of the step's only. */
  readonly part: string | null;
}

/** `tools`: what each function is called here; `http` for calls that the hub's own http_get does not make. */
export function importServerless(source: Json, tools: ReadonlyMap<string, string>): Imported {
  const flow = new Flow();
  if (typeof source === "string") {
    const read = readYaml(source);
    if (read.ok && typeof read.value !== "string") return importServerless(read.value, tools);
    const why = read.ok ? "It is a text." : read.why;
    flow.note("error", "invalid_source", "", `This is no document in YAML. ${why}`, "Send YAML as text, or an object.");
    return { notes: flow.notes, definition: { name: "imported", steps: [] } };
  }
  const document = isObject(source) ? source : {};
  const about = isObject(document["document"]) ? document["document"] : {};
  if (!textOf(about["dsl"]).startsWith("1.")) {
    flow.note(
      "error",
      "invalid_source",
      "/document/dsl",
      "This is no document of Serverless Workflow 1.0.",
      'Set dsl to "1.0.0".',
    );
  }
  flow.unmappedFields(document, ["document", "input", "output", "do", "timeout", "use"], "");
  const { input, output, timeout, use } = document;
  if (isObject(use)) flow.unmappedFields(use, REUSED, "/use");
  const list = new TaskList(flow, tools, isObject(use) ? use : {});
  const timeoutMs = list.timeoutMs(timeout, "/timeout");
  list.longestMs = Math.min(timeoutMs ?? MAX_STEP_TIMEOUT_MS, MAX_STEP_TIMEOUT_MS);
  const inputSchema = schemaIn(flow, input, ["from", "schema"], "/input");
  const outputSchema = schemaIn(flow, output, ["as", "schema"], "/output");
  const from =
    isObject(input) && input["from"] !== undefined
      ? list.shape(BEGINNING, "input", input["from"], "/input/from", VARIABLES)
      : BEGINNING;
  const ends = list.sequence(document["do"], [from], "/do", "", VARIABLES);
  const done = [...ends, ...list.ended];
  const as = isObject(output) && done.length > 0 ? output["as"] : undefined;
  const last = as === undefined ? firstOf(done) : flow.meet(done, "output").value;
  return {
    notes: flow.notes,
    definition: {
      name: typeof about["name"] === "string" ? about["name"] : "imported",
      ...(typeof about["summary"] === "string" && { description: about["summary"] }),
      ...(inputSchema !== undefined && { inputSchema }),
      ...(outputSchema !== undefined && { outputSchema }),
      steps: flow.steps,
      output: as === undefined ? `{{= ${last} }}` : list.made(as, last, "/output/as", within(VARIABLES, from.value)),
      ...(timeoutMs !== null && { timeoutMs }),
    },
  };
}

/** Of the input or the output, what its schema says. */
function schemaIn(flow: Flow, of: Json | undefined, known: readonly string[], at: string): Json | undefined {
  if (!isObject(of)) return undefined;
  flow.unmappedFields(of, known, at);
  const { schema } = of;
  if (!isObject(schema)) return undefined;
  flow.unmappedFields(schema, ["document", "format"], `${at}/schema`);
  const { document, format = "json" } = schema;
  if (/^json(:|$)/.test(textOf(format))) return document;
  flow.unmapped(`${at}/schema/format`, `A schema of the format ${textOf(format)}`, "Write it in JSON Schema.");
  return undefined;
}

class TaskList {
  /** Where the whole workflow ends before its last task. */
  readonly ended: Edge[] = [];
  /** How long a call may take that says nothing of it. */
  longestMs = MAX_STEP_TIMEOUT_MS;
  readonly #flow: Flow;
  readonly #tools: ReadonlyMap<string, string>;
  readonly #use: JsonObject;
  #readsDot = false;
  #forks = 0;

  constructor(flow: Flow, tools: ReadonlyMap<string, string>, use: JsonObject) {
    this.#flow = flow;
    this.#tools = tools;
    this.#use = use;
  }

  /** The edges at which the tasks end. */
  sequence(tasks: Json | undefined, from: readonly Edge[], at: string, prefix: string, variables: Variables): Edge[] {
    const listed = this.#entries(tasks, at);
    if (listed.length === 0)
      this.#flow.note("error", "invalid_source", at, "There is no task here.", "List tasks as {name: task}.");
    return this.#sequence(listed, from, prefix, variables);
  }

  #sequence(listed: readonly Entry[], from: readonly Edge[], prefix: string, variables: Variables): Edge[] {
    const lastAt = new Map(listed.map(({ name }, index) => [name, index]));
    const waiting = new Map<string, Edge[]>();
    const exits: Edge[] = [];
    let edges = [...from];
    for (const [index, { name, task, at }] of listed.entries()) {
      edges = [...edges, ...(waiting.get(name) ?? [])];
      if (edges.length === 0) {
        this.#flow.approximated(at, `Nothing leads to "${name}".`, "It is left out.");
        continue;
      }
      const lead: Lead = (going, then, pointer) => {
        if (then === undefined || then === "continue") return [...going];
        if (then === "end" && this.#forks === 0) this.ended.push(...going);
        else if (then === "end")
          this.#flow.unmapped(pointer, "Ending the workflow from within a branch", "Let the branch exit.");
        else if (then === "exit") exits.push(...going);
        else if (typeof then === "string" && (lastAt.get(then) ?? -1) > index) {
          const others = waiting.get(then);
          if (others === undefined) waiting.set(then, [...going]);
          else others.push(...going);
        } else
          this.#flow.unmapped(
            pointer,
            `Going to "${textOf(then)}"`,
            "Only a later task of the same list can be gone to; repeat by `for` or by a retry.",
          );
        return [];
      };
      edges = this.#task(prefix + name, task, edges, at, variables, lead);
    }
    return [...edges, ...exits];
  }

  /** The named parts of a list of `{name: part}`. */
  #entries(list: Json | undefined, at: string): Entry[] {
    return (Array.isArray(list) ? list : []).flatMap((entry, index) => {
      const [named, ...more] = isObject(entry) ? Object.entries(entry) : [];
      if (named !== undefined && more.length === 0 && isObject(named[1]))
        return [{ name: named[0], task: named[1], at: append(`${at}/${index}`, named[0]) }];
      const hint = "Write {name: {…}}, one name in each.";
      this.#flow.note("error", "invalid_source", `${at}/${index}`, "This is not one thing with a name.", hint);
      return [];
    });
  }

  #task(name: string, task: JsonObject, edges: readonly Edge[], at: string, outer: Variables, lead: Lead): Edge[] {
    // A `for` and a `try` have a `do` or a `call` of their own.
    const kind = (["for", "try", ...KINDS] as const).find((one) => Object.hasOwn(task, one));
    if (kind === undefined) {
      this.#flow.unmapped(at, "A task of this kind", "call, set, wait, do, switch, for, fork, try, raise or listen.");
      return [...edges];
    }
    this.#flow.unmappedFields(task, [...COMMON, kind, ...(BESIDES[kind] ?? [])], at);
    let place = this.#flow.meet(edges, name);
    const passing: Edge[] = [];
    if (task["if"] !== undefined) {
      const condition = this.#condition(task["if"], place.value, `${at}/if`, within(outer, place.value));
      const aside = this.#flow.idFor(`${name}_else`);
      passing.push(this.#flow.put(aside, place, { transform: `{{= ${place.value} }}` }, `$not(${condition})`));
      place = withCondition(place, condition);
    }
    const { input, output, timeout } = task;
    if (isObject(input)) {
      this.#flow.unmappedFields(input, ["from"], `${at}/input`);
      if (input["from"] !== undefined) {
        const transform = this.made(input["from"], place.value, `${at}/input/from`, within(outer, place.value));
        place = this.#flow.meet([this.#flow.put(this.#flow.idFor(`${name}_input`), place, { transform })], name);
      }
    }
    const variables = within(outer, place.value);
    if (timeout !== undefined && kind !== "call" && kind !== "listen")
      this.#flow.unmapped(`${at}/timeout`, `A timeout of \`${kind}\``, "Give its calls, or the workflow, a timeout.");
    if (isObject(output)) this.#flow.unmappedFields(output, kind === "switch" ? [] : ["as"], `${at}/output`);
    if (kind === "switch") return [...this.#switch(name, task, place, at, variables, lead), ...passing];
    let out = this.#act(kind, name, task, place, at, variables);
    if (isObject(output) && output["as"] !== undefined && out.length > 0) {
      out = [this.shape(this.#one(out, name), `${name}_output`, output["as"], `${at}/output/as`, variables)];
    }
    return lead([...out, ...passing], task["then"], `${at}/then`);
  }

  #act(
    kind: (typeof KINDS)[number],
    name: string,
    task: JsonObject,
    place: Place,
    at: string,
    variables: Variables,
  ): Edge[] {
    const flow = this.#flow;
    switch (kind) {
      case "call":
      case "set": {
        const { does, part } = this.#does(task, place.value, at, variables);
        return [partOf(flow.put(flow.idFor(name), place, does), part)];
      }
      case "wait": {
        const ms = durationMs(task["wait"]);
        if (ms === null)
          flow.unmapped(
            `${at}/wait`,
            "A wait of this length",
            "Give days, hours, minutes, seconds, milliseconds, or PT15M.",
          );
        return [{ ...flow.put(flow.idFor(name), place, { wait: { ms: ms ?? 0 } }), value: place.value }];
      }
      case "do":
        return this.sequence(task["do"], [this.#edgeOf(place, name)], `${at}/do`, `${name}_`, variables);
      case "for":
        return [this.#for(name, task, place, at, variables)];
      case "fork":
        return [this.#fork(name, task, place, at, variables)];
      case "try":
        return this.#try(name, task, place, at, variables);
      case "raise": {
        const raised = this.#reused("errors", isObject(task["raise"]) ? task["raise"]["error"] : undefined);
        if (!isObject(raised))
          flow.unmapped(`${at}/raise/error`, "An error that is neither here nor in use.errors", "Write it here.");
        const { type, title, detail } = isObject(raised) ? raised : {};
        const said = [type, title, detail].filter((part) => part !== undefined);
        const told = said
          .map((part) => this.#value(part, place.value, `${at}/raise/error`, variables))
          .join(' & ": " & ');
        flow.put(flow.idFor(name), place, { transform: `{{= $error(${told || '"raised"'}) }}` });
        return [];
      }
      case "listen":
        return [this.#listen(name, task, place, at)];
      case "switch":
      case "emit":
      case "run":
        flow.unmapped(`${at}/${kind}`, `\`${kind}\``, "Call a tool that does it.");
        return [this.#edgeOf(place, name)];
    }
  }

  /** An event is a signal; what was heard is a list of one. */
  #listen(name: string, task: JsonObject, place: Place, at: string): Edge {
    const flow = this.#flow;
    const type = signalOf(task["listen"]);
    if (type === null) {
      const hint = "Wait for one signal after the other.";
      flow.unmapped(`${at}/listen`, "Listening to more than the data of one event by its type", hint);
      return this.#edgeOf(place, name);
    }
    const message = `The event "${type}" is a signal of this name here.`;
    flow.approximated(`${at}/listen`, message, "Send it to the run: POST /workflow-runs/{runId}/signals/{name}.");
    const timeoutMs = this.timeoutMs(task["timeout"], `${at}/timeout`);
    const id = flow.idFor(name);
    const edge = flow.put(id, place, { wait: { signal: type, ...(timeoutMs !== null && { timeoutMs }) } });
    return flow.put(flow.idFor(`${name}_heard`), flow.meet([edge], name), { transform: [`{{steps.${id}.result}}`] });
  }

  /** A call or a value. */
  #does(task: JsonObject, dot: string, at: string, variables: Variables): Doing {
    if (task["set"] !== undefined)
      return { does: { transform: this.made(task["set"], dot, `${at}/set`, variables) }, part: null };
    const { call, with: given = {}, timeout } = task;
    if (!isObject(given)) this.#flow.unmapped(`${at}/with`, "Arguments that are no object", "Name each of them.");
    const { does, part } = this.#called(textOf(call), isObject(given) ? given : {}, dot, at, variables);
    const isBounded = does["workflowId"] === undefined;
    const after = this.timeoutMs(timeout, `${at}/timeout`) ?? (isBounded ? this.longestMs : null);
    if (isBounded && after !== null && after > MAX_STEP_TIMEOUT_MS) {
      const hint = "Call a workflow, which may take longer.";
      this.#flow.unmapped(`${at}/timeout`, `A call of more than ${MAX_STEP_TIMEOUT_MS / 1000} seconds`, hint);
    }
    return { does: { ...does, retry: { maxAttempts: 1 }, ...(after !== null && { timeoutMs: after }) }, part };
  }

  #called(fn: string, given: JsonObject, dot: string, at: string, variables: Variables): Doing {
    const known = toolFor(this.#tools, fn);
    const { endpoint, ...others } = given;
    const uri = isObject(endpoint) ? endpoint["uri"] : endpoint;
    const url = fn === "http" ? this.#uri(uri ?? "", dot, `${at}/with/endpoint`, variables) : "";
    if (fn === "http" && known === null && textOf(given["method"]).toUpperCase() === "GET") {
      this.#flow.unmappedFields(given, ["method", "endpoint", "output"], `${at}/with`);
      if (isObject(endpoint)) this.#flow.unmappedFields(endpoint, ["uri"], `${at}/with/endpoint`);
      const { output = "content" } = given;
      if (output !== "content")
        this.#flow.unmapped(`${at}/with/output`, `The output "${textOf(output)}"`, "Take the content.");
      return { does: { toolId: "tool_nexus_http_get", arguments: { url } }, part: "body" };
    }
    if (known === null) {
      const hint = `Say what it is here: tools: {"${fn}": "tool_… or agent/name@version"}.`;
      this.#flow.note("error", "unmapped_tool", `${at}/call`, `"${fn}" is not known here.`, hint);
    }
    const passed = fn === "http" ? others : given;
    const made = this.#template(passed, dot, `${at}/with`, variables);
    const about = isObject(endpoint) ? { ...endpoint, uri: url } : url;
    const whole = fn === "http" && isObject(made) ? { ...made, endpoint: about } : made;
    return { does: { ...(known ?? { tool: `unknown/${fn}` }), arguments: whole }, part: null };
  }

  #switch(name: string, task: JsonObject, place: Place, at: string, variables: Variables, lead: Lead): Edge[] {
    const out: Edge[] = [];
    const ways = new Ways();
    const go = (id: string, own: string | null, then: Json | undefined, where: string): boolean => {
      const when = ways.next(own);
      if (when === undefined) {
        const what = `A switch of more than ${MAX_WAYS} cases, or of cases as long as these,`;
        this.#flow.unmapped(`${at}/switch`, what, "Make it several, one after the other.");
        return false;
      }
      const edge = this.#flow.put(this.#flow.idFor(id), place, { transform: `{{= ${place.value} }}` }, when);
      out.push(...lead([edge], then, where));
      return true;
    };
    // Wherever it stands, the default is for what no case takes.
    let otherwise: Entry | null = null;
    for (const one of this.#entries(task["switch"], `${at}/switch`)) {
      const { when, then } = one.task;
      this.#flow.unmappedFields(one.task, ["when", "then"], one.at);
      if (when === undefined) {
        if (otherwise !== null)
          this.#flow.note(
            "error",
            "invalid_source",
            one.at,
            "There is more than one default case.",
            "Keep one of them.",
          );
        otherwise = one;
        continue;
      }
      const own = this.#condition(when, place.value, `${one.at}/when`, variables);
      if (!go(`${name}_${one.name}`, own, then, `${one.at}/then`)) return out;
    }
    if (otherwise === null) go(`${name}_none`, null, task["then"], `${at}/then`);
    else go(`${name}_${otherwise.name}`, null, otherwise.task["then"], `${otherwise.at}/then`);
    return out;
  }

  /** Its result is what the task made of the last item. */
  #for(name: string, task: JsonObject, place: Place, at: string, variables: Variables): Edge {
    const { for: loop, do: tasks } = task;
    if (task["while"] !== undefined)
      this.#flow.unmapped(`${at}/while`, "`while`", "A list is gone through to its end; filter it before.");
    if (isObject(loop)) this.#flow.unmappedFields(loop, ["each", "in", "at"], `${at}/for`);
    const { each = "item", in: list = "", at: index = "index" } = isObject(loop) ? loop : {};
    const [only, ...more] = this.#entries(tasks, `${at}/do`);
    if (only === undefined || more.length > 0 || !isCallOrSet(only.task)) {
      const hint = "Make the tasks a workflow of their own, and call it by one task (tools may name a workflow's id).";
      this.#flow.unmapped(`${at}/do`, "A for over more than one call or set", hint);
      return this.#flow.put(this.#flow.idFor(name), place, { transform: null });
    }
    this.#flow.unmappedFields(only.task, ["call", "set", "with", "timeout", "metadata"], only.at);
    const inside = new Map([...variables, [textOf(each), "$item"], [textOf(index), "$index"]]);
    if (each !== "input" && index !== "input") inside.delete("input");
    const items = this.made(list, place.value, `${at}/for/in`, variables);
    this.#readsDot = false;
    const { does, part } = this.#does(only.task, place.value, only.at, inside);
    if (this.#readsDot) {
      const hint = "Read the item; what goes from one item to the next needs a workflow of its own.";
      this.#flow.unmapped(only.at, "What the task made of the item before (`.`)", hint);
    }
    const id = this.#flow.idFor(name);
    // One after the other, as the language has it.
    const edge = this.#flow.put(id, place, { forEach: { items, concurrency: 1 }, ...does });
    const all = `$steps.${id}.result`;
    const last = part === null ? `${all}[-1]` : `${all}[-1].${part}`;
    const transform = `{{= $count(${all}) > 0 ? ${last} : ${place.value} }}`;
    return this.#flow.put(this.#flow.idFor(`${name}_last`), this.#flow.meet([edge], name), { transform });
  }

  #fork(name: string, task: JsonObject, place: Place, at: string, variables: Variables): Edge {
    const { branches = [], compete } = isObject(task["fork"]) ? task["fork"] : {};
    if (compete === true)
      this.#flow.unmapped(`${at}/fork/compete`, "Branches that compete", "All of them are waited for.");
    const from = this.#edgeOf(place, name);
    this.#forks++;
    const ends = this.#entries(branches, `${at}/fork/branches`).map((branch, index) =>
      this.#sequence([branch], [from], `${name}_${index + 1}_`, variables),
    );
    this.#forks--;
    if (ends.length === 0)
      this.#flow.note(
        "error",
        "invalid_source",
        `${at}/fork/branches`,
        "There is no branch.",
        "List them as {name: task}.",
      );
    const dependsOn = [
      ...new Set([...(from.step === null ? [] : [from.step]), ...ends.flat().flatMap(({ step }) => step ?? [])]),
    ];
    const transform = ends.map((branch) => `{{= ${firstOf(branch)} }}`);
    return this.#flow.put(this.#flow.idFor(name), { ...this.#flow.meet([from], name), dependsOn }, { transform });
  }

  #try(name: string, task: JsonObject, place: Place, at: string, variables: Variables): Edge[] {
    const { try: tasks, catch: caught } = task;
    const handler = isObject(caught) ? caught : {};
    const [only, ...more] = this.#entries(tasks, `${at}/try`);
    if (only === undefined || more.length > 0 || only.task["call"] === undefined) {
      const hint = "Give each call a try of its own, or make the tasks a workflow and call that.";
      this.#flow.unmapped(`${at}/try`, "Trying more than one call", hint);
      return this.sequence(tasks, [this.#edgeOf(place, name)], `${at}/try`, `${name}_`, variables);
    }
    this.#flow.unmappedFields(only.task, ["call", "with", "timeout", "metadata"], only.at);
    this.#flow.unmappedFields(handler, ["retry", "do", "as"], `${at}/catch`);
    const { retry, do: then, as = "error" } = handler;
    const id = this.#flow.idFor(name);
    const { does, part } = this.#does(only.task, place.value, only.at, variables);
    const isCaught = then !== undefined || retry === undefined;
    const careful = { ...does, ...this.#retry(retry, `${at}/catch/retry`), ...(isCaught && { onError: "continue" }) };
    const edge = partOf(this.#flow.put(id, place, careful), part);
    if (!isCaught) return [edge];
    const failed: Edge = { step: id, on: "failed", maybe: true, value: place.value };
    const handled = (): Edge[] => {
      const message = "An error has type and title (this hub's code) and detail here, and neither status nor instance.";
      this.#flow.approximated(`${at}/catch`, message, "Compare its type with the codes in docs/errors.md.");
      const code = `$steps.${id}.error.code`;
      const error = `{"type": ${code}, "title": ${code}, "detail": $steps.${id}.error.message}`;
      const known = new Map([...variables, [textOf(as), error]]);
      return this.sequence(then, [failed], `${at}/catch/do`, `${name}_catch_`, known);
    };
    return [{ ...edge, maybe: true }, ...(then === undefined ? [failed] : handled())];
  }

  #retry(said: Json | undefined, at: string): JsonObject {
    if (said === undefined) return {};
    const retry = this.#reused("retries", said);
    if (!isObject(retry)) {
      this.#flow.unmapped(at, "A retry policy that is neither here nor in use.retries", "Write it here.");
      return {};
    }
    this.#flow.unmappedFields(retry, ["delay", "backoff", "limit", "jitter"], at);
    const { delay = { seconds: 0 }, backoff = { constant: {} }, limit, jitter } = retry;
    if (isObject(limit)) this.#flow.unmappedFields(limit, ["attempt"], `${at}/limit`);
    const attempt = isObject(limit) && isObject(limit["attempt"]) ? limit["attempt"] : {};
    this.#flow.unmappedFields(attempt, ["count"], `${at}/limit/attempt`);
    const { count } = attempt;
    const [kind = "constant"] = isObject(backoff) ? Object.keys(backoff) : [];
    const initialDelayMs = durationMs(delay);
    if (initialDelayMs === null)
      this.#flow.unmapped(`${at}/delay`, "A delay of this length", "Write it as {seconds: 5}.");
    const isCounted = typeof count === "number" && count < MAX_ATTEMPTS;
    const differences = [
      "Only failures that can pass are retried.",
      ...(isCounted ? [] : [`There are at most ${MAX_ATTEMPTS - 1} retries.`]),
      ...(jitter === undefined ? [] : ["The jitter takes away up to half of the delay."]),
    ];
    const hint = "Failures that can pass: 5xx, 408, 429, no answer, a timeout.";
    this.#flow.approximated(at, differences.join(" "), hint);
    return {
      retry: {
        maxAttempts: isCounted ? count + 1 : MAX_ATTEMPTS,
        backoff: kind,
        initialDelayMs: initialDelayMs ?? 0,
        maxDelayMs: MAX_RETRY_DELAY_MS,
        jitter: jitter !== undefined,
      },
    };
  }

  /** In ms; null: there is none, or none that can be read, which is noted. */
  timeoutMs(said: Json | undefined, at: string): number | null {
    if (said === undefined) return null;
    const timeout = this.#reused("timeouts", said);
    const ms = isObject(timeout) ? durationMs(timeout["after"]) : null;
    if (ms === null)
      this.#flow.unmapped(at, "A timeout of this length", "Write it as {after: {seconds: 30}} or PT30S.");
    return ms;
  }

  /** What stands there, or what `use` has under that name. */
  #reused(kind: string, said: Json | undefined): Json | undefined {
    if (typeof said !== "string") return said;
    const named = this.#use[kind];
    return isObject(named) && Object.hasOwn(named, said) ? named[said] : undefined;
  }

  /** A step that makes of the edge's value what `as` says. */
  shape(edge: Edge, name: string, as: Json, at: string, variables: Variables): Edge {
    const place = this.#flow.meet([edge], name);
    return this.#flow.put(this.#flow.idFor(name), place, { transform: this.made(as, place.value, at, variables) });
  }

  /** Where an expression has to be, it may come without its `${ }`. */
  made(value: Json, dot: string, at: string, variables: Variables): Json {
    if (typeof value !== "string") return this.#template(value, dot, at, variables);
    return `{{= ${this.#translated(innerOf(value) ?? value, dot, at, variables)?.value ?? "null"} }}`;
  }

  #template(value: Json, dot: string, at: string, variables: Variables): Json {
    return templateOf(value, (text) => this.#expression(text, dot, at, variables));
  }

  /** One JSONata expression for it. */
  #value(value: Json, dot: string, at: string, variables: Variables): string {
    if (typeof value !== "string") return JSON.stringify(value);
    const expression = this.#expression(value, dot, at, variables);
    return expression === null ? JSON.stringify(value) : `(${expression})`;
  }

  #condition(value: Json, dot: string, at: string, variables: Variables): string {
    if (typeof value !== "string") return String(value !== null && value !== false);
    return this.#translated(innerOf(value) ?? value, dot, at, variables)?.condition ?? "true";
  }

  /** Null: it is a text. */
  #expression(text: string, dot: string, at: string, variables: Variables): string | null {
    const inner = innerOf(text);
    if (inner !== null) return this.#translated(inner, dot, at, variables)?.value ?? "null";
    if (text.includes("${"))
      this.#flow.unmapped(at, "An expression within a text", 'Make it one expression: ${ "Hello, " + .name }.');
    return null;
  }

  #translated(jq: string, dot: string, at: string, variables: Variables): Translated | null {
    const made = jsonataOf(jq, dot, variables);
    if (made === null) {
      const hint =
        "Paths, literals, comparisons, arithmetic, and/or/not, //, {…} and […] are understood; write the rest as JSONata afterwards.";
      this.#flow.unmapped(at, `The jq expression "${jq.trim()}"`, hint);
      return null;
    }
    this.#readsDot ||= made.readsDot;
    if (made.caveat !== null)
      this.#flow.approximated(at, `In "${jq.trim()}": ${made.caveat}.`, "Compare what it gives.");
    return made;
  }

  /** `{name}` is the field of this name of `.`, as RFC 6570 puts it in. */
  #uri(uri: Json, dot: string, at: string, variables: Variables): Json {
    if (typeof uri !== "string" || innerOf(uri) !== null || !uri.includes("{"))
      return this.#template(uri, dot, at, variables);
    const parts = uri.split(/\{([\w.-]+)\}/);
    if (parts.some((part, index) => index % 2 === 0 && /[{}]/.test(part))) {
      this.#flow.unmapped(at, "A URI template of this kind", "Put in names alone: {petId}.");
      return "";
    }
    this.#readsDot = true;
    const made = parts.map((part, index) => {
      if (index % 2 === 0) return JSON.stringify(part);
      const value = `${dot}.\`${part}\``;
      const isText = `$type(${value}) in ["string", "number", "boolean"]`;
      const isNothing = `$not(${value} != null)`;
      return `(${isText} ? $encodeUrlComponent($string(${value})) : ${isNothing} ? "" : $error("{${part}} is no text"))`;
    });
    return `{{= ${made.join(" & ")} }}`;
  }

  /** The place as an edge to go on from: where something was said of it, through a step. */
  #edgeOf(place: Place, name: string): Edge {
    const [only] = place.dependsOn;
    if (place.when === null && only === undefined) return { ...BEGINNING, value: place.value };
    if (place.when === null && place.dependsOn.length === 1 && only !== undefined) {
      return { step: only, on: "success", maybe: false, value: place.value };
    }
    return this.#flow.put(this.#flow.idFor(`${name}_in`), place, { transform: `{{= ${place.value} }}` });
  }

  #one(edges: readonly Edge[], name: string): Edge {
    const [only] = edges;
    if (only !== undefined && edges.length === 1) return only;
    return this.#edgeOf(this.#flow.meet(edges, name), name);
  }
}

function withCondition(place: Place, extra: string | null): Place {
  if (extra === null) return place;
  return { ...place, when: place.when === null ? extra : `(${place.when}) and (${extra})` };
}

/** What a task sees: its own input beside what is known around it. */
function within(variables: Variables, input: string): Variables {
  return new Map([...variables, ["input", input]]);
}

function partOf(edge: Edge, part: string | null): Edge {
  return part === null ? edge : { ...edge, value: `${edge.value}.${part}` };
}

function isCallOrSet(task: JsonObject): boolean {
  return task["call"] !== undefined || task["set"] !== undefined;
}

/** Of `${ … }`, what is within; null: it is not one expression. */
function innerOf(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.startsWith("${") && trimmed.endsWith("}") ? trimmed.slice(2, -1) : null;
}

function signalOf(listen: Json | undefined): string | null {
  if (!isObject(listen) || Object.keys(listen).some((field) => field !== "to" && field !== "read")) return null;
  const { to, read = "data" } = listen;
  const one = isObject(to) && Object.keys(to).length === 1 ? to["one"] : undefined;
  const by = isObject(one) && Object.keys(one).length === 1 ? one["with"] : undefined;
  if (read !== "data" || !isObject(by) || Object.keys(by).length !== 1) return null;
  return typeof by["type"] === "string" ? by["type"] : null;
}
