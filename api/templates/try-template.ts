// A template before anything is made of it: its plan in numbers, and a run in which nothing is called. A slot that is left open
// stands for a tool that does just what the slot says.

import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import type { Outline } from "../../engine/plan/outline.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { DryRun } from "../../engine/run/dry-run.ts";
import { checkWhole } from "../../engine/slots/whole.ts";
import type { Principal } from "../keys/principal.ts";
import type { Database } from "../platform/database.ts";
import { dryRunPlan, type Trial } from "../workflows/dry-run.ts";
import { invalidDefinition } from "../workflows/invalid-definition.ts";
import { outlinePlan } from "../workflows/plan-definition.ts";
import { findTemplate } from "./find-template.ts";
import { doubtsIn, type Instantiation, withTools } from "./instantiate.ts";
import { catalogOf, toolsForSlots } from "./slot-tools.ts";

type Asked = Pick<Instantiation, "version" | "slots">;

/** Throws the problems `not_found`, `slots_unfit`, and `invalid_definition` where a tool that the template names is gone. */
export async function planTemplate(
  db: Database,
  principal: Principal,
  templateId: string,
  asked: Asked,
): Promise<{ outline: Outline; warnings: readonly Diagnostic[] }> {
  const { plan, inner, warnings } = await compiled(db, principal.agentId, templateId, asked);
  return { outline: await outlinePlan(db, principal, plan, inner), warnings };
}

/** Throws `invalid_request` and `invalid_input` besides. Without an input, the template's example is taken. */
export async function dryRunTemplate(
  db: Database,
  agentId: string,
  templateId: string,
  { version, slots, ...trial }: Asked & Trial,
): Promise<DryRun & { plan: Plan; warnings: readonly Diagnostic[] }> {
  const { plan, inner, catalog, exampleInput, warnings } = await compiled(db, agentId, templateId, { version, slots });
  const input = trial.input === undefined && exampleInput !== null ? exampleInput : trial.input;
  return { ...(await dryRunPlan(plan, { inner, catalog }, { ...trial, input })), plan, warnings };
}

async function compiled(db: Database, agentId: string, templateId: string, { version, slots: asked }: Asked) {
  const { content } = await findTemplate(db, templateId, version);
  const tools = await toolsForSlots(db, agentId, content, asked, { mayStayOpen: true });
  const whole = withTools(content, tools);
  const checked = await checkWhole(whole, await catalogOf(db, agentId, { ...whole, slots: content.slots }));
  if (!checked.ok) throw invalidDefinition(checked.diagnostics);
  const warnings = [...doubtsIn(content, tools), ...checked.diagnostics];
  return { ...checked, exampleInput: content.exampleInput, warnings };
}
