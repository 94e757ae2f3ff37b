// Every answer that is not a success: RFC 9457 problem+json.

import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Json, JsonObject } from "../../engine/json.ts";
import type { AppEnv } from "./context.ts";
import { jsonValue } from "./json-value.ts";
import { PROBLEMS } from "./problem-codes.ts";
import type { ProblemCode } from "./problem-codes.ts";
import { UNAUTHENTICATED } from "./shared-problems.ts";
import type { SharedProblem } from "./shared-problems.ts";

/** RFC 6902, as a body holds it. */
export type JsonPatch = { op: "add" | "remove" | "replace" | "move"; path: string; from?: string; value?: Json }[];

/** One fault among several. */
export interface FieldFault {
  readonly code: string;
  /** RFC 6901, into the body; for a query parameter `/query/<name>`. */
  readonly pointer: string;
  readonly message: string;
  readonly hint?: string;
  /** JSON Patch against the body. */
  readonly fix?: JsonPatch;
}

/** Thrown anywhere below a route; the app's error handler answers with it. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldFault[];
  readonly headers: Readonly<Record<string, string>>;
  /** Further members of the answer (RFC 9457, 3.2), as the schema below names them. */
  readonly members: JsonObject;

  /** `detail` says what happened and what to do, in words for whoever called. */
  constructor(
    code: ProblemCode,
    detail: string,
    extra: { errors?: readonly FieldFault[]; headers?: Record<string, string>; members?: JsonObject } = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = extra.errors ?? [];
    this.headers = extra.headers ?? {};
    this.members = extra.members ?? {};
  }
}

/** The problem as a body says it; `requestId` is the request's that met it. */
export function problemBody(requestId: string, problem: Problem) {
  const kind = PROBLEMS[problem.code];
  return {
    type: `https://nxscall.com/docs/errors#${problem.code}`,
    title: kind.title,
    status: kind.status,
    detail: problem.message,
    code: problem.code,
    requestId,
    ...problem.members,
    ...(problem.errors.length > 0 ? { errors: [...problem.errors] } : {}),
  };
}

export function problemResponse(c: Context<AppEnv>, problem: Problem): Response {
  const body = problemBody(c.get("requestId"), problem);
  return c.body(JSON.stringify(body), body.status, {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    ...problem.headers,
  });
}

/** A mend that a program can apply. */
export const patchSchema = z
  .array(
    z.object({
      op: z.enum(["add", "remove", "replace", "move"]),
      path: z.string(),
      from: z.string().optional(),
      value: jsonValue("What to add, or to put in place of what is there.").optional(),
    }),
  )
  .openapi({ description: "JSON Patch (RFC 6902) against the body that was sent." });

export const problemSchema = z
  .object({
    type: z.string().openapi({ format: "uri" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    requestId: z.string(),
    errors: z
      .array(
        z.object({
          code: z.string(),
          pointer: z.string(),
          message: z.string(),
          hint: z.string().optional(),
          severity: z.enum(["error", "warning"]).optional(),
          fix: patchSchema.optional(),
        }),
      )
      .optional(),
    successor: z
      .object({ id: z.string(), href: z.string() })
      .optional()
      .openapi({ description: "With `tool_gone`: the tool to use instead." }),
    definition: z
      .object({
        pinned: z.string(),
        current: z.string(),
        changes: z.array(z.object({ op: z.enum(["add", "remove", "replace"]), path: z.string(), value: z.unknown() })),
      })
      .partial({ changes: true })
      .optional()
      .openapi({ description: "With `definition_changed`: both hashes, and a JSON Patch from the one to the other." }),
    handoff: z
      .object({ status: z.string(), possible: z.array(z.string()) })
      .optional()
      .openapi({ description: "With `handoff_state`: its state, and what the caller can do with it." }),
    fitting: z
      .record(z.string(), z.array(z.object({ id: z.string(), name: z.string(), agentId: z.string() })))
      .optional()
      .openapi({ description: "With `slots_unfit`: tools that would fit, by the slot's name." }),
    chain: z
      .array(z.string())
      .optional()
      .openapi({ description: "With `handoff_loop`: the agents through whose hands the work would go." }),
  })
  .openapi("Problem");

/**
 * The `responses` entries of a contract for the problems that are its own, grouped by status as OpenAPI wants them.
 * What it shares with its kind (shared-problems.ts) comes without being named.
 */
export function problemResponses<Code extends Exclude<ProblemCode, SharedProblem>>(...codes: Code[]) {
  return responsesFor(codes);
}

/** For an open operation that reads a key all the same. */
export function unauthenticatedResponses() {
  return responsesFor(UNAUTHENTICATED);
}

function responsesFor<Code extends ProblemCode>(
  codes: readonly Code[],
): Record<(typeof PROBLEMS)[Code]["status"], ProblemResponse> {
  const responses: Record<number, ProblemResponse> = {};
  for (const code of codes) {
    const { status } = PROBLEMS[code];
    responses[status] = {
      description: withProblem(responses[status]?.description, code),
      content: { "application/problem+json": { schema: problemSchema } },
    };
  }
  return responses;
}

/** The description of a status, with this problem among those that it stands for. */
export function withProblem(description: string | undefined, code: ProblemCode): string {
  const { title, mend } = PROBLEMS[code];
  const text = `\`${code}\`: ${title}. ${mend}`;
  if (description === undefined) return text;
  return description.includes(text) ? description : `${description}\n\n${text}`;
}

interface ProblemResponse {
  description: string;
  content: { "application/problem+json": { schema: typeof problemSchema } };
}
