// One object for each session of an MCP client of 2025: the SDK's server and transport, and what brings them back.
//
// S1. A session belongs to the agent and the endpoint that opened it; to anybody else it does not exist.
// S2. What a client was promised (that it is initialized, its level, its subscriptions, events to replay) is in the
//     storage before the answer leaves. The server in memory can be lost at any time: its opening is played to a new
//     one, whose answers go nowhere.
// S3. Each request is answered for the key that it came with, not for the one that opened the session.

import {
  isInitializeRequest,
  type Server,
  type ServerContext,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import { DurableObject } from "cloudflare:workers";
import type { Json } from "../../engine/json.ts";
import type { Env } from "../env.ts";
import { Problem } from "../http/problem.ts";
import type { Principal } from "../keys/principal.ts";
import { buildServer } from "../mcp/build-server.ts";
import { authInfoOf, callerOf, type Visit, visitOf } from "../mcp/caller.ts";
import { MAX_LISTENED, MAX_WATCHED } from "../mcp/changes.ts";
import { type Endpoint, endpointName } from "../mcp/endpoint.ts";
import { EventLog } from "../mcp/event-log.ts";
import { methodOf } from "../mcp/message-parts.ts";
import { openSurface } from "../mcp/open-surface.ts";
import { refusedRequest } from "../mcp/refusal.ts";
import { type Opening, SessionJournal } from "../mcp/session-journal.ts";
import { listsOf, type Subject, type Surface } from "../mcp/surface.ts";
import { tellStatus } from "../mcp/tasks/tell-task.ts";
import { tellChange } from "../mcp/tell-change.ts";
import { type Watch, watch } from "../mcp/watch.ts";
import { servicesFor } from "../services.ts";
import { exporterOf } from "../telemetry/exporter.ts";

/** A session that nobody used for so long has ended. */
const IDLE_MS = 24 * 60 * 60_000;
/** How exactly the last use is known: not every request writes. */
const TOUCH_EVERY_MS = 60 * 60_000;

/** What the transport says to a second stream that is no request's. */
const TAKEN = 409;

interface Live {
  readonly server: Server;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly surface: Surface;
}

export class McpSession extends DurableObject<Env> {
  readonly #journal: SessionJournal;
  readonly #events: EventLog;
  #live: Promise<Live> | null = null;
  #watch: Watch | null = null;
  /** What its client was told last, for the next stream too. */
  readonly #seen = new Map<string, string>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#journal = new SessionJournal(ctx.storage);
    this.#events = new EventLog(this.#journal);
  }

  override async fetch(request: Request): Promise<Response> {
    const visit = visitOf(request);
    try {
      return await this.#answer(request, visit);
    } catch (error) {
      if (error instanceof Problem) return refusedRequest(error);
      throw error;
    }
  }

  async #answer(request: Request, { caller, endpoint, id }: Visit): Promise<Response> {
    const body = request.method === "POST" ? await request.json<Json>() : null;
    let opening = this.#journal.opening();
    const isOpened = opening === null && isInitializeRequest(body);
    if (opening === null) {
      if (!isInitializeRequest(body)) return noSession();
      opening = { agentId: caller.agentId, endpoint: endpointName(endpoint), initialize: body as Json, setLevel: null };
      // Opened before it is written: a surface that does not exist leaves no session behind.
      this.#live = this.#open(caller, endpoint, id);
      await this.#live;
      this.#journal.open(opening, Date.now());
      await this.ctx.storage.setAlarm(Date.now() + IDLE_MS);
    }
    if (opening.agentId !== caller.agentId || opening.endpoint !== endpointName(endpoint)) return noSession();
    this.#touch();

    const live = await this.#alive(opening, caller, endpoint, id);
    const { transport } = live;
    const options = { authInfo: authInfoOf(caller), ...(body !== null && { parsedBody: body }) };
    const resumesAt = request.method === "GET" ? request.headers.get("Last-Event-ID") : null;
    if (resumesAt !== null && !this.#events.has(resumesAt)) return noEvent();
    let response = await transport.handleRequest(request, options);
    if (request.method === "GET" && response.status === TAKEN) {
      // That stream may have broken off without a word: the newer one takes its place.
      transport.closeStandaloneSSEStream();
      response = await transport.handleRequest(request, options);
    }
    if (isOpened && !response.ok) await this.#end();
    if (methodOf(body) === "logging/setLevel" && response.ok) this.#journal.setLevel(body);
    if (request.method === "DELETE" && response.ok) await this.#end();
    if (request.method === "GET" && response.ok) return this.#watched(response, live);
    return response;
  }

  /** The server in memory, or one that is as far as that was. */
  #alive(opening: Opening, caller: Principal, endpoint: Endpoint, id: string): Promise<Live> {
    return (this.#live ??= this.#bringBack(opening, caller, endpoint, id).catch((error: unknown) => {
      this.#live = null;
      throw error;
    }));
  }

  async #open(caller: Principal, endpoint: Endpoint, id: string): Promise<Live> {
    const services = servicesFor(this.env);
    const surface = await openSurface(services, caller, endpoint);
    const server = buildServer({
      surface,
      surfaceFor: ({ http }: ServerContext) => openSurface(services, callerOf(http?.authInfo), endpoint),
      waitUntil: (work) => this.ctx.waitUntil(work),
      exporter: exporterOf(this.env),
      listens: true,
      wishes: {
        subscribe: (uri) => {
          this.#journal.subscribe(uri);
          this.#watch?.look();
        },
        unsubscribe: (uri) => this.#journal.unsubscribe(uri),
        follow: (taskId) => {
          this.#journal.follow(taskId);
          this.#watch?.look();
        },
      },
    });
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      eventStore: this.#events,
      retryInterval: 1_000,
    });
    await server.connect(transport);
    return { server, transport, surface };
  }

  async #bringBack(opening: Opening, caller: Principal, endpoint: Endpoint, id: string): Promise<Live> {
    const live = await this.#open(caller, endpoint, id);
    this.#events.muted = true;
    try {
      const initialized = { jsonrpc: "2.0", method: "notifications/initialized" };
      for (const message of [opening.initialize, initialized, opening.setLevel]) {
        if (message !== null) await play(live.transport, message, id, caller);
      }
    } finally {
      this.#events.muted = false;
    }
    return live;
  }

  /** While the client holds a stream open, it is told what changes. */
  #watched(response: Response, { server, transport, surface }: Live): Response {
    const before = this.#watch;
    before?.stop();
    const lists = listsOf(surface);
    const subjects = () => [
      ...lists,
      ...this.#journal.subscriptions(MAX_LISTENED).map((uri) => ({ uri })),
      ...this.#journal.followed(MAX_WATCHED - MAX_LISTENED - lists.length).map((task) => ({ task })),
    ];
    const mine = watch(
      surface,
      subjects,
      (subject) => this.#tell(server, surface, subject),
      this.#seen,
      before?.stopped,
    );
    this.#watch = mine;
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const piped = response.body?.pipeTo(writable).catch(() => undefined) ?? Promise.resolve();
    this.ctx.waitUntil(piped.then(mine.stop));
    // Who listened for long comes back for more, with `Last-Event-ID`. The stream that took this one's place goes on.
    this.ctx.waitUntil(mine.stopped.then(() => this.#watch === mine && transport.closeStandaloneSSEStream()));
    return new Response(readable, response);
  }

  async #tell(server: Server, surface: Surface, subject: Subject): Promise<void> {
    if (!("task" in subject)) return tellChange(server, subject);
    const hasEnded = await tellStatus(server, surface, subject.task);
    if (hasEnded) this.#journal.unfollow(subject.task);
  }

  #touch(): void {
    const now = Date.now();
    if (now - this.#journal.usedAt() > TOUCH_EVERY_MS) this.#journal.touch(now);
  }

  override async alarm(): Promise<void> {
    const endsAt = this.#journal.usedAt() + IDLE_MS;
    if (endsAt > Date.now()) await this.ctx.storage.setAlarm(endsAt);
    else await this.#end();
  }

  async #end(): Promise<void> {
    this.#watch?.stop();
    const live = await this.#live?.catch(() => null);
    this.#live = null;
    await live?.server.close();
    await this.#journal.end();
  }
}

/** Lets the transport see a message again that the client sent before. */
async function play(
  transport: WebStandardStreamableHTTPServerTransport,
  message: Json | object,
  id: string,
  caller: Principal,
): Promise<void> {
  const headers = { "Content-Type": "application/json", Accept: "application/json, text/event-stream" };
  const request = new Request("https://hub.invalid/", {
    method: "POST",
    headers: { ...headers, "Mcp-Session-Id": id },
  });
  const response = await transport.handleRequest(request, { parsedBody: message, authInfo: authInfoOf(caller) });
  // Read to its end: the answer is there once the server has taken the message.
  await response.text();
}

function noEvent(): Response {
  const message = "There is no event of this Last-Event-ID (any more). Open the stream without it.";
  return Response.json({ jsonrpc: "2.0", id: null, error: { code: -32_000, message } }, { status: 400 });
}

/** As the transports of the SDK say it. */
function noSession(): Response {
  const error = { code: -32_001, message: "Session not found. Open one with initialize." };
  return Response.json({ jsonrpc: "2.0", id: null, error }, { status: 404 });
}
