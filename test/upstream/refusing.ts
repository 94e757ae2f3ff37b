// A server that answers with the errors that it is told: `/refusing/<revision>/<name>/mcp`, of 2026-07-28 or of 2025-11-25 without
// sessions. The arguments of its tool `act` say with which error, and how often before it does as it is asked; its prompt `act`
// has them as text, its resources in their URI, `act:?error=…&times=…`. A GET of `/refusing/<revision>/<name>` tells how often it
// was asked for one of these.

const STATELESS = "2026-07-28";

interface Asked {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: {
    readonly arguments?: { readonly error?: unknown; readonly times?: unknown };
    readonly uri?: string;
  };
}

const calls = new Map<string, number>();

export async function refusing(request: Request, [revision, name = "", mcp]: readonly string[]): Promise<Response> {
  if (mcp !== "mcp") return Response.json({ calls: calls.get(name) ?? 0 });
  if (request.method !== "POST") return new Response(null, { status: 405 });
  const { id, method, params } = (await request.json()) as Asked;
  if (id === undefined) return new Response(null, { status: 202 });
  const { uri, arguments: { error = {}, times = Infinity } = {} } = params ?? {};
  const refused = (given: unknown, often: unknown, result: object) => {
    const count = (calls.get(name) ?? 0) + 1;
    calls.set(name, count);
    return count > Number(often) ? answer(id, result) : refuse(id, given);
  };
  const isStateless = revision === STATELESS;
  switch (method) {
    case "server/discover":
      return isStateless ? answer(id, { ...described, supportedVersions: [STATELESS] }) : missing(id);
    case "initialize":
      return isStateless ? missing(id) : answer(id, { ...described, protocolVersion: "2025-11-25" });
    case "tools/list":
      return answer(id, { tools: [{ name: "act", inputSchema: { type: "object" } }] });
    case "prompts/list":
      return answer(id, { prompts: [{ name: "act", arguments: [{ name: "error" }, { name: "times" }] }] });
    case "tools/call":
      return refused(error, times, { content: [DONE] });
    case "prompts/get":
      return refused(JSON.parse(String(error)), times, { messages: [{ role: "user", content: DONE }] });
    case "resources/read": {
      const asked = new URL(uri ?? "").searchParams;
      const given: unknown = JSON.parse(asked.get("error") ?? "{}");
      return refused(given, asked.get("times") ?? Infinity, { contents: [{ uri, text: DONE.text }] });
    }
    case "resources/list":
      return answer(id, { resources: [] });
    default:
      return missing(id);
  }
}

const DONE = { type: "text", text: "done" };
const described = {
  capabilities: { tools: {}, prompts: {}, resources: {} },
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
