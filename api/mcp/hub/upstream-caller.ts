// A client of the hub as the caller of an upstream server's tool: what the server says and asks goes to the client, and
// its result is the client's.

import {
  type CallToolResult,
  type ClientCapabilities,
  type InputRequiredResult,
  isInputRequiredResult,
  type LoggingLevel,
  MissingRequiredClientCapabilityError,
  type Progress,
  ProtocolError,
  ProtocolErrorCode,
} from "@modelcontextprotocol/server";
import type { Json } from "../../../engine/json.ts";
import type { Invocation } from "../../invocations/invocation.ts";
import { STATELESS } from "../../relay/mcp/connect.ts";
import { excerpt } from "../../relay/mcp/failures.ts";
import type { McpCaller } from "../../relay/mcp/mcp-caller.ts";
import { missingCapabilitiesOf } from "../../relay/mcp/missing-capabilities.ts";
import { type UrlElicitation, urlElicitationsOf } from "../../relay/mcp/url-elicitations.ts";
import type { Answers, CallContext } from "../surface.ts";
import { INVOCATION_META_KEY } from "./tool-result.ts";

export class UpstreamCaller implements McpCaller {
  readonly capabilities: McpCaller["capabilities"];
  readonly ask: McpCaller["ask"];
  readonly answers: Answers;
  readonly #context: CallContext;
  #result: CallToolResult | InputRequiredResult | null = null;
  #refusal: ProtocolError | null = null;
  #missing: ClientCapabilities = {};

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

  /** A client of 2025-11-25 is passed the server's error, which it knows; one since is asked, as for anything else. */
  async openUrls(wanted: readonly UrlElicitation[], signal: AbortSignal): Promise<boolean> {
    if (this.#context.client.revision !== STATELESS) return false;
    if (!this.capabilities.elicitation?.url) this.askedInVain({ elicitation: { url: {} } });
    if (this.ask === null || !this.capabilities.elicitation?.url) return false;
    for (const params of wanted) {
      const answer = await this.ask({ method: "elicitation/create", params, key: null, signal });
      if (answer["action"] !== "accept") return false;
    }
    return true;
  }

  askedInVain(missing: ClientCapabilities): void {
    this.#missing = { ...this.#missing, ...missing };
  }

  result(result: CallToolResult | InputRequiredResult): void {
    this.#result = result;
  }

  refused(error: ProtocolError): void {
    this.#refusal = error;
  }

  /** The server's result; null where the call came to something else. Throws what only the client can mend. */
  resultOf({ status, error, invocationId }: Invocation): CallToolResult | InputRequiredResult | null {
    if (error?.code === "input_required" || error?.code === "url_elicitation_required") this.throwMissing();
    const told = this.#refusal && this.#told(this.#refusal);
    if (told !== null) throw told;
    const result = this.#result;
    if (result === null) return null;
    if (isInputRequiredResult(result)) return error?.code === "input_required" ? result : null;
    if (status !== "success" && error?.code !== "tool_error") return null;
    return { ...result, _meta: { ...result._meta, [INVOCATION_META_KEY]: invocationId } };
  }

  /** Throws -32021 where the server asked for what the client could have declared, and the client's revision knows that. */
  throwMissing(): void {
    if (Object.keys(this.#missing).length === 0 || this.#context.client.revision !== STATELESS) return;
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: this.#missing });
  }

  /** What the client can mend; null: nothing. Invalid is such as a state that is not the one that the server gave out. */
  #told(error: ProtocolError): ProtocolError | null {
    const { code, message } = error;
    const isInvalid = code === INVALID_PARAMS;
    return (
      mendable(error, this.#context.client.revision) ?? (isInvalid ? new ProtocolError(code, excerpt(message)) : null)
    );
  }
}

/** The one revision that has the error -32042. */
const KNOWS_URL_ERROR = "2025-11-25";
const INVALID_PARAMS: number = ProtocolErrorCode.InvalidParams;

/**
 * The server's own -32042 or -32021, for a client of the revision that knows it; null where the error is another one, or the
 * client.
 */
export function mendable(error: ProtocolError, revision: string): ProtocolError | null {
  const said = excerpt(error.message);
  const elicitations = urlElicitationsOf(error);
  if (elicitations.length > 0) {
    return revision === KNOWS_URL_ERROR ? new ProtocolError(error.code, said, { elicitations }) : null;
  }
  const requiredCapabilities = revision === STATELESS ? missingCapabilitiesOf(error) : null;
  return requiredCapabilities && new MissingRequiredClientCapabilityError({ requiredCapabilities }, said);
}

/** What a server may ask of its caller; the rest is between the client and the hub. */
export function askable({ elicitation, sampling, roots }: McpCaller["capabilities"]): McpCaller["capabilities"] {
  return { ...(elicitation && { elicitation }), ...(sampling && { sampling }), ...(roots && { roots }) };
}
