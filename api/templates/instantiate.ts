import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import { isObject } from "../../engine/schema/resources.ts";
import { bindSlots, callsIn } from "../../engine/slots/calls.ts";
import { slotId } from "../../engine/slots/slot.ts";
import { partsOf, type Whole, withParts } from "../../engine/slots/whole.ts";
import type { Database } from "../platform/database.ts";
import { findTemplate } from "./find-template.ts";
import { type Made, makeWorkflows } from "./make-workflows.ts";
import { type BoundTool, catalogOf, toolsForSlots } from "./slot-tools.ts";
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
 * Makes a workflow of the agent's own of the template, and its sub-workflows. Throws the problems `not_found`, `slots_unfit`,
 * `quota_reached`, and `invalid_definition` where a tool that the template names is gone.
 */
export async function instantiate(
  db: Database,
  agentId: string,
  templateId: string,
  { version, name, slots }: Instantiation,
): Promise<Made & { template: TemplateVersionId }> {
  const { content } = await findTemplate(db, templateId, version);
  const tools = await toolsForSlots(db, agentId, content, slots);
  const bound = withTools(content, tools);
  const { definition } = bound;
  const whole = isObject(definition) && name !== undefined ? { ...bound, definition: { ...definition, name } } : bound;
  const template = { id: templateId, version: content.version };
  const catalog = await catalogOf(db, agentId, { ...whole, slots: [] });
  const made = await makeWorkflows(db, agentId, { whole, catalog, template });
  return { ...made, template, warnings: [...doubtsIn(content, tools), ...made.warnings] };
}

/** The definitions with these tools in their slots. */
export function withTools(whole: Whole, tools: ReadonlyMap<string, BoundTool>): Whole {
  const toolIds = new Map([...tools].map(([slot, { toolId }]) => [slot, toolId]));
  return withParts(whole, (definition) => bindSlots(definition, toolIds));
}

/** What may not fit, at the first step that has the slot. */
export function doubtsIn(whole: Whole, tools: ReadonlyMap<string, BoundTool>): Diagnostic[] {
  const calls = partsOf(whole)
    .toReversed()
    .flatMap(({ definition, pointer: at }) =>
      callsIn(definition).map(({ call, pointer }) => ({ call, pointer: at + pointer })),
    );
  return [...tools].flatMap(([slot, { doubt }]) => {
    const place = calls.find(({ call }) => call["toolId"] === slotId(slot));
    if (doubt === null || place === undefined) return [];
    const message = `The tool in the slot "${slot}": ${doubt}`;
    return [{ severity: "warning", code: "may_not_fit", pointer: `${place.pointer}/toolId`, message }];
  });
}
