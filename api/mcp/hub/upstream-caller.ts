// A client of the hub as the caller of an upstream server's tool: what the server says and asks goes to the client, and
// its result is the client's.

import {
  type CallToolResult,
  type InputRequiredResult,
  isInputRequiredResult,
  type LoggingLevel,
  type Progress,
  ProtocolError,
  ProtocolErrorCode,
} from "@modelcontextprotocol/server";
import type { Json } from "../../../engine/json.ts";
import type { Invocation } from "../../invocations/invocation.ts";
import { excerpt } from "../../relay/mcp/failures.ts";
import type { McpCaller } from "../../relay/mcp/mcp-caller.ts";
import type { Answers, CallContext } from "../surface.ts";
import { INVOCATION_META_KEY } from "./tool-result.ts";

export class UpstreamCaller implements McpCaller {
  readonly capabilities: McpCaller["capabilities"];
  readonly ask: McpCaller["ask"];
  readonly answers: Answers;
  readonly #context: CallContext;
  #result: CallToolResult | InputRequiredResult | null = null;
  #refusal: ProtocolError | null = null;

  constructor({ inputResponses, requestState }: Answers, context: CallContext) {
    this.answers = {
      ...(inputResponses && { inputResponses }),
      ...(requestState !== undefined && { requestState }),
    };
    this.capabilities = askable(context.client.capabilities);
    this.ask = context.ask;
    this.#context = context;
  }

  progress({ progress, total, message }: Progress): void {
    this.#context.progress({
      progress,
      ...(total !== undefined && { total }),
      ...(message !== undefined && { message }),
    });
  }

  log(level: LoggingLevel, data: Json, logger?: string): void {
    this.#context.log(level, data, logger);
  }

  result(result: CallToolResult | InputRequiredResult): void {
    this.#result = result;
  }

  refused(error: ProtocolError): void {
    this.#refusal = error;
  }

  /** The server's result; null where the call came to something else. Throws what only the client can mend. */
  resultOf({ status, error, invocationId }: Invocation): CallToolResult | InputRequiredResult | null {
    if (this.#refusal !== null && MENDABLE.has(this.#refusal.code)) throw told(this.#refusal);
    const result = this.#result;
    if (result === null) return null;
    if (isInputRequiredResult(result)) return error?.code === "input_required" ? result : null;
    if (status !== "success" && error?.code !== "tool_error") return null;
    return { ...result, _meta: { ...result._meta, [INVOCATION_META_KEY]: invocationId } };
  }
}

/** Such as a state that is not the one that the server gave out. */
const MENDABLE = new Set<number>([ProtocolErrorCode.InvalidParams, ProtocolErrorCode.MissingRequiredClientCapability]);

function told({ code, message, data }: ProtocolError): ProtocolError {
  const isCapability = code === (ProtocolErrorCode.MissingRequiredClientCapability as number);
  return new ProtocolError(code, excerpt(message), isCapability ? data : undefined);
}

/** What a server may ask of its caller; the rest is between the client and the hub. */
function askable({ elicitation, sampling, roots }: McpCaller["capabilities"]): McpCaller["capabilities"] {
  return { ...(elicitation && { elicitation }), ...(sampling && { sampling }), ...(roots && { roots }) };
}
