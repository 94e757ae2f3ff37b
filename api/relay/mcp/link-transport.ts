// A link to a connected agent as the SDK's transport. Each request goes out under an id of its own, since the agent's
// socket has the requests of all callers on it.

import { deserializeMessage, isJSONRPCNotification, isJSONRPCRequest } from "@modelcontextprotocol/client";
import type { JSONRPCMessage, JSONRPCRequest, RequestId, Transport } from "@modelcontextprotocol/client";
import type { Failure } from "../../../engine/run/outcome.ts";
import type { AgentLink, LinkAnswer, Question } from "./agent-link.ts";
import { STREAM_ENDED } from "./transport.ts";

export interface AgentReach extends Pick<Question, "patienceMs" | "timeoutMs" | "isRepeatable" | "callerAgentId"> {
  readonly link: AgentLink;
}

export class LinkTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport["onmessage"];
  /** Empty: the agent's one socket is its session. Absent: the handshake is still to be made. */
  readonly sessionId?: string;
  /** Why the link has no answer; null where it does. */
  fault: Failure | null = null;
  /** The revision that the agent turned out to speak, where that is another one. */
  movedTo: string | null = null;
  readonly #reach: AgentReach;
  readonly #revision: string | null;
  /** The ids on the agent's socket, by the client's. */
  readonly #ids = new Map<RequestId, string>();
  /** For each question of the agent, in the middle of which request it came. */
  readonly #questions = new Map<RequestId, string>();
  #sending: Promise<unknown> = Promise.resolve();

  /** `revision`: null where it is to be found out. */
  constructor(reach: AgentReach, revision: string | null, hasSession: boolean) {
    this.#reach = reach;
    this.#revision = revision;
    if (hasSession) this.sessionId = "";
  }

  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    if (isJSONRPCRequest(message)) {
      void this.#ask(message).then(
        (answer) => this.#take(message.id, answer),
        (error: unknown) => this.#take(message.id, lost(error)),
      );
    } else if (isJSONRPCNotification(message)) {
      if (message.method === "notifications/cancelled") this.#giveUp(message.params);
      else this.#reach.link.notify?.(JSON.stringify(message));
    } else if (message.id !== undefined) this.#reply(message.id, message);
  }

  /** Settles once what was given up is known to be. */
  sent(): Promise<unknown> {
    return this.#sending;
  }

  async close(): Promise<void> {
    for (const id of this.#ids.keys()) this.#giveUp({ requestId: id });
    this.onclose?.();
  }

  #ask({ id, method, params, ...rest }: JSONRPCRequest): Promise<LinkAnswer> {
    const { link, patienceMs, timeoutMs, isRepeatable, callerAgentId } = this.#reach;
    const wireId = crypto.randomUUID();
    this.#ids.set(id, wireId);
    const hearsProgress = params?._meta?.progressToken !== undefined;
    const sent = hearsProgress ? { ...params, _meta: { ...params._meta, progressToken: wireId } } : params;
    const message = JSON.stringify({ ...rest, id: wireId, method, ...(sent && { params: sent }) });
    const terms = { patienceMs, timeoutMs, isRepeatable, callerAgentId };
    const question = { id: wireId, method, message, revision: this.#revision, ...terms };
    // In the handshake there is nothing to tell.
    return this.#revision === null ? link.ask(question) : link.ask(question, (told) => this.#tell(id, told));
  }

  #take(id: RequestId, answer: LinkAnswer): void {
    if (!this.#ids.delete(id)) return;
    const message = answer.type === "answer" ? parseMessage(answer.message) : null;
    if (message !== null && "id" in message && !("method" in message)) {
      this.onmessage?.({ ...message, id });
      return;
    }
    if (answer.type === "moved") this.movedTo = answer.revision;
    this.fault = answer.type === "failure" ? answer.failure : notAnAnswer;
    this.onmessage?.({ jsonrpc: "2.0", id, error: { code: STREAM_ENDED, message: this.fault.message } });
  }

  /** The client knows a request's progress by the request's own id. */
  #tell(id: RequestId, text: string): void {
    const message = parseMessage(text);
    const wireId = this.#ids.get(id);
    if (message === null || wireId === undefined) return;
    if (isJSONRPCRequest(message)) {
      this.#questions.set(message.id, wireId);
      this.onmessage?.(message);
    } else if (isJSONRPCNotification(message)) {
      const isProgress = message.method === "notifications/progress";
      this.onmessage?.(isProgress ? { ...message, params: { ...message.params, progressToken: id } } : message);
    }
  }

  #reply(question: RequestId, message: JSONRPCMessage): void {
    const wireId = this.#questions.get(question);
    if (wireId === undefined) return;
    this.#questions.delete(question);
    const replied = this.#reach.link.reply(wireId, JSON.stringify(message)).catch(() => undefined);
    this.#sending = Promise.allSettled([this.#sending, replied]);
  }

  #giveUp(params: Readonly<Record<string, unknown>> = {}): void {
    const { requestId, reason } = params;
    if (typeof requestId !== "string" && typeof requestId !== "number") return;
    const id = this.#ids.get(requestId);
    if (id === undefined) return;
    this.#ids.delete(requestId);
    this.#sending = this.#reach.link.giveUp(id, typeof reason === "string" ? reason : UNWANTED).catch(() => undefined);
  }
}

const UNWANTED = "Nobody waits for it any more.";

function parseMessage(text: string): JSONRPCMessage | null {
  try {
    return deserializeMessage(text);
  } catch {
    return null;
  }
}

const notAnAnswer: Failure = {
  code: "invalid_response",
  message: "The agent answered with what is no JSON-RPC answer.",
  retryable: false,
};

/** The object that holds the socket is gone in the middle of it. */
function lost(error: unknown): LinkAnswer {
  const why = error instanceof Error ? error.message : String(error);
  const message = `The hub lost its connection to the agent while it waited for the answer: ${why}`;
  return { type: "failure", failure: { code: "connection_lost", message, retryable: true } };
}
