// One task on its way to steps, and the document that it stands in.

import type { Json, JsonObject } from "../../json.ts";
import type { Edge, Flow, Place } from "../flow.ts";
import type { Entry } from "./entries.ts";
import type { Expressions, Variables } from "./expressions.ts";

export interface Document {
  readonly flow: Flow;
  /** What is defined once and named elsewhere. */
  readonly use: JsonObject;
  /** How long a call may take that says nothing of it. */
  readonly longestMs: number;
  /** Where the whole workflow ends before its last task; null: not from here, which is a branch. */
  readonly ended: Edge[] | null;
}

/** How a task goes on: by its `then`, which stands at the pointer. The edges at which the next task begins. */
export type Lead = (going: readonly Edge[], then: Json | undefined, pointer: string) => Edge[];

/** Tasks one after the other: the edges at which they end. */
export type Sequence = (
  document: Document,
  listed: readonly Entry[],
  from: readonly Edge[],
  prefix: string,
  variables: Variables,
) => Edge[];

/** What is around a task, whatever it says. */
interface Around {
  readonly document: Document;
  /** What its steps are named after. */
  readonly name: string;
  /** What it sees. */
  readonly variables: Variables;
  readonly lead: Lead;
  /** Converts the tasks within it: handed in, since tasks hold tasks. */
  readonly sequence: Sequence;
}

/** A task that some edges lead to. */
export interface ReachedTask extends Around {
  readonly entry: Entry;
  readonly edges: readonly Edge[];
}

/** A task at the place where those have met. */
export interface Task extends Around {
  readonly source: JsonObject;
  /** Where it stands in the document. */
  readonly at: string;
  readonly place: Place;
  /** What its expressions mean with what it sees. */
  readonly expressions: Expressions;
}

/** What there is to know of a kind of task. */
export interface Kind {
  /** The fields that it has beside the one that names it. */
  readonly besides: readonly string[];
  /** What the task does, and the edges at which it ends. */
  readonly toSteps: (task: Task) => Edge[];
}
