// What a surface wants to have back when a request comes again after an `input_required`. It goes through the client, who
// may look at it, keep it, or give it to somebody else: so it is sealed, and bound to the caller, to what was asked, and to
// a time. Only the same request of the same caller opens it (2026-07-28, "Multi Round-Trip Requests", server requirements).

import type { InputRequiredResult } from "@modelcontextprotocol/server";
import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import { seal, unseal } from "../platform/encryption.ts";

/** As long as a person may take for an answer. */
export const VALID_MS = 15 * 60_000;

/** Whose request it is, and what for. */
export interface Asked {
  readonly agentId: string;
  readonly endpoint: string;
  readonly method: string;
  /** The tool's or prompt's name, or the resource's URI. */
  readonly name: string;
}

/** The result as the client gets it. */
export async function withSealedState<Result extends InputRequiredResult>(
  masterKeys: string | undefined,
  asked: Asked,
  result: Result,
): Promise<Result> {
  if (typeof result.requestState !== "string") return result;
  const text = JSON.stringify([Date.now() + VALID_MS, result.requestState]);
  const requestState = await seal(masterKeys, text, contextOf(asked));
  if (requestState === null) {
    throw new ProtocolError(
      ProtocolErrorCode.InternalError,
      "This hub has no MASTER_KEYS, so it can ask for no input.",
    );
  }
  return { ...result, requestState };
}

/** What the surface had said. Throws -32602 where the text is not what this caller got for this request, or too old. */
export async function openedState(masterKeys: string | undefined, asked: Asked, requestState: string): Promise<string> {
  const text = await unseal(masterKeys, requestState, contextOf(asked));
  const [until, state] = text === null ? [0, ""] : (JSON.parse(text) as [number, string]);
  if (until > Date.now()) return state;
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, "Invalid or expired requestState. Send the request anew.", {
    reason: "invalid_request_state",
  });
}

function contextOf({ agentId, endpoint, method, name }: Asked): string {
  return `mcp input ${JSON.stringify([agentId, endpoint, method, name])}`;
}
