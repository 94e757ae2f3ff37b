import type { Json } from "../../engine/json.ts";
import { signalOf } from "../../engine/plan/actions.ts";
import type { SchemaFault } from "../../engine/schema/fault.ts";
import { faultsAgainst } from "../platform/compiled-schemas.ts";
import type { RunRecord } from "./run-record.ts";

/** Why the payload fits no wait for this signal: it has to fit each that says what it takes. */
export async function signalFaults(record: RunRecord, name: string, payload: Json): Promise<SchemaFault[]> {
  const { workflowId, workflowVersion, plan } = record;
  const faults: SchemaFault[] = [];
  for (const { id, action } of plan.steps) {
    const wait = signalOf(action);
    if (wait?.signal !== name || wait.schema === undefined) continue;
    faults.push(...(await faultsAgainst(`${workflowId} ${workflowVersion} ${id}`, wait.schema, payload)));
  }
  return faults;
}
