import type { Json } from "../../engine/json.ts";
import { inspect } from "../../engine/template/references.ts";
import type { FieldFault } from "./problem.ts";

/** What is wrong with the template in a body's field, whose pointer this is. */
export function templateFaults(field: string, template: Json): FieldFault[] {
  return inspect(template).faults.map(({ pointer, message, hint }) => ({
    code: "invalid_value",
    pointer: `${field}${pointer}`,
    message,
    ...(hint !== undefined && { hint }),
  }));
}
