// The workflows of a template's definitions, whose slots hold tools: each sub-workflow before what runs it, so that it has an id.
//
// M1. All that is new is stored in one batch with the note that it was made, or nothing is.
// M2. A sub-workflow that was made of the same definition before, and is still what that compiles to, is taken again.

import type { ToolCatalog, WorkflowSignature } from "../../engine/plan/catalog.ts";
import { check } from "../../engine/plan/check.ts";
import { type Diagnostic, placed } from "../../engine/plan/diagnostic.ts";
import type { Json } from "../../engine/json.ts";
import { canonicalText } from "../../engine/schema/canonical.ts";
import { bindSubWorkflows } from "../../engine/slots/calls.ts";
import { type Part, partsOf, signatureOf, subId, type Whole } from "../../engine/slots/whole.ts";
import type { Database } from "../platform/database.ts";
import { hashOf } from "../tools/definition.ts";
import { acceptChecked, type Accepted } from "../workflows/accept-definition.ts";
import { newWorkflow, type NewWorkflow, storeWorkflows } from "../workflows/create-workflow.ts";
import { findOwnWorkflow, findPlan } from "../workflows/find-workflow.ts";
import { invalidDefinition } from "../workflows/invalid-definition.ts";
import type { DefinedWorkflow } from "../workflows/workflow.ts";
import { insertUse, type MadeSubWorkflow, selectMadeOf } from "./store.ts";
import type { TemplateVersionId } from "./template.ts";

/** Of one definition: those made before it was changed, each made anew since. */
const MAX_LOOKED_AT = 5;

export interface SubWorkflowHere {
  /** In the template. */
  readonly name: string;
  readonly workflowId: string;
  readonly version: number;
  readonly isNew: boolean;
}

export interface Made {
  readonly workflow: DefinedWorkflow;
  readonly subWorkflows: readonly SubWorkflowHere[];
  readonly warnings: readonly Diagnostic[];
}

/** Throws the problems `quota_reached`, and `invalid_definition` with the faults of all definitions. */
export async function makeWorkflows(
  db: Database,
  agentId: string,
  { whole, catalog, template }: { whole: Whole; catalog: ToolCatalog; template: TemplateVersionId },
): Promise<Made> {
  const made = await compileAll(db, agentId, whole, catalog);
  const main = newWorkflow(agentId, made.main);
  const { id: workflowId, createdAt } = main.workflow;
  const fresh = made.subs.flatMap(({ stored, note }) => (stored === null ? [] : [{ stored, note }]));
  const use = { workflowId, templateId: template.id, version: template.version, agentId, createdAt };
  const notes = insertUse(
    db,
    use,
    fresh.map(({ note }) => note),
  );
  await storeWorkflows(db, agentId, [...fresh.map(({ stored }) => stored), main], notes);
  const subWorkflows = made.subs.map(({ stored, note, version }) => {
    return { name: note.subWorkflow, workflowId: note.workflowId, version, isNew: stored !== null };
  });
  return { workflow: main.workflow, subWorkflows, warnings: made.warnings };
}

interface Sub {
  /** Null: it was there already. */
  readonly stored: NewWorkflow | null;
  readonly note: MadeSubWorkflow;
  readonly version: number;
}

async function compileAll(db: Database, agentId: string, whole: Whole, catalog: ToolCatalog) {
  const known = new Map<string, WorkflowSignature>();
  const ids = new Map<string, string>();
  const subs: Sub[] = [];
  const diagnostics: Diagnostic[] = [];
  let main: Accepted | undefined;
  let isFaulty = false;
  for (const part of partsOf(whole)) {
    const source = bindSubWorkflows(part.definition, ids);
    const checked = await check(source, { ...catalog, workflow: (id) => known.get(id) ?? catalog.workflow(id) });
    diagnostics.push(...checked.diagnostics.map((diagnostic) => placed(diagnostic, part.pointer)));
    isFaulty ||= !checked.ok;
    const { name } = part;
    if (name === undefined) {
      if (checked.ok) main = acceptChecked(source, checked);
      continue;
    }
    // Nothing is stored where anything has a fault, but what runs this one is checked all the same.
    const sub = checked.ok && !isFaulty ? await subOf(db, agentId, part, acceptChecked(source, checked)) : null;
    const id = sub?.note.workflowId ?? subId(name);
    ids.set(subId(name), id);
    known.set(id, signatureOf(id, sub?.version ?? 1, name, checked));
    if (sub !== null) subs.push(sub);
  }
  if (main === undefined || isFaulty) throw invalidDefinition(diagnostics);
  return { main, subs, warnings: diagnostics };
}

async function subOf(db: Database, agentId: string, { name = "" }: Part, accepted: Accepted): Promise<Sub> {
  const { definition } = accepted.said;
  const definitionHash = await hashOf(definition);
  const note = (workflowId: string): MadeSubWorkflow => ({ workflowId, subWorkflow: name, definitionHash });
  for (const id of await selectMadeOf(db, agentId, definitionHash, MAX_LOOKED_AT)) {
    const before = await findOwnWorkflow(db, id, agentId);
    const plan = before && (await findPlan(db, id, before.version));
    if (before === null || plan === null) continue;
    if (isSame(before.definition, definition) && isSame(plan, accepted.plan)) {
      return { stored: null, note: note(id), version: before.version };
    }
  }
  const stored = newWorkflow(agentId, accepted);
  return { stored, note: note(stored.workflow.id), version: stored.workflow.version };
}

/** As JSON. */
function isSame(one: unknown, other: unknown): boolean {
  const text = (value: unknown) => canonicalText(JSON.parse(JSON.stringify(value)) as Json);
  return text(one) === text(other);
}
