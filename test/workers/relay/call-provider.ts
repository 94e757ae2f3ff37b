// A call by the relay, of whatever the test provider does at a path.

import { inject } from "vitest";
import { callTool, type ToolCallRequest } from "../../../api/relay/call-tool.ts";
import { newId } from "../../../api/platform/ids.ts";
import type { Outcome } from "../../../engine/run/outcome.ts";
import type { Json } from "../../../engine/json.ts";

/** Where the test provider is. */
export function provider(): string {
  return inject("providerUrl");
}

/** Calls a tool that is at `endpoint`. */
export function callAt(
  endpoint: string,
  args: Json,
  options: Partial<Pick<ToolCallRequest, "sink" | "signal">> = {},
): Promise<Outcome> {
  const invocationId = newId("inv");
  return callTool({
    tool: {
      id: newId("tool"),
      agentId: "agent_b",
      name: "any",
      description: "",
      version: "1.0.0",
      inputSchema: null,
      outputSchema: null,
      tags: [],
      category: null,
      protocol: "http",
      endpoint,
      authType: "none",
      authConfig: null,
      rateLimitPerMin: 60,
      outputCheck: null,
      redaction: [],
      deprecatedAt: null,
      successorId: null,
      isPublic: true,
      upstream: null,
      pricingModel: "free",
      priceUsd: 0,
      status: "active",
      createdAt: "2030-01-01T00:00:00.000Z",
      updatedAt: "2030-01-01T00:00:00.000Z",
      circuit: null,
    },
    arguments: args,
    callerAgentId: "agent_a",
    invocationId,
    idempotencyKey: `${invocationId}:call`,
    signal: new AbortController().signal,
    timeoutMs: 30_000,
    onCircuit: () => undefined,
    waitUntil: () => undefined,
    egress: "loopback",
    agentLink: noAgent,
    isDurable: false,
    masterKeys: undefined,
    ...options,
  });
}

/** No agent is connected. */
export function noAgent(): never {
  throw new Error("this test calls no agent");
}
