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

export interface Task {
  readonly document: Document;
  readonly source: JsonObject;
  /** Where it stands in the document. */
  readonly at: string;
  /** What its steps are named after. */
  readonly name: string;
  readonly place: Place;
  /** What it sees, and what its expressions mean with that. */
  readonly variables: Variables;
  readonly expressions: Expressions;
  readonly lead: Lead;
  /** Converts the tasks within it. */
  readonly sequence: Sequence;
}

/** What there is to know of a kind of task. */
export interface Kind {
  /** The fields that it has beside the one that names it. */
  readonly besides: readonly string[];
  /** What the task does, and the edges at which it ends. */
  readonly toSteps: (task: Task) => Edge[];
}
