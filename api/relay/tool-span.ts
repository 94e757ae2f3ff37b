// The span of one attempt to call a tool. The provider gets its id, and so can go on with the trace.

import type { Outcome } from "../../engine/run/outcome.ts";
import type { AttributeValue, SpanStart } from "../telemetry/span.ts";
import { failSpan, inSpan } from "../telemetry/tracing.ts";
import type { ToolCallRequest } from "./call-tool.ts";

export function inToolSpan(request: ToolCallRequest, work: () => Promise<Outcome>): Promise<Outcome> {
  return inSpan(
    () => spanOf(request),
    async () => {
      const outcome = await work();
      if (outcome.type === "failure") failSpan(outcome.failure.code);
      return outcome;
    },
  );
}

function spanOf({ tool, invocationId }: ToolCallRequest): SpanStart {
  const { id, name, protocol, endpoint } = tool;
  return {
    name: `execute_tool ${name}`,
    kind: protocol === "builtin" ? "internal" : "client",
    attributes: {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": name,
      "gen_ai.tool.type": protocol === "builtin" ? "function" : "extension",
      "gen_ai.tool.call.id": invocationId,
      "nexuscall.tool.id": id,
      "nexuscall.tool.protocol": protocol,
      ...(protocol === "http" && { "http.request.method": "POST" }),
      ...(protocol === "mcp" && { "mcp.method.name": "tools/call" }),
      ...(protocol !== "builtin" && addressOf(endpoint)),
    },
  };
}

/** No more of the URL than its host: path and query of an endpoint can hold what only its provider should know. */
function addressOf(endpoint: string): Record<string, AttributeValue> {
  const url = URL.parse(endpoint);
  if (url === null || !/^https?:$/.test(url.protocol)) return {};
  const { hostname, port, protocol } = url;
  const standardPort = protocol === "https:" ? 443 : 80;
  return { "server.address": hostname, "server.port": port === "" ? standardPort : Number(port) };
}
