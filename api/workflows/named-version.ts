import { invalidRequest } from "../http/validation.ts";
import type { Database } from "../platform/database.ts";
import { findVersion } from "./find-workflow.ts";
import type { ExecutableWorkflow } from "./workflow.ts";

/**
 * The agent's own workflow in the `version` that a body names; null: in the current one. Throws the problem `invalid_request`
 * where it has no such version. Null where it is not active.
 */
export async function namedVersion(
  db: Database,
  id: string,
  version: number | null,
  agentId: string,
): Promise<ExecutableWorkflow | null> {
  const found = await findVersion(db, id, version, agentId);
  if (found !== null || version === null) return found;
  const message = `The workflow has no version ${version}. GET /api/v1/workflows/${id}/versions lists those that it has.`;
  throw invalidRequest([{ code: "invalid_value", pointer: "/version", message }]);
}
