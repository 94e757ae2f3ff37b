// An HTTP request to an MCP endpoint, in whatever revision it comes:
//
//   origin → key → body → scope ─┬─ of the current revision: answered here, alone
//                                ├─ `initialize`, or of a session: its McpSession answers
//                                └─ of an older revision without a session: answered here, alone
//
// The SDK tells the revisions apart (isLegacyRequest), so that this and its handlers never disagree.

import {
  createMcpHandler,
  isLegacyRequest,
  legacyStatelessFallback,
  ProtocolError,
} from "@modelcontextprotocol/server";
import type { ServerContext } from "@modelcontextprotocol/server";
import type { Context } from "hono";
import type { Json } from "../../engine/json.ts";
import type { AppEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import type { Principal } from "../keys/principal.ts";
import { logError } from "../platform/log.ts";
import { isAskedLive } from "../servers/ask-server.ts";
import { exporterOf } from "../telemetry/exporter.ts";
import { answerPatiently } from "./answer-patiently.ts";
import { buildServer } from "./build-server.ts";
import { authInfoOf, withVisit } from "./caller.ts";
import type { Endpoint } from "./endpoint.ts";
import { acceptedCaller, challenging, refuseOrigin } from "./gate.ts";
import { scopeOfOwnTool } from "./hub/hub-surface.ts";
import { ListenBus } from "./listen-bus.ts";
import { openSurface } from "./open-surface.ts";
import { requireInvokeScope } from "./require-scope.ts";
import { type Message, readMessage } from "./read-message.ts";
import { protocolRefusal, refusedRequest } from "./refusal.ts";
import { asServed } from "./tasks/listened-tasks.ts";
import { toldStream } from "./tasks/told-stream.ts";

const SESSION_HEADER = "Mcp-Session-Id";

/** Answers a request to this endpoint. Whatever is wrong with it, the answer is one that an MCP client can read. */
export async function serveMcp(c: Context<AppEnv>, endpoint: Endpoint): Promise<Response> {
  let message: Message | null = null;
  try {
    const refused = refuseOrigin(c);
    if (refused) return refused;
    const { principal: caller } = await acceptedCaller(c, endpoint);
    if (c.req.method === "POST") {
      message = await readMessage(c.req.raw);
      requireScopes(caller, endpoint, message);
    }
    return await answer(c, endpoint, caller, message);
  } catch (error) {
    if (error instanceof Problem) return challenging(c, endpoint, refusedRequest(error, message?.id));
    throw error;
  }
}

async function answer(
  c: Context<AppEnv>,
  endpoint: Endpoint,
  caller: Principal,
  message: Message | null,
): Promise<Response> {
  const request = acceptingBoth(c.req.raw);
  if (message !== null && !(await isLegacyRequest(request, message.body))) {
    return answerAlone(c, endpoint, caller, request, message);
  }
  const sessionId = request.headers.get(SESSION_HEADER);
  if (sessionId !== null) return answerInSession(c, endpoint, caller, request, sessionId, message);
  if (message === null) {
    // Not 400: a client that asks whether there is a stream for it goes on without one.
    const detail = `Without a session there is nothing to ${request.method} here. Send a POST; "initialize" opens one.`;
    throw new Problem("method_not_allowed", detail, { headers: { Allow: "POST" } });
  }
  if (message.methods.includes("initialize")) {
    return answerInSession(c, endpoint, caller, request, crypto.randomUUID(), message);
  }
  return answerLegacyAlone(c, endpoint, caller, request, message);
}

/** The current revision: every request says all about itself. */
async function answerAlone(
  c: Context<AppEnv>,
  endpoint: Endpoint,
  caller: Principal,
  request: Request,
  message: Message,
): Promise<Response> {
  const surface = await openSurface(c.get("services"), caller, endpoint);
  let body: Json;
  try {
    body = await asServed(message.body, surface);
  } catch (error) {
    if (error instanceof ProtocolError) return protocolRefusal(error, message.id);
    throw error;
  }
  const waitUntil = waitUntilOf(c);
  const exporter = exporterOf(c.env);
  const serving = { surface, surfaceFor: () => surface, waitUntil, exporter, listens: true };
  const handler = createMcpHandler(() => buildServer(serving), {
    legacy: "reject",
    bus: new ListenBus(surface, body, waitUntil, () => handler.close()),
    // Told to the client already; what is the hub's own fault is logged where it is met.
    onerror: () => undefined,
  });
  const options = { authInfo: authInfoOf(caller), parsedBody: body };
  const told = async (watched: Request) => {
    const response = await handler.fetch(watched, options);
    return message.methods.includes("subscriptions/listen") ? toldStream(response, surface.tasks) : response;
  };
  return answerPatiently({ request, waitUntil, answer: told });
}

/** An older revision, from a client that never said `initialize`, such as a script: it gets an answer all the same. */
async function answerLegacyAlone(
  c: Context<AppEnv>,
  endpoint: Endpoint,
  caller: Principal,
  request: Request,
  { body }: Message,
): Promise<Response> {
  const surface = await openSurface(c.get("services"), caller, endpoint);
  const assumedRevision = request.headers.get("MCP-Protocol-Version") ?? undefined;
  const waitUntil = waitUntilOf(c);
  const serving = {
    surface,
    surfaceFor: (_ctx: ServerContext) => surface,
    assumedRevision,
    waitUntil,
    exporter: exporterOf(c.env),
    listens: false,
  };
  const fallback = legacyStatelessFallback(() => buildServer(serving), reportFault);
  const options = { authInfo: authInfoOf(caller), parsedBody: body };
  return answerPatiently({ request, waitUntil, answer: (watched) => fallback(watched, options) });
}

function answerInSession(
  c: Context<AppEnv>,
  endpoint: Endpoint,
  caller: Principal,
  request: Request,
  id: string,
  message: Message | null,
): Promise<Response> {
  const { MCP_SESSION } = c.env;
  const body = message === null ? null : JSON.stringify(message.body);
  return MCP_SESSION.getByName(id).fetch(withVisit(request, { caller, endpoint, id, shownUntil: null }, body));
}

/** Before the protocol, so that the answer is the 403 by which a client knows what to ask for. */
function requireScopes(caller: Principal, endpoint: Endpoint, { methods, toolNames }: Message): void {
  const reachesProvider = (method: string) =>
    method === "tools/call" || (endpoint.kind === "server" && isAskedLive(method));
  if (!methods.some(reachesProvider)) return;
  const own = endpoint.kind === "hub" ? toolNames.flatMap((name) => scopeOfOwnTool(name) ?? []) : [];
  requireInvokeScope(caller, own);
}

/** The SDK wants both types named; who takes anything takes both. */
function acceptingBoth(request: Request): Request {
  const accept = request.headers.get("Accept");
  if (request.method !== "POST" || (accept !== null && !accept.includes("*/*"))) return request;
  const headers = new Headers(request.headers);
  headers.set("Accept", "application/json, text/event-stream");
  return new Request(request.url, { method: request.method, headers, signal: request.signal });
}

function waitUntilOf(c: Context<AppEnv>) {
  return (work: Promise<unknown>) => c.executionCtx.waitUntil(work);
}

function reportFault(error: Error): void {
  logError("an MCP request failed unexpectedly", error, {});
}
