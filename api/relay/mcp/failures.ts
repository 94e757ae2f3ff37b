// What goes wrong with an upstream MCP server, as the failure of a call.

import { ProtocolError, ProtocolErrorCode, SdkError, SdkErrorCode, SdkHttpError } from "@modelcontextprotocol/client";
import type { Failure } from "../../../engine/run/outcome.ts";
import { STREAM_ENDED } from "./transport.ts";
import { type UrlElicitation, urlElicitationsOf } from "./url-elicitations.ts";

/** A failure on its way out of a connection. */
export class UpstreamError extends Error {
  readonly failure: Failure;

  /** `cause`: what the SDK made of it. */
  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, { cause });
    this.failure = failure;
  }
}

/** How much of what a server says about an error is told. */
const MAX_DETAIL_CHARS = 500;

export function failureOf(error: unknown): Failure {
  if (error instanceof UpstreamError) return error.failure;
  if (error instanceof SdkHttpError) return refusedWith(error.status, error.message);
  if (error instanceof ProtocolError) return answeredWith(error);
  if (error instanceof SdkError) return misunderstood(error);
  // What is said of a text that is no JSON quotes the text.
  return error instanceof SyntaxError ? notMcp("it is no JSON") : unreachable;
}

function refusedWith(status: number, said: string): Failure {
  if (status === 401) return unauthorized;
  const retryable = status >= 500 || status === 408 || status === 429;
  const message = `The MCP server answered ${status}: ${excerpt(said)}`;
  return { code: retryable ? "provider_unavailable" : "provider_error", message, retryable };
}

const unauthorized: Failure = {
  code: "provider_error",
  message:
    "The MCP server answered 401: it wants other credentials. Its owner sets them, as authType and authConfig; the hub does " +
    "not sign in to a server by OAuth.",
  retryable: false,
};

function answeredWith(error: ProtocolError): Failure {
  const { code, message } = error;
  const [wanted] = urlElicitationsOf(error);
  if (wanted !== undefined) return toBeOpened(wanted);
  if (code === STREAM_ENDED) return unreachable;
  if (code === MISSING_CAPABILITY) return inputRequired;
  const text = `The MCP server answered with the error ${code}: ${excerpt(message)}`;
  return { code: "provider_error", message: text, retryable: code === INTERNAL_ERROR };
}

function toBeOpened({ message, url }: UrlElicitation): Failure {
  const text = `The MCP server wants a person to open ${url} and then the call to be made again: ${excerpt(message)}`;
  return { code: "url_elicitation_required", message: text, retryable: false };
}

const MISSING_CAPABILITY: number = ProtocolErrorCode.MissingRequiredClientCapability;
const INTERNAL_ERROR: number = ProtocolErrorCode.InternalError;

function misunderstood({ code, message, cause, data }: SdkError): Failure {
  switch (code) {
    case SdkErrorCode.UnsupportedResultType:
      return isInputRequired(data) ? inputRequired : notMcp(message);
    case SdkErrorCode.InvalidResult:
    case SdkErrorCode.ClientHttpUnexpectedContent:
      return notMcp(message);
    case SdkErrorCode.EraNegotiationFailed:
      return cause === undefined ? unreachable : failureOf(cause);
    default:
      return unreachable;
  }
}

/** What the SDK says of a result that it does not take: its type. */
function isInputRequired(data: unknown): boolean {
  return typeof data === "object" && data !== null && "resultType" in data && data.resultType === "input_required";
}

export function notMcp(why: string): Failure {
  const message = `The MCP server answered with what the protocol does not allow: ${excerpt(why)}`;
  return { code: "invalid_response", message, retryable: false };
}

/** In the hub's own words alone: this one is kept in the log of a tool that redacts. */
const unreachable: Failure = {
  code: "provider_unreachable",
  message: "The MCP server could not be reached, or broke off before its answer was whole.",
  retryable: true,
};

export const inputRequired: Failure = {
  code: "input_required",
  message: "The tool asks its caller for input, which a plain call cannot give. Call it through MCP.",
  retryable: false,
};

export function excerpt(text: string): string {
  return text.length > MAX_DETAIL_CHARS ? `${text.slice(0, MAX_DETAIL_CHARS)}…` : text;
}
