// What an import builds: a state machine or a list of tasks, as steps that depend on each other.
//
// F1. A way from one step to the next is an edge: what must have become of the step before, and which value it hands on.
// F2. A step to which only some runs come has a `when` that says so; where several edges meet, a step takes the value of the one
//     that was gone.
// F3. What has no counterpart is noted with its pointer, and the rest is converted all the same. What has another meaning is noted, too.
// F4. Values that have names are handed on beside the value. Where edges meet, a step has those of the one that was gone.
// F5. What is made grows with the document and no faster: what would be written again and again is a step, and all that is
//     written besides is counted, from wherever it comes. A document that needs more than that is refused.

import { MAX_MESSAGE_LENGTH } from "../definition/limits.ts";
import type { JsonObject } from "../json.ts";
import { append, shortened } from "../schema/pointer.ts";
import { MAX_EXPRESSION_NESTING, MAX_EXPRESSION_STEPS, MAX_PLACEHOLDER_CHARACTERS } from "../template/limits.ts";
import { scanExpression } from "../template/scan.ts";

export const IMPORT_CODES = {
  invalid_source: "The document is not of its format.",
  unmapped_construct: "Something that workflows do not have.",
  unmapped_tool: "A tool, resource, function or workflow that is not known here, and that `tools` does not name.",
  changed_tool: "A tool is not as it was when the workflow was exported.",
  approximated: "Something that workflows have in another way; see what the hint says.",
} as const;

export interface ImportNote {
  /** An `error` changes what the workflow does; a `warning` may. */
  readonly severity: "error" | "warning";
  readonly code: keyof typeof IMPORT_CODES;
  /** RFC 6901, into the document that was imported. */
  readonly pointer: string;
  readonly message: string;
  readonly hint: string;
}

export interface Imported {
  readonly definition: JsonObject;
  readonly notes: readonly ImportNote[];
}

/** How a step is come to. */
export interface Edge {
  /** The step before; null: the beginning. */
  readonly step: string | null;
  readonly on: "success" | "failed";
  /** Whether some runs never go here. */
  readonly maybe: boolean;
  /** A JSONata expression: the value that is handed on. */
  readonly value: string;
  /** What has a name from here on. */
  readonly named?: Named;
}

/** By name, a JSONata expression: what it stands for; null: nothing on some of the ways that lead here. */
export type Named = ReadonlyMap<string, string | null>;

/** Where edges have met. */
export interface Place {
  readonly dependsOn: readonly string[];
  /** A JSONata condition; null: every run comes here. */
  readonly when: string | null;
  readonly value: string;
  readonly named?: Named;
}

const NONE_NAMED: Named = new Map();

/** Notes that are kept: the first ones, and one error in any case. */
const MAX_NOTES = 200;
/** Ways out of one choice. */
export const MAX_WAYS = 200;
/** Names that there may be at a time: every way that goes on has all of them. */
const MAX_NAMED = 100;
/** Edges that meet in one step where there are more than one expression can tell apart. */
const MAX_MET = 16;
/** Characters of conditions, values and expressions that one document may come to, each counted as often as it is written. */
export const MAX_WRITTEN = 4_194_304;

export const BEGINNING: Edge = { step: null, on: "success", maybe: false, value: "$input" };

/** The document comes to more than may be written (F5), which is noted. */
class Overwritten extends Error {}

export class Flow {
  readonly steps: JsonObject[] = [];
  readonly notes: ImportNote[] = [];
  readonly #ids = new Set<string>();
  /** By what an id begins with, which number it may have next. */
  readonly #numbers = new Map<string, number>();
  /** What each resource or function is called here: an id, or `agent/name@version`. */
  readonly #tools: ReadonlyMap<string, string>;
  #hasError = false;
  #at = "";
  #written = 0;

  private constructor(tools: ReadonlyMap<string, string>) {
    this.#tools = tools;
  }

  /** What `convert` makes of a document, and the notes on it; no step where it comes to too much. */
  static of(tools: ReadonlyMap<string, string>, convert: (flow: Flow) => JsonObject): Imported {
    const flow = new Flow(tools);
    try {
      return { definition: convert(flow), notes: flow.notes };
    } catch (error) {
      if (error instanceof Overwritten) return { definition: { name: "imported", steps: [] }, notes: flow.notes };
      throw error;
    }
  }

  /** The state or task at this pointer is converted from now on. */
  enter(at: string): void {
    this.#at = at;
  }

  /** Counts what is written into a step (F5). `at`: what makes it so much. */
  write(characters: number, at = this.#at): void {
    this.#written += characters;
    if (this.#written <= MAX_WRITTEN) return;
    const message = `With this, what the document comes to is longer than ${MAX_WRITTEN} characters.`;
    const hint =
      "A condition is written into each way that comes after it, a value wherever it is read: give a long one a step of its own " +
      "before, and read that step's result; or make several workflows of it.";
    this.note("error", "unmapped_construct", at, message, hint);
    throw new Overwritten();
  }

  note(severity: ImportNote["severity"], code: ImportNote["code"], at: string, message: string, hint: string): void {
    const isFirstError = severity === "error" && !this.#hasError;
    if (this.notes.length >= MAX_NOTES && !isFirstError) return;
    if (this.notes.length >= MAX_NOTES) this.notes.pop();
    this.#hasError ||= isFirstError;
    this.notes.push({ severity, code, pointer: shortened(at), message: cut(message), hint: cut(hint) });
  }

  unmapped(at: string, what: string, hint: string): void {
    this.note("error", "unmapped_construct", at, `${what} has no counterpart in a workflow.`, hint);
  }

  /** What there is here, but not quite so. */
  approximated(at: string, message: string, hint: string): void {
    this.note("warning", "approximated", at, message, hint);
  }

  /** Notes each of the fields that is none of `known`. */
  unmappedFields(source: JsonObject, known: readonly string[], at: string): void {
    for (const field of Object.keys(source)) {
      if (!known.includes(field))
        this.unmapped(append(at, field), `\`${field}\``, "Leave it out, or say it in another way.");
    }
  }

  /** An id that is like the name and no other step's. */
  idFor(name: string): string {
    const clean = name
      .replaceAll(/[^A-Za-z0-9_]/g, "_")
      .replace(/^(?![A-Za-z_])/, "_")
      .slice(0, 56);
    let id = clean;
    let number = this.#numbers.get(clean) ?? 2;
    while (this.#ids.has(id)) id = `${clean}_${number++}`;
    this.#numbers.set(clean, number);
    this.#ids.add(id);
    return id;
  }

  /** One place for these edges. */
  meet(edges: readonly Edge[], name: string): Place {
    const [only] = edges;
    if (only !== undefined && edges.length === 1) {
      const { step, value, named = NONE_NAMED } = only;
      return { dependsOn: step === null ? [] : [step], when: conditionOf(only), value, named };
    }
    const few = this.fewer(edges, name);
    const when = few.some(({ maybe }) => !maybe) ? null : few.map(conditionOf).join(" or ");
    const id = this.idFor(`${name}_in`);
    this.#add(id, stepsOf(few), when, { transform: `{{= ${firstOf(few)} }}` });
    const named = this.#meetNamed(few, when, name);
    return { dependsOn: [id], when: when === null ? null : ran(id), value: `$steps.${id}.result`, named };
  }

  /** What has a name on these edges (F4). */
  #meetNamed(edges: readonly Edge[], when: string | null, name: string): Named {
    const ways = edges.map(({ named = NONE_NAMED }) => named);
    const met = new Map<string, string | null>();
    const differing: Record<string, string> = {};
    for (const each of new Set(ways.flatMap((named) => [...named.keys()]))) {
      const values = ways.map((named) => named.get(each) ?? null);
      const [first = null] = values;
      met.set(each, values.includes(null) ? null : first);
      if (values.includes(null) || values.every((value) => value === first)) continue;
      // What is read on another way may have been skipped, which is no reason to skip this.
      const text = firstOf(edges.map((edge, index) => ({ ...edge, value: `(${values[index]} ?? null)` })));
      this.write(text.length);
      differing[each] = `{{= ${text} }}`;
    }
    if (Object.keys(differing).length === 0) return met;
    const id = this.idFor(`${name}_named`);
    this.#add(id, stepsOf(edges), when, { transform: differing });
    for (const each of Object.keys(differing)) met.set(each, namedIn(id, each));
    return met;
  }

  /** Gives names, at the place, to what these templates give; what had one before keeps it. `at`: what gives them. */
  name(name: string, place: Place, templates: JsonObject, at: string): Named {
    const { named = NONE_NAMED } = place;
    if (new Set([...named.keys(), ...Object.keys(templates)]).size > MAX_NAMED) {
      this.unmapped(at, `More than ${MAX_NAMED} variables`, "Make some of them fields of one.");
      return named;
    }
    const id = this.idFor(`${name}_named`);
    this.#add(id, place.dependsOn, place.when, { transform: templates });
    const made = Object.keys(templates).map((each): [string, string] => [each, namedIn(id, each)]);
    return new Map([...named, ...made]);
  }

  /** The same edges, where one expression can tell which was gone; else as many of them as it can meet in a step of their own. */
  fewer(edges: readonly Edge[], name: string): readonly Edge[] {
    if (edges.length <= MAX_MET || isOneExpression(edges)) return edges;
    const groups = Array.from({ length: Math.ceil(edges.length / MAX_MET) }, (_, index) =>
      edges.slice(index * MAX_MET, (index + 1) * MAX_MET),
    );
    const met = groups.map((group): Edge => {
      const [only] = group;
      if (only !== undefined && group.length === 1) return only;
      const { dependsOn, when, value, named = NONE_NAMED } = this.meet(group, name);
      return { step: dependsOn[0] ?? null, on: "success", maybe: when !== null, value, named };
    });
    return this.fewer(met, name);
  }

  /** The value of the edge that was gone: null where none was. */
  valueOf(edges: readonly Edge[], name: string): string {
    const value = firstOf(this.fewer(edges, name));
    this.write(value.length);
    return value;
  }

  /** A step at the place, and the edge that goes on from it. */
  put(id: string, place: Place, does: JsonObject, extra: string | null = null): Edge {
    const conditions = [place.when, extra].filter((condition) => condition !== null);
    const when = conditions.length === 0 ? null : conditions.map((one) => `(${one})`).join(" and ");
    this.#add(id, place.dependsOn, when, does);
    const { named = NONE_NAMED } = place;
    return { step: id, on: "success", maybe: when !== null, value: `$steps.${id}.result`, named };
  }

  #add(id: string, dependsOn: readonly string[], when: string | null, does: JsonObject): void {
    const { transform } = does;
    this.write((when?.length ?? 0) + (typeof transform === "string" ? transform.length : 0));
    this.steps.push({
      id,
      ...(when !== null && { when: `{{= ${when} }}` }),
      ...does,
      ...(dependsOn.length > 0 && { dependsOn: [...dependsOn] }),
    });
  }

  /** A step at the place that waits for every branch, and makes a list of what they end with. */
  join(id: string, place: Place, branches: readonly (readonly Edge[])[]): Edge {
    const few = branches.map((ends) => this.fewer(ends, id));
    const dependsOn = [...new Set([...place.dependsOn, ...stepsOf(few.flat())])];
    return this.put(id, { ...place, dependsOn }, { transform: few.map((ends) => `{{= ${this.valueOf(ends, id)} }}`) });
  }

  hasTool(name: string): boolean {
    return this.#tools.has(name);
  }

  /** What a step calls for this resource or function. One that nobody named is noted, and stands there by its own name. */
  toolFor(name: string, at: string): JsonObject {
    const tool = toolFor(this.#tools, name);
    if (tool !== null) return tool;
    const hint = `Say what it is here: tools: {"${name}": "tool_… or agent/name@version"}.`;
    this.note("error", "unmapped_tool", at, `"${name}" is not known here.`, hint);
    return { tool: `unknown/${name}` };
  }
}

/** The ways out of a choice, of which the first whose condition holds is gone. */
export class Ways {
  readonly #flow: Flow;
  readonly #place: Place;
  readonly #before: string[] = [];
  #beforeLength = 0;
  /** Where the choice is. */
  readonly #at: string;

  constructor(flow: Flow, place: Place, at: string) {
    this.#flow = flow;
    this.#place = place;
    this.#at = at;
  }

  /** A step on the way with this condition; null: it is gone where no other is. Gives null where there are too many. */
  put(name: string, condition: string | null, does: JsonObject): Edge | null {
    const when = this.#when(condition);
    return when === undefined ? null : this.#flow.put(this.#flow.idFor(name), this.#place, does, when);
  }

  #when(condition: string | null): string | null | undefined {
    this.#flow.write(this.#beforeLength, this.#at);
    const all = this.#before.map((one) => `$not(${one})`);
    if (condition === null) return all.join(" and ") || null;
    if (this.#before.length >= MAX_WAYS) return undefined;
    this.#before.push(condition);
    this.#beforeLength += condition.length + 12;
    return [...all, `(${condition})`].join(" and ");
  }
}

function isOneExpression(edges: readonly Edge[]): boolean {
  if (edges.length > MAX_EXPRESSION_NESTING) return false;
  const text = firstOf(edges);
  if (text.length > MAX_PLACEHOLDER_CHARACTERS) return false;
  const { nesting, dots } = scanExpression(text);
  return nesting <= MAX_EXPRESSION_NESTING && dots <= MAX_EXPRESSION_STEPS;
}

function firstOf(edges: readonly Edge[]): string {
  return edges.reduceRight((rest, edge) => {
    if (edge.step === null || !edge.maybe) return edge.value;
    if (edge.on === "failed") return `${conditionOf(edge)} ? ${edge.value} : (${rest})`;
    return `$exists($steps.${edge.step}.result) ? ${edge.value} : (${rest})`;
  }, "null");
}

function namedIn(step: string, name: string): string {
  return `$steps.${step}.result.${name}`;
}

function stepsOf(edges: readonly Edge[]): string[] {
  return [...new Set(edges.flatMap(({ step }) => step ?? []))];
}

function conditionOf({ step, on, maybe }: Edge): string | null {
  if (step === null || !maybe) return null;
  return on === "success" ? ran(step) : `$steps.${step}.status = "failed"`;
}

function ran(step: string): string {
  return `$steps.${step}.status = "success"`;
}

function cut(text: string): string {
  return text.length > MAX_MESSAGE_LENGTH ? `${text.slice(0, MAX_MESSAGE_LENGTH - 1)}…` : text;
}

/** What `tools` says a resource or function is: an id, or `agent/name@version`. */
export function toolFor(tools: ReadonlyMap<string, string>, name: string): JsonObject | null {
  const tool = tools.get(name);
  if (tool === undefined) return null;
  if (tool.startsWith("wf_")) return { workflowId: tool };
  return tool.includes("/") ? { tool } : { toolId: tool };
}
