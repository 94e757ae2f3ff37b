// What callers have asked a connected agent and it has not answered: in memory, since whoever waits for an answer keeps the
// object awake.
//
// P1. A request is on one socket at a time, and only that socket's first answer counts. Whatever else comes is ignored.
// P2. One that was never sent waits for the agent as long as its patience lasts. One that was sent when its socket broke is
//     sent once more where it may be repeated; otherwise nobody knows what came of it, and its caller is told so.
// P3. Every request ends: with its answer, with its time, or with its caller.
// P4. What the agent asks in the middle goes to that request's caller, once, under an id that no other question has; only an
//     answer to what is asked goes back. The request's time stands still meanwhile.
// P5. What is told on the way weighs no more than a result may, and a caller that takes it slowly misses some of it.

import type { RequestId } from "@modelcontextprotocol/server";
import type { Json, JsonObject } from "../../../engine/json.ts";
import type { Failure } from "../../../engine/run/outcome.ts";
import { STATELESS } from "../../relay/mcp/connect.ts";
import type { LinkAnswer, Question } from "../../relay/mcp/agent-link.ts";

/** A socket that takes requests, in the revision that the agent speaks over it; null: in the handshake. */
export interface Line {
  readonly socket: WebSocket;
  readonly revision: string | null;
}

interface Pending {
  readonly question: Question;
  readonly tell: ((message: string) => void | Promise<void>) | undefined;
  readonly settle: (answer: LinkAnswer) => void;
  /** Null while it waits for one. */
  socket: WebSocket | null;
  /** How often it was sent. */
  sendings: number;
  toldChars: number;
  /** Told, and not taken yet. */
  charsUnderWay: number;
  patience: ReturnType<typeof setTimeout> | undefined;
  /** What the agent asked and has no answer to: its own ids, by those that the caller knows. */
  readonly asked: Map<string, RequestId>;
  /** Ends it, and what of its time was left when that last stood still or began. */
  over: ReturnType<typeof setTimeout> | undefined;
  leftMs: number;
  since: number;
}

/** A question of an agent. */
export interface Put {
  readonly id: RequestId;
  readonly message: Json;
}

const MAX_PENDING = 1_000;
/** Of the messages that one request is told of before its answer. */
const MAX_TOLD_CHARS = 4 * 1024 * 1024;
const MAX_CHARS_UNDER_WAY = 256 * 1024;
/** Of one request, at a time. */
const MAX_ASKED = 50;
/** Longer than a caller may take for its answers: it gives the call up by itself. */
const MAX_ANSWER_MS = 16 * 60_000;

export class PendingRequests {
  readonly #pending = new Map<string, Pending>();

  /** `line` finds where it goes, which may take a while; whoever gives it up meanwhile is heard. */
  ask(question: Question, tell: Pending["tell"], line: () => Promise<Line | null> | Line): Promise<LinkAnswer> {
    if (this.#pending.size >= MAX_PENDING) return Promise.resolve({ type: "failure", failure: busy });
    return new Promise((resolve, reject) => {
      const { id, timeoutMs, patienceMs } = question;
      const end = () => {
        clearTimeout(pending.over);
        clearTimeout(pending.patience);
        return this.#pending.delete(id);
      };
      const settle = (answer: LinkAnswer) => {
        if (end()) resolve(answer);
      };
      const pending: Pending = {
        question,
        tell,
        settle,
        socket: null,
        sendings: 0,
        toldChars: 0,
        charsUnderWay: 0,
        patience: undefined,
        asked: new Map(),
        over: undefined,
        leftMs: timeoutMs,
        since: Date.now(),
      };
      this.#pending.set(id, pending);
      this.#endIn(pending, timeoutMs);
      const found = (to: Line | null) => {
        if (!this.#pending.has(id) || pending.sendings > 0) return;
        this.#waitFor(pending, patienceMs);
        if (to !== null) send(pending, to);
      };
      Promise.resolve(line()).then(found, (error: Error) => {
        // It may have gone out meanwhile: then its answer comes.
        if (pending.sendings > 0) return;
        end();
        reject(error);
      });
    });
  }

  /** The agent is there: whatever waits goes to it. */
  release(line: Line): void {
    for (const pending of this.#pending.values()) if (pending.socket === null) send(pending, line);
  }

  /** The socket is gone, and with it the answers to what is on it. `next`: where what may be repeated goes. */
  lose(socket: WebSocket, why: Failure = lost, next: Line | null = null): void {
    for (const pending of this.#pending.values()) {
      if (pending.socket !== socket) continue;
      pending.socket = null;
      for (const asked of pending.asked.keys()) this.#answered(pending, asked);
      const isToGoOn = why === lost && pending.question.isRepeatable && pending.sendings === 1;
      if (!isToGoOn) fail(pending, why);
      else if (next !== null) send(pending, next);
      else this.#waitFor(pending, pending.question.patienceMs);
    }
  }

  #waitFor(pending: Pending, ms: number): void {
    clearTimeout(pending.patience);
    pending.patience = setTimeout(() => {
      // With its time up, what waits is still nowhere.
      if (pending.socket === null) fail(pending, pending.sendings === 0 ? offline : lost);
    }, ms);
  }

  /** Whether any request is on the socket. */
  isBusy(socket: WebSocket): boolean {
    return Array.from(this.#pending.values()).some((pending) => pending.socket === socket);
  }

  /** The call that alone is under way, where it is on this socket; null: there is none, or there are others. */
  alone(socket: WebSocket): Question | null {
    // Of the handshake and of pings nobody is told anything.
    const [one, other] = Array.from(this.#pending.values()).filter(({ tell }) => tell !== undefined);
    return one?.socket === socket && other === undefined ? one.question : null;
  }

  /** `message`: the answer as it came from the socket. */
  answer(socket: WebSocket, id: unknown, message: string): void {
    const pending = this.#on(socket, id);
    if (pending === undefined) return;
    pending.settle({ type: "answer", message });
  }

  tell(socket: WebSocket, id: unknown, message: string): void {
    const pending = this.#on(socket, id);
    if (pending !== undefined) void this.#pass(pending, message)?.catch(() => undefined);
  }

  /** The agent asks the caller of a request. False where nobody is there to ask, or is asked enough. */
  put(socket: WebSocket, id: unknown, { id: ownId, message }: Put): boolean {
    const pending = this.#on(socket, id);
    if (pending === undefined || pending.asked.size >= MAX_ASKED) return false;
    const asked = crypto.randomUUID();
    this.#stop(pending);
    pending.asked.set(asked, ownId);
    const passed = this.#pass(pending, JSON.stringify({ ...objectOf(message), id: asked }));
    // Whoever is gone answers nothing: the time goes on.
    void passed?.catch(() => this.#answered(pending, asked));
    if (passed === null) this.#answered(pending, asked);
    // It told too much: with its request, its question has ended.
    return passed !== null || !this.#pending.has(pending.question.id);
  }

  /** The agent does not want an answer any more. */
  takeBack(socket: WebSocket, ownId: unknown, message: Json): void {
    for (const pending of this.#pending.values()) {
      if (pending.socket !== socket) continue;
      const [asked] = Array.from(pending.asked).find(([, id]) => id === ownId) ?? [];
      if (asked === undefined) continue;
      this.#answered(pending, asked);
      const params = { ...objectOf(objectOf(message)["params"]), requestId: asked };
      void this.#pass(pending, JSON.stringify({ ...objectOf(message), params }))?.catch(() => undefined);
      return;
    }
  }

  /** The caller's answer to what was asked in the middle of its request. */
  reply(id: string, text: string): void {
    const pending = this.#pending.get(id);
    const message = objectOf(JSON.parse(text) as Json);
    const asked = message["id"];
    if (pending === undefined || typeof asked !== "string") return;
    const ownId = pending.asked.get(asked);
    if (ownId === undefined) return;
    this.#answered(pending, asked);
    if (pending.socket !== null) trySend(pending.socket, JSON.stringify({ ...message, id: ownId }));
  }

  /** Settles when the caller has it; null where it is not sent. */
  #pass(pending: Pending, message: string): Promise<void> | null {
    if (pending.tell === undefined) return null;
    const { length } = message;
    pending.toldChars += length;
    if (pending.toldChars > MAX_TOLD_CHARS) {
      this.giveUp(pending.question.id, "It tells too much.", tooMuch);
      return null;
    }
    if (pending.charsUnderWay + length > MAX_CHARS_UNDER_WAY && pending.charsUnderWay > 0) return null;
    pending.charsUnderWay += length;
    return Promise.resolve(pending.tell(message)).finally(() => (pending.charsUnderWay -= length));
  }

  /** Its time stands still: what is asked takes as long as a person does. */
  #stop(pending: Pending): void {
    if (pending.asked.size > 0) return;
    pending.leftMs -= Date.now() - pending.since;
    this.#endIn(pending, MAX_ANSWER_MS);
  }

  #answered(pending: Pending, asked: string): void {
    if (!pending.asked.delete(asked) || pending.asked.size > 0) return;
    pending.since = Date.now();
    this.#endIn(pending, pending.leftMs);
  }

  #endIn(pending: Pending, ms: number): void {
    clearTimeout(pending.over);
    if (!this.#pending.has(pending.question.id)) return;
    pending.over = setTimeout(() => this.giveUp(pending.question.id, "Its time is up.", timedOut), ms);
  }

  /** The agent is told that nobody waits. */
  giveUp(id: string, reason: string, why: Failure = unwanted): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    const { socket, question } = pending;
    if (socket !== null && question.method !== "initialize") trySend(socket, cancelled(question, reason));
    fail(pending, why);
  }

  #on(socket: WebSocket, id: unknown): Pending | undefined {
    const pending = typeof id === "string" ? this.#pending.get(id) : undefined;
    return pending?.socket === socket ? pending : undefined;
  }
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function send(pending: Pending, { socket, revision }: Line): void {
  const { question, settle } = pending;
  if (question.revision !== null && revision !== null && eraOf(question.revision) !== eraOf(revision)) {
    settle({ type: "moved", revision });
    return;
  }
  if (!trySend(socket, question.message)) return;
  pending.socket = socket;
  pending.sendings += 1;
}

function eraOf(revision: string): "stateless" | "session" {
  return revision === STATELESS ? "stateless" : "session";
}

function cancelled({ id: requestId, revision }: Question, reason: string): string {
  const params = { requestId, reason, ...(revision === STATELESS && { _meta: ENVELOPE }) };
  return JSON.stringify({ jsonrpc: "2.0", method: "notifications/cancelled", params });
}

/** What every message of 2026-07-28 says of itself, from the hub in its own name. */
export const ENVELOPE = {
  "io.modelcontextprotocol/protocolVersion": STATELESS,
  "io.modelcontextprotocol/clientInfo": { name: "nexuscall", version: "1" },
  "io.modelcontextprotocol/clientCapabilities": {},
};

/** False where the socket is closed by now: its end will be told. */
export function trySend(socket: WebSocket, message: string): boolean {
  try {
    socket.send(message);
    return true;
  } catch {
    return false;
  }
}

function fail({ settle }: Pending, failure: Failure): void {
  settle({ type: "failure", failure });
}

const offline: Failure = {
  code: "provider_offline",
  message:
    "The agent that serves this is not connected to the hub. Call again once it is (`connection` says so), or with " +
    '"async": true, which waits for it longer.',
  retryable: true,
};

const lost: Failure = {
  code: "connection_lost",
  message:
    "The agent's connection broke while it had this call, so what came of it is not known. Call again if doing it twice does no harm.",
  retryable: true,
};

/** An agent that broke the rules lost its connection to the hub. */
export function cutOff(why: string): Failure {
  return { code: "connection_lost", message: `The hub closed the agent's connection: ${why}`, retryable: true };
}

const busy: Failure = {
  code: "provider_busy",
  message: `${MAX_PENDING} calls are at the agent already. Call again when some have ended.`,
  retryable: true,
  retryAfterMs: 1_000,
};

const tooMuch: Failure = {
  code: "response_too_large",
  message: `The agent told more than ${MAX_TOLD_CHARS} characters before its answer.`,
  retryable: false,
};

const timedOut: Failure = { code: "timeout", message: "The agent did not answer in time.", retryable: true };
const unwanted: Failure = { code: "aborted", message: "The call was given up.", retryable: false };
