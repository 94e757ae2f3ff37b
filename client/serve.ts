// Serving tools to the hub from where nobody can connect to: a socket that this side opens, kept open. Each connection is a
// transport of the MCP SDK, of either generation, which a server of it is connected to.

export interface ServeOptions {
  /** Where the hub is. */
  readonly url: string;
  /** An API key with the scope `tools:write`. */
  readonly key: string;
  /** What the server is called at the hub: 1 to 64 of A-Z a-z 0-9 _ . - */
  readonly name: string;
  /** Connects a server to the transport: called once for each connection. */
  readonly connect: (transport: SocketTransport) => unknown;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Hears of each connection that ended, and why. */
  readonly onDisconnect?: (why: string) => void;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A connection that held so long was a good one: the next pause is the first again. */
const GOOD_AFTER_MS = 10_000;
/** It may not serve (any longer); a newer connection serves in this one's place; the server was removed. */
const FINAL_CODES = [1008, 4001, 4002];

/** Serves until the signal ends it. Rejects where there is no use in connecting again. */
export async function serveTools(options: ServeOptions): Promise<void> {
  const { signal, onDisconnect } = options;
  const isEnded = () => signal?.aborted === true;
  let pauseMs = FIRST_PAUSE_MS;
  while (!isEnded()) {
    const startedAt = Date.now();
    const { isFinal, why } = await serveOnce(options);
    if (isEnded()) return;
    if (isFinal) throw new Error(`The hub does not let "${options.name}" serve: ${why}`);
    onDisconnect?.(why);
    if (Date.now() - startedAt > GOOD_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
    // Half of it by chance, so that many agents do not come back at once.
    await pause((pauseMs * (1 + Math.random())) / 2, signal);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

interface Ended {
  readonly isFinal: boolean;
  readonly why: string;
}

async function serveOnce({ url, key, name, connect, signal }: ServeOptions): Promise<Ended> {
  let end = () => {};
  try {
    const headers = { Authorization: `Bearer ${key}` };
    const answer = await fetch(`${url}/api/v1/mcp/ws-tickets`, { method: "POST", headers, signal: signal ?? null });
    if (!answer.ok) {
      return {
        isFinal: answer.status === 401 || answer.status === 403,
        why: `${answer.status} ${await answer.text()}`,
      };
    }
    const { url: socketUrl } = (await answer.json()) as { readonly url: string };
    const transport = new SocketTransport(new WebSocket(`${socketUrl}&serve=${encodeURIComponent(name)}`, "mcp"));
    end = () => void transport.close();
    signal?.addEventListener("abort", end, { once: true });
    await connect(transport);
    const { code, reason } = await transport.ended;
    return { isFinal: FINAL_CODES.includes(code), why: `${code} ${reason}`.trim() };
  } catch (error) {
    return { isFinal: false, why: error instanceof Error ? error.message : String(error) };
  } finally {
    signal?.removeEventListener("abort", end);
    end();
  }
}

/** What the SDK says of a message that belongs to a request: of a log message, a question to whoever called the tool. */
export interface SendOptions {
  readonly relatedRequestId?: string | number | undefined;
}

/** All callers share the socket: a message that is no answer says whose call it belongs to. */
export function related(message: object, { relatedRequestId }: SendOptions = {}): object {
  if (relatedRequestId === undefined || !("method" in message)) return message;
  const params = objectIn(message, "params");
  const _meta = { ...objectIn(params, "_meta"), "nxscall.com/relatedRequestId": relatedRequestId };
  return { ...message, params: { ...params, _meta } };
}

function objectIn(value: object, name: string): object {
  const found: unknown = Reflect.get(value, name);
  return typeof found === "object" && found !== null ? found : {};
}

/** A WebSocket as a transport of the SDK: one message a text frame. */
export class SocketTransport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: unknown) => void;
  /** How the socket ended. */
  readonly ended: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #socket: WebSocket;
  readonly #opened: Promise<void>;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#opened = new Promise((resolve) => socket.addEventListener("open", () => resolve(), { once: true }));
    this.ended = new Promise((resolve) => {
      socket.addEventListener("close", ({ code, reason }) => resolve({ code, reason }), { once: true });
    });
    socket.addEventListener("error", () => this.onerror?.(new Error("The WebSocket failed.")));
    socket.addEventListener("message", ({ data }) => this.#take(String(data)));
    void this.#tellEnd();
  }

  async start(): Promise<void> {
    const { code, reason } = (await Promise.race([this.#opened, this.ended])) ?? { code: 0, reason: "" };
    if (code !== 0) throw new Error(`The hub did not open the socket: ${code} ${reason}`.trim());
  }

  async send(message: object, options?: SendOptions): Promise<void> {
    this.#socket.send(JSON.stringify(related(message, options)));
  }

  async close(): Promise<void> {
    this.#socket.close();
  }

  #take(text: string): void {
    try {
      // What a message is, the SDK checks.
      this.onmessage?.(JSON.parse(text));
    } catch (error) {
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #tellEnd(): Promise<void> {
    await this.ended;
    this.onclose?.();
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end, { once: true });
  });
}
