// A server of which a test says what it has: PUT /changing/<name> takes the lists, /changing/<name>/mcp serves them, in
// 2026-07-28, and /changing/<name>/old in 2025-11-25, in sessions. A GET of /changing/<name> tells which methods it was asked
// for, how many streams are open on which it tells of changes, from which events it was asked to go on, and of which resources
// it is to tell.

import {
  createMcpHandler,
  type EventStore,
  isInitializeRequest,
  Server,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import { randomUUID } from "node:crypto";

interface Lists {
  tools?: object[];
  resources?: object[];
  templates?: object[];
  prompts?: object[];
  instructions?: string;
  title?: string;
  /** Answers 503 to everything. */
  down?: boolean;
  /** Lets everything wait until the test says anew what it has. */
  waits?: boolean;
  /** Names what it expects as its bearer token. */
  token?: string;
  /** Says so often, to who listens, that its tools and prompts have changed. */
  tells?: number;
  /** Has no stream on which it would. */
  silent?: boolean;
  /** Says nothing of its lists. */
  keepsLists?: boolean;
  /** Says so to all whenever somebody opens a session. */
  tellsAtSessions?: boolean;
  /** Says of these resources that they were updated. */
  updates?: string[];
  /** First breaks off the streams that are open. */
  breaks?: boolean;
  /** Sends so many bytes on each of them. */
  floods?: number;
}

/** A stream on which it tells of changes. */
interface Told {
  readonly flood: (bytes: number) => void;
  readonly breakOff: () => void;
}

interface Known {
  lists: Lists;
  readonly asked: string[];
  /** In 2025-11-25, of all sessions; in 2026-07-28, of who listened last. */
  readonly subscribed: Set<string>;
  readonly resumedFrom: string[];
  readonly told: Set<Told>;
  readonly modern: ReturnType<typeof createMcpHandler>;
  readonly sessions: Map<string, { transport: WebStandardStreamableHTTPServerTransport; server: Server }>;
  /** Lets those go on that wait. */
  readonly release: (() => void)[];
}

const known = new Map<string, Known>();

export async function changing(request: Request, [name = "", ...rest]: readonly string[]): Promise<Response> {
  if (rest.length === 0 && request.method === "PUT") {
    const lists = (await request.json()) as Lists;
    const before = known.get(name);
    if (before) before.lists = lists;
    else {
      const modern = createMcpHandler(() => serverOf(name), { legacy: "reject" });
      const [subscribed, told] = [new Set<string>(), new Set<Told>()];
      known.set(name, {
        lists,
        asked: [],
        subscribed,
        resumedFrom: [],
        told,
        modern,
        sessions: new Map(),
        release: [],
      });
    }
    if (before) act(before, lists);
    for (let told = 0; told < (lists.tells ?? 0); told++) await tell(known.get(name));
    for (const release of before?.release.splice(0) ?? []) release();
    return new Response(null, { status: 204 });
  }
  const server = known.get(name);
  if (server === undefined) return new Response("PUT its lists first.", { status: 404 });
  if (rest.length === 0) {
    const { asked, resumedFrom, subscribed, told } = server;
    return Response.json({ asked, listening: told.size, resumedFrom, subscribed: [...subscribed] });
  }
  if (server.lists.waits === true) {
    server.asked.push("waits");
    await new Promise<void>((resolve) => server.release.push(resolve));
  }
  const { down = false, token } = server.lists;
  if (down) return new Response("down", { status: 503 });
  if (token !== undefined && request.headers.get("authorization") !== `Bearer ${token}`) {
    return new Response("no, thank you", { status: 401 });
  }
  const body: unknown = request.method === "POST" ? await request.json() : undefined;
  const isListening = request.method === "GET" || (body as { method?: string }).method === "subscriptions/listen";
  if (isListening && server.lists.silent === true) return refused(request, body);
  if (isListening) noteListener(server, request, body);
  const response =
    rest[0] === "old"
      ? await serveSession(name, server, request, body)
      : await server.modern.fetch(request, { parsedBody: body });
  return isListening && response.ok ? counted(server, request, response) : response;
}

function refused(request: Request, body: unknown): Response {
  if (request.method === "GET") return new Response(null, { status: 405 });
  const { id } = body as { id: string };
  return Response.json({ jsonrpc: "2.0", id, error: { code: -32_601, message: "Method not found" } }, { status: 404 });
}

function noteListener({ resumedFrom, subscribed }: Known, request: Request, body: unknown): void {
  const from = request.headers.get("last-event-id");
  if (from !== null) resumedFrom.push(from);
  if (request.method === "GET") return;
  subscribed.clear();
  const { params } = body as { params: { notifications: { resourceSubscriptions?: string[] } } };
  for (const uri of params.notifications.resourceSubscriptions ?? []) subscribed.add(uri);
}

function counted({ told }: Known, request: Request, { status, headers, body }: Response): Response {
  const end = new AbortController();
  let flood = (_bytes: number) => {};
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      flood = (bytes) => controller.enqueue(new TextEncoder().encode(`: ${"x".repeat(bytes)}\n\n`));
    },
  });
  const one: Told = { flood: (bytes) => flood(bytes), breakOff: () => end.abort() };
  const isOver = () => told.delete(one);
  void body?.pipeTo(writable, { signal: end.signal }).then(isOver, isOver);
  told.add(one);
  request.signal.addEventListener("abort", isOver, { once: true });
  return new Response(readable, { status, headers });
}

function act({ told, sessions, modern }: Known, { breaks = false, floods = 0, updates = [] }: Lists): void {
  for (const one of told) {
    if (floods > 0) one.flood(floods);
    if (breaks) one.breakOff();
  }
  for (const uri of updates) {
    modern.notify.resourceUpdated(uri);
    for (const { server } of sessions.values()) void server.sendResourceUpdated({ uri });
  }
}

async function tell(server: Known | undefined): Promise<void> {
  server?.modern.notify.toolsChanged();
  server?.modern.notify.promptsChanged();
  for (const session of server?.sessions.values() ?? []) {
    await session.server.sendToolListChanged();
    await session.server.sendPromptListChanged();
  }
}

async function serveSession(name: string, upstream: Known, request: Request, parsedBody: unknown): Promise<Response> {
  const { sessions, lists } = upstream;
  const open = sessions.get(request.headers.get("mcp-session-id") ?? "");
  if (open) return open.transport.handleRequest(request, { parsedBody });
  if (!isInitializeRequest(parsedBody)) return new Response("There is no such session.", { status: 404 });
  const server = serverOf(name);
  const transport: WebStandardStreamableHTTPServerTransport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    eventStore: eventsInMemory(),
    onsessioninitialized: (id) => void sessions.set(id, { transport, server }),
    onsessionclosed: (id) => void sessions.delete(id),
  });
  await server.connect(transport);
  const response = await transport.handleRequest(request, { parsedBody });
  if (lists.tellsAtSessions === true) await tell(upstream);
  return response;
}

function eventsInMemory(): EventStore {
  const events: { readonly stream: string; readonly message: Parameters<EventStore["storeEvent"]>[1] }[] = [];
  return {
    storeEvent: (stream, message) => Promise.resolve(String(events.push({ stream, message }) - 1)),
    async replayEventsAfter(last, { send }) {
      const { stream = "" } = events[Number(last)] ?? {};
      for (const [id, event] of events.entries()) {
        const isNext = id > Number(last) && event.stream === stream && "method" in event.message;
        if (isNext) await send(String(id), event.message);
      }
      return stream;
    },
  };
}

function serverOf(name: string): Server {
  const lists = () => known.get(name)?.lists ?? {};
  const note = (method: string) => known.get(name)?.asked.push(method);
  const listChanged = lists().keepsLists !== true;
  const server = new Server(
    { name, version: "1.0.0", ...(lists().title !== undefined && { title: lists().title }) },
    {
      capabilities: { tools: { listChanged }, resources: { subscribe: true }, prompts: { listChanged } },
      ...(lists().instructions !== undefined && { instructions: lists().instructions }),
    },
  );
  // What a test gives may be anything: it is not for this server to check.
  server.setRequestHandler("tools/list", () => (note("tools/list"), { tools: (lists().tools ?? []) as never }));
  server.setRequestHandler("resources/list", () => ({ resources: (lists().resources ?? []) as never }));
  server.setRequestHandler("resources/templates/list", () => ({
    resourceTemplates: (lists().templates ?? []) as never,
  }));
  server.setRequestHandler("prompts/list", () => ({ prompts: (lists().prompts ?? []) as never }));
  server.setRequestHandler("prompts/get", ({ params }) => {
    note("prompts/get");
    const text = JSON.stringify({ server: name, prompt: params.name, arguments: params.arguments ?? {} });
    return { messages: [{ role: "user", content: { type: "text", text } }] };
  });
  server.setRequestHandler("resources/read", ({ params: { uri } }) => ({
    contents: [{ uri, text: `${name} has ${uri}` }],
  }));
  server.setRequestHandler("resources/subscribe", ({ params: { uri } }) => {
    known.get(name)?.subscribed.add(uri);
    return {};
  });
  server.setRequestHandler("resources/unsubscribe", ({ params: { uri } }) => {
    known.get(name)?.subscribed.delete(uri);
    return {};
  });
  server.setRequestHandler("tools/call", ({ params }) => {
    note("tools/call");
    return { content: [{ type: "text", text: JSON.stringify(params.arguments ?? {}) }] };
  });
  return server;
}
