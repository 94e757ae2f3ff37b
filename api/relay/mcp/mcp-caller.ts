// A caller that speaks MCP itself: what a server says and asks besides the outcome of a call goes through to it, and the
// result as it came. The outcome stays what limits, log and checks go by.

import type {
  CallToolResult,
  ClientCapabilities,
  InputRequiredResult,
  LoggingLevel,
  Progress,
  ProtocolError,
} from "@modelcontextprotocol/client";
import type { Json, JsonObject } from "../../../engine/json.ts";
import type { UrlElicitation } from "./url-elicitations.ts";

/** What a server may ask its caller for. */
export const ASKABLE = ["elicitation/create", "sampling/createMessage", "roots/list"] as const;

export interface Asking {
  readonly method: (typeof ASKABLE)[number];
  readonly params?: JsonObject;
}

/** One question of a server, in the middle of a call. */
export interface Asked extends Asking {
  /** What the server would have it called among others; null: anything. */
  readonly key: string | null;
  /** Aborts when the server does not want the answer any more. */
  readonly signal: AbortSignal;
}

export interface McpCaller {
  /** What it can be asked for, in its own revision's way. */
  readonly capabilities: ClientCapabilities;
  /** Answers a server that asks in the middle of a call; null: this caller is asked by results alone. */
  readonly ask: ((asked: Asked) => Promise<JsonObject>) | null;
  /** Has a person open these addresses, where the caller is to be asked for that; gives whether all are agreed to. */
  openUrls(wanted: readonly UrlElicitation[], signal: AbortSignal): Promise<boolean>;
  /** The server asked for what the caller cannot give, and was told so: these capabilities are missing. */
  askedInVain(missing: ClientCapabilities): void;
  /** Of a call that comes again, after a result that asked for something. */
  readonly answers: { readonly inputResponses?: Readonly<Record<string, unknown>>; readonly requestState?: string };
  progress(progress: Progress): void;
  log(level: LoggingLevel, data: Json, logger?: string): void;
  /** The result as it came, within the bounds of any result. */
  result(result: CallToolResult | InputRequiredResult): void;
  /** The server answered with an error of the protocol. */
  refused(error: ProtocolError): void;
}
