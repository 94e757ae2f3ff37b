// The graph of a definition, sound or not: what its steps are, and which waits for which, as the engine's compiler reads it.

import type { Json, JsonObject } from "../../engine/json.ts";
import { dependencies } from "../../engine/plan/dependencies.ts";
import { type DraftStep, readDraft } from "../../engine/plan/draft.ts";
import { kindsOf, type StepKind } from "../../engine/plan/kinds.ts";
import { append } from "../../engine/schema/pointer.ts";
import { pathText } from "../../engine/template/path.ts";
import { isObject } from "../hub/json-schema.ts";

export const MODIFIERS = ["when", "forEach", "retry", "timeoutMs", "onError", "compensate"] as const;
export type Modifier = (typeof MODIFIERS)[number];

export interface Graph {
  readonly steps: readonly GraphStep[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphStep {
  /** The step's id or, where it has none of its own, its place. */
  readonly key: string;
  /** Its place in the definition's list. */
  readonly index: number;
  readonly source: JsonObject;
  readonly about: StepFacts;
  /** The keys of the steps that it waits for. */
  readonly needs: readonly string[];
}

/** What there is to see of a step by itself. The same step always has the same ones. */
export interface StepFacts {
  readonly kind: StepKind | null;
  /** What it calls or waits for, in a few words. */
  readonly subject: string;
  readonly modifiers: readonly Modifier[];
}

export interface GraphEdge {
  readonly source: string;
  readonly target: string;
  /** `dependsOn` names it. */
  readonly isDeclared: boolean;
  /** What the target's templates read of the source: `steps.search.result.list`. */
  readonly reads: readonly string[];
}

export function graphOf(definition: unknown): Graph {
  const list = isObject(definition) && Array.isArray(definition["steps"]) ? (definition["steps"] as Json[]) : [];
  const drafts = list.flatMap((step, index) => (isObject(step) ? [{ ...draftOf(step), index }] : []));
  const byId = new Map<string, DraftStep>();
  const duplicatedIds = new Set<string>();
  for (const draft of drafts) {
    if (draft.id === undefined) continue;
    if (byId.has(draft.id)) duplicatedIds.add(draft.id);
    else byId.set(draft.id, draft);
  }
  const { needs } = dependencies({ steps: drafts, byId, duplicatedIds });
  const keys = drafts.map((step) => keyOf(step, byId));
  const keyAt = (place: number) => keys[place] ?? "";
  const steps = drafts.map(({ source, index }, place) => ({
    key: keyAt(place),
    index,
    source,
    about: factsOf(source),
    needs: (needs[place] ?? []).map(keyAt),
  }));
  const edges = drafts.flatMap((step, place) =>
    (needs[place] ?? []).map((other) => edgeOf(step, drafts[other]?.id, keyAt(other), keyAt(place))),
  );
  return { steps, edges };
}

const readAlone = new WeakMap<JsonObject, DraftStep>();

/** A step as the engine reads it by itself; a step that is the same object is read once. */
function draftOf(source: JsonObject): DraftStep {
  const before = readAlone.get(source);
  if (before !== undefined) return before;
  const [draft] = readDraft({ steps: [source] }).steps;
  if (draft === undefined) throw new Error("A step that is an object is read.");
  readAlone.set(source, draft);
  return draft;
}

/** Whether `to` would wait for itself once it waits for `from`. */
export function wouldCircle(graph: Graph, from: string, to: string): boolean {
  return from === to || ancestorsOf(graph, from).has(to);
}

/** All steps that a step waits for, directly or not. */
export function ancestorsOf({ steps }: Graph, key: string): ReadonlySet<string> {
  return reachedFrom(key, new Map(steps.map((step) => [step.key, step.needs])));
}

/** All steps that wait for a step, directly or not. */
export function descendantsOf({ edges }: Graph, key: string): ReadonlySet<string> {
  const waiting = new Map<string, string[]>();
  for (const { source, target } of edges) {
    const others = waiting.get(source);
    if (others === undefined) waiting.set(source, [target]);
    else others.push(target);
  }
  return reachedFrom(key, waiting);
}

function reachedFrom(key: string, next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [key];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const other of next.get(at) ?? []) {
      if (found.has(other)) continue;
      found.add(other);
      pending.push(other);
    }
  }
  return found;
}

function keyOf(step: DraftStep, byId: ReadonlyMap<string, DraftStep>): string {
  if (step.id === undefined || step.id === "") return `#${step.index}`;
  return byId.get(step.id) === step ? step.id : `${step.id}#${step.index}`;
}

function edgeOf(step: DraftStep, otherId: string | undefined, source: string, target: string): GraphEdge {
  const reads = (otherId !== undefined && readsOf(step).get(otherId)) || NOTHING_READ;
  return { source, target, isDeclared: step.dependsOn.some(({ id }) => id === otherId), reads };
}

const NOTHING_READ: readonly string[] = [];
const readBy = new WeakMap<DraftStep["templates"], ReadonlyMap<string, readonly string[]>>();

/** What a step's templates read of each other step, by its id; of a step that is as it was, found once. */
function readsOf({ templates }: DraftStep): ReadonlyMap<string, readonly string[]> {
  const before = readBy.get(templates);
  if (before !== undefined) return before;
  const references = templates.flatMap((template) => template.references).filter(({ root }) => root === "steps");
  const byStep = Map.groupBy(references, ({ path }) => String(path[0]));
  const reads = new Map([...byStep].map(([id, of]) => [id, of.map(({ root, path }) => pathText(root, path))] as const));
  readBy.set(templates, reads);
  return reads;
}

const known = new WeakMap<JsonObject, StepFacts>();

function factsOf(source: JsonObject): StepFacts {
  const before = known.get(source);
  if (before !== undefined) return before;
  const [kind = null] = kindsOf(source);
  const facts = {
    kind,
    subject: subjectOf(kind === null ? undefined : source[kind]),
    modifiers: MODIFIERS.filter((modifier) => Object.hasOwn(source, modifier)),
  };
  known.set(source, facts);
  return facts;
}

function subjectOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  const [first] = Object.entries(value).filter(([, of]) => typeof of === "string" || typeof of === "number");
  return first ? `${first[0]}: ${String(first[1])}` : "";
}

/** Of a step, or of something in it, by the step's place. */
export function stepPointer(index: number, ...path: readonly (string | number)[]): string {
  return path.reduce<string>(append, `/steps/${index}`);
}
