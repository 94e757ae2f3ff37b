// An MCP client as plain requests, so that a test says exactly what goes over the wire.

import { SELF } from "cloudflare:test";
import { call } from "../api/hub.ts";
import type { Answer, TestAgent } from "../api/hub.ts";

export const CURRENT = "2026-07-28";

let ids = 0;

export interface Asked {
  readonly key: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  /** Further keys of the envelope. */
  readonly meta?: Record<string, unknown>;
}

/** A request of the current revision, as a client sends it; of a stream the last message. */
export async function ask(method: string, params: Record<string, unknown>, asked: Asked): Promise<Answer> {
  return readable(await send(method, params, asked));
}

/** The same; a stream as it came. */
export async function send(method: string, params: Record<string, unknown>, asked: Asked): Promise<Answer> {
  const { key, path = "/mcp/v1" } = asked;
  return call("POST", path, { key, ...requestOf(method, params, asked) });
}

/** The same, as soon as the answer begins. */
export function stream(method: string, params: Record<string, unknown>, asked: Asked): Promise<Response> {
  const { key, path = "/mcp/v1" } = asked;
  const { body, headers } = requestOf(method, params, asked);
  return SELF.fetch(`https://hub.example${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

function requestOf(method: string, params: Record<string, unknown>, { headers, meta }: Asked) {
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": CURRENT,
    "io.modelcontextprotocol/clientInfo": { name: "test", version: "1.0.0" },
    "io.modelcontextprotocol/clientCapabilities": {},
    ...meta,
  };
  const name = params["name"] ?? params["uri"];
  return {
    body: { jsonrpc: "2.0", id: ++ids, method, params: { ...params, _meta } },
    headers: {
      Accept: "application/json, text/event-stream",
      "MCP-Protocol-Version": CURRENT,
      "Mcp-Method": method,
      ...(typeof name === "string" && { "Mcp-Name": name }),
      ...headers,
    },
  };
}

/** The result of a request of the current revision. */
export async function result(method: string, params: Record<string, unknown>, asked: Asked) {
  const { status, body } = await ask(method, params, asked);
  if (status !== 200 || body.result === undefined)
    throw new Error(`${method} answered ${status}: ${JSON.stringify(body)}`);
  return body.result;
}

/** A client of an older revision: `initialize`, then a session. */
export class OldClient {
  readonly #key: string;
  readonly #path: string;
  sessionId = "";
  revision: string;

  constructor(agent: Pick<TestAgent, "key">, revision: string, path = "/mcp/v1") {
    this.#key = agent.key;
    this.#path = path;
    this.revision = revision;
  }

  async initialize(capabilities: Record<string, unknown> = {}): Promise<Answer> {
    const answer = await this.ask("initialize", {
      protocolVersion: this.revision,
      capabilities,
      clientInfo: { name: "test", version: "1.0.0" },
    });
    this.sessionId = answer.headers.get("Mcp-Session-Id") ?? "";
    await this.notify("notifications/initialized");
    return answer;
  }

  async ask(method: string, params: Record<string, unknown> = {}): Promise<Answer> {
    return readable(await this.send({ jsonrpc: "2.0", id: ++ids, method, params }));
  }

  notify(method: string, params: Record<string, unknown> = {}): Promise<Answer> {
    return this.send({ jsonrpc: "2.0", method, params });
  }

  async result(method: string, params: Record<string, unknown> = {}) {
    const { status, body } = await this.ask(method, params);
    if (status !== 200 || body.result === undefined)
      throw new Error(`${method} answered ${status}: ${JSON.stringify(body)}`);
    return body.result;
  }

  send(body: unknown, method = "POST"): Promise<Answer> {
    return call(method, this.#path, { key: this.#key, ...(method === "POST" && { body }), headers: this.headers() });
  }

  headers(): Record<string, string> {
    return {
      Accept: "application/json, text/event-stream",
      ...(this.sessionId !== "" && { "Mcp-Session-Id": this.sessionId, "MCP-Protocol-Version": this.revision }),
    };
  }
}

/** The last message of an event stream, as if it had been the body. */
function readable(answer: Answer): Answer {
  if (!(answer.headers.get("Content-Type") ?? "").includes("event-stream")) return answer;
  return { ...answer, body: messagesOf(String(answer.body)).at(-1) };
}

/** The messages of an event stream. */
export function messagesOf(text: string) {
  return text
    .split("\n\n")
    .flatMap((event) => event.split("\n").filter((line) => line.startsWith("data: {")))
    .map((line) => JSON.parse(line.slice("data: ".length)));
}

/** Reads until the stream has said this. */
export async function readUntil(response: Response, text: string): Promise<string> {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let said = "";
  while (!said.includes(text)) {
    const { done, value } = await reader.read();
    if (done) break;
    said += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return said;
}

/**
 * Makes a change, and others of its kind, until the listener is told: what comes before the first look at how all is has
 * changed nothing.
 */
export async function untilTold<Told>(told: Promise<Told>, change: (n: number) => Promise<unknown>): Promise<Told> {
  const isTold = told.then(() => true);
  for (let n = 0; ; n++) {
    await change(n);
    if (await Promise.race([isTold, scheduler.wait(1_000).then(() => false)])) return told;
  }
}

/** An event stream whose messages can be waited for. */
export class Listening {
  readonly #reader: ReadableStreamDefaultReader<string>;
  #rest = "";

  constructor({ body }: Response) {
    if (body === null) throw new Error("there is no stream");
    this.#reader = body.pipeThrough(new TextDecoderStream()).getReader();
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- what a message holds is what the tests are about
  async next(): Promise<any> {
    for (;;) {
      const end = this.#rest.indexOf("\n\n");
      if (end === -1) {
        const { done, value } = await this.#reader.read();
        if (done) return undefined;
        this.#rest += value;
        continue;
      }
      const [message] = messagesOf(this.#rest.slice(0, end + 2));
      this.#rest = this.#rest.slice(end + 2);
      if (message !== undefined) return message;
    }
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }
}
