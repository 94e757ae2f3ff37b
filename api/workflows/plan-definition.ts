// A definition's plan in numbers, before anything runs.

import type { Json } from "../../engine/json.ts";
import { check } from "../../engine/plan/check.ts";
import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import { namedIn } from "../../engine/plan/named.ts";
import { outlineOf } from "../../engine/plan/outline.ts";
import type { Outline } from "../../engine/plan/outline.ts";
import type { Principal } from "../keys/principal.ts";
import type { Database } from "../platform/database.ts";
import { findMeasures } from "../tools/find-tool.ts";
import { catalogFor } from "./check-definition.ts";
import { invalidDefinition } from "./invalid-definition.ts";

/** Throws the problem `invalid_definition`. */
export async function planDefinition(
  db: Database,
  { agentId, rateLimitPerMin }: Principal,
  source: Json,
): Promise<{ outline: Outline; warnings: readonly Diagnostic[] }> {
  const checked = await check(source, await catalogFor(db, agentId, namedIn(source)));
  if (!checked.ok) throw invalidDefinition(checked.diagnostics);
  const { plan, diagnostics } = checked;
  const toolIds = new Set(plan.steps.flatMap(({ action }) => (action.kind === "tool" ? [action.toolId] : [])));
  const measures = await findMeasures(db, [...toolIds]);
  return { outline: outlineOf(plan, measures, rateLimitPerMin), warnings: diagnostics };
}
