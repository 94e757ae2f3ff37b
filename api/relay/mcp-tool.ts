// A tool of an upstream MCP server, or of an agent that is connected: tools/call in the revision that it speaks.

import {
  type CallToolResult,
  isInputRequiredResult,
  LOG_LEVEL_META_KEY,
  type LoggingMessageNotification,
  type Progress,
  ProtocolError,
  type Tool,
} from "@modelcontextprotocol/client";
import { isDeeperThan, MAX_JSON_DEPTH, type Json, type JsonObject } from "../../engine/json.ts";
import type { Failure, Outcome } from "../../engine/run/outcome.ts";
import { traceHeaders } from "../telemetry/tracing.ts";
import type { ToolUpstream } from "../tools/tool.ts";
import type { ToolCallRequest } from "./call-tool.ts";
import { openCredentials } from "./credentials.ts";
import { noCredentials } from "./http-tool.ts";
import { callAsTask } from "./mcp/call-as-task.ts";
import type { Upstream, UpstreamReach } from "./mcp/connect.ts";
import { excerpt, failureOf, inputRequired, notMcp, UpstreamError } from "./mcp/failures.ts";
import { withoutForeignMeta } from "./mcp/foreign-meta.ts";
import { inSession } from "./mcp/in-session.ts";
import { letAsk } from "./mcp/let-ask.ts";
import { LIST_NOTICES } from "./mcp/list-notices.ts";
import type { McpCaller } from "./mcp/mcp-caller.ts";
import { onceOpened } from "./mcp/once-opened.ts";
import { MAX_RESULT_BYTES, tooLarge } from "./result.ts";

/** What a call's stream may weigh: its result, and what comes on the way there. */
const MAX_STREAM_BYTES = 4 * MAX_RESULT_BYTES;
/** For who waits for the answer of a synchronous call. */
const MAX_PATIENCE_MS = 5_000;
/** The object that holds an agent's socket forgets a call later than its caller does. */
const GRACE_MS = 5_000;
/** Others end the call: the engine, or its caller. */
const NO_LIMIT_MS = 24 * 60 * 60_000;

export async function callMcpTool(request: ToolCallRequest): Promise<Outcome> {
  const { tool, callerAgentId, signal, waitUntil } = request;
  const { upstream } = tool;
  if (upstream === null) return failed(notMcp("the tool belongs to no server"));
  const reach = await reachOf(request, upstream);
  if (reach === null) return failed(noCredentials);
  const { serverId, revision } = upstream;
  try {
    const capabilities = request.mcp?.capabilities ?? {};
    const limits = { maxBytes: MAX_STREAM_BYTES, signal, waitUntil };
    const target = { ...reach, ...limits, serverId, revision, callerAgentId, capabilities };
    return await inSession(target, (server) => call(server, request, upstream));
  } catch (error) {
    if (error instanceof UpstreamError && error.cause instanceof ProtocolError) request.mcp?.refused(error.cause);
    return failed(failureOf(error));
  }
}

/** Null where the credentials do not open. */
async function reachOf(request: ToolCallRequest, upstream: ToolUpstream): Promise<UpstreamReach | null> {
  const { tool, callerAgentId, egress, masterKeys, timeoutMs, agentLink } = request;
  const { serverId: id, isRepeatable } = upstream;
  if (tool.protocol === "agent") {
    const patienceMs = patienceOf(request);
    return { link: agentLink(id), patienceMs, timeoutMs: timeoutMs + GRACE_MS, isRepeatable, callerAgentId };
  }
  if (tool.authConfig === null) return { url: tool.endpoint, egress, credentials: undefined };
  const credentials = await openCredentials(masterKeys, tool, tool.authConfig, { id, agentId: tool.agentId });
  return credentials && { url: tool.endpoint, egress, credentials };
}

/** How long an agent that is away is waited for: so that the caller is told that it is, and not that its time is up. */
function patienceOf({ timeoutMs, isDurable }: ToolCallRequest): number {
  const most = timeoutMs * 0.9;
  return isDurable ? most : Math.min(most, MAX_PATIENCE_MS);
}

async function call({ client }: Upstream, request: ToolCallRequest, upstream: ToolUpstream): Promise<Outcome> {
  const { tool, signal, timeoutMs, waitUntil, mcp, onListChanged } = request;
  const { name, runsAsTask } = upstream;
  const askedInVain = letAsk(client, mcp);
  if (onListChanged) for (const list of LIST_NOTICES) client.setNotificationHandler(list, onListChanged);
  if (mcp) client.setNotificationHandler("notifications/message", ({ params }) => told(mcp, params));
  const params = {
    name,
    arguments: request.arguments as Record<string, unknown>,
    ...mcp?.answers,
    ...metaOf(request),
  };
  const options = {
    signal,
    timeout: NO_LIMIT_MS,
    allowInputRequired: true as const,
    toolDefinition: definitionOf(name, tool.inputSchema),
    ...(mcp && { onprogress: (progress: Progress) => mcp.progress(progress) }),
  };
  const ask = () =>
    runsAsTask ? callAsTask(client, params, timeoutMs, { ...options, waitUntil }) : client.callTool(params, options);
  const result = await onceOpened(ask, mcp, signal).catch((error: unknown) => {
    throw askedInVain() ? new UpstreamError(inputRequired, error) : error;
  });
  const outcome = isInputRequiredResult(result) ? failed(inputRequired) : outcomeOf(result);
  if (mcp && canPass(result, outcome)) mcp.result(withoutForeignMeta(result as JsonObject) as typeof result);
  return !isInputRequiredResult(result) && result.isError === true && askedInVain() ? failed(inputRequired) : outcome;
}

/** A connected agent is told what an HTTP endpoint is told in headers. */
function metaOf({ tool, mcp, invocationId, idempotencyKey }: ToolCallRequest) {
  const ids = { "nxscall.com/invocationId": invocationId, "nxscall.com/idempotencyKey": idempotencyKey };
  // The caller's own level decides what reaches it.
  const _meta = {
    ...(mcp && { [LOG_LEVEL_META_KEY]: "debug" }),
    ...(tool.protocol === "agent" && { ...ids, ...traceHeaders() }),
  };
  return Object.keys(_meta).length > 0 ? { _meta } : {};
}

function told(mcp: McpCaller, { level, data, logger }: LoggingMessageNotification["params"]): void {
  const json = data as Json;
  if (!isDeeperThan(json, MAX_JSON_DEPTH)) mcp.log(level, json, logger);
}

/** A result goes to who speaks MCP as it came, unless it is what no result may be. */
function canPass(result: object, outcome: Outcome): boolean {
  if (outcome.type === "failure" && outcome.failure.code !== "tool_error" && outcome.failure !== inputRequired)
    return false;
  const json = result as JsonObject;
  return !isDeeperThan(json, MAX_JSON_DEPTH) && JSON.stringify(json).length <= MAX_RESULT_BYTES;
}

/** From its `inputSchema` the client takes which arguments are sent as headers too (`x-mcp-header`). */
function definitionOf(name: string, inputSchema: Json | null): Tool {
  return { name, inputSchema: (inputSchema ?? { type: "object" }) as Tool["inputSchema"] };
}

/** What a result of tools/call comes to: its structured content, or else its blocks. */
export function outcomeOf({ content, structuredContent, isError }: CallToolResult): Outcome {
  if (isError === true) return failed(toolError(content));
  const result = (structuredContent ?? content) as Json;
  if (isDeeperThan(result, MAX_JSON_DEPTH)) return failed(notMcp(`a result that nests deeper than ${MAX_JSON_DEPTH}`));
  const sizeBytes = JSON.stringify(result).length;
  return sizeBytes > MAX_RESULT_BYTES ? failed(tooLarge) : { type: "success", result, sizeBytes };
}

function toolError(content: CallToolResult["content"]): Failure {
  const said = content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n");
  const message =
    said === "" ? "The tool answered with an error." : `The tool answered with an error: ${excerpt(said)}`;
  return { code: "tool_error", message, retryable: false };
}

function failed(failure: Failure): Outcome {
  return { type: "failure", failure };
}
