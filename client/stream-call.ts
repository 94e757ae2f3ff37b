// A streamed call as a sequence: each item as the provider sends it, and last what came of the call.

import { EventSourceParserStream } from "eventsource-parser/stream";
import type { Client } from "openapi-fetch";
import type { components, paths } from "./openapi.gen.ts";
import { answerOf } from "./problem-error.ts";

/** An `item`, or the `invocation` that the stream ends with, whose `status` tells whether the call succeeded. */
export type StreamMessage = Exclude<components["schemas"]["StreamMessage"], { type: "heartbeat" }>;

export interface StreamOptions {
  /** Milliseconds that the call may take; absent: 30,000. */
  readonly timeout?: number;
  /** Ends the sequence with its reason, and the call. */
  readonly signal?: AbortSignal;
  /** Told the call's id as soon as the call has begun, and what the hub's answer begins with: status and headers. */
  readonly onCall?: (invocationId: string, response: Response) => void;
}

const ID_HEADER = "X-NexusCall-Invocation-Id";

/** Who leaves the loop ends the call. @throws ProblemError where the hub refuses it; an Error where the stream breaks off */
export async function* streamCall(
  hub: Client<paths>,
  toolId: string,
  args: Record<string, unknown>,
  { timeout, signal, onCall }: StreamOptions = {},
): AsyncGenerator<StreamMessage, void, undefined> {
  const asked = await hub.POST("/api/v1/mcp/invoke/{toolId}", {
    params: { path: { toolId } },
    body: { arguments: args, ...(timeout !== undefined && { timeout }) },
    headers: { Accept: "text/event-stream" },
    parseAs: "stream",
    ...(signal !== undefined && { signal }),
  });
  const body = await answerOf(Promise.resolve(asked));
  const invocationId = asked.response.headers.get(ID_HEADER);
  if (invocationId !== null) onCall?.(invocationId, asked.response);
  const events = body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  try {
    for (;;) {
      const event = await events?.read();
      if (event?.value === undefined) throw brokenOff(asked.response);
      const message = JSON.parse(event.value.data) as StreamMessage;
      yield message;
      if (message.type === "invocation") return;
    }
  } finally {
    // What has failed already cannot be cancelled.
    await events?.cancel().catch(() => undefined);
  }
}

function brokenOff({ headers }: Response): Error {
  const id = headers.get(ID_HEADER);
  return new Error(
    `The stream broke off before it said what came of the call: GET /api/v1/mcp/invocations/${id} tells.`,
  );
}
