// A template's definition with the sub-workflows that it carries. A step that runs one says `"workflowId": "sub:<name>"`, and
// whoever makes a workflow of the template has those made, too.

import type { ToolCatalog, WorkflowSignature } from "../plan/catalog.ts";
import { check, type Checked } from "../plan/check.ts";
import { type Diagnostic, placed } from "../plan/diagnostic.ts";
import type { Plan } from "../plan/plan.ts";
import type { Json } from "../json.ts";
import { append } from "../schema/pointer.ts";
import { callsIn } from "./calls.ts";

const SUB_PREFIX = "sub:";

export interface Whole {
  readonly definition: Json;
  /** By name. */
  readonly subWorkflows: Readonly<Record<string, Json>>;
}

/** As a step's `workflowId` names it. */
export function subId(name: string): string {
  return SUB_PREFIX + name;
}

/** The sub-workflow that a `workflowId` names; undefined where it is a workflow's own id. */
export function subNameOf(workflowId: string): string | undefined {
  return workflowId.startsWith(SUB_PREFIX) ? workflowId.slice(SUB_PREFIX.length) : undefined;
}

/** One definition of a whole. */
export interface Part {
  /** Undefined: the main one. */
  readonly name: string | undefined;
  readonly definition: Json;
  /** Where it begins; of the main one `""`. */
  readonly pointer: string;
}

/** All of its definitions, each after those that it runs; the main one is the last. */
export function partsOf({ definition, subWorkflows }: Whole): Part[] {
  const parts: Part[] = [];
  const met = new Set<string>();
  const meet = (part: Part): void => {
    for (const { call } of callsIn(part.definition)) {
      const name = typeof call["workflowId"] === "string" ? subNameOf(call["workflowId"]) : undefined;
      const inner = name !== undefined && Object.hasOwn(subWorkflows, name) ? subWorkflows[name] : undefined;
      if (name === undefined || inner === undefined || met.has(name)) continue;
      met.add(name);
      meet({ name, definition: inner, pointer: append("/subWorkflows", name) });
    }
    parts.push(part);
  };
  meet({ name: undefined, definition, pointer: "" });
  return parts;
}

/** The same with each of its definitions changed so. */
export function withParts({ definition, subWorkflows }: Whole, change: (definition: Json) => Json): Whole {
  const changed = Object.entries(subWorkflows).map(([name, inner]) => [name, change(inner)] as const);
  return { definition: change(definition), subWorkflows: Object.fromEntries(changed) };
}

export type CheckedWhole =
  | {
      readonly ok: true;
      readonly plan: Plan;
      /** Of the sub-workflows, as `<workflowId>@<version>`. */
      readonly inner: ReadonlyMap<string, Plan>;
      /** With the sub-workflows in it. */
      readonly catalog: ToolCatalog;
      /** Warnings only. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Every fault of all of its definitions, each with the place of its definition before its own. */
export async function checkWhole(whole: Whole, catalog: ToolCatalog): Promise<CheckedWhole> {
  const known = new Map<string, WorkflowSignature>();
  const inner = new Map<string, Plan>();
  const diagnostics: Diagnostic[] = [];
  const withSubs = { ...catalog, workflow: (id: string) => known.get(id) ?? catalog.workflow(id) };
  let main: Plan | undefined;
  for (const { name, definition, pointer } of partsOf(whole)) {
    const checked = await check(definition, withSubs);
    diagnostics.push(...checked.diagnostics.map((diagnostic) => placed(diagnostic, pointer)));
    if (name === undefined) {
      main = checked.ok ? checked.plan : undefined;
      continue;
    }
    const signature = signatureOf(subId(name), 1, name, checked);
    known.set(signature.id, signature);
    if (checked.ok) inner.set(`${signature.id}@1`, checked.plan);
  }
  const isFaulty = main === undefined || diagnostics.some(({ severity }) => severity === "error");
  if (isFaulty || main === undefined) return { ok: false, diagnostics };
  return { ok: true, plan: main, inner, catalog: withSubs, diagnostics };
}

/** Of one with faults nothing is known, so that none follows from another. */
export function signatureOf(id: string, version: number, name: string, checked: Checked): WorkflowSignature {
  const { inputSchema = null, outputSchema = null, uses = [], depth = 0 } = checked.ok ? checked.plan : {};
  return { id, name, version, inputSchema, outputSchema, uses, depth };
}
