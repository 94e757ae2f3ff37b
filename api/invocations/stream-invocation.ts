// One call of one tool, answered while it goes on: each item of the provider's stream as it comes, and at the end the
// invocation, as a caller gets it that waits for the whole.

import { type Message, MessageStream, type StreamType } from "../http/message-stream.ts";
import { logError } from "../platform/log.ts";
import type { Services } from "../services.ts";
import type { Invocation } from "./invocation.ts";
import { type AdmittedCall, makeCall } from "./invoke-tool.ts";

interface StreamedInvocation {
  readonly body: ReadableStream<Uint8Array>;
  /** Rejects only where the hub fails; the body then breaks off. */
  readonly invocation: Promise<Invocation>;
}

/** `goesOn`: a caller that hangs up does not end the call, since it will come back for what came of it. */
export function streamInvocation(
  services: Services,
  ctx: { waitUntil(work: Promise<unknown>): void },
  call: AdmittedCall,
  { type, goesOn }: { type: StreamType; goesOn: boolean },
): StreamedInvocation {
  const stream = new MessageStream(type);
  const invocation = makeCall(services, ctx, call, {
    put: (item) => stream.send({ type: "item", ...item }),
    ...(!goesOn && { signal: stream.gone }),
  });
  const ended = invocation.then(
    (made) => stream.end(lastMessage(made)),
    (error: unknown) => {
      logError("a streamed call failed unexpectedly", error, { invocationId: call.invocationId });
      stream.break();
    },
  );
  ctx.waitUntil(ended);
  return { body: stream.body, invocation };
}

export function lastMessage(invocation: Invocation): Message {
  return { type: "invocation", invocation };
}
