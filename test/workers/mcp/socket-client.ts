// An MCP client on a WebSocket, as plain messages.

import { evictDurableObject, listDurableObjectIds, SELF } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { CURRENT } from "./client.ts";

/** A socket whose messages can be waited for. */
export class Socket {
  readonly #socket: WebSocket;
  readonly #messages: unknown[] = [];
  #wake = () => {};
  closed: number | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      this.#messages.push(JSON.parse(String(data)));
      this.#wake();
    });
    socket.addEventListener("close", ({ code }) => {
      this.closed = code;
      this.#wake();
    });
    socket.accept();
  }

  send(message: unknown): void {
    this.#socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** The next message that nobody took. */
  // oxlint-disable-next-line typescript/no-explicit-any -- what a message holds is what the tests are about
  async next(): Promise<any> {
    while (this.#messages.length === 0 && this.closed === null) await this.#woken();
    return this.#messages.shift();
  }

  async ended(): Promise<number> {
    while (this.closed === null) await this.#woken();
    return this.closed;
  }

  get waiting(): number {
    return this.#messages.length;
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}

export async function connect(key: string, headers: Record<string, string> = {}): Promise<Socket> {
  const response = await SELF.fetch("https://hub.example/mcp/v1/ws", {
    headers: { Upgrade: "websocket", Authorization: `Bearer ${key}`, "Sec-WebSocket-Protocol": "mcp", ...headers },
  });
  if (response.webSocket === null) throw new Error(`the socket was refused: ${response.status}`);
  expect(response.headers.get("Sec-WebSocket-Protocol")).toBe("mcp");
  return new Socket(response.webSocket);
}

export const initialize = (protocolVersion: string) => ({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion, capabilities: {}, clientInfo: { name: "test", version: "1.0.0" } },
});

export const modern = (
  id: number,
  method: string,
  params: Record<string, unknown> = {},
  clientCapabilities: object = {},
) => ({
  jsonrpc: "2.0",
  id,
  method,
  params: {
    ...params,
    _meta: {
      "io.modelcontextprotocol/protocolVersion": CURRENT,
      "io.modelcontextprotocol/clientInfo": { name: "test", version: "1.0.0" },
      "io.modelcontextprotocol/clientCapabilities": clientCapabilities,
    },
  },
});

/** Puts the object of every socket to sleep that is awake, as the platform does with one that is idle. */
export async function hibernate(): Promise<void> {
  let slept = 0;
  for (const id of await listDurableObjectIds(env.MCP_SOCKET)) {
    const sleeping = evictDurableObject(env.MCP_SOCKET.get(id));
    await sleeping.then(
      () => slept++,
      () => undefined,
    );
  }
  expect(slept).toBeGreaterThan(0);
}
