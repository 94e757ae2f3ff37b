import type { Json } from "../../engine/json.ts";
import type { Plan } from "../../engine/plan/plan.ts";

/** A workflow as lists show it. */
export interface Workflow {
  readonly id: string;
  /** The owner. */
  readonly agentId: string;
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Json | null;
  readonly status: "draft" | "active" | "archived";
  readonly isPublic: boolean;
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A workflow with what its author wrote. */
export interface DefinedWorkflow extends Workflow {
  readonly definition: Json;
}

/** A version of a workflow, as lists show it. */
export interface WorkflowVersion {
  readonly version: number;
  readonly name: string;
  readonly description: string;
  /** The older version that it was made equal to, where it was. */
  readonly restores: number | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** A version with what its author wrote. */
export interface DefinedVersion extends WorkflowVersion {
  readonly definition: Json;
  readonly inputSchema: Json | null;
}

/** A workflow as a tool of the MCP endpoint. */
export interface ExposedWorkflow {
  readonly id: string;
  /** What it was called when it was written; several may be called the same. */
  readonly toolName: string;
  readonly toolDescription: string;
  readonly inputSchema: Json | null;
}

/** What starting a run needs of a workflow. */
export interface ExecutableWorkflow {
  readonly id: string;
  readonly version: number;
  readonly inputSchema: Json | null;
  readonly plan: Plan;
}
