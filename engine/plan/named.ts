import { MAX_STEPS, MAX_SUB_WORKFLOWS, MAX_TOOL_ID_LENGTH } from "../definition/limits.ts";
import type { Json } from "../json.ts";
import { isObject } from "../schema/resources.ts";
import type { Named } from "./catalog.ts";

/** What a definition names, each once, however wrong it is: what to fetch before its check. Of workflows as many as it may. */
export function namedIn(source: Json): Named {
  const steps = isObject(source) && Array.isArray(source["steps"]) ? source["steps"].slice(0, MAX_STEPS) : [];
  const named = { toolId: new Set<string>(), tool: new Set<string>(), workflowId: new Set<string>() };
  const note = (owner: Json | undefined): void => {
    if (!isObject(owner)) return;
    for (const field of ["toolId", "tool", "workflowId"] as const) {
      const name = owner[field];
      if (typeof name === "string" && name !== "" && name.length <= MAX_TOOL_ID_LENGTH) named[field].add(name);
    }
  };
  for (const step of steps) {
    note(step);
    if (isObject(step)) note(step["compensate"]);
  }
  const workflowIds = [...named.workflowId].slice(0, MAX_SUB_WORKFLOWS);
  return { toolIds: [...named.toolId], tools: [...named.tool], workflowIds };
}

/** An unknown name as it stands, and without its version: an id may stand where a name does, and a name where an id does. */
export function readingsOf(name: string): string[] {
  const at = name.lastIndexOf("@");
  return at > 0 ? [name, name.slice(0, at)] : [name];
}
