// The SDK's context of a request, as a surface sees it.

import type {
  ClientCapabilities,
  ContentBlock,
  Implementation,
  Server,
  ServerContext,
} from "@modelcontextprotocol/server";
import type { Json, JsonObject } from "../../engine/json.ts";
import { STATELESS } from "../relay/mcp/connect.ts";
import type { Asked } from "../relay/mcp/mcp-caller.ts";
import type { CallContext, Client } from "./surface.ts";

/** Under this name in a progress notification's `_meta` a part of the result comes before the result. */
export const PARTIAL_META_KEY = "nxscall.com/partial";

/** A person may have to answer; the call that waits for it has a limit of its own. */
const PATIENCE_MS = 5 * 60_000;

export function callContext(
  server: Server,
  ctx: ServerContext,
  revision: string,
  waitUntil: (work: Promise<unknown>) => void,
): CallContext {
  const token = ctx.mcpReq._meta?.progressToken;
  let reached: number | null = null;
  // A client that is gone is told nothing more; that is no fault of the call.
  const tell = (params: Record<string, unknown>) => {
    if (token === undefined) return;
    waitUntil(
      ctx.mcpReq
        .notify({ method: "notifications/progress", params: { progressToken: token, ...params } })
        .catch(nothing),
    );
  };
  return {
    signal: ctx.mcpReq.signal,
    client: clientOf(server, revision),
    progress: ({ progress, total, message }) => {
      reached = grown(reached, progress);
      tell({ progress: reached, ...(total !== undefined && { total }), ...(message !== undefined && { message }) });
    },
    partial: (item) => {
      reached = Math.floor(reached ?? 0) + 1;
      tell({ progress: reached, message: textOf(item), _meta: { [PARTIAL_META_KEY]: item } });
    },
    log: (level, data, logger) => waitUntil(ctx.mcpReq.log(level, data, logger).catch(nothing)),
    ask: server.getNegotiatedProtocolVersion() === STATELESS ? null : (asked) => ask(ctx, asked),
    waitUntil,
  };
}

/** Progress has to grow with each notification, whoever counts. `before`: null at first. */
export function grown(before: number | null, progress: number): number {
  if (before === null || progress > before) return progress;
  return before + Math.max(1, Math.abs(before)) * Number.EPSILON;
}

async function ask({ mcpReq }: ServerContext, { method, params, signal }: Asked): Promise<JsonObject> {
  // What a server asks is for the client to judge: the SDK checks it on its way out.
  const request = { method, ...(params && { params }) };
  const either = AbortSignal.any([mcpReq.signal, signal]);
  const answer = await mcpReq.send(request, { signal: either, timeout: PATIENCE_MS });
  return JSON.parse(JSON.stringify(answer)) as JsonObject;
}

function clientOf(server: Server, revision: string): Client {
  // The accessors answer in both eras: from `initialize`, or from the request's own envelope.
  const info: Implementation | undefined = server.getClientVersion();
  const capabilities: ClientCapabilities = server.getClientCapabilities() ?? {};
  return { revision, info, capabilities };
}

function textOf(item: ContentBlock | Json): string {
  if (typeof item === "string") return item;
  if (typeof item === "object" && item !== null && "text" in item && typeof item.text === "string") return item.text;
  return JSON.stringify(item);
}

function nothing(): void {}
