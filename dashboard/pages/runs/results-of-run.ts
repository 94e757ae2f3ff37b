import type { Run } from "../../hub/workflows.ts";

/** What the steps of a run gave, by id. */
export function resultsOfRun(stepResults: Run["stepResults"]): ReadonlyMap<string, unknown> {
  const succeeded = Object.entries(stepResults).filter(([, { status }]) => status === "success");
  return new Map(succeeded.map(([id, { result }]) => [id, result]));
}
