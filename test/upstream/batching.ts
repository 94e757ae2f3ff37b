// A server of 2025-03-26 that sends messages in batches, as that revision alone lets it: `json/mcp` in an answer of JSON,
// `events/mcp` in an event of a stream. By hand, since no SDK does so.

interface Asked {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: { readonly name?: string; readonly _meta?: { readonly progressToken?: number | string } };
}

export async function batching(request: Request, [how]: readonly string[]): Promise<Response> {
  if (request.method !== "POST") return new Response(null, { status: 405 });
  const { id, method, params } = (await request.json()) as Asked;
  if (id === undefined) return new Response(null, { status: 202 });
  const result = { jsonrpc: "2.0", id, result: resultOf(method, request.url) };
  // Not even that revision lets `initialize` be part of a batch.
  if (method === "initialize") return Response.json(result);
  const progressToken = params?._meta?.progressToken;
  if (params?.name === "change") changed.add(request.url);
  const before = [
    progressToken === undefined ? log("before") : progress(progressToken),
    ...(params?.name === "change" ? [{ jsonrpc: "2.0", method: "notifications/tools/list_changed" }] : []),
  ];
  const batch = JSON.stringify([...before, result]);
  return how === "json"
    ? new Response(batch, { headers: { "content-type": "application/json" } })
    : new Response(`event: message\nid: 1\ndata: ${batch}\n\n`, { headers: { "content-type": "text/event-stream" } });
}

/** The addresses at which its tool "change" was called, which has it list one more from then on. */
const changed = new Set<string>();

function resultOf(method: string, url: string): object {
  switch (method) {
    case "initialize":
      return {
        protocolVersion: "2025-03-26",
        capabilities: { tools: { listChanged: true } },
        serverInfo: { name: "batching", version: "1.0.0" },
      };
    case "tools/list": {
      const names = ["act", "change", ...(changed.has(url) ? ["added_later"] : [])];
      return { tools: names.map((name) => ({ name, inputSchema: { type: "object" } })) };
    }
    case "tools/call":
      return { content: [{ type: "text", text: "answered in a batch" }] };
    default:
      return {};
  }
}

function log(data: string): object {
  return { jsonrpc: "2.0", method: "notifications/message", params: { level: "info", data } };
}

function progress(progressToken: number | string): object {
  return { jsonrpc: "2.0", method: "notifications/progress", params: { progressToken, progress: 1, total: 2 } };
}
