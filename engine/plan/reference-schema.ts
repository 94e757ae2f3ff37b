// Which schema describes what a reference leads to, and where in it.

import type { LookUp, Path } from "../schema/look-up.ts";
import { isObject } from "../schema/resources.ts";
import type { SchemaReading } from "../schema/reading.ts";
import { quoted } from "../schema/words.ts";
import type { Reference } from "../template/references.ts";
import type { Checking } from "./checking.ts";
import { calleeOfStep } from "./callee.ts";
import type { Templated } from "./draft.ts";

export interface Described {
  readonly schema: SchemaReading;
  /** How many steps of the reference's path lead to what the schema describes. */
  readonly skipped: number;
  /** `inputSchema`, or whose outputSchema. */
  readonly schemaName: string;
}

/** Undefined: nothing is known of it, or the reference has a fault of its own. */
export async function describedBy(
  reference: Reference,
  { stepId, place }: Templated,
  checking: Checking,
): Promise<Described | undefined> {
  const { draft, catalog, schemas } = checking;
  if (reference.root === "input") {
    const schema = await schemas.workflowInput();
    return schema === undefined ? undefined : { schema, skipped: 0, schemaName: "inputSchema" };
  }
  const [id, part, item] = reference.path;
  if (reference.root !== "steps" || typeof id !== "string" || part !== "result") return undefined;
  const isUndone = place === "compensate" && id === stepId;
  if (id === stepId && !isUndone) return undefined;
  const producer = draft.duplicatedIds.has(id) ? undefined : draft.byId.get(id);
  // What fails may give anything instead.
  const callee =
    producer === undefined || isObject(producer.source["onError"]) ? undefined : calleeOfStep(producer, catalog);
  // Of a forEach, the result is a list of what the schema describes; what undoes it sees one of them.
  const isList = producer?.source["forEach"] !== undefined && !isUndone;
  if (callee === undefined || (isList && typeof item !== "number")) return undefined;
  const schema = await schemas.outputOf(callee);
  const kind = producer?.source["workflowId"] === undefined ? "tool" : "workflow";
  return schema === undefined
    ? undefined
    : { schema, skipped: isList ? 3 : 2, schemaName: `the outputSchema of ${kind} ${quoted(callee.name)}` };
}

export function lookUpReference({ schema, skipped }: Described, reference: Reference, { schemas }: Checking): LookUp {
  return schema.lookUp(reference.path.slice(skipped), reference.tier === "expression", schemas.budget);
}

/** The types that the reference's value can have; undefined: any, for all that is known. */
export async function typesOfReference(
  reference: Reference,
  templated: Templated,
  checking: Checking,
): Promise<readonly string[] | undefined> {
  const { root, path, optional, tier } = reference;
  if (optional || tier === "expression") return undefined;
  if (root === "index") return ["integer"];
  if (isListOfItems(reference, checking)) return ["array"];
  if ((root === "run" && path[0] === "id") || (root === "steps" && path[1] === "status")) return ["string"];
  const described = await describedBy(reference, templated, checking);
  const looked = described === undefined ? undefined : lookUpReference(described, reference, checking);
  return looked?.found === true ? looked.types : undefined;
}

/** The whole result of a step with a forEach. */
function isListOfItems({ root, path: [id, part, ...rest] }: Reference, { draft }: Checking): boolean {
  const producer = root === "steps" && typeof id === "string" ? draft.byId.get(id) : undefined;
  const isPlain = producer !== undefined && !isObject(producer.source["onError"]);
  return isPlain && part === "result" && rest.length === 0 && isObject(producer.source["forEach"]);
}

/** `input.topic`, `steps.search.result.list[0]`, as a template writes it. */
export function written(root: string, path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return /^[A-Za-z_$][\w$-]*$/.test(key) ? `${text}.${key}` : `${text}[${JSON.stringify(key)}]`;
  }, root);
}
