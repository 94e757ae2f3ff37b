import { MAX_STEPS, MAX_TOOL_ID_LENGTH } from "../definition/limits.ts";
import type { Json } from "../json.ts";
import { isObject } from "../schema/resources.ts";

/** The tool ids that a definition names, each once, however wrong the definition is: what to fetch before its check. */
export function toolIdsOf(source: Json): string[] {
  const steps = isObject(source) && Array.isArray(source["steps"]) ? source["steps"].slice(0, MAX_STEPS) : [];
  const ids = new Set<string>();
  for (const step of steps) {
    const toolId = isObject(step) ? step["toolId"] : undefined;
    if (typeof toolId === "string" && toolId !== "" && toolId.length <= MAX_TOOL_ID_LENGTH) ids.add(toolId);
  }
  return [...ids];
}
