import type { Database } from "../platform/database.ts";
import { logError } from "../platform/log.ts";
import type { CircuitState } from "../relay/circuit-breaker.ts";
import { writeCircuit } from "./store.ts";
import type { Tool } from "./tool.ts";

/** Tells the other isolates, and whoever looks at the tool. Never rejects: a call does not hang on it. */
export async function noteCircuit(db: Database, tool: Tool, circuit: CircuitState): Promise<void> {
  await writeCircuit(db, tool, circuit).catch((error: unknown) =>
    logError("circuit_not_noted", error, { toolId: tool.id }),
  );
}
