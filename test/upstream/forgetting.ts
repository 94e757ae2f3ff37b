// A server of 2025-11-25 that forgets its sessions in the middle of a task: `/forgetting/<name>/mcp`, whose one tool runs as a task
// alone; with `{forget: true}` the session is gone when the task's result is asked for. A GET of `/forgetting/<name>` tells how
// often the tool was called.

import { randomUUID } from "node:crypto";

interface Asked {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: { readonly arguments?: { readonly forget?: boolean } };
}

/** How often the tool of each name was called. */
const calls = new Map<string, number>();
const sessions = new Set<string>();
/** Sessions that are forgotten at the next question for a result. */
const forgotten = new Set<string>();

export async function forgetting(request: Request, [name = "", mcp]: readonly string[]): Promise<Response> {
  if (mcp !== "mcp") return Response.json({ calls: calls.get(name) ?? 0 });
  if (request.method !== "POST") return new Response(null, { status: 405 });
  const { id, method, params } = (await request.json()) as Asked;
  if (method === "initialize") {
    const sessionId = randomUUID();
    sessions.add(sessionId);
    return answer(id, begun, { "mcp-session-id": sessionId });
  }
  const sessionId = request.headers.get("mcp-session-id");
  if (sessionId === null) return unknown(id);
  if (method === "tasks/result" && forgotten.delete(sessionId)) sessions.delete(sessionId);
  if (!sessions.has(sessionId)) return new Response("There is no such session.", { status: 404 });
  if (id === undefined) return new Response(null, { status: 202 });
  switch (method) {
    case "tools/list":
      return answer(id, { tools: [tool] });
    case "tools/call":
      calls.set(name, (calls.get(name) ?? 0) + 1);
      if (params?.arguments?.forget === true) forgotten.add(sessionId);
      return answer(id, {
        task: { taskId: randomUUID(), status: "working", createdAt: NOW, lastUpdatedAt: NOW, ttl: null },
      });
    case "tasks/result":
      return answer(id, { content: [{ type: "text", text: "done" }] });
    default:
      return unknown(id);
  }
}

const NOW = "2026-01-01T00:00:00Z";
const tool = { name: "act", inputSchema: { type: "object" }, execution: { taskSupport: "required" } };
const begun = {
  protocolVersion: "2025-11-25",
  capabilities: { tools: {}, tasks: { requests: { tools: { call: {} } } } },
  serverInfo: { name: "forgetting", version: "1.0.0" },
};

function answer(id: Asked["id"], result: object, headers: Record<string, string> = {}): Response {
  return Response.json({ jsonrpc: "2.0", id, result }, { headers });
}

function unknown(id: Asked["id"]): Response {
  return Response.json({ jsonrpc: "2.0", id: id ?? null, error: { code: -32_601, message: "Method not found" } });
}
