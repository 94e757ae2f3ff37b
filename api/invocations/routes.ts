import type { RouteHandler } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { KeyedEnv } from "../http/context.ts";
import { framed, STREAM_HEADERS, type StreamType, streamTypeWanted } from "../http/message-stream.ts";
import { readCursor, readPage } from "../http/page.ts";
import { namedOf } from "../http/some-of.ts";
import { Problem, problemBody } from "../http/problem.ts";
import { admittedOr429, rateHeaders } from "../http/rate-limit.ts";
import { deprecationHeaders } from "../tools/deprecation.ts";
import type {
  getInvocationContract,
  invokeBatchContract,
  invokeToolContract,
  listInvocationsContract,
} from "./contract.ts";
import { STATUSES } from "./contract.ts";
import type { Invocation } from "./invocation.ts";
import { type BatchOutcome, invokeBatch as invokeAll } from "./invoke-batch.ts";
import { admitCall, type AdmittedCall, invokeTool as invoke } from "./invoke-tool.ts";
import { listInvocations as list } from "./list-invocations.ts";
import { presentLogged } from "./logged-invocation.ts";
import { readInvocation } from "./read-invocation.ts";
import { readyCall } from "./ready-call.ts";
import { startInvocation } from "./start-invocation.ts";
import { lastMessage, streamInvocation } from "./stream-invocation.ts";

export const invokeTool: RouteHandler<typeof invokeToolContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const { async: inBackground, callbackUrl = null, ...body } = c.req.valid("json");
  const { toolId } = c.req.valid("param");
  const definitionHash = c.req.valid("header")["x-nexuscall-definition-hash"];
  const request = await readyCall(services, c.get("principal"), { ...body, toolId, definitionHash });
  const deprecation = deprecationHeaders(request.tool);
  if (inBackground || callbackUrl !== null) {
    const started = await startInvocation(services, request, callbackUrl);
    const invocationId = admittedOr429(started);
    const location = { Location: `/api/v1/mcp/invocations/${invocationId}` };
    const headers = { ...rateHeaders(started.rate), ...deprecation, ...location };
    return c.json({ invocationId, status: "pending" as const }, 202, headers);
  }
  const streamType = streamTypeWanted(c);
  if (streamType !== null) {
    const admitted = await admitCall(services, request);
    const call = admittedOr429(admitted);
    return streamed(c, call, streamType, { ...rateHeaders(admitted.rate), ...deprecation });
  }
  const admitted = await invoke(services, c.executionCtx, request);
  return c.json(present(admittedOr429(admitted)), 200, { ...rateHeaders(admitted.rate), ...deprecation });
};

function streamed(c: Context<KeyedEnv>, call: AdmittedCall, type: StreamType, about: Record<string, string>): Response {
  const goesOn = c.req.header("Idempotency-Key") !== undefined;
  const { body, invocation } = streamInvocation(c.get("services"), c.executionCtx, call, { type, goesOn });
  const headers = { "Content-Type": type, ...about, ...STREAM_HEADERS };
  if (goesOn) {
    const kept = invocation.then((made) => new Response(framed(type, lastMessage(made)), { headers }));
    c.set("repeatAnswer", kept);
  }
  return c.body(body, 200, { ...headers, "X-NexusCall-Invocation-Id": call.invocationId });
}

export const invokeBatch: RouteHandler<typeof invokeBatchContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const outcomes = await invokeAll(
    c.req.valid("json").calls,
    async ({ async: inBackground, callbackUrl, ...asked }) => {
      const request = await readyCall(services, c.get("principal"), asked);
      if (inBackground || callbackUrl !== undefined) {
        const started = await startInvocation(services, request, callbackUrl ?? null);
        return { pending: { invocationId: admittedOr429(started) } };
      }
      return { invocation: admittedOr429(await invoke(services, c.executionCtx, request)) };
    },
  );
  return c.json({ results: outcomes.map((outcome) => presentOutcome(c.get("requestId"), outcome)) }, 200);
};

export const listInvocations: RouteHandler<typeof listInvocationsContract, KeyedEnv> = async (c) => {
  const { limit, cursor, status, ...query } = c.req.valid("query");
  const position = readCursor(cursor);
  const filter = { ...query, statuses: namedOf(STATUSES, status) };
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    list(c.get("services").db, c.get("principal").agentId, filter, { limit: rowCount, position }),
  );
  return c.json({ data: rows.map(presentLogged), nextCursor }, 200);
};

export const getInvocation: RouteHandler<typeof getInvocationContract, KeyedEnv> = async (c) => {
  const { invocationId } = c.req.valid("param");
  const row = await readInvocation(c.get("services"), c.get("principal").agentId, invocationId);
  if (row === null) throw new Problem("not_found", "There is no invocation of this id that you made or answered.");
  const { input, output } = row;
  return c.json({ ...presentLogged(row), input, output }, 200);
};

function presentOutcome(requestId: string, outcome: BatchOutcome) {
  if (!outcome.ok) {
    const { problem } = outcome;
    return { ok: false as const, problem: problemBody(requestId, problem), ...retryAfter(problem) };
  }
  return "pending" in outcome ? outcome : { ok: true as const, invocation: present(outcome.invocation) };
}

function present({ warnings, ...invocation }: Invocation) {
  return { ...invocation, ...(warnings && { warnings: [...warnings] }) };
}

function retryAfter({ headers }: Problem): { retryAfterSeconds?: number } {
  const seconds = headers["Retry-After"];
  return seconds === undefined ? {} : { retryAfterSeconds: Number(seconds) };
}
