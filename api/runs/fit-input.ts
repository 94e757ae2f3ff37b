import type { Json } from "../../engine/json.ts";
import { Problem } from "../http/problem.ts";
import { mismatches } from "../http/schema-faults.ts";
import { faultsAgainst } from "../platform/compiled-schemas.ts";
import type { ExecutableWorkflow } from "../workflows/workflow.ts";

/** Throws the problem `invalid_input` where the input does not fit the workflow's `inputSchema`. */
export async function refuseUnfitInput(workflow: ExecutableWorkflow, input: Json): Promise<void> {
  const { id, version, inputSchema } = workflow;
  if (inputSchema === null) return;
  const faults = await faultsAgainst(`${id} ${version}`, inputSchema, input);
  if (faults.length === 0) return;
  throw new Problem("invalid_input", "The input does not fit the workflow's inputSchema; see errors[].", {
    errors: mismatches("input", faults),
  });
}
