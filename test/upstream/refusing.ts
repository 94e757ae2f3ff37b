// A server that answers with the errors that it is told: `/refusing/<revision>/<name>/mcp`, of 2026-07-28 or of 2025-11-25 without
// sessions. The arguments of its tool `act` say with which error, and how often before it does as it is asked; its prompt `act`
// has the error as text. A GET of `/refusing/<revision>/<name>` tells how often the tool was called.

const STATELESS = "2026-07-28";

interface Asked {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: { readonly arguments?: { readonly error?: unknown; readonly times?: number } };
}

const calls = new Map<string, number>();

export async function refusing(request: Request, [revision, name = "", mcp]: readonly string[]): Promise<Response> {
  if (mcp !== "mcp") return Response.json({ calls: calls.get(name) ?? 0 });
  if (request.method !== "POST") return new Response(null, { status: 405 });
  const { id, method, params } = (await request.json()) as Asked;
  if (id === undefined) return new Response(null, { status: 202 });
  const { error = {}, times = Infinity } = params?.arguments ?? {};
  const isStateless = revision === STATELESS;
  switch (method) {
    case "server/discover":
      return isStateless ? answer(id, { ...described, supportedVersions: [STATELESS] }) : missing(id);
    case "initialize":
      return isStateless ? missing(id) : answer(id, { ...described, protocolVersion: "2025-11-25" });
    case "tools/list":
      return answer(id, { tools: [{ name: "act", inputSchema: { type: "object" } }] });
    case "prompts/list":
      return answer(id, { prompts: [{ name: "act", arguments: [{ name: "error" }] }] });
    case "tools/call": {
      const count = (calls.get(name) ?? 0) + 1;
      calls.set(name, count);
      return count > times ? answer(id, { content: [{ type: "text", text: "done" }] }) : refuse(id, error);
    }
    case "prompts/get":
      return refuse(id, JSON.parse(String(error)));
    default:
      return missing(id);
  }
}

const described = {
  capabilities: { tools: {}, prompts: {} },
  serverInfo: { name: "refusing", version: "1.0.0" },
};

function answer(id: number | string, result: object): Response {
  const whole = { resultType: "complete", ttlMs: 0, cacheScope: "private", ...result };
  return Response.json({ jsonrpc: "2.0", id, result: whole });
}

function refuse(id: number | string, error: unknown): Response {
  return Response.json({ jsonrpc: "2.0", id, error });
}

function missing(id: number | string): Response {
  return Response.json({ jsonrpc: "2.0", id, error: { code: -32_601, message: "Method not found" } }, { status: 404 });
}
