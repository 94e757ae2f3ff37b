import type { Json } from "../../engine/json.ts";
import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import { Problem } from "../http/problem.ts";
import { refuseAtQuota } from "../http/quota.ts";
import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { exposureOf } from "./exposure.ts";
import { forgetExposed } from "./find-workflow.ts";
import { checkDefinition } from "./check-definition.ts";
import { countWorkflows, insertWorkflow } from "./store.ts";
import type { DefinedWorkflow } from "./workflow.ts";

/** D1 takes 2 MB a row, in UTF-8; numbers such as 1e20 grow when they are written out. */
const MAX_DEFINITION_BYTES = 1_500_000;

/** Checks, compiles and stores a definition. Throws the problem `quota_reached`, or `invalid_definition` with every fault. */
export async function createWorkflow(
  db: Database,
  agentId: string,
  source: Json,
): Promise<{ workflow: DefinedWorkflow; warnings: readonly Diagnostic[] }> {
  const checked = await checkDefinition(db, agentId, source);
  if (!checked.ok) throw invalidDefinition(checked.diagnostics);
  const { name, description = "", inputSchema = null } = checked.definition;
  if (storedBytes(source) + storedBytes(inputSchema) > MAX_DEFINITION_BYTES) {
    throw invalidDefinition([
      {
        severity: "error",
        code: "out_of_range",
        pointer: "",
        message: `The definition is larger than ${MAX_DEFINITION_BYTES} bytes once its input schema is stored beside it.`,
        hint: "Split it into several workflows, or shorten its constants.",
      },
    ]);
  }
  refuseAtQuota("workflows", await countWorkflows(db, agentId));

  const now = nowIso();
  const workflow: DefinedWorkflow = {
    id: newId("wf"),
    agentId,
    name,
    description,
    definition: source,
    inputSchema,
    status: "active",
    isPublic: false,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  await insertWorkflow(db, workflow, checked.plan, exposureOf(checked.definition));
  forgetExposed(db, agentId);
  return { workflow, warnings: checked.diagnostics };
}

function invalidDefinition(diagnostics: readonly Diagnostic[]): Problem {
  const faults = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
  const count = faults === 1 ? "one fault" : `${faults} faults`;
  return new Problem("invalid_definition", `The definition has ${count}; errors[] says where and how to mend them.`, {
    errors: diagnostics,
  });
}

function storedBytes(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).byteLength;
}
