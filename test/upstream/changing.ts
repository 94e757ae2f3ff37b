// A server of which a test says what it has: PUT /changing/<name> takes the lists, /changing/<name>/mcp serves them, in
// 2026-07-28. A GET of /changing/<name> tells which methods it was asked for.

import { createMcpHandler, Server } from "@modelcontextprotocol/server";

interface Lists {
  tools?: object[];
  resources?: object[];
  prompts?: object[];
  instructions?: string;
  title?: string;
  /** Answers 503 to everything. */
  down?: boolean;
  /** Lets everything wait until the test says anew what it has. */
  waits?: boolean;
  /** Names what it expects as its bearer token. */
  token?: string;
}

interface Known {
  lists: Lists;
  readonly asked: string[];
  readonly handler: (request: Request) => Promise<Response>;
  /** Lets those go on that wait. */
  readonly release: (() => void)[];
}

const known = new Map<string, Known>();

export async function changing(request: Request, [name = "", ...rest]: readonly string[]): Promise<Response> {
  if (rest.length === 0 && request.method === "PUT") {
    const lists = (await request.json()) as Lists;
    const before = known.get(name);
    if (before) before.lists = lists;
    else known.set(name, { lists, asked: [], handler: (asked) => serveLists(name).fetch(asked), release: [] });
    for (const release of before?.release.splice(0) ?? []) release();
    return new Response(null, { status: 204 });
  }
  const server = known.get(name);
  if (server === undefined) return new Response("PUT its lists first.", { status: 404 });
  if (rest.length === 0) return Response.json({ asked: server.asked });
  if (server.lists.waits === true) {
    server.asked.push("waits");
    await new Promise<void>((resolve) => server.release.push(resolve));
  }
  const { down = false, token } = server.lists;
  if (down) return new Response("down", { status: 503 });
  if (token !== undefined && request.headers.get("authorization") !== `Bearer ${token}`) {
    return new Response("no, thank you", { status: 401 });
  }
  return server.handler(request);
}

function serveLists(name: string) {
  const lists = () => known.get(name)?.lists ?? {};
  const note = (method: string) => known.get(name)?.asked.push(method);
  return createMcpHandler(
    () => {
      const server = new Server(
        { name, version: "1.0.0", ...(lists().title !== undefined && { title: lists().title }) },
        {
          capabilities: { tools: { listChanged: true }, resources: {}, prompts: {} },
          ...(lists().instructions !== undefined && { instructions: lists().instructions }),
        },
      );
      // What a test gives may be anything: it is not for this server to check.
      server.setRequestHandler("tools/list", () => (note("tools/list"), { tools: (lists().tools ?? []) as never }));
      server.setRequestHandler("resources/list", () => ({ resources: (lists().resources ?? []) as never }));
      server.setRequestHandler("resources/templates/list", () => ({ resourceTemplates: [] }));
      server.setRequestHandler("prompts/list", () => ({ prompts: (lists().prompts ?? []) as never }));
      server.setRequestHandler("prompts/get", ({ params }) => {
        note("prompts/get");
        const text = JSON.stringify({ server: name, prompt: params.name, arguments: params.arguments ?? {} });
        return { messages: [{ role: "user", content: { type: "text", text } }] };
      });
      server.setRequestHandler("resources/read", ({ params: { uri } }) => ({
        contents: [{ uri, text: `${name} has ${uri}` }],
      }));
      server.setRequestHandler("tools/call", ({ params }) => {
        note("tools/call");
        return { content: [{ type: "text", text: JSON.stringify(params.arguments ?? {}) }] };
      });
      return server;
    },
    { legacy: "reject" },
  );
}
