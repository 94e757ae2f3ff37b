// Workflows as tools: those that their author exposes, to whoever may run them. A call is a run; one that lasts is a task,
// for clients that take tasks.
//
// A name means the newest workflow of that name; older ones, and those with a name that the hub has itself, are called by
// their ids.

import type { CallToolResult, Tool as McpTool } from "@modelcontextprotocol/server";
import { Problem } from "../../http/problem.ts";
import { admittedOr429 } from "../../http/rate-limit.ts";
import type { Database } from "../../platform/database.ts";
import { refuseUnfitInput } from "../../runs/fit-input.ts";
import { hasSettled } from "../../runs/run.ts";
import { startRun } from "../../runs/start-run.ts";
import { findExecutableWorkflow, findExposedWorkflows } from "../../workflows/find-workflow.ts";
import type { ExposedWorkflow } from "../../workflows/workflow.ts";
import { StartedTask } from "../surface.ts";
import type { OwnCall } from "./own-tool.ts";
import { objectSchema } from "./present-tool.ts";
import { taskOf } from "./run-tasks.ts";
import { toldFaults } from "./tool-result.ts";
import { waitForRun } from "./wait-for-run.ts";
import { answerable, workflowResult } from "./run-result.ts";

/** A client that takes tasks gets one for what takes longer. */
const SHORT_MS = 2_000;
/** Any other client waits so long at most. */
const LONGEST_MS = 55_000;

/** Workflows that are tools, newest first, by the names that they are given out with. */
export type Exposed = ReadonlyMap<string, ExposedWorkflow>;

export async function exposedWorkflows(
  db: Database,
  agentId: string,
  isReserved: (name: string) => boolean,
): Promise<Exposed> {
  const named = new Map<string, ExposedWorkflow>();
  for (const workflow of await findExposedWorkflows(db, agentId)) {
    const { id, toolName, inputSchema } = workflow;
    // MCP passes objects alone.
    if (objectSchema(inputSchema) === null) continue;
    named.set(isReserved(toolName) || named.has(toolName) ? id : toolName, workflow);
  }
  return named;
}

/** The one that is meant, by the name that it is given out with or by its id. */
export function exposedAs(exposed: Exposed, asked: string): ExposedWorkflow | null {
  return exposed.get(asked) ?? [...exposed.values()].find(({ id }) => id === asked) ?? null;
}

export function presentWorkflow(
  name: string,
  { id, toolName, toolDescription, inputSchema }: ExposedWorkflow,
): McpTool {
  return {
    name,
    ...(name !== toolName && { title: toolName }),
    description: toolDescription,
    inputSchema: objectSchema(inputSchema) ?? { type: "object" },
    execution: { taskSupport: "optional" },
    _meta: { "nxscall.com/workflowId": id },
  };
}

/** Runs it. What fails in the run, or does not fit it, is a result with `isError`; what the hub refuses is thrown. */
export async function callWorkflow(
  call: Pick<OwnCall, "services" | "caller" | "arguments" | "context" | "task">,
  { id }: ExposedWorkflow,
): Promise<CallToolResult | StartedTask> {
  const { services, caller, arguments: input, context, task } = call;
  if (!caller.scopes.includes("workflows:execute")) {
    throw new Problem("insufficient_scope", 'Running a workflow needs a key with the scope "workflows:execute".');
  }
  const workflow = await findExecutableWorkflow(services.db, id, caller.agentId);
  if (workflow === null) throw new Problem("not_found", "You have no active workflow of this id.");
  try {
    await refuseUnfitInput(workflow, input);
  } catch (error) {
    if (error instanceof Problem && error.code === "invalid_input") return toldFaults(error);
    throw error;
  }
  const defer = (work: Promise<unknown>) => context.waitUntil(work);
  const started = admittedOr429(await startRun(services, { caller, workflow, input, waitMs: 0, defer }));
  if (task === "always") return new StartedTask(taskOf(started));
  const waitMs = task === "if it lasts" ? SHORT_MS : LONGEST_MS;
  const run = await waitForRun(call, started, { waitMs, cancelWithCaller: true });
  if (task === "if it lasts" && !hasSettled(run)) return new StartedTask(taskOf(run));
  return workflowResult(await answerable(services, caller, run));
}
