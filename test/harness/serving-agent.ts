// An agent without a public address, as a process of its own: serving-agent.ts '{"url":…,"key":…,"name":…,"sdk":"v1"|"v2"}'
// It serves `say` (gives back `text`, and the idempotency keys that it saw) and `wait` (answers after `ms`).

import { Server as ServerV1 } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { Server as ServerV2 } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { setTimeout as delay } from "node:timers/promises";
import { serveTools, type SocketTransport } from "../../client/serve.ts";

interface Options {
  readonly url: string;
  readonly key: string;
  readonly name: string;
  readonly sdk: "v1" | "v2";
}

const { sdk, ...options } = JSON.parse(process.argv[2] ?? "{}") as Options;
const INFO = { name: options.name, version: "1.0.0" };
const CAPABILITIES = { capabilities: { tools: {} } };
const tools = ["say", "wait"].map((name) => ({ name, inputSchema: { type: "object" as const } }));
const keys: unknown[] = [];

async function answer(args: Record<string, unknown> = {}, meta: Record<string, unknown> = {}) {
  keys.push(meta["nxscall.com/idempotencyKey"]);
  console.log(JSON.stringify({ called: args }));
  if (typeof args["ms"] === "number") await delay(args["ms"]);
  return { content: [{ type: "text" as const, text: JSON.stringify({ text: args["text"], sdk, keys }) }] };
}

function connect(transport: SocketTransport): unknown {
  if (sdk === "v1") {
    const server = new ServerV1(INFO, CAPABILITIES);
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
    server.setRequestHandler(CallToolRequestSchema, ({ params }) => answer(params.arguments, params._meta));
    return server.connect(transport);
  }
  return serveStdio(
    () => {
      const server = new ServerV2(INFO, CAPABILITIES);
      server.setRequestHandler("tools/list", () => ({ tools }));
      server.setRequestHandler("tools/call", ({ params }, { mcpReq }) => answer(params.arguments, mcpReq._meta));
      return server;
    },
    { transport },
  );
}

process.stdin.resume().on("end", () => process.exit());
console.log(JSON.stringify({ url: options.url }));
await serveTools({ ...options, connect }).catch((error: Error) => console.log(error.message));
