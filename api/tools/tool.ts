import type { Json } from "../../engine/json.ts";
import type { CircuitState } from "../relay/circuit-breaker.ts";

/** A registered tool, as the relay and the routes need it. */
export interface Tool {
  readonly id: string;
  /** The provider. */
  readonly agentId: string;
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly inputSchema: Json | null;
  readonly outputSchema: Json | null;
  readonly tags: readonly string[];
  readonly category: string | null;
  /** What the relay calls it by. */
  readonly protocol: "http" | "mcp" | "builtin" | "agent";
  readonly endpoint: string;
  readonly authType: "bearer" | "api_key" | "none";
  /** The sealed credentials. Never shown. */
  readonly authConfig: string | null;
  /** Calls in any 60 s, for each calling agent. */
  readonly rateLimitPerMin: number;
  /** What becomes of a result that does not fit `outputSchema`; null: as the hub is set. A call may ask otherwise. */
  readonly outputCheck: "off" | "warn" | "enforce" | null;
  /** JSON Pointers into `{arguments, result}`, `*` for any one segment: what the log never holds of a call. */
  readonly redaction: readonly string[];
  readonly pricingModel: "free" | "per_call" | "subscription";
  readonly priceUsd: number;
  /** False: of a private MCP server, so it is there for its owner alone. */
  readonly isPublic: boolean;
  readonly status: "active" | "inactive" | "deprecated";
  /** Since when the status is deprecated; null unless it is. ISO 8601, UTC. */
  readonly deprecatedAt: string | null;
  /** The tool that its provider names to take its place. */
  readonly successorId: string | null;
  /** Where an imported tool comes from; null for all others. */
  readonly upstream: ToolUpstream | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface ToolUpstream {
  /** The MCP server. */
  readonly serverId: string;
  /** What the tool is called there. */
  readonly name: string;
  /** The protocol revision that the server speaks. */
  readonly revision: string;
  /** Whether its definition says that calling it twice does no more than calling it once. */
  readonly isRepeatable: boolean;
  /** Whether its definition says that it can be called as a task alone. */
  readonly runsAsTask: boolean;
}

/** A tool as it is read by itself, with what is known of its endpoint; null where it never failed to answer. */
export interface ToolInUse extends Tool {
  readonly circuit: CircuitState | null;
}

/** Whether this agent may know of the tool at all. */
export function isThereFor({ isPublic, agentId }: Pick<Tool, "isPublic" | "agentId">, viewerId: string): boolean {
  return isPublic || agentId === viewerId;
}
