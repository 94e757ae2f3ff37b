import type { Json } from "../../engine/json.ts";
import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import { isObject } from "../../engine/schema/resources.ts";
import { bindSlots, callsIn } from "../../engine/slots/calls.ts";
import { slotId } from "../../engine/slots/slot.ts";
import type { Database } from "../platform/database.ts";
import { createWorkflow } from "../workflows/create-workflow.ts";
import type { DefinedWorkflow } from "../workflows/workflow.ts";
import { findTemplate } from "./find-template.ts";
import { type BoundTool, toolsForSlots } from "./slot-tools.ts";
import { insertUse } from "./store.ts";
import type { TemplateVersionId } from "./template.ts";

export interface Instantiation {
  /** Absent: the template's current one. */
  readonly version?: number | undefined;
  /** Of the workflow; absent: as the template's definition says. */
  readonly name?: string | undefined;
  /** A tool for each slot, by the slot's name. */
  readonly slots: Readonly<Record<string, string>>;
}

/**
 * Makes a workflow of the agent's own of the template. Throws the problems `not_found`, `slots_unfit`, `quota_reached`, and
 * `invalid_definition` where a tool that the template names is gone.
 */
export async function instantiate(
  db: Database,
  agentId: string,
  templateId: string,
  { version, name, slots }: Instantiation,
): Promise<{ workflow: DefinedWorkflow; template: TemplateVersionId; warnings: readonly Diagnostic[] }> {
  const { content } = await findTemplate(db, templateId, version);
  const tools = await toolsForSlots(db, agentId, content, slots);
  const toolIds = new Map([...tools].map(([slot, { toolId }]) => [slot, toolId]));
  const bound = bindSlots(content.definition, toolIds);
  const source = isObject(bound) && name !== undefined ? { ...bound, name } : bound;
  const template = { id: templateId, version: content.version };
  const { workflow, warnings } = await createWorkflow(db, agentId, source, ({ id, createdAt }) =>
    insertUse(db, { workflowId: id, templateId, version: content.version, agentId, createdAt }),
  );
  return { workflow, template, warnings: [...doubtsIn(content.definition, tools), ...warnings] };
}

/** What may not fit, at the first step that has the slot. */
function doubtsIn(definition: Json, tools: ReadonlyMap<string, BoundTool>): Diagnostic[] {
  const calls = callsIn(definition);
  return [...tools].flatMap(([slot, { doubt }]) => {
    const place = calls.find(({ call }) => call["toolId"] === slotId(slot));
    if (doubt === null || place === undefined) return [];
    const message = `The tool in the slot "${slot}": ${doubt}`;
    return [{ severity: "warning", code: "may_not_fit", pointer: `${place.pointer}/toolId`, message }];
  });
}
