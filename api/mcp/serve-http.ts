// An HTTP request to an MCP endpoint, in whatever revision it comes:
//
//   origin → key → body → scope ─┬─ of the current revision, or of an older one without a session: answered here, alone
//                                └─ of an older one, `initialize` or of a session: its McpSession answers
//
// The SDK tells the revisions apart: its handler as it answers, isLegacyRequest where that is to be known before. They are
// the same code, so they never disagree.

import { createMcpHandler, isLegacyRequest, ProtocolError, type Server } from "@modelcontextprotocol/server";
import type { Context } from "hono";
import type { AppEnv } from "../http/context.ts";
import { deferOf } from "../http/defer.ts";
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
  const shown = request.headers.get(SESSION_HEADER);
  const sessionId = shown ?? (message?.methods.includes("initialize") ? crypto.randomUUID() : null);
  if (message !== null && (sessionId === null || !(await isLegacyRequest(request, message.body)))) {
    return answerAlone(c, endpoint, caller, request, message);
  }
  if (sessionId !== null) return answerInSession(c, endpoint, caller, request, sessionId, message);
  // Not 400: a client that asks whether there is a stream for it goes on without one.
  const detail = `Without a session there is nothing to ${request.method} here. Send a POST; "initialize" opens one.`;
  throw new Problem("method_not_allowed", detail, { headers: { Allow: "POST" } });
}

/**
 * The current revision, in which every request says all about itself; and an older one, from a client that never said
 * `initialize`, such as a script: it gets an answer all the same.
 */
async function answerAlone(
  c: Context<AppEnv>,
  endpoint: Endpoint,
  caller: Principal,
  request: Request,
  message: Message,
): Promise<Response> {
  const surface = await openSurface(c.get("services"), caller, endpoint);
  const { methods } = message;
  const listens = methods.includes("subscriptions/listen") && !(await isLegacyRequest(request, message.body));
  let { body } = message;
  try {
    if (listens) body = await asServed(body, surface);
  } catch (error) {
    if (error instanceof ProtocolError) return protocolRefusal(error, message.id);
    throw error;
  }
  const waitUntil = deferOf(c);
  const serving = {
    surface,
    surfaceFor: () => surface,
    methods,
    assumedRevision: request.headers.get("MCP-Protocol-Version") ?? undefined,
    waitUntil,
    exporter: exporterOf(c.env),
  };
  let server: Server | null = null;
  let fault: Error | null = null;
  const handler = createMcpHandler(({ era }) => (server = buildServer({ ...serving, listens: era === "modern" })), {
    bus: new ListenBus(surface, body, waitUntil, () => handler.close()),
    // Told to the client already, unless it is a fault of the hub's own.
    onerror: (error) => (fault = error),
  });
  const serve = async () => {
    const response = await handler.fetch(request, { authInfo: authInfoOf(caller), parsedBody: body });
    if (response.status === 500) logError("an MCP request failed unexpectedly", fault, {});
    return listens ? toldStream(response, surface.tasks) : response;
  };
  // The handler knows of no server of an older revision.
  const giveUp = () => waitUntil(Promise.all([handler.close(), server?.close()]));
  return answerPatiently({ request, waitUntil, answer: serve, giveUp });
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
