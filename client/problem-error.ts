// From what openapi-fetch gives to an answer, or to an error that says what the hub said (RFC 9457).

import type { components } from "./openapi.gen.ts";

export type Problem = components["schemas"]["Problem"];
/** "unknown": the answer came from something before the hub, and is no problem of its own. */
export type ProblemCode = Problem["code"] | "unknown";

/** The hub's refusal. */
export class ProblemError extends Error {
  readonly status: number;
  /** Of the answer: `Retry-After`, say. */
  readonly headers: Headers;
  readonly code: ProblemCode;
  /** Null where the answer is not the hub's. */
  readonly problem: Problem | null;
  /** To name when the fault is the hub's. */
  readonly requestId: string | null;

  constructor(response: Response, body: unknown) {
    const problem = isProblem(body) ? body : null;
    const code = problem?.code ?? "unknown";
    super(`${new URL(response.url).pathname} answered ${response.status} ${code}: ${problem?.detail ?? textOf(body)}`);
    this.name = "ProblemError";
    this.status = response.status;
    this.headers = response.headers;
    this.code = code;
    this.problem = problem;
    this.requestId = problem?.requestId ?? null;
  }
}

/** @throws ProblemError where the answer is not 2xx */
export async function answerOf<Answer>(
  asked: Promise<{ data?: Answer; error?: unknown; response: Response }>,
): Promise<Answer> {
  const { data, error, response } = await asked;
  if (!response.ok) throw new ProblemError(response, error);
  return data as Answer;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "detail" in body;
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body.slice(0, 200) : JSON.stringify(body);
}
