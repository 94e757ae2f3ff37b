// Serverless Workflow 1.0 (serverlessworkflow.io), as a workflow.
//
//   call → tool      set → transform     wait → wait       do → its tasks       switch → a transform with `when` for each case
//   for → forEach    fork → steps        try/catch → retry and onError          raise → a step that fails
//   listen for one event → wait for a signal
//
// Tasks follow each other; what `.` means is the result of the task before. Expressions are jq (jq.ts).

import type { Json, JsonObject } from "../json.ts";
import { append } from "../schema/pointer.ts";
import { isObject } from "../schema/resources.ts";
import { BEGINNING, type Edge, firstOf, Flow, type Imported, type Place, templateOf, textOf, toolFor } from "./flow.ts";
import { jsonataOf } from "./jq.ts";

const COMMON = ["if", "then", "input", "output", "timeout", "metadata"];
const KINDS = ["call", "set", "wait", "do", "switch", "for", "fork", "try", "raise", "listen", "emit", "run"] as const;
const BESIDES: Readonly<Record<string, readonly string[]>> = {
  call: ["with"],
  for: ["do", "while"],
  try: ["catch"],
  listen: ["foreach"],
};

type Variables = ReadonlyMap<string, string>;
const VARIABLES: Variables = new Map([["input", "$input"]]);

/** `tools`: what each function is called here; `http` for calls that the hub's own http_get does not make. */
export function importServerless(source: Json, tools: ReadonlyMap<string, string>): Imported {
  const flow = new Flow();
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
  const { input, output, timeout } = document;
  const given = isObject(input) && isObject(input["schema"]) ? input["schema"]["document"] : undefined;
  const list = new TaskList(flow, tools);
  const from =
    isObject(input) && input["from"] !== undefined
      ? list.shape(BEGINNING, "input", input["from"], "/input/from", VARIABLES)
      : BEGINNING;
  const ends = list.sequence(document["do"], [from], "/do", "", VARIABLES);
  const done = [...ends, ...list.ended];
  const last = firstOf(done);
  const as = isObject(output) ? output["as"] : undefined;
  const ofTimeout = isObject(timeout) ? durationMs(timeout["after"]) : null;
  return {
    notes: flow.notes,
    definition: {
      name: typeof about["name"] === "string" ? about["name"] : "imported",
      ...(typeof about["summary"] === "string" && { description: about["summary"] }),
      ...(given !== undefined && { inputSchema: given }),
      steps: flow.steps,
      output: as === undefined ? `{{= ${last} }}` : list.template(as, last, "/output/as", VARIABLES),
      ...(ofTimeout !== null && { timeoutMs: ofTimeout }),
    },
  };
}

class TaskList {
  /** Where the whole workflow ends before its last task. */
  readonly ended: Edge[] = [];
  readonly #flow: Flow;
  readonly #tools: ReadonlyMap<string, string>;

  constructor(flow: Flow, tools: ReadonlyMap<string, string>) {
    this.#flow = flow;
    this.#tools = tools;
  }

  /** The edges at which the tasks end. */
  sequence(tasks: Json | undefined, from: readonly Edge[], at: string, prefix: string, variables: Variables): Edge[] {
    const listed = (Array.isArray(tasks) ? tasks : []).flatMap((entry, index) => {
      const [named] = isObject(entry) ? Object.entries(entry) : [];
      return named !== undefined && isObject(named[1])
        ? [{ name: named[0], task: named[1], at: append(`${at}/${index}`, named[0]) }]
        : [];
    });
    if (listed.length === 0)
      this.#flow.note("error", "invalid_source", at, "There is no task here.", "List tasks as {name: task}.");
    const waiting = new Map<string, Edge[]>();
    const exits: Edge[] = [];
    let edges = [...from];
    for (const [index, { name, task, at: where }] of listed.entries()) {
      edges = [...edges, ...(waiting.get(name) ?? [])];
      if (edges.length === 0) {
        this.#flow.note("warning", "approximated", where, `Nothing leads to "${name}".`, "It is left out.");
        continue;
      }
      const later = new Set(listed.slice(index + 1).map((other) => other.name));
      const lead = (going: readonly Edge[], then: Json | undefined, pointer: string): Edge[] => {
        if (then === undefined || then === "continue") return [...going];
        if (then === "end") this.ended.push(...going);
        else if (then === "exit") exits.push(...going);
        else if (typeof then === "string" && later.has(then))
          waiting.set(then, [...(waiting.get(then) ?? []), ...going]);
        else
          this.#flow.unmapped(
            pointer,
            `Going to "${textOf(then)}"`,
            "Only a later task of the same list can be gone to; repeat by `for` or by a retry.",
          );
        return [];
      };
      edges = this.#task(prefix + name, task, edges, where, variables, lead);
    }
    return [...edges, ...exits];
  }

  #task(
    name: string,
    task: JsonObject,
    edges: readonly Edge[],
    at: string,
    variables: Variables,
    lead: (going: readonly Edge[], then: Json | undefined, pointer: string) => Edge[],
  ): Edge[] {
    // A `for` and a `try` have a `do` or a `call` of their own.
    const kind = (["for", "try", ...KINDS] as const).find((one) => Object.hasOwn(task, one));
    if (kind === undefined) {
      this.#flow.unmapped(at, "A task of this kind", "call, set, wait, do, switch, for, fork, try, raise or listen.");
      return [...edges];
    }
    this.#flow.unmappedFields(task, [...COMMON, kind, ...(BESIDES[kind] ?? [])], at);
    let place = this.#flow.meet(edges, name);
    const passing: Edge[] = [];
    let extra: string | null = null;
    if (task["if"] !== undefined) {
      extra = this.#condition(task["if"], place.value, `${at}/if`, variables);
      const aside = this.#flow.idFor(`${name}_else`);
      passing.push(this.#flow.put(aside, place, { transform: `{{= ${place.value} }}` }, `$not(${extra})`));
    }
    const { input, output } = task;
    if (isObject(input) && input["from"] !== undefined) {
      const value = this.#value(input["from"], place.value, `${at}/input/from`, variables);
      place = { ...place, value };
    }
    if (kind === "switch") {
      return [...this.#switch(name, task, withCondition(place, extra), at, variables, lead), ...passing];
    }
    let out = this.#act(kind, name, task, withCondition(place, extra), at, variables);
    if (isObject(output) && output["as"] !== undefined) {
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
      case "set":
        return [flow.put(flow.idFor(name), place, this.#does(task, place.value, at, variables))];
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
        const error = isObject(task["raise"]) && isObject(task["raise"]["error"]) ? task["raise"]["error"] : {};
        const said = [error["type"], error["title"], error["detail"]].filter((part) => part !== undefined);
        const told = said.map((part) => this.#value(part, place.value, `${at}/raise/error`, variables)).join(", ");
        flow.put(flow.idFor(name), place, { transform: `{{= $error($join([${told || '"raised"'}], ": ")) }}` });
        return [];
      }
      case "listen": {
        const type = signalOf(task["listen"]);
        if (type === null) {
          flow.unmapped(
            `${at}/listen`,
            "Listening to more than one event by its type",
            "Wait for one signal after the other.",
          );
          return [this.#edgeOf(place, name)];
        }
        flow.note(
          "warning",
          "approximated",
          `${at}/listen`,
          `The event "${type}" is a signal of this name here.`,
          "Send it to the run: POST /workflow-runs/{runId}/signals/{name}.",
        );
        return [flow.put(flow.idFor(name), place, { wait: { signal: type } })];
      }
      case "switch":
      case "emit":
      case "run":
        flow.unmapped(`${at}/${kind}`, `\`${kind}\``, "Call a tool that does it.");
        return [this.#edgeOf(place, name)];
    }
  }

  /** A call or a value. */
  #does(task: JsonObject, dot: string, at: string, variables: Variables): JsonObject {
    if (task["set"] !== undefined) return { transform: this.template(task["set"], dot, `${at}/set`, variables) };
    const { call, with: given = {}, timeout } = task;
    const after = isObject(timeout) ? durationMs(timeout["after"]) : null;
    const called = {
      ...this.#called(textOf(call), isObject(given) ? given : {}, dot, at, variables),
      retry: { maxAttempts: 1 },
    };
    return after === null ? called : { ...called, timeoutMs: after };
  }

  #called(fn: string, given: JsonObject, dot: string, at: string, variables: Variables): JsonObject {
    const known = toolFor(this.#tools, fn);
    if (fn === "http" && known === null && textOf(given["method"]).toUpperCase() === "GET") {
      this.#flow.unmappedFields(given, ["method", "endpoint", "output"], `${at}/with`);
      const { endpoint } = given;
      const uri = isObject(endpoint) ? (endpoint["uri"] ?? "") : (endpoint ?? "");
      return {
        toolId: "tool_nexus_http_get",
        arguments: { url: this.template(uri, dot, `${at}/with/endpoint`, variables) },
      };
    }
    if (known === null) {
      const hint = `Say what it is here: tools: {"${fn}": "tool_… or agent/name@version"}.`;
      this.#flow.note("error", "unmapped_tool", `${at}/call`, `"${fn}" is not known here.`, hint);
    }
    return { ...(known ?? { tool: `unknown/${fn}` }), arguments: this.template(given, dot, `${at}/with`, variables) };
  }

  #switch(
    name: string,
    task: JsonObject,
    place: Place,
    at: string,
    variables: Variables,
    lead: (going: readonly Edge[], then: Json | undefined, pointer: string) => Edge[],
  ): Edge[] {
    const out: Edge[] = [];
    const before: string[] = [];
    let hasDefault = false;
    for (const [index, entry] of (Array.isArray(task["switch"]) ? task["switch"] : []).entries()) {
      const [named] = isObject(entry) ? Object.entries(entry) : [];
      if (named === undefined || !isObject(named[1])) continue;
      const where = append(`${at}/switch/${index}`, named[0]);
      const { when, then } = named[1];
      const own = when === undefined ? null : this.#condition(when, place.value, `${where}/when`, variables);
      hasDefault ||= own === null;
      const conditions = [...before.map((one) => `$not(${one})`), ...(own === null ? [] : [`(${own})`])];
      const id = this.#flow.idFor(`${name}_${named[0]}`);
      const edge = this.#flow.put(id, place, { transform: `{{= ${place.value} }}` }, conditions.join(" and ") || null);
      out.push(...lead([edge], then, `${where}/then`));
      if (own !== null) before.push(own);
    }
    if (!hasDefault) {
      const none = before.map((one) => `$not(${one})`).join(" and ") || null;
      const edge = this.#flow.put(
        this.#flow.idFor(`${name}_none`),
        place,
        { transform: `{{= ${place.value} }}` },
        none,
      );
      out.push(...lead([edge], task["then"], `${at}/then`));
    }
    return out;
  }

  #for(name: string, task: JsonObject, place: Place, at: string, variables: Variables): Edge {
    const { for: loop, do: tasks } = task;
    if (task["while"] !== undefined)
      this.#flow.unmapped(`${at}/while`, "`while`", "A list is gone through to its end; filter it before.");
    const { each = "item", in: list = "", at: index = "index" } = isObject(loop) ? loop : {};
    const [only, ...more] = Array.isArray(tasks) ? tasks : [];
    const [named] = isObject(only) ? Object.entries(only) : [];
    const inner = named?.[1];
    const where = append(`${at}/do/0`, named?.[0] ?? "");
    if (more.length > 0 || !isObject(inner) || (inner["call"] === undefined && inner["set"] === undefined)) {
      const hint = "Make the tasks a workflow of their own, and call it by one task (tools may name a workflow's id).";
      this.#flow.unmapped(`${at}/do`, "A for over more than one call or set", hint);
      return this.#flow.put(this.#flow.idFor(name), place, { transform: null });
    }
    this.#flow.unmappedFields(inner, ["call", "set", "with", "timeout", "metadata"], where);
    const inside = new Map([...variables, [textOf(each), "$item"], [textOf(index), "$index"]]);
    const items = this.template(list, place.value, `${at}/for/in`, variables);
    // One after the other, as the language has it.
    const forEach = { items, concurrency: 1 };
    return this.#flow.put(this.#flow.idFor(name), place, { forEach, ...this.#does(inner, place.value, where, inside) });
  }

  #fork(name: string, task: JsonObject, place: Place, at: string, variables: Variables): Edge {
    const { branches = [], compete } = isObject(task["fork"]) ? task["fork"] : {};
    if (compete === true)
      this.#flow.unmapped(`${at}/fork/compete`, "Branches that compete", "All of them are waited for.");
    const from = this.#edgeOf(place, name);
    const ends = (Array.isArray(branches) ? branches : []).map((_, index, all) =>
      this.sequence(all.slice(index, index + 1), [from], `${at}/fork/branches`, `${name}_${index + 1}_`, variables),
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
    const [only, ...more] = Array.isArray(tasks) ? tasks : [];
    const [named] = isObject(only) ? Object.entries(only) : [];
    const inner = named?.[1];
    if (more.length > 0 || !isObject(inner) || inner["call"] === undefined) {
      const hint = "Give each call a try of its own, or make the tasks a workflow and call that.";
      this.#flow.unmapped(`${at}/try`, "Trying more than one call", hint);
      return this.sequence(tasks, [this.#edgeOf(place, name)], `${at}/try`, `${name}_`, variables);
    }
    const where = append(`${at}/try/0`, named?.[0] ?? "");
    this.#flow.unmappedFields(inner, ["call", "with", "timeout", "metadata"], where);
    this.#flow.unmappedFields(handler, ["retry", "do", "as"], `${at}/catch`);
    const { retry, do: then, as = "error" } = handler;
    const id = this.#flow.idFor(name);
    const does = { ...this.#does(inner, place.value, where, variables), ...this.#retry(retry, `${at}/catch/retry`) };
    const isCaught = then !== undefined || retry === undefined;
    const edge = this.#flow.put(id, place, { ...does, ...(isCaught && { onError: "continue" }) });
    if (!isCaught) return [edge];
    const error = `{"type": $steps.${id}.error.code, "detail": $steps.${id}.error.message}`;
    const failed: Edge = { step: id, on: "failed", maybe: true, value: place.value };
    const known = new Map([...variables, [textOf(as), `(${error})`]]);
    const caughtEnds =
      then === undefined ? [failed] : this.sequence(then, [failed], `${at}/catch/do`, `${name}_catch_`, known);
    return [{ ...edge, maybe: true }, ...caughtEnds];
  }

  #retry(retry: Json | undefined, at: string): JsonObject {
    if (retry === undefined) return {};
    if (!isObject(retry)) {
      this.#flow.unmapped(at, "A retry policy by its name", "Write it where it is used.");
      return {};
    }
    this.#flow.unmappedFields(retry, ["delay", "backoff", "limit", "jitter"], at);
    const { delay, backoff, limit, jitter } = retry;
    const [kind = "constant"] = isObject(backoff) ? Object.keys(backoff) : [];
    const attempt = isObject(limit) && isObject(limit["attempt"]) ? limit["attempt"]["count"] : undefined;
    const initialDelayMs = durationMs(delay);
    return {
      retry: {
        maxAttempts: typeof attempt === "number" ? attempt + 1 : 4,
        backoff: kind,
        ...(initialDelayMs !== null && { initialDelayMs }),
        jitter: jitter !== undefined,
      },
    };
  }

  /** A step that makes of the edge's value what `as` says. */
  shape(edge: Edge, name: string, as: Json, at: string, variables: Variables): Edge {
    const place = this.#flow.meet([edge], name);
    return this.#flow.put(this.#flow.idFor(name), place, { transform: this.template(as, place.value, at, variables) });
  }

  template(value: Json, dot: string, at: string, variables: Variables): Json {
    return templateOf(value, (text) => this.#expression(text, dot, at, variables));
  }

  /** One JSONata expression for it. */
  #value(value: Json, dot: string, at: string, variables: Variables): string {
    if (typeof value === "string") return this.#expression(value, dot, at, variables) ?? JSON.stringify(value);
    return JSON.stringify(value);
  }

  #condition(value: Json, dot: string, at: string, variables: Variables): string {
    if (typeof value !== "string") return JSON.stringify(value);
    const whole = value.startsWith("${") ? value : `\${${value}}`;
    return this.#expression(whole, dot, at, variables) ?? "true";
  }

  #expression(text: string, dot: string, at: string, variables: Variables): string | null {
    const inner = /^\s*\$\{([\s\S]*)\}\s*$/.exec(text)?.[1];
    if (inner === undefined) return null;
    const made = jsonataOf(inner, dot, variables);
    if (made === null) {
      const hint =
        "Paths, literals, comparisons, arithmetic, and/or are understood; write the rest as JSONata afterwards.";
      this.#flow.unmapped(at, `The jq expression "${inner.trim()}"`, hint);
    }
    return made ?? "null";
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

function signalOf(listen: Json | undefined): string | null {
  const to = isObject(listen) && isObject(listen["to"]) ? listen["to"] : {};
  const one = isObject(to["one"]) && isObject(to["one"]["with"]) ? to["one"]["with"] : {};
  return typeof one["type"] === "string" && Object.keys(one).length === 1 ? one["type"] : null;
}

const UNITS: Readonly<Record<string, number>> = {
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
  milliseconds: 1,
};

/** Of `{minutes: 5}` or `PT5M`; null: it is neither. */
function durationMs(duration: Json | undefined): number | null {
  if (isObject(duration)) {
    const parts = Object.entries(duration).map(([unit, count]) => (UNITS[unit] ?? Number.NaN) * Number(count));
    const total = parts.reduce((sum, part) => sum + part, 0);
    return Number.isFinite(total) && parts.length > 0 ? total : null;
  }
  const [whole, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(textOf(duration)) ?? [];
  if (whole === undefined || whole.length < 3) return null;
  return Number(days) * 86_400_000 + Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1_000;
}
