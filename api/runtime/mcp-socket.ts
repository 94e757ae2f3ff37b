// One object for each WebSocket that speaks MCP, in either era. It hibernates while nobody says anything.
//
// W1. What brings the server back (how the client began, its level, what it listens for) is in the storage before the
//     server sees it. After hibernation those messages are played to a new server, whose answers go nowhere.
// W2. Every message is answered for the key as it is then: one that was revoked ends the connection, and so does a revoked
//     grant of an OAuth client. A token or a session ends it by itself when its time is up.
// W3. What a client sends is capped before it is parsed, and no frame makes the object fail.
// W4. What its client waits to be told of is looked at by alarms, each against what the storage says was seen; between two of
//     them the object may sleep.

import { type McpRequestContext, ProtocolError, type Server } from "@modelcontextprotocol/server";
import { serveStdio, type StdioServerHandle } from "@modelcontextprotocol/server/stdio";
import { DurableObject } from "cloudflare:workers";
import { type Json, MAX_JSON_DEPTH } from "../../engine/json.ts";
import type { Env } from "../env.ts";
import { nestsDeeperThan } from "../http/nesting.ts";
import { opened } from "../http/upgrade.ts";
import type { Principal } from "../keys/principal.ts";
import { buildServer } from "../mcp/build-server.ts";
import { type Visit, visitOf } from "../mcp/caller.ts";
import { changesOf, MAX_WATCHED, nameOf } from "../mcp/changes.ts";
import { filterOf, subjectsOf } from "../mcp/listen-bus.ts";
import { field, idOf, methodOf } from "../mcp/message-parts.ts";
import { openSurface } from "../mcp/open-surface.ts";
import { SocketJournal } from "../mcp/socket-journal.ts";
import { SocketTransport } from "../mcp/socket-transport.ts";
import { listsOf, type Subject, type Surface } from "../mcp/surface.ts";
import { asServed } from "../mcp/tasks/listened-tasks.ts";
import { tellListeners, tellStatus } from "../mcp/tasks/tell-task.ts";
import { tellChange } from "../mcp/tell-change.ts";
import { admittedNow } from "../mcp/visit-admission.ts";
import { logError } from "../platform/log.ts";
import { servicesFor } from "../services.ts";
import { exporterOf } from "../telemetry/exporter.ts";

const MAX_FRAME_CHARS = 1_048_576;
const MAX_LISTENERS = 20;
/** Looks grow rarer for as long as nothing has changed. */
const FIRST_LOOK_MS = 5_000;
const RAREST_LOOK_MS = 60_000;

/** RFC 6455, 7.4: the one for what a policy forbids. */
const POLICY_VIOLATION = 1008;
const NO_LONGER_VALID = "The key, token or session that this socket was opened with is no longer valid.";

interface Live {
  readonly transport: SocketTransport;
  readonly serving: StdioServerHandle;
  readonly surface: Surface;
  /** The SDK's server of the era that the client chose; null until it has. */
  server: Server | null;
}

export class McpSocket extends DurableObject<Env> {
  readonly #journal: SocketJournal;
  #live: Promise<Live> | null = null;
  #caller: Principal | null = null;
  /** How often the client has wished to be told of something more. */
  #wished = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#journal = new SocketJournal(ctx.storage);
  }

  override async fetch(request: Request): Promise<Response> {
    const { 0: client, 1: server } = new WebSocketPair();
    const visit = visitOf(request);
    this.#journal.open(visit);
    if (visit.shownUntil !== null) await this.ctx.storage.setAlarm(Date.parse(visit.shownUntil));
    this.ctx.acceptWebSocket(server);
    return opened(request, client);
  }

  override async webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    const visit = this.#journal.visit();
    if (visit === null || !(await this.#admit(visit))) {
      socket.close(POLICY_VIOLATION, NO_LONGER_VALID);
      return this.#end();
    }
    const message = parse(frame);
    if (message === undefined) {
      refuse(socket, -32_700, "A frame holds one JSON-RPC message as text: JSON of at most 1 MiB and 64 levels.", null);
      return;
    }
    const live = await this.#alive(socket, visit);
    if (this.#refusesListener(message)) {
      refuse(socket, -32_603, `A connection listens at most ${MAX_LISTENERS} times.`, idOf(message));
      return;
    }
    let served: Json;
    try {
      served = await asServed(message, live.surface);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      refuse(socket, error.code, error.message, idOf(message), error.data);
      return;
    }
    const isWish = this.#keep(served);
    if (!live.transport.deliver(served)) {
      refuse(socket, -32_600, "This is JSON, but no JSON-RPC 2.0 message.", idOf(message));
    }
    if (isWish) await this.#lookNow(visit);
  }

  override async webSocketClose(): Promise<void> {
    await this.#end();
  }

  override async webSocketError(): Promise<void> {
    await this.#end();
  }

  /** Ends a socket whose time is up; else looks for changes. */
  override async alarm(): Promise<void> {
    const [socket] = this.ctx.getWebSockets();
    const visit = this.#journal.visit();
    if (socket === undefined || visit === null) return this.#end();
    if (!(await this.#admit(visit))) {
      socket.close(POLICY_VIOLATION, NO_LONGER_VALID);
      return this.#end();
    }
    const { kv } = this.ctx.storage;
    const lastMs = kv.get<number>("everyMs") ?? 0;
    const wished = this.#wished;
    let hasChanged = false;
    try {
      hasChanged = await this.#look(socket, visit);
    } catch (error) {
      logError("an MCP surface could not tell its state", error, {});
    }
    // The look that was under way does not know of what the client wished for meanwhile.
    if (this.#wished !== wished) return this.#lookIn(visit, 0);
    await this.#lookIn(
      visit,
      hasChanged ? FIRST_LOOK_MS : Math.min(Math.max(2 * lastMs, FIRST_LOOK_MS), RAREST_LOOK_MS),
    );
  }

  /** Tells the client of what is not as it was at the last look; whether there was anything. */
  async #look(socket: WebSocket, visit: Visit): Promise<boolean> {
    const surface = await openSurface(servicesFor(this.env), this.#caller ?? visit.caller, visit.endpoint);
    const subjects = this.#subjects(surface);
    this.#journal.seeOnly(subjects.map(nameOf));
    let hasChanged = false;
    for await (const subject of changesOf(surface, subjects, this.#journal)) {
      hasChanged = true;
      await this.#tell(await this.#alive(socket, visit), subject);
    }
    return hasChanged;
  }

  async #tell({ server, surface }: Live, subject: Subject): Promise<void> {
    if (server === null) return;
    if (!("task" in subject)) return tellChange(server, subject);
    if (!this.#isOld()) return tellListeners(server, subject.task);
    if (await tellStatus(server, surface, subject.task)) this.#journal.unwish(subject);
  }

  /** What a client of 2025 is told of: every list, and what it wished for. One of 2026 says what it listens for. */
  #subjects(surface: Surface): Subject[] {
    if (this.#isOld()) return [...listsOf(surface), ...this.#journal.wishes(MAX_WATCHED)];
    const listened = this.#journal.messages("listen ").flatMap((request) => subjectsOf(filterOf(request)));
    return [...new Map(listened.map((subject) => [nameOf(subject), subject])).values()];
  }

  #isOld(): boolean {
    return this.#journal.messages("notifications/initialized").length > 0;
  }

  async #lookNow(visit: Visit): Promise<void> {
    this.#wished++;
    await this.#lookIn(visit, 0);
  }

  /** The next alarm: a look, where the client waits for changes, or the end of the socket's time. */
  async #lookIn(visit: Visit, ms: number): Promise<void> {
    // It ended meanwhile, and keeps nothing.
    if (this.#journal.visit() === null) return;
    const isAwaited = this.#isOld() || this.#journal.messages("listen ").length > 0;
    if (isAwaited) this.ctx.storage.kv.put("everyMs", ms);
    const looksAt = isAwaited ? Date.now() + ms : Infinity;
    const endsAt = visit.shownUntil === null ? Infinity : Date.parse(visit.shownUntil);
    const at = Math.min(looksAt, endsAt);
    if (at !== Infinity) await this.ctx.storage.setAlarm(at);
  }

  /** Takes the key as it is now, for what the client was let in with and no more. */
  async #admit(visit: Visit): Promise<boolean> {
    this.#caller = await admittedNow(servicesFor(this.env), visit, (work) => this.ctx.waitUntil(work));
    return this.#caller !== null;
  }

  #alive(socket: WebSocket, visit: Visit): Promise<Live> {
    return (this.#live ??= this.#bringBack(socket, visit).catch((error: unknown) => {
      this.#live = null;
      throw error;
    }));
  }

  async #bringBack(socket: WebSocket, visit: Visit): Promise<Live> {
    const services = servicesFor(this.env);
    const callerNow = () => this.#caller ?? visit.caller;
    const surface = await openSurface(services, callerNow(), visit.endpoint);
    const transport = new SocketTransport(socket, surface.tasks);
    const wish = (subject: Subject) => {
      this.#journal.wish(subject);
      this.ctx.waitUntil(this.#lookNow(visit));
    };
    const live: { server: Server | null } = { server: null };
    const serve = (_context: McpRequestContext) =>
      (live.server = buildServer({
        surface,
        surfaceFor: () => openSurface(services, callerNow(), visit.endpoint),
        waitUntil: (work) => this.ctx.waitUntil(work),
        exporter: exporterOf(this.env),
        listens: true,
        wishes: {
          subscribe: (uri) => wish({ uri }),
          unsubscribe: (uri) => this.#journal.unwish({ uri }),
          follow: (task) => wish({ task }),
        },
      }));
    const serving = serveStdio(serve, { transport, maxSubscriptions: MAX_LISTENERS });
    transport.muted = true;
    for (const message of this.#journal.messages()) await transport.replay(message);
    transport.muted = false;
    return Object.assign(live, { transport, serving, surface });
  }

  /** Writes down what a server that comes later has to know; whether the client waits for something from now on. */
  #keep(message: Json): boolean {
    const method = methodOf(message);
    const id = idOf(message);
    if (method === "initialize" || method === "notifications/initialized" || method === "logging/setLevel") {
      this.#journal.keep(method, message);
      return method === "notifications/initialized";
    } else if (method === "subscriptions/listen" && id !== null) {
      this.#journal.keep(`listen ${JSON.stringify(id)}`, message);
      return true;
    } else if (method === "notifications/cancelled") {
      this.#journal.drop(`listen ${JSON.stringify(field(field(message, "params") ?? null, "requestId") ?? null)}`);
    }
    return false;
  }

  #refusesListener(message: Json): boolean {
    return methodOf(message) === "subscriptions/listen" && this.#journal.messages("listen ").length >= MAX_LISTENERS;
  }

  async #end(): Promise<void> {
    const live = await this.#live?.catch(() => null);
    this.#live = null;
    await this.#journal.end();
    // Calls that are under way are given up.
    await live?.serving.close().catch((error: unknown) => logError("an MCP socket did not end well", error, {}));
  }
}

/** The frame's JSON; undefined where it has none. */
function parse(frame: string | ArrayBuffer): Json | undefined {
  if (typeof frame !== "string" || frame.length > MAX_FRAME_CHARS || nestsDeeperThan(frame, MAX_JSON_DEPTH)) {
    return undefined;
  }
  try {
    return JSON.parse(frame) as Json;
  } catch {
    return undefined;
  }
}

function refuse(socket: WebSocket, code: number, message: string, id: string | number | null, data?: unknown): void {
  socket.send(JSON.stringify({ jsonrpc: "2.0", id, error: { code, message, data } }));
}
