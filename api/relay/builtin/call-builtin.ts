// A call of a built-in tool: held to the same result as a provider's.

import type { Outcome } from "../../../engine/run/outcome.ts";
import type { ToolCallRequest } from "../call-tool.ts";
import { resultOf } from "../result.ts";
import { findBuiltinTool } from "./registry.ts";

export async function callBuiltinTool(request: ToolCallRequest): Promise<Outcome> {
  const { tool, arguments: args } = request;
  const called = await findBuiltinTool(tool.endpoint)?.call(args, request);
  if (called === undefined) {
    const message = `This hub has no built-in tool ${tool.name}.`;
    return { type: "failure", failure: { code: "tool_not_found", message, retryable: false } };
  }
  // By way of text, as if it had come over the network: sized, and sharing nothing with the arguments.
  return "failure" in called ? { type: "failure", failure: called.failure } : resultOf(JSON.stringify(called.result));
}
