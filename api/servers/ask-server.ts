// What is answered by a server itself: resources, prompts, completions. Live, within the caller's limits.

import { type InputRequiredResult, isInputRequiredResult, type RequestMethod } from "@modelcontextprotocol/client";
import type { JsonObject } from "../../engine/json.ts";
import { isDeeperThan, MAX_JSON_DEPTH } from "../../engine/json.ts";
import { Problem } from "../http/problem.ts";
import { admittedOr429 } from "../http/rate-limit.ts";
import type { Defer } from "../keys/find-key.ts";
import type { Principal } from "../keys/principal.ts";
import { inputRequired, notMcp, UpstreamError } from "../relay/mcp/failures.ts";
import { withoutForeignMeta } from "../relay/mcp/foreign-meta.ts";
import { inSession } from "../relay/mcp/in-session.ts";
import { letAsk } from "../relay/mcp/let-ask.ts";
import type { McpCaller } from "../relay/mcp/mcp-caller.ts";
import { onceOpened } from "../relay/mcp/once-opened.ts";
import { MAX_RESULT_BYTES } from "../relay/result.ts";
import { admitKey } from "../runtime/admit-key.ts";
import { type Clock, WALL } from "../runtime/clock.ts";
import type { Services } from "../services.ts";
import { isThereFor } from "../tools/tool.ts";
import { reachOf, upstreamProblem } from "./read-server.ts";
import type { Server } from "./server.ts";
import { selectServer } from "./store.ts";

const TIMEOUT_MS = 30_000;
/** The signal ends the question. */
const NO_LIMIT_MS = 24 * 60 * 60_000;

/** What a server is asked live, when nobody calls a tool of it. */
const ASKED_LIVE = ["resources/read", "prompts/get", "completion/complete"] as const satisfies RequestMethod[];

export interface Question {
  readonly method: (typeof ASKED_LIVE)[number];
  readonly params: JsonObject;
}

export function isAskedLive(method: string): method is Question["method"] {
  return ASKED_LIVE.some((one) => one === method);
}

/** How it is asked. */
export interface AskContext {
  /** Ends the question before its time is up. */
  readonly signal?: AbortSignal;
  /** Who can be asked in return; absent: nobody. */
  readonly mcp?: McpCaller;
  /** What its time is kept by. */
  readonly clock?: Clock;
  waitUntil(work: Promise<unknown>): void;
}

/** A public one, or the viewer's own; null where there is none of this id. */
export async function serverThereFor({ db }: Services, id: string, viewerId: string): Promise<Server | null> {
  const server = await selectServer(db, id);
  return server !== null && isThereFor(server, viewerId) ? server : null;
}

/** The same. Throws the problem `not_found`. */
export async function findServer(services: Services, id: string, viewerId: string): Promise<Server> {
  const server = await serverThereFor(services, id, viewerId);
  if (server !== null) return server;
  throw new Problem("not_found", "You have no MCP server of this id, and there is no public one.");
}

/** Takes a place in the key's limit. Throws the problem `rate_limited`. */
export async function admitQuestion({ env }: Services, caller: Principal, defer: Defer) {
  const admitted = await admitKey(env, caller, defer);
  admittedOr429(admitted);
  return admitted;
}

/** The server's answer. Throws the problem `upstream_failed`. */
export async function askServer(
  services: Services,
  ctx: AskContext,
  caller: Principal,
  server: Server,
  question: Question,
): Promise<JsonObject> {
  try {
    const answer = await askUpstream(services, ctx, caller, server, question);
    if (isInputRequiredResult(answer)) throw new UpstreamError(inputRequired);
    return answer;
  } catch (error) {
    throw upstreamProblem(error);
  }
}

/** The same as it came: the server's answer, or what it asks for first. Rejects with an `UpstreamError`. */
export async function askUpstream(
  services: Services,
  // Not taken apart: the platform's context has its methods from its class.
  ctx: AskContext,
  caller: Principal,
  server: Server,
  { method, params }: Question,
): Promise<JsonObject | InputRequiredResult> {
  const { signal: gone, mcp, clock = WALL } = ctx;
  const timeUp = new AbortController();
  const clearTimeUp = clock.schedule(Date.now() + TIMEOUT_MS, () => timeUp.abort());
  const signal = gone === undefined ? timeUp.signal : AbortSignal.any([gone, timeUp.signal]);
  const target = {
    ...(await reachOf(services.env, server)),
    maxBytes: MAX_RESULT_BYTES,
    serverId: server.id,
    revision: server.revision,
    callerAgentId: caller.agentId,
    capabilities: mcp?.capabilities ?? {},
    signal,
    waitUntil: (work: Promise<unknown>) => ctx.waitUntil(work),
  };
  const asking = inSession(target, async ({ client }) => {
    const askedInVain = letAsk(client, mcp);
    const options = { signal, timeout: NO_LIMIT_MS, allowInputRequired: true as const };
    const ask = () => client.request({ method, params }, options);
    const answer = await onceOpened(ask, mcp, signal).catch((error: unknown) => {
      throw askedInVain() ? new UpstreamError(inputRequired, error) : error;
    });
    const json = JSON.parse(JSON.stringify(answer)) as JsonObject;
    if (isDeeperThan(json, MAX_JSON_DEPTH)) throw new UpstreamError(notMcp(`more than ${MAX_JSON_DEPTH} levels`));
    return withoutForeignMeta(json);
  });
  return asking.finally(clearTimeUp);
}
