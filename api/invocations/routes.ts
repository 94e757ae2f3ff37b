import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { readCursor, readPage } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import { admittedOr429, rateHeaders } from "../http/rate-limit.ts";
import { mismatches } from "../http/schema-faults.ts";
import { deprecationHeaders } from "../tools/deprecation.ts";
import { findCallable } from "../tools/find-callable.ts";
import { argumentFaults } from "../tools/validate-arguments.ts";
import type { getInvocationContract, invokeToolContract, listInvocationsContract } from "./contract.ts";
import { invokeTool as invoke } from "./invoke-tool.ts";
import { listInvocations as selectInvocations, selectInvocation } from "./store.ts";
import type { InvocationSummaryRow } from "./store.ts";

export const invokeTool: RouteHandler<typeof invokeToolContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const { arguments: args = {}, timeout: timeoutMs } = c.req.valid("json");
  const tool = await findCallable(services.db, {
    toolId: c.req.valid("param").toolId,
    callerId: c.get("principal").agentId,
    pinnedHash: c.req.valid("header")["x-nexuscall-definition-hash"],
  });
  const faults = await argumentFaults(tool, args);
  if (faults.length > 0) {
    throw new Problem("invalid_arguments", "The arguments do not fit the tool's inputSchema; see errors[].", {
      errors: mismatches("arguments", faults),
    });
  }
  const request = { caller: c.get("principal"), tool, arguments: args, timeoutMs };
  const admitted = await invoke(services, c.executionCtx, request);
  return c.json(admittedOr429(admitted), 200, { ...rateHeaders(admitted.rate), ...deprecationHeaders(tool) });
};

export const listInvocations: RouteHandler<typeof listInvocationsContract, KeyedEnv> = async (c) => {
  const { limit, cursor, ...filter } = c.req.valid("query");
  const position = readCursor(cursor);
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    selectInvocations(
      c.get("services").db,
      { ...filter, agentId: c.get("principal").agentId },
      { limit: rowCount, position },
    ),
  );
  return c.json({ data: rows.map(present), nextCursor }, 200);
};

export const getInvocation: RouteHandler<typeof getInvocationContract, KeyedEnv> = async (c) => {
  const { invocationId } = c.req.valid("param");
  const row = await selectInvocation(c.get("services").db, invocationId, c.get("principal").agentId);
  if (row === undefined) throw new Problem("not_found", "There is no invocation of this id that you made or answered.");
  const { input, output } = row;
  return c.json({ ...present(row), input, output }, 200);
};

function present(row: InvocationSummaryRow) {
  const { errorCode, errorMessage } = row;
  return {
    id: row.id,
    toolId: row.toolId,
    callerAgentId: row.callerAgentId,
    providerAgentId: row.providerAgentId,
    status: row.status,
    error: errorCode === null && errorMessage === null ? null : { code: errorCode, message: errorMessage },
    latencyMs: row.latencyMs,
    createdAt: row.createdAt,
    completedAt: row.completedAt,
  };
}
