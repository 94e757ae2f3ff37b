// A stdio MCP server behind Streamable HTTP, each session with a process of its own:
// stdio-bridge.ts '["command","argument",…]' [--with-parent]

import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { randomUUID } from "node:crypto";
import { serve } from "./node-http.ts";

const [command = "[]", withParent] = process.argv.slice(2);
const [program = "", ...args] = JSON.parse(command) as string[];
const sessions = new Map<string, WebStandardStreamableHTTPServerTransport>();

async function open(): Promise<WebStandardStreamableHTTPServerTransport> {
  const server = new StdioClientTransport({
    command: program,
    args,
    env: { ...process.env } as Record<string, string>,
  });
  const client: WebStandardStreamableHTTPServerTransport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void sessions.set(id, client),
    onsessionclosed: (id) => {
      sessions.delete(id);
      void server.close();
    },
  });
  // A transport has no addEventListener.
  // oxlint-disable-next-line unicorn/prefer-add-event-listener
  client.onmessage = (message) => void server.send(message);
  // oxlint-disable-next-line unicorn/prefer-add-event-listener
  server.onmessage = (message) => void client.send(message).catch(() => undefined);
  await Promise.all([client.start(), server.start()]);
  return client;
}

async function answer(request: Request): Promise<Response> {
  const id = request.headers.get("mcp-session-id");
  const session = id === null ? await open() : sessions.get(id);
  return session?.handleRequest(request) ?? new Response("There is no such session.", { status: 404 });
}

if (withParent === "--with-parent") process.stdin.resume().on("end", () => process.exit());
console.log(JSON.stringify({ url: await serve(answer, 0) }));
