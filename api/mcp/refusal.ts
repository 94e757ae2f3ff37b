// What becomes, in JSON-RPC, of everything that is thrown while a request is answered.

import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { JsonObject } from "../../engine/json.ts";
import { PROBLEMS } from "../http/problem-codes.ts";
import { Problem } from "../http/problem.ts";
import { logError } from "../platform/log.ts";

/** JSON-RPC 2.0, 5.1: the first of the codes that are a server's own. */
const REFUSED = -32_000;

/** The error that a client is told. What nobody foresaw is logged, and told without its inside. */
export function protocolError(thrown: unknown, method: string): ProtocolError {
  if (thrown instanceof ProtocolError) return thrown;
  if (thrown instanceof Problem) return new ProtocolError(codeOf(thrown), thrown.message, refusalData(thrown));
  logError("an MCP request failed unexpectedly", thrown, { method });
  return new ProtocolError(
    ProtocolErrorCode.InternalError,
    "The hub could not answer this request. Please try again.",
    {
      code: "internal_error",
    },
  );
}

/** What a program can go by: the problem's code, every fault, when to come back. */
export function refusalData({ code, errors, members, headers }: Problem): JsonObject {
  const seconds = headers["Retry-After"];
  return {
    code,
    ...members,
    ...(errors.length > 0 && { errors: errors.map((fault) => ({ ...fault })) }),
    ...(seconds !== undefined && { retryAfterSeconds: Number(seconds) }),
  };
}

/** What is wrong with the request itself is -32602; what the hub does not let pass is its own. */
function codeOf({ code }: Problem): number {
  const { status } = PROBLEMS[code];
  if (status === 500) return ProtocolErrorCode.InternalError;
  return status === 401 || status === 403 || status === 429 ? REFUSED : ProtocolErrorCode.InvalidParams;
}

/** An answer to a request that the SDK did not get to see. */
export function protocolRefusal({ code, message, data }: ProtocolError, id: string | number | null): Response {
  return Response.json({ jsonrpc: "2.0", id, error: { code, message, data } }, { status: 400 });
}

/** An answer to an HTTP request that never became a JSON-RPC request. */
export function refusedRequest(problem: Problem, id: string | number | null = null): Response {
  const { status } = PROBLEMS[problem.code];
  const code = problem.code === "malformed_json" ? ProtocolErrorCode.ParseError : REFUSED;
  const error = { code, message: problem.message, data: refusalData(problem) };
  return Response.json(
    { jsonrpc: "2.0", id, error },
    { status, headers: { "Cache-Control": "no-store", ...problem.headers } },
  );
}
