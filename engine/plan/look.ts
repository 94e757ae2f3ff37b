// One look at a definition as it stands: what the rules say of it, and its plan where none refuses it.
//
// C2. No fault is the mere consequence of another: each rule leaves alone what a different rule has refused. Where faults
//     of its fields or of its tools' names are mended for certain, what the later rules would say is left to the next
//     look, at the definition that was meant.
// C3. Any JSON at all gets an answer; nothing throws.

import { MAX_DEFINITION_DEPTH } from "../definition/limits.ts";
import type { WorkflowDefinition } from "../definition/schema.ts";
import type { Json } from "../json.ts";
import type { Budget } from "../schema/fuel.ts";
import { isObject } from "../schema/resources.ts";
import type { ToolCatalog } from "./catalog.ts";
import { Schemas, type Rule } from "./checking.ts";
import { compile } from "./compile.ts";
import { dependencies } from "./dependencies.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { readDraft } from "./draft.ts";
import type { Plan } from "./plan.ts";
import { Report } from "./report.ts";
import { checkArguments } from "./rules/arguments.ts";
import { checkConditions } from "./rules/conditions.ts";
import { checkCycles } from "./rules/cycles.ts";
import { checkExpressions } from "./rules/expressions.ts";
import { checkKinds } from "./rules/kinds.ts";
import { checkLimits } from "./rules/limits.ts";
import { checkLookalikes } from "./rules/lookalikes.ts";
import { checkPaths } from "./rules/paths.ts";
import { checkReferences } from "./rules/references.ts";
import { checkSchemas } from "./rules/schemas.ts";
import { parseShape, parseShapeWithoutSteps } from "./rules/shape.ts";
import { checkSteps } from "./rules/steps.ts";
import { checkTools } from "./rules/tools.ts";
import { checkTypes } from "./rules/types.ts";
import { checkWorkflows } from "./rules/workflows.ts";

export type Checked =
  | {
      ok: true;
      definition: WorkflowDefinition;
      plan: Plan;
      /** Warnings only. */
      diagnostics: Diagnostic[];
    }
  | { ok: false; diagnostics: Diagnostic[] };

/** What each reads, the ones before it must have right: first the fields, then what is called, then all that is said with them. */
const RULES: readonly (readonly Rule[])[] = [
  [checkLimits, checkSchemas, checkSteps, checkKinds],
  [checkTools, checkWorkflows],
  [
    checkReferences,
    checkCycles,
    checkPaths,
    checkConditions,
    checkArguments,
    checkExpressions,
    checkTypes,
    checkLookalikes,
  ],
];

export interface Look {
  readonly checked: Checked;
  /** Not all rules were asked: some of the errors so far have a fix, and only those with one are to be told. */
  readonly stopped: boolean;
}

export interface Means {
  /** It knows at least what `namedIn(source)` names. */
  readonly catalog: ToolCatalog;
  /** Of all work with schemas. */
  readonly budget: Budget;
  /** Whether all rules are to be asked, whatever there is to mend. */
  readonly whole: boolean;
}

export async function look(source: Json, { catalog, budget, whole }: Means): Promise<Look> {
  const report = new Report();
  const refused = (stopped: boolean): Look => ({
    checked: { ok: false, diagnostics: report.diagnostics() },
    stopped: stopped && !whole,
  });
  if (deeperThan(source, MAX_DEFINITION_DEPTH)) {
    report.error({
      code: "nested_too_deeply",
      pointer: "",
      message: `The definition is nested more than ${MAX_DEFINITION_DEPTH} levels deep.`,
    });
    return refused(false);
  }
  if (!isObject(source)) {
    parseShape(source, report);
    return refused(report.canBeMended);
  }
  const draft = readDraft(source);
  const definition = draft.tooManySteps ? parseShapeWithoutSteps(source, report) : parseShape(source, report);
  const checking = { draft, catalog, report, schemas: new Schemas(source["inputSchema"], budget) };
  for (const [at, rules] of RULES.entries()) {
    for (const rule of rules) await rule(checking);
    if (!whole && at < RULES.length - 1 && report.canBeMended) return refused(true);
  }
  if (definition === undefined || report.failed) return refused(false);
  const plan = compile(definition, dependencies(draft), catalog);
  return { checked: { ok: true, definition, plan, diagnostics: report.diagnostics() }, stopped: false };
}

function deeperThan(root: Json, limit: number): boolean {
  const pending: { value: Json; depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, depth } = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth >= limit) return true;
    for (const child of Object.values(value)) pending.push({ value: child, depth: depth + 1 });
  }
  return false;
}
