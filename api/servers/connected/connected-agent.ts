// One object for each agent that serves over sockets of its own (`WS /mcp/v1/ws?serve=<name>`). The hub is the client there:
// requests of all callers go out over the agent's socket, and their answers come back. It hibernates while nobody calls.
//
//   connect ──> greeting ──> serving ──> leaving ──> closed
//                  │             └ a newer socket serves; what is under way here is finished here
//                  └ it could not be understood: closed
//
// A1. The newest socket that serves takes every new request. An older one ends when it has answered what it has.
// A2. What must outlive memory is in the sockets' attachments and the storage: whose a socket is, what was said in its
//     handshake. What is under way keeps the object awake (pending-requests.ts).
// A3. A socket lives no longer than what it was opened with: looked at before a request leaves, when the agent says
//     something, and every minute, at which it has to answer a ping, too.
// A4. What an agent sends is capped before it is read, and nothing that it sends makes the object fail.
// A5. The registry is told when the agent comes and goes. Where that fails, or the hub stopped meanwhile, the alarm does it.
// A6. What the agent says in the middle of a call goes to the caller of the request that it names. What names none goes to the one
//     call under way, as long as there never was another caller: then nobody else's call can have been the cause.

import { DurableObject } from "cloudflare:workers";
import type { Json } from "../../../engine/json.ts";
import type { Env } from "../../env.ts";
import { publishPresence } from "../../feed/publish-presence.ts";
import { Problem } from "../../http/problem.ts";
import { opened } from "../../http/upgrade.ts";
import { type Visit, visitOf } from "../../mcp/caller.ts";
import { field, idOf, methodOf } from "../../mcp/message-parts.ts";
import { refusedRequest } from "../../mcp/refusal.ts";
import { admittedNow } from "../../mcp/visit-admission.ts";
import { openDatabase } from "../../platform/database.ts";
import { logError } from "../../platform/log.ts";
import { type AgentLink, type LinkAnswer, type Question, RELATED_META_KEY } from "../../relay/mcp/agent-link.ts";
import { STATELESS } from "../../relay/mcp/connect.ts";
import { ASKABLE } from "../../relay/mcp/mcp-caller.ts";
import type { Services } from "../../services.ts";
import { keeperOf } from "../keeper.ts";
import { savePresence, selectServer } from "../store.ts";
import { AgentJournal, type Whose } from "./agent-journal.ts";
import { closeBack, closeFor } from "./closings.ts";
import { type Greeted, greet, whyNot } from "./greet.ts";
import { cutOff, ENVELOPE, type Line, PendingRequests, trySend } from "./pending-requests.ts";
import { greetingFor, SocketLink } from "./socket-link.ts";

/** A result weighs 1 MiB at most; a page of a list may weigh more. */
const MAX_FRAME_CHARS = 4 * 1024 * 1024;
const MAX_SOCKETS = 8;
/** Connections in a minute: whoever needs more comes back too fast. */
const MAX_CONNECTS = 60;
const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = MINUTE_MS;
const PING_TIMEOUT_MS = 20_000;
/** A handshake that the object did not live to see the end of. */
const STALE_GREETING_MS = MINUTE_MS;
/** An agent that says over and over that its lists have changed. */
const CHANGED_EVERY_MS = 1_000;

/** What a socket carries through hibernation. */
interface Held {
  readonly id: string;
  readonly visit: Visit;
  /** ISO 8601. */
  readonly since: string;
  readonly state: "greeting" | "serving" | "leaving";
  /** Null until the handshake has found it out. */
  readonly revision: string | null;
}

export class ConnectedAgent extends DurableObject<Env> implements AgentLink {
  readonly #journal: AgentJournal;
  readonly #services: Services;
  readonly #requests = new PendingRequests();
  /** When each socket was heard of. */
  readonly #heard = new WeakMap<WebSocket, number>();
  /** The platform lists a socket for a while after it has ended. */
  readonly #ended = new WeakSet<WebSocket>();
  #connects: number[] = [];
  #changedAt = 0;
  #telling: Promise<void> = Promise.resolve();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#journal = new AgentJournal(ctx.storage);
    this.#services = { env, db: openDatabase(env.DB) };
  }

  /** The upgrade: its visit says whose it is, and as which server it serves. */
  override async fetch(request: Request): Promise<Response> {
    const visit = visitOf(request);
    if (visit.serves === undefined) throw new Error("a socket that does not serve came to a connected agent");
    const refused = this.#refusal();
    if (refused !== null) return refusedRequest(refused);
    const { 0: client, 1: socket } = new WebSocketPair();
    this.#journal.open(visit.serves);
    this.ctx.acceptWebSocket(socket);
    const since = new Date().toISOString();
    this.#hold(socket, { id: crypto.randomUUID(), visit, since, state: "greeting", revision: null });
    await this.#lookBy(Date.now() + LOOK_EVERY_MS);
    this.ctx.waitUntil(this.#greet(socket, visit.serves));
    return opened(request, client);
  }

  async ask(question: Question, tell?: (message: string) => void): Promise<LinkAnswer> {
    if (question.callerAgentId !== null) this.#journal.workFor(question.callerAgentId);
    if (question.method === "initialize") {
      const line = await this.#line();
      const greeting = line && greetingFor(question, this.#journal, line.held.id);
      if (greeting !== null) return greeting;
    }
    return this.#requests.ask(question, tell, () => this.#line());
  }

  async reply(id: string, message: string): Promise<void> {
    this.#requests.reply(id, message);
  }

  async giveUp(id: string, reason: string): Promise<void> {
    this.#requests.giveUp(id, reason);
    this.#retire();
  }

  /** The server is removed. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets()) this.#end(socket, "removed", REMOVED);
    await this.#journal.end();
  }

  override async webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    if (typeof frame !== "string" || frame.length > MAX_FRAME_CHARS) {
      this.#end(socket, "tooBig", `A frame is text of at most ${MAX_FRAME_CHARS} characters.`);
      return;
    }
    if (!(await this.#isAdmitted(socket))) return;
    this.#heard.set(socket, Date.now());
    const message = parse(frame);
    if (message === undefined) refuse(socket, -32_700, "A frame holds one JSON-RPC message.", null);
    else this.#take(socket, message, frame);
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    closeBack(socket);
    await this.#gone(socket);
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.#gone(socket);
  }

  /** Looks after the sockets; where there are none, tells the registry so. One that is in no registry is forgotten. */
  override async alarm(): Promise<void> {
    const now = Date.now();
    const sockets = this.#sockets();
    if (sockets.length > 0) await this.ctx.storage.setAlarm(now + LOOK_EVERY_MS);
    await Promise.all(sockets.map((socket) => this.#lookAfter(socket, now)));
    this.#retire();
    this.#journal.forgetAllBut(this.#sockets().map((socket) => heldBy(socket).id));
    await this.#tellPresence();
    const serverId = this.#journal.whose()?.serverId ?? "";
    if ((await selectServer(this.#services.db, serverId)) !== null) return;
    // Whoever removed it may have failed to say so here. One that is greeted for the first time is in no registry yet.
    const greeted = this.#sockets().filter((socket) => heldBy(socket).state !== "greeting");
    for (const socket of greeted) this.#end(socket, "removed", REMOVED);
    if (this.#sockets().length === 0) await this.#journal.end();
  }

  #refusal(): Problem | null {
    const now = Date.now();
    this.#connects = this.#connects.filter((at) => at > now - MINUTE_MS);
    const isTooOften = this.#connects.length >= MAX_CONNECTS || this.#sockets().length >= MAX_SOCKETS;
    if (!isTooOften) this.#connects.push(now);
    const detail = `A server connects at most ${MAX_CONNECTS} times a minute, and ${MAX_SOCKETS} times at once.`;
    return isTooOften ? new Problem("rate_limited", detail, { headers: { "Retry-After": "60" } }) : null;
  }

  async #greet(socket: WebSocket, whose: Whose): Promise<void> {
    try {
      const link = new SocketLink(socket, heldBy(socket).id, this.#requests, this.#journal);
      const greeted = await greet(this.#services, link, whose);
      if (this.#isOpen(socket)) await this.#serve(socket, whose, greeted);
    } catch (error) {
      const why = whyNot(error);
      if (why === null) logError("a connected agent could not be greeted", error, { serverId: whose.serverId });
      this.#end(socket, "notUnderstood", why ?? "Something went wrong at the hub. Connect again.");
    }
  }

  async #serve(socket: WebSocket, { serverId }: Whose, { revision, tellsOfChanges, isNew }: Greeted): Promise<void> {
    for (const other of this.#sockets()) {
      if (heldBy(other).state === "serving") this.#hold(other, { ...heldBy(other), state: "leaving" });
    }
    this.#hold(socket, { ...heldBy(socket), state: "serving", revision });
    this.#requests.release({ socket, revision });
    this.#retire();
    if (tellsOfChanges && revision === STATELESS) trySend(socket, listen());
    if (!isNew) this.ctx.waitUntil(this.#readAgain(serverId));
    await this.#tellPresence();
  }

  /** What it has may be something else than when it was here last. */
  async #readAgain(serverId: string): Promise<void> {
    await keeperOf(this.env, serverId)
      .refresh(serverId)
      .catch((error: unknown) => logError("a connected agent could not be read again", error, { serverId }));
  }

  #take(socket: WebSocket, message: Json, frame: string): void {
    const method = methodOf(message);
    const id = idOf(message);
    if (method === null) {
      this.#requests.answer(socket, id, frame);
      this.#retire();
    } else if (id !== null) {
      if (method === "ping") trySend(socket, JSON.stringify({ jsonrpc: "2.0", id, result: {} }));
      else if (!isAskable(method)) refuse(socket, -32_601, NO_METHOD, id);
      else if (!this.#requests.put(socket, this.#callOf(socket, message), { id, message })) {
        refuse(socket, -32_601, relatedTo(message) === undefined ? UNNAMED : NOBODY, id);
      }
    } else if (method === "notifications/progress") {
      this.#requests.tell(socket, field(paramsOf(message), "progressToken"), frame);
    } else if (method === "notifications/message") {
      this.#requests.tell(socket, this.#callOf(socket, message), frame);
    } else if (method === "notifications/cancelled") {
      this.#requests.takeBack(socket, field(paramsOf(message), "requestId"), message);
    } else if (/^notifications\/(tools|resources|prompts)\/list_changed$/.test(method)) {
      this.#hearOfChange();
    }
  }

  /** The request that a message belongs to (A6). */
  #callOf(socket: WebSocket, message: Json): Json | undefined {
    const named = relatedTo(message);
    if (named !== undefined) return named;
    const { id, callerAgentId = null } = this.#requests.alone(socket) ?? {};
    return callerAgentId !== null && callerAgentId === this.#journal.onlyCaller() ? id : undefined;
  }

  #hearOfChange(): void {
    const now = Date.now();
    const whose = this.#journal.whose();
    if (whose === null || now < this.#changedAt + CHANGED_EVERY_MS) return;
    this.#changedAt = now;
    const { serverId } = whose;
    const told = keeperOf(this.env, serverId).refreshSoon(serverId);
    this.ctx.waitUntil(told.catch((error: unknown) => logError("a change was not heard", error, { serverId })));
  }

  /** The socket that takes new requests; null while the agent is away. */
  async #line(): Promise<(Line & { readonly held: Held }) | null> {
    // While its key is looked at, another one may take its place.
    for (let socket = this.#serving(); socket !== null; socket = this.#serving()) {
      if (!(await this.#isAdmitted(socket)) || socket !== this.#serving()) continue;
      const held = heldBy(socket);
      return { socket, revision: held.revision, held };
    }
    return null;
  }

  #serving(): WebSocket | null {
    return this.#sockets().find((socket) => heldBy(socket).state === "serving") ?? null;
  }

  #sockets(): WebSocket[] {
    return this.ctx.getWebSockets().filter((socket) => this.#isOpen(socket));
  }

  #isOpen(socket: WebSocket): boolean {
    return socket.readyState === WebSocket.OPEN && !this.#ended.has(socket);
  }

  #hold(socket: WebSocket, held: Held): void {
    socket.serializeAttachment(held);
  }

  async #isAdmitted(socket: WebSocket): Promise<boolean> {
    const { visit } = heldBy(socket);
    const caller = await admittedNow(this.#services, visit, (work) => this.ctx.waitUntil(work));
    if (caller?.scopes.includes("tools:write")) return true;
    this.#end(socket, "notValid", "The key, token or session that this socket was opened with is no longer valid.");
    return false;
  }

  async #lookAfter(socket: WebSocket, now: number): Promise<void> {
    if (!(await this.#isAdmitted(socket))) return;
    const { state, since, revision, visit } = heldBy(socket);
    if (visit.shownUntil !== null) await this.#lookBy(Date.parse(visit.shownUntil));
    if (state === "greeting") {
      const isStale = Date.parse(since) < now - STALE_GREETING_MS;
      if (isStale) this.#end(socket, "notUnderstood", "The hub was interrupted in the handshake. Connect again.");
      return;
    }
    if ((this.#heard.get(socket) ?? 0) > now - LOOK_EVERY_MS || revision === null) return;
    const answer = await this.#requests.ask(pingIn(revision), undefined, () => ({ socket, revision }));
    if (answer.type === "failure" && this.#isOpen(socket)) this.#end(socket, "silent", "No answer to a ping.");
  }

  /** Ends sockets that have been replaced and have answered what they had. */
  #retire(): void {
    for (const socket of this.#sockets()) {
      const isDone = heldBy(socket).state === "leaving" && !this.#requests.isBusy(socket);
      if (isDone) this.#end(socket, "replaced", "A newer connection serves in its place.");
    }
  }

  #end(socket: WebSocket, why: Parameters<typeof closeFor>[1], reason: string): void {
    if (!this.#isOpen(socket)) return;
    this.#ended.add(socket);
    closeFor(socket, why, reason);
    const isFault = why === "tooBig" || why === "notValid" || why === "removed";
    this.#requests.lose(socket, isFault ? cutOff(reason) : undefined, this.#lineNow());
    this.ctx.waitUntil(this.#tellPresence());
  }

  async #gone(socket: WebSocket): Promise<void> {
    this.#ended.add(socket);
    this.#requests.lose(socket, undefined, this.#lineNow());
    await this.#tellPresence();
  }

  /** Without looking at its key: for what was let in before. */
  #lineNow(): Line | null {
    const socket = this.#serving();
    return socket && { socket, revision: heldBy(socket).revision };
  }

  /** One after the other, so that the last word is the last. */
  #tellPresence(): Promise<void> {
    const before = this.#telling;
    this.#telling = this.#tellAfter(before);
    return this.#telling;
  }

  async #tellAfter(before: Promise<void>): Promise<void> {
    await before;
    const whose = this.#journal.whose();
    const serving = this.#serving();
    const since = serving && heldBy(serving).since;
    if (whose === null || since === this.#journal.told()) return;
    try {
      // One whose first greeting failed is in no registry.
      if (since === null && (await selectServer(this.#services.db, whose.serverId)) === null) return;
      await savePresence(this.#services.db, whose.serverId, since);
      this.#journal.tell(since);
      await publishPresence(this.env, whose, since);
    } catch (error) {
      logError("a connected agent's presence was not told", error, { serverId: whose.serverId });
      await this.#lookBy(Date.now() + LOOK_EVERY_MS);
    }
  }

  async #lookBy(at: number): Promise<void> {
    const alarm = await this.ctx.storage.getAlarm();
    if (alarm === null || alarm > at) await this.ctx.storage.setAlarm(at);
  }
}

const REMOVED = "Its owner removed this MCP server.";
const NO_METHOD = "On this socket the hub asks and the agent answers. Connect another one to ask.";
const NOBODY =
  `A question goes to the caller of the request that its _meta names as "${RELATED_META_KEY}", while that is under way; ` +
  "the one that this names is not. To ask the hub itself, connect another socket.";
const UNNAMED =
  "It cannot be told whose question this is: either there is not exactly one call under way, or there have been calls of " +
  `several callers. Name in _meta, as "${RELATED_META_KEY}", the id of the request that it belongs to, as client/serve.ts does.`;

function isAskable(method: string): boolean {
  return ASKABLE.some((one) => one === method);
}

function paramsOf(message: Json): Json {
  return field(message, "params") ?? null;
}

/** The request that it belongs to, as the agent says. */
function relatedTo(message: Json): Json | undefined {
  return field(field(paramsOf(message), "_meta") ?? null, RELATED_META_KEY);
}

function heldBy(socket: WebSocket): Held {
  // Written by `#hold` alone, before anything else is done with a socket.
  return socket.deserializeAttachment() as Held;
}

function parse(frame: string): Json | undefined {
  try {
    return JSON.parse(frame) as Json;
  } catch {
    return undefined;
  }
}

function refuse(socket: WebSocket, code: number, message: string, id: string | number | null): void {
  trySend(socket, JSON.stringify({ jsonrpc: "2.0", id, error: { code, message } }));
}

/** 2026-07-28 has no ping; what every server answers there is what it is. */
function pingIn(revision: string): Question {
  const id = crypto.randomUUID();
  const method = revision === STATELESS ? "server/discover" : "ping";
  const message = JSON.stringify({
    jsonrpc: "2.0",
    id,
    method,
    ...(revision === STATELESS && { params: { _meta: ENVELOPE } }),
  });
  const terms = { patienceMs: 0, timeoutMs: PING_TIMEOUT_MS, isRepeatable: false, callerAgentId: null };
  return { id, method, message, revision, ...terms };
}

/** The agent's answer, when it stops listening, is of no interest. */
function listen(): string {
  const notifications = { toolsListChanged: true, resourcesListChanged: true, promptsListChanged: true };
  const params = { notifications, _meta: ENVELOPE };
  return JSON.stringify({ jsonrpc: "2.0", id: crypto.randomUUID(), method: "subscriptions/listen", params });
}
