// What a definition has to pass before it is stored, as a workflow's first version or a later one.

import type { Json } from "../../engine/json.ts";
import type { Checked } from "../../engine/plan/check.ts";
import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { Database } from "../platform/database.ts";
import { checkDefinition } from "./check-definition.ts";
import { exposureOf } from "./exposure.ts";
import type { Exposure } from "./exposure.ts";
import { invalidDefinition } from "./invalid-definition.ts";
import type { DefinedWorkflow } from "./workflow.ts";

/** Numbers such as 1e20 grow when they are written out, so this bounds more than the body's size does. */
const MAX_DEFINITION_BYTES = 4 * 1_048_576;

export interface Accepted {
  /** What a version keeps of it. */
  readonly said: Pick<DefinedWorkflow, "name" | "description" | "definition" | "inputSchema">;
  readonly plan: Plan;
  readonly exposed: Exposure | null;
  readonly warnings: readonly Diagnostic[];
}

/** Checks and compiles; stores nothing. Throws the problem `invalid_definition` with every fault. */
export async function acceptDefinition(
  db: Database,
  agentId: string,
  source: Json,
  definedId?: string,
): Promise<Accepted> {
  const checked = await checkDefinition(db, agentId, source, definedId);
  if (!checked.ok) throw invalidDefinition(checked.diagnostics);
  return acceptChecked(source, checked);
}

/** The same for what has been checked already. */
export function acceptChecked(source: Json, checked: Checked & { readonly ok: true }): Accepted {
  const { name, description = "", inputSchema = null } = checked.definition;
  if (storedBytes(source) > MAX_DEFINITION_BYTES) {
    throw invalidDefinition([
      {
        severity: "error",
        code: "out_of_range",
        pointer: "",
        message: `The definition is larger than ${MAX_DEFINITION_BYTES} bytes once its numbers are written out.`,
        hint: "Split it into several workflows, or shorten its constants.",
      },
    ]);
  }
  return {
    said: { name, description, definition: source, inputSchema },
    plan: checked.plan,
    exposed: exposureOf(checked.definition),
    warnings: checked.diagnostics,
  };
}

function storedBytes(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).byteLength;
}
