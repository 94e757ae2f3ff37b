// Agents that connect to the hub and serve, from within the test: the SDK's servers over a socket, and one that a test
// answers by hand.

import { SELF } from "cloudflare:test";
import { parseJSONRPCMessage, Server, type Transport } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { related } from "../../../client/serve.ts";
import { call, type TestAgent } from "../api/hub.ts";
import { aTool, SERVERS, toolIdOf } from "./upstream.ts";

let names = 0;

export function newName(): string {
  return `agent-${++names}`;
}

export async function upgrade(path: string, headers: Record<string, string>): Promise<Response> {
  return SELF.fetch(`https://hub.example${path}`, {
    headers: { Upgrade: "websocket", "Sec-WebSocket-Protocol": "mcp", ...headers },
  });
}

export async function openSocket(agent: Pick<TestAgent, "key">, name: string): Promise<WebSocket> {
  const response = await upgrade(`/mcp/v1/ws?serve=${name}`, { Authorization: `Bearer ${agent.key}` });
  if (response.webSocket === null) throw new Error(`refused: ${response.status} ${await response.text()}`);
  return response.webSocket;
}

/** How a socket ended. */
export function endOf(socket: WebSocket): Promise<{ code: number; reason: string }> {
  return new Promise((resolve) =>
    socket.addEventListener("close", ({ code, reason }) => resolve({ code, reason }), { once: true }),
  );
}

/** A message of JSON-RPC, whatever it holds. */
export interface Message {
  readonly id?: string | number;
  readonly method?: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- what a message holds is what the tests are about
  readonly params?: any;
  // oxlint-disable-next-line typescript/no-explicit-any -- the same
  readonly result?: any;
  readonly error?: { readonly code: number; readonly message: string };
}

export type Respond = (message: Message, agent: ByHand) => object | undefined | Promise<object | undefined>;

/** An agent of 2026-07-28 without an SDK: what the test does not answer, it answers as a good one would. */
export class ByHand {
  readonly socket: WebSocket;
  readonly heard: Message[] = [];
  readonly ended: Promise<{ code: number; reason: string }>;
  tools: readonly object[];
  #wake = () => {};

  constructor(socket: WebSocket, tools: readonly object[], respond: Respond) {
    this.socket = socket;
    this.tools = tools;
    this.ended = endOf(socket);
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      this.heard.push(message);
      this.#wake();
      void this.#respond(message, respond);
    });
    socket.accept();
  }

  send(message: object): void {
    this.socket.send(JSON.stringify({ jsonrpc: "2.0", ...message }));
  }

  /** The first message that passes. */
  async hears(test: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.heard.find(test);
      if (found) return found;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async #respond(message: Message, respond: Respond): Promise<void> {
    const answer = await respond(message, this);
    if (message.id !== undefined && message.method !== undefined) this.#answer(message, answer);
  }

  #answer({ id, method }: Message, answer: object | undefined): void {
    if (answer === SILENT) return;
    const result = answer ?? this.#good(method);
    if (result === undefined) this.send({ id, error: { code: -32_601, message: "Method not found" } });
    else this.send({ id, result: { resultType: "complete", ttlMs: 0, cacheScope: "private", ...result } });
  }

  #good(method: string | undefined): object | undefined {
    switch (method) {
      case "server/discover":
        return { supportedVersions: ["2026-07-28"], capabilities: { tools: { listChanged: true } } };
      case "tools/list":
        return { tools: this.tools };
      case "tools/call":
        return { content: [{ type: "text", text: "done" }] };
      default:
        return undefined;
    }
  }
}

/** What a handler gives that answers later, or never. */
export const SILENT = {};

export async function serveByHand(
  agent: Pick<TestAgent, "key">,
  name: string,
  respond: Respond = () => undefined,
  tools: readonly object[] = [aTool("act")],
): Promise<ByHand> {
  return new ByHand(await openSocket(agent, name), tools, respond);
}

/** A socket as a transport of the SDK. */
function transportOver(socket: WebSocket, tag: typeof related): Transport {
  const transport: Transport = {
    async start() {
      socket.addEventListener("message", ({ data }) =>
        transport.onmessage?.(parseJSONRPCMessage(JSON.parse(String(data)))),
      );
      socket.addEventListener("close", () => transport.onclose?.());
      socket.accept();
    },
    async send(message, options) {
      socket.send(JSON.stringify(tag(message, options)));
    },
    async close() {
      socket.close(1000);
    },
  };
  return transport;
}

export type Handle = (
  args: Record<string, unknown>,
  call: {
    readonly signal: AbortSignal;
    readonly meta: Record<string, unknown>;
    readonly progress: (n: number) => Promise<void>;
    readonly log: (data: unknown) => Promise<void>;
    /** Asks the caller in the middle of the call. */
    readonly ask: (
      method: "elicitation/create" | "sampling/createMessage" | "roots/list",
      params?: object,
    ) => Promise<object>;
  },
) => Promise<string>;

/** As a transport sends that knows nothing of the hub's ways: SDK v1's over a WebSocket. */
export const untagged: typeof related = (message) => message;

/** The SDK's server, in its own way of each era: `connect` for 2025, `serveStdio` for both. */
export async function serveSdk(
  era: "2025-11-25" | "2026-07-28",
  agent: Pick<TestAgent, "key">,
  name: string,
  handle: Handle,
  tag: typeof related = related,
): Promise<WebSocket> {
  const build = () => {
    const server = new Server(
      { name, version: "1.0.0" },
      { capabilities: { tools: { listChanged: true }, logging: {} } },
    );
    server.setRequestHandler("tools/list", () => ({ tools: [aTool("act")] as never }));
    server.setRequestHandler("tools/call", async ({ params }, { mcpReq }) => {
      const meta: Record<string, unknown> = mcpReq._meta ?? {};
      const progress = async (n: number) => {
        const told = { progressToken: meta["progressToken"] as string, progress: n, message: `step ${n}` };
        await mcpReq.notify({ method: "notifications/progress", params: told });
      };
      const log = (data: unknown) => mcpReq.log("info", data, "act");
      const ask: Parameters<Handle>[1]["ask"] = (method, asked) => mcpReq.send({ method, params: asked } as never);
      const text = await handle(params.arguments ?? {}, { signal: mcpReq.signal, meta, progress, log, ask });
      return { content: [{ type: "text", text }] };
    });
    return server;
  };
  const socket = await openSocket(agent, name);
  if (era === "2025-11-25") await build().connect(transportOver(socket, tag));
  else serveStdio(build, { transport: transportOver(socket, tag) });
  return socket;
}

/** The server of this name, once it serves. */
export async function served(agent: TestAgent, name: string) {
  for (;;) {
    const { body } = await call("GET", `${SERVERS}?limit=100`, { key: agent.key });
    const server = (body.data as ServerView[]).find((one) => one.name === name);
    if (server?.connection.connected === true) return server;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The same once it is away. */
export async function away(agent: TestAgent, id: string): Promise<void> {
  for (;;) {
    const { body } = await call("GET", `${SERVERS}/${id}`, { key: agent.key });
    if (!(body as ServerView).connection.connected) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface ServerView {
  readonly id: string;
  readonly name: string;
  readonly revision: string;
  readonly counts: { readonly tools: number; readonly heldChanges: number };
  readonly connection: { readonly connected: boolean; readonly since: string | null };
}

/** The server and the id of its tool `act`, once it serves; everybody's from then on. */
export async function servedTool(agent: TestAgent, name: string, tool = "act") {
  const server = await served(agent, name);
  await call("PUT", `${SERVERS}/${server.id}`, { key: agent.key, body: { isPublic: true } });
  return { server, toolId: await toolIdOf(agent, server.id, tool) };
}
