// One revision of MCP as the hub speaks it. The SDK knows the wire: framing, envelopes, headers, error codes. What is
// left for a revision here is what its clients cannot read in an answer.

import type {
  CallToolResult,
  Prompt,
  Resource,
  ResourceTemplateType,
  ServerCapabilities,
  Tool,
} from "@modelcontextprotocol/server";

export interface Revision {
  readonly version: string;
  /** `stateless`: every request says all about itself. `session`: a client begins with `initialize`. */
  readonly era: "stateless" | "session";
  readonly capabilities: (capabilities: ServerCapabilities) => ServerCapabilities;
  readonly tool: (tool: Tool) => Tool;
  readonly result: (result: CallToolResult) => CallToolResult;
  readonly resource: (resource: Resource) => Resource;
  readonly template: (template: ResourceTemplateType) => ResourceTemplateType;
  readonly prompt: (prompt: Prompt) => Prompt;
}

/** The value without these fields; the type stays, since they are all optional. */
export function without<T extends object>(value: T, fields: readonly (keyof T)[]): T {
  if (!fields.some((field) => field in value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !fields.includes(name as keyof T))) as T;
}
