import type { Env } from "../../env.ts";
import type { Answer, Opening, Tell, Turn } from "./turn.ts";

/** A call's object (api/runtime/mcp-call.ts) as whoever serves its caller sees it. */
export interface CallObject {
  begin(opening: Opening, tell: Tell): Promise<Turn>;
  answer(answer: Answer, tell: Tell): Promise<Turn>;
  giveUp(): Promise<void>;
}

export function callObject({ MCP_CALL }: Env, id: string): CallObject {
  const stub: unknown = MCP_CALL.getByName(id);
  // The RPC types cannot follow JSON's recursion; `McpCall implements CallObject` is what keeps this honest.
  return stub as CallObject;
}
