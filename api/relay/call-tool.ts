// A call of a provider's tool, whatever the tool's protocol: the one door from the hosts to the relay.

import type { Json } from "../../engine/json.ts";
import type { Outcome } from "../../engine/run/outcome.ts";
import type { Stored } from "../../engine/template/stored.ts";
import { callBuiltinTool } from "./builtin/call-builtin.ts";
import type { ToolInUse } from "../tools/tool.ts";
import type { CircuitState } from "./circuit-breaker.ts";
import type { Egress } from "./egress.ts";
import { callHttpTool } from "./http-tool.ts";
import type { ItemSink } from "./item-sink.ts";
import type { AgentLink } from "./mcp/agent-link.ts";
import type { McpCaller } from "./mcp/mcp-caller.ts";
import { callMcpTool } from "./mcp-tool.ts";
import type { Place } from "./place-queue.ts";
import { guarded } from "./provider-guard.ts";
import { inToolSpan } from "./tool-span.ts";

export interface ToolCallRequest {
  readonly tool: ToolInUse;
  readonly arguments: Json;
  readonly callerAgentId: string;
  readonly invocationId: string;
  /** The same for every attempt of one call, so that a provider can tell a repeat. */
  readonly idempotencyKey: string;
  /** Ends the call; the reason is an `AbortReason`. */
  readonly signal: AbortSignal;
  /** Until the signal ends it. */
  readonly timeoutMs: number;
  /** Hears when the provider is left alone from now on, or no longer. */
  readonly onCircuit: (circuit: CircuitState) => void;
  /** Goes on once there is an outcome: what has to be told to the provider still, such as that nobody waits. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly egress: Egress;
  /** The way to the agent that serves as this MCP server over its own socket. */
  readonly agentLink: (serverId: string) => AgentLink;
  /** Whether a journal keeps the call: it waits longer for an agent that is away. */
  readonly isDurable: boolean;
  /** The call's place at its endpoint, where it has waited for one; absent: it gets one that is free, or fails. */
  readonly place?: Place | undefined;
  /** What opens the tool's credentials. */
  readonly masterKeys: string | undefined;
  /** Takes what the provider streams, as it comes; absent: only the outcome is wanted. */
  readonly sink?: ItemSink | undefined;
  /** Keeps an answer that is larger than a result may be; absent: such an answer is a failure. */
  readonly keepLarge?: KeepLarge | undefined;
  /** Takes what an MCP server says besides; absent: only the outcome is wanted. */
  readonly mcp?: McpCaller | undefined;
  /** Hears that an MCP server has other definitions now. */
  readonly onListChanged?: (() => void) | undefined;
}

/** Keeps a JSON text that comes in pieces, of so many bytes where that is known. Throws a ProviderFault where it is none, or larger than may be kept. */
type KeepLarge = (pieces: AsyncIterable<string>, declaredBytes: number | null) => Promise<Stored>;

/** Never rejects: what goes wrong with a provider is a failure. */
export function callTool(request: ToolCallRequest): Promise<Outcome> {
  return inToolSpan(request, () => callByProtocol(request));
}

function callByProtocol(request: ToolCallRequest): Promise<Outcome> {
  switch (request.tool.protocol) {
    case "http":
      return guarded(request, () => callHttpTool(request));
    case "builtin":
      return callBuiltinTool(request);
    case "mcp":
    case "agent":
      return guarded(request, () => callMcpTool(request));
  }
}
