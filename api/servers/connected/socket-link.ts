// A link to an agent over one socket of it, from within the object that holds it: for the handshake, before the socket
// takes anybody's calls.

import type { Json } from "../../../engine/json.ts";
import type { AgentLink, LinkAnswer, Question } from "../../relay/mcp/agent-link.ts";
import type { AgentJournal } from "./agent-journal.ts";
import { type PendingRequests, trySend } from "./pending-requests.ts";

export class SocketLink implements AgentLink {
  readonly #socket: WebSocket;
  readonly #name: string;
  readonly #requests: PendingRequests;
  readonly #journal: AgentJournal;

  /** `name`: what the socket's greeting is kept under. */
  constructor(socket: WebSocket, name: string, requests: PendingRequests, journal: AgentJournal) {
    this.#socket = socket;
    this.#name = name;
    this.#requests = requests;
    this.#journal = journal;
  }

  async ask(question: Question, tell?: (message: string) => void): Promise<LinkAnswer> {
    if (question.method !== "initialize") return this.#send(question, tell);
    const known = greetingFor(question, this.#journal, this.#name);
    if (known !== null) return known;
    const answer = await this.#send(question, tell);
    const result = answer.type === "answer" ? resultIn(answer.message) : undefined;
    if (result !== undefined) this.#journal.keepGreeting(this.#name, result);
    return answer;
  }

  async reply(id: string, message: string): Promise<void> {
    this.#requests.reply(id, message);
  }

  async giveUp(id: string, reason: string): Promise<void> {
    this.#requests.giveUp(id, reason);
  }

  notify(message: string): void {
    trySend(this.#socket, message);
  }

  #send(question: Question, tell?: (message: string) => void): Promise<LinkAnswer> {
    return this.#requests.ask(question, tell, () => ({ socket: this.#socket, revision: null }));
  }
}

/** `initialize` is asked once a socket; who asks again is answered with what the agent said then. Null: it said nothing yet. */
export function greetingFor({ id }: Question, journal: AgentJournal, name: string): LinkAnswer | null {
  const result = journal.greeting(name);
  return result === null ? null : { type: "answer", message: JSON.stringify({ jsonrpc: "2.0", id, result }) };
}

function resultIn(message: string): Json | undefined {
  return (JSON.parse(message) as { readonly result?: Json }).result;
}
