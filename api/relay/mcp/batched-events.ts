// A server of 2025-03-26 may send several messages as one, a JSON array (JSON-RPC batches); its clients have to take them. The
// SDK does so where the answer is JSON. Here each message of an event becomes an event of its own, which the SDK takes too.

/** The one revision that has batches. */
const REVISION = "2025-03-26";

/** `asked`: the request that it answers. */
export function withoutBatches(response: Response, asked: Headers): Response {
  const isStream = /^text\/event-stream\b/.test(response.headers.get("content-type") ?? "");
  if (!isStream || response.body === null || asked.get("mcp-protocol-version") !== REVISION) return response;
  let held = "";
  const lines = new TransformStream<string, string>({
    transform(text, controller) {
      const complete = (held + text).split("\n");
      held = complete.pop() ?? "";
      for (const line of complete) controller.enqueue(`${unbatched(line)}\n`);
    },
    flush: (controller) => controller.enqueue(unbatched(held)),
  });
  const body = response.body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(lines)
    .pipeThrough(new TextEncoderStream());
  return new Response(body, response);
}

/** The events end with the blank line that follows this one. */
function unbatched(line: string): string {
  const [, array] = /^data: ?(\[.*)$/.exec(line) ?? [];
  if (array === undefined) return line;
  try {
    const messages: unknown = JSON.parse(array);
    if (!Array.isArray(messages)) return line;
    return messages.map((message) => `data: ${JSON.stringify(message)}`).join("\n\n");
  } catch {
    return line;
  }
}
