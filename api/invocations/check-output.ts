// A result against the tool's `outputSchema`. What a provider promises and what it sends are two things, and it is
// the caller who has to live with the difference.

import type { Json } from "../../engine/json.ts";
import type { Failure, Outcome } from "../../engine/run/outcome.ts";
import type { SchemaFault } from "../../engine/schema/validator.ts";
import type { Env } from "../env.ts";
import { faultsAgainst } from "../platform/compiled-schemas.ts";
import type { Tool } from "../tools/tool.ts";

/** What becomes of a result that does not fit: nothing, a warning, or an error in its place. */
export const OUTPUT_CHECKS = ["off", "warn", "enforce"] as const;
export type OutputCheck = (typeof OUTPUT_CHECKS)[number];

/** The one that holds where the call does not say: the tool's, else the hub's. */
export function outputCheckOf({ outputCheck }: Tool, { OUTPUT_CHECK }: Env): OutputCheck {
  return outputCheck ?? OUTPUT_CHECK;
}

/** How many places of an unfit result an error tells. */
const MAX_TOLD = 5;

/** Where the result does not fit; empty where it does or the tool promises nothing. */
export async function outputFaults(tool: Tool, result: Json): Promise<SchemaFault[]> {
  if (tool.outputSchema === null) return [];
  return faultsAgainst(`${tool.id} ${tool.updatedAt} output`, tool.outputSchema, result);
}

/** What an unfit result comes to where the check is enforced. */
export function unfitResult(faults: readonly SchemaFault[]): Failure {
  const told = faults.slice(0, MAX_TOLD).map(({ pointer, message }) => `result${pointer}: ${message}`);
  const more = faults.length > MAX_TOLD ? ` (and ${faults.length - MAX_TOLD} more)` : "";
  const message = `The result does not fit the tool's outputSchema. ${told.join(" ")}${more}`;
  return { code: "invalid_output", message, retryable: false };
}

/** The outcome, or a failure in its place if it is a result that does not fit. */
export async function enforceOutput(tool: Tool, outcome: Outcome): Promise<Outcome> {
  if (outcome.type !== "success") return outcome;
  const faults = await outputFaults(tool, outcome.result);
  return faults.length === 0 ? outcome : { type: "failure", failure: unfitResult(faults) };
}
