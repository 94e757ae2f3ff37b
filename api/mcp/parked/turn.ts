// What goes back and forth between a call that may ask its caller and whoever serves that caller: data alone.

import type { LoggingLevel } from "@modelcontextprotocol/server";
import type { Json, JsonObject } from "../../../engine/json.ts";
import type { AdmittedCall } from "../../invocations/invoke-tool.ts";
import type { Principal } from "../../keys/principal.ts";
import type { Asking } from "../../relay/mcp/mcp-caller.ts";
import type { Question } from "../../servers/ask-server.ts";
import type { Server } from "../../servers/server.ts";
import type { Client } from "../surface.ts";

/** What is done for the caller. */
export type Work =
  | { readonly kind: "call"; readonly call: AdmittedCall }
  | { readonly kind: "question"; readonly server: Server; readonly question: Question };

export interface Opening {
  /** The call's object. */
  readonly id: string;
  readonly caller: Principal;
  readonly client: Client;
  /** What is asked, as canonical text: the request that brings answers has to ask the same. */
  readonly about: string;
  /** The headers of the span that this is a part of. */
  readonly trace: Readonly<Record<string, string>>;
  readonly work: Work;
}

/** The request that brings what was asked for. */
export interface Answer {
  readonly agentId: string;
  readonly about: string;
  /** Which time it was asked. */
  readonly round: number;
  readonly responses: JsonObject;
}

/** What a request comes to: the end, or something to ask first. */
export type Turn =
  | { readonly is: "asking"; readonly round: number; readonly inputRequests: Readonly<Record<string, Asking>> }
  | { readonly is: "result"; readonly result: JsonObject }
  /** Of the protocol. */
  | { readonly is: "error"; readonly code: number; readonly message: string; readonly data: Json };

/** What is told to a caller that waits. */
export type Saying =
  | { readonly say: "progress"; readonly update: { progress: number; total?: number; message?: string } }
  | { readonly say: "partial"; readonly item: Json }
  | { readonly say: "log"; readonly level: LoggingLevel; readonly data: Json; readonly logger?: string };

/** Resolves once the caller has been told. */
export type Tell = (saying: Saying) => unknown;
