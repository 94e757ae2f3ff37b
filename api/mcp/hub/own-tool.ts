// A tool of the MCP endpoint itself, beside those of the registry.

import type { CallToolResult, InputRequiredResult, Tool as McpTool } from "@modelcontextprotocol/server";
import type { JsonObject } from "../../../engine/json.ts";
import { Problem } from "../../http/problem.ts";
import { mismatches } from "../../http/schema-faults.ts";
import type { Principal } from "../../keys/principal.ts";
import type { Scope } from "../../keys/scopes.ts";
import { faultsAgainst } from "../../platform/compiled-schemas.ts";
import type { Services } from "../../services.ts";
import type { Answers, CallContext, StartedTask, ToolCall } from "../surface.ts";
import type { Exposed } from "./exposed-workflows.ts";
import { toldFaults } from "./tool-result.ts";

/** A call whose arguments fit the tool's input schema. */
export interface OwnCall {
  readonly services: Services;
  readonly caller: Principal;
  readonly arguments: JsonObject;
  readonly answers: Answers;
  readonly context: CallContext;
  readonly task: ToolCall["task"];
  /** The caller's workflows that are tools. */
  readonly exposed: () => Promise<Exposed>;
}

export interface OwnTool {
  readonly definition: McpTool;
  /** What the key must have besides `tools:invoke`. */
  readonly scope?: Scope;
  readonly call: (call: OwnCall) => Promise<CallToolResult | InputRequiredResult | StartedTask>;
}

/** Problems that whoever wrote the arguments can mend come back as results; the others are thrown. */
const MENDABLE = new Set([
  "invalid_arguments",
  "invalid_definition",
  "invalid_input",
  "invalid_request",
  "invalid_context",
  "invalid_result",
  "handoff_loop",
  "handoff_state",
]);

export async function callOwnTool(
  { definition, scope, call }: OwnTool,
  asked: OwnCall,
): Promise<CallToolResult | InputRequiredResult | StartedTask> {
  if (scope !== undefined && !asked.caller.scopes.includes(scope)) {
    throw new Problem("insufficient_scope", `"${definition.name}" needs a key with the scope "${scope}".`);
  }
  const schema = definition.inputSchema as JsonObject;
  const faults = await faultsAgainst(`mcp ${definition.name}`, schema, asked.arguments);
  try {
    if (faults.length > 0) {
      const detail = "The arguments do not fit the tool's inputSchema.";
      throw new Problem("invalid_arguments", detail, { errors: mismatches("arguments", faults) });
    }
    return await call(asked);
  } catch (error) {
    if (error instanceof Problem && MENDABLE.has(error.code)) return toldFaults(error);
    throw error;
  }
}

/** An argument that the input schema wants to be there, as text. */
export function textArgument(args: JsonObject, name: string): string {
  const value = args[name];
  return typeof value === "string" ? value : "";
}
