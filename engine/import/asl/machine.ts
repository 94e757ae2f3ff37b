// The states of one machine, each after all that lead to it. What a state of each type becomes stands in the file of that type.

import type { Json, JsonObject } from "../../json.ts";
import { append } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import type { Edge, Flow } from "../flow.ts";
import { textOf } from "../values.ts";
import { CHOICE } from "./choice.ts";
import { FAIL } from "./fail.ts";
import { MAP } from "./map.ts";
import { PARALLEL } from "./parallel.ts";
import { PASS, SUCCEED } from "./pass.ts";
import { noteLanguage, type StateType } from "./state.ts";
import { TASK } from "./task.ts";
import { WAIT } from "./wait.ts";

const TYPES = new Map<string, StateType>([
  ["Task", TASK],
  ["Pass", PASS],
  ["Wait", WAIT],
  ["Choice", CHOICE],
  ["Parallel", PARALLEL],
  ["Map", MAP],
  ["Succeed", SUCCEED],
  ["Fail", FAIL],
]);

const MAX_STATES = 2_000;

export class Machine {
  readonly #flow: Flow;
  readonly #states: JsonObject;
  readonly #startAt: string;
  readonly #pointer: string;
  readonly #prefix: string;
  readonly #edges = new Map<string, Edge[]>();
  readonly #ends: Edge[] = [];

  /** `prefix`: what the names of its steps begin with. */
  constructor(flow: Flow, source: JsonObject, pointer: string, prefix: string) {
    this.#flow = flow;
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
  convert(from: Edge): Edge[] {
    this.#edges.set(this.#startAt, [from]);
    const order = this.#order();
    for (const name of order) this.#convertState(name);
    if (order.length > 0 && order.length < MAX_STATES) this.#noteOthers(new Set(order));
    return this.#ends;
  }

  #noteOthers(come: ReadonlySet<string>): void {
    for (const name of Object.keys(this.#states))
      if (!come.has(name)) this.#flow.approximated(this.#at(name), `Nothing leads to "${name}".`, "It is left out.");
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
        const hint = "Use Retry, a Map over a list, or a sub-workflow instead of a loop.";
        if (state.get(next) === "open") this.#flow.unmapped(at, `The way back to "${next}"`, hint);
        else visit(next);
      }
      state.set(name, "done");
      done.push(name);
    };
    visit(this.#startAt);
    return done.toReversed();
  }

  #convertState(called: string): void {
    const source = this.#states[called];
    const edges = this.#edges.get(called);
    if (!isObject(source) || edges === undefined) return;
    const flow = this.#flow;
    const at = this.#at(called);
    const typeName = textOf(source["Type"]);
    const type = TYPES.get(typeName);
    if (type === undefined) {
      const message = `There is no state of type "${typeName}".`;
      flow.note("error", "invalid_source", `${at}/Type`, message, "Task, Pass, Wait, …");
      return;
    }
    flow.enter(at);
    flow.unmappedFields(source, type.fields, at);
    noteLanguage(flow, source, at);
    const name = this.#prefix + called;
    const edge = type.toSteps({
      flow,
      source,
      at,
      name,
      edges,
      place: flow.meet(edges, name),
      lead: (going, next, where) => this.#lead(going, next, where),
      convert: (machine, where, prefix, from) => new Machine(flow, machine, where, prefix).convert(from),
    });
    if (edge === null) return;
    if (source["End"] === true || type === SUCCEED) this.#ends.push(edge);
    else this.#lead(edge, source["Next"], `${at}/Next`);
  }

  #lead(edge: Edge, next: Json | undefined, at: string): void {
    const name = typeof next === "string" ? next : "";
    if (!isObject(this.#states[name])) {
      const message = next === undefined ? "It is not said what is next." : `There is no state "${name}" to go to.`;
      this.#flow.note("error", "invalid_source", at, message, "Name one of States, or set End.");
      return;
    }
    const others = this.#edges.get(name);
    if (others === undefined) this.#edges.set(name, [edge]);
    else others.push(edge);
  }

  #at(name: string): string {
    return append(`${this.#pointer}/States`, name);
  }
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
