import type { Json } from "../../engine/json.ts";

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
  readonly endpoint: string;
  readonly authType: "bearer" | "api_key" | "none";
  /** The sealed credentials. Never shown. */
  readonly authConfig: string | null;
  /** Calls in any 60 s, for each calling agent. */
  readonly rateLimitPerMin: number;
  readonly pricingModel: "free" | "per_call" | "subscription";
  readonly priceUsd: number;
  readonly status: "active" | "inactive" | "deprecated";
  /** Since when the status is deprecated; null unless it is. ISO 8601, UTC. */
  readonly deprecatedAt: string | null;
  /** The tool that its provider names to take its place. */
  readonly successorId: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}
