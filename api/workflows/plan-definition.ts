// A definition's plan in numbers, before anything runs.

import type { Json } from "../../engine/json.ts";
import { check } from "../../engine/plan/check.ts";
import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import { namedIn } from "../../engine/plan/named.ts";
import { outlineOf } from "../../engine/plan/outline.ts";
import type { Outline } from "../../engine/plan/outline.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { Principal } from "../keys/principal.ts";
import type { Database } from "../platform/database.ts";
import { findMeasures } from "../tools/find-tool.ts";
import { catalogFor } from "./check-definition.ts";
import { innerPlans, toolsIn } from "./inner-plans.ts";
import { invalidDefinition } from "./invalid-definition.ts";

/** Throws the problem `invalid_definition`. */
export async function planDefinition(
  db: Database,
  principal: Principal,
  source: Json,
): Promise<{ outline: Outline; warnings: readonly Diagnostic[] }> {
  const checked = await check(source, await catalogFor(db, principal.agentId, namedIn(source)));
  if (!checked.ok) throw invalidDefinition(checked.diagnostics);
  const { plan, diagnostics } = checked;
  return { outline: await outlinePlan(db, principal, plan, await innerPlans(db, plan)), warnings: diagnostics };
}

/** The plan in numbers, with those of its sub-workflows, as this key would run it. */
export async function outlinePlan(
  db: Database,
  { rateLimitPerMin: keyRatePerMin }: Principal,
  plan: Plan,
  inner: ReadonlyMap<string, Plan>,
): Promise<Outline> {
  const measures = await findMeasures(db, toolsIn([plan, ...inner.values()]));
  return outlineOf(plan, { measures, keyRatePerMin, inner });
}
