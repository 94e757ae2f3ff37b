// One state on its way to steps, and what states of every type have: fields, a language, and an Output.

import type { Json, JsonObject } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import type { Edge, Flow, Named } from "../flow.ts";
import { templateOf, textOf } from "../values.ts";
import { templateIn, type Also, expressionIn, type Reader } from "./expression.ts";

export interface State extends Reader {
  readonly source: JsonObject;
  /** Where it stands in the document. */
  readonly at: string;
  /** What its steps are named after. */
  readonly name: string;
  /** How it is come to. They have met at its place. */
  readonly edges: readonly Edge[];
  /** Has the state that `next` names, at `at`, come after the edge. */
  readonly lead: (edge: Edge, next: Json | undefined, at: string) => void;
  /** The edges at which a machine within the state ends. */
  readonly convert: (machine: JsonObject, at: string, prefix: string, from: Edge) => Edge[];
}

/** What there is to know of a state's type. */
export interface StateType {
  readonly fields: readonly string[];
  /** What the state does, and the edge that goes on to its Next; null: none does. */
  readonly toSteps: (state: State) => Edge | null;
}

export const COMMON = ["Type", "Comment", "QueryLanguage", "Next", "End", "Output", "Assign"];

const MACHINE = ["Comment", "QueryLanguage", "StartAt", "States", "ProcessorConfig"];

/** The machine that a state holds. */
export function machineIn({ flow }: State, source: Json | undefined, at: string): JsonObject {
  const machine = isObject(source) ? source : {};
  flow.unmappedFields(machine, MACHINE, at);
  noteLanguage(flow, machine, at);
  return machine;
}

/** A machine, or a state, may say how its expressions are written. */
export function noteLanguage(flow: Flow, { QueryLanguage: language = "JSONata" }: JsonObject, at: string): void {
  const hint = "Rewrite its paths as {% $states.input… %}.";
  if (language !== "JSONata") flow.unmapped(`${at}/QueryLanguage`, textOf(language), hint);
}

/** Where the state says what it hands on, a step makes that. */
export function handOn(state: State, id: string, edge: Edge): Edge {
  const { flow, source, at } = state;
  const { Output: output, Assign: assign } = source;
  const also = { result: edge.value };
  const named = assigned(state, { source: assign, at: `${at}/Assign`, name: id, edge, also });
  if (output === undefined) return { ...edge, ...named };
  const place = flow.meet([edge], id);
  const made = templateOf(output, expressionIn(state, `${at}/Output`, also));
  return { ...flow.put(flow.idFor(`${id}_output`), place, { transform: made }), ...named };
}

interface Assignment {
  readonly source: Json | undefined;
  readonly at: string;
  readonly name: string;
  /** After which it is made. */
  readonly edge: Edge;
  readonly also?: Also;
}

/** A variable's name; these are words of JSONata, or taken. */
const VARIABLE = /^(?!(?:and|or|in|states)$)[A-Za-z_]\w{0,79}$/;

/**
 * What has a name after the state has assigned it: a step makes the values, all of them from what was before. Empty: the state
 * assigns nothing.
 */
export function assigned(reader: Reader, { source, at, name, edge, also }: Assignment): { named?: Named } {
  const { flow } = reader;
  if (source === undefined) return {};
  const names = isObject(source) ? Object.keys(source) : [];
  const wrong = names.find((each) => !VARIABLE.test(each));
  if (!isObject(source) || wrong !== undefined) {
    const message = wrong === undefined ? "Assign is no object." : `"${wrong}" is no name for a variable.`;
    flow.note("error", "invalid_source", at, message, 'Write {"name": value}: letters, digits and _, no digit first.');
    return {};
  }
  if (names.length === 0) return {};
  return { named: flow.name(name, flow.meet([edge], name), templateIn(reader, source, at, also) as JsonObject, at) };
}
