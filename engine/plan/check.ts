// Checks a definition whole, before anything runs, and compiles it where nothing is wrong.
//
// C1. Every fault is reported at once, up to the cap.
// C2. No fault is the mere consequence of another: each rule leaves alone what a different rule has refused.
// C3. Any JSON at all gets an answer; nothing throws.

import { MAX_DEFINITION_DEPTH } from "../definition/limits.ts";
import type { WorkflowDefinition } from "../definition/schema.ts";
import type { Json } from "../json.ts";
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

const RULES: readonly Rule[] = [
  checkLimits,
  checkSchemas,
  checkSteps,
  checkKinds,
  checkTools,
  checkWorkflows,
  checkReferences,
  checkCycles,
  checkPaths,
  checkConditions,
  checkArguments,
  checkTypes,
  checkLookalikes,
];

/** `catalog` knows at least what `namedIn(source)` names. */
export async function check(source: Json, catalog: ToolCatalog): Promise<Checked> {
  const report = new Report();
  if (deeperThan(source, MAX_DEFINITION_DEPTH)) {
    report.error({
      code: "nested_too_deeply",
      pointer: "",
      message: `The definition is nested more than ${MAX_DEFINITION_DEPTH} levels deep.`,
    });
    return { ok: false, diagnostics: report.diagnostics() };
  }
  if (!isObject(source)) {
    parseShape(source, report);
    return { ok: false, diagnostics: report.diagnostics() };
  }
  const draft = readDraft(source);
  const definition = draft.tooManySteps ? parseShapeWithoutSteps(source, report) : parseShape(source, report);
  const checking = { draft, catalog, report, schemas: new Schemas(source["inputSchema"]) };
  for (const rule of RULES) await rule(checking);
  const diagnostics = report.diagnostics();
  return definition === undefined || report.failed
    ? { ok: false, diagnostics }
    : { ok: true, definition, plan: compile(definition, dependencies(draft), catalog), diagnostics };
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
