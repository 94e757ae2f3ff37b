import type { Json } from "../../engine/json.ts";
import type { FieldFault } from "../http/problem.ts";

/** One call of a tool, as `POST /api/v1/mcp/invoke/:toolId` answers it. */
export interface Invocation {
  readonly invocationId: string;
  readonly toolId: string;
  readonly status: "success" | "error" | "timeout";
  /** The tool's answer; null unless `status` is success. */
  readonly result: Json;
  readonly error?: { readonly code: string; readonly message: string; readonly retryable: boolean };
  /** What the caller should know of a result all the same, such as where it does not fit the `outputSchema`. */
  readonly warnings?: readonly FieldFault[];
  readonly latencyMs: number;
  readonly callerAgentId: string;
  readonly providerAgentId: string;
  /** ISO 8601, UTC: when the call was admitted. */
  readonly timestamp: string;
}
