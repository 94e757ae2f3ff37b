// Problems that follow from what an operation takes: a key, a body, a page. No contract names them; the document has
// them for every operation of the kind (api/docs/document.ts).

import type { ProblemCode } from "./problem-codes.ts";

/** Wherever a key is taken, so are a token and a session. */
export const UNAUTHENTICATED = [
  "missing_key",
  "invalid_key",
  "expired_key",
  "invalid_token",
  "expired_token",
  "invalid_session",
] as const satisfies ProblemCode[];

/** Of what reads the body (read-json.ts), whether or not the contract wants one. */
const UNREADABLE = [
  "malformed_json",
  "nesting_too_deep",
  "body_too_large",
  "unsupported_media_type",
] as const satisfies ProblemCode[];

/** Of the ledger that answers repeats (idempotent.ts). */
const REPEATED = [
  "invalid_idempotency_key",
  "idempotency_in_progress",
  "idempotency_key_reused",
  "idempotency_full",
] as const satisfies ProblemCode[];

export type SharedProblem =
  | (typeof UNAUTHENTICATED | typeof UNREADABLE | typeof REPEATED)[number]
  | "insufficient_scope"
  | "invalid_request"
  | "invalid_parameter"
  | "invalid_cursor";

export interface Taken {
  readonly method: string;
  readonly key: boolean;
  readonly scope: boolean;
  /** The contract checks the body, so that one may not fit. */
  readonly checkedBody: boolean;
  readonly query: readonly string[];
  /** It refuses query parameters that are not among these. */
  readonly ownQuery: boolean;
  /** A name in the path may not fit. */
  readonly checkedPath: boolean;
}

export function sharedProblems({
  method,
  key,
  scope,
  checkedBody,
  query,
  ownQuery,
  checkedPath,
}: Taken): ProblemCode[] {
  const sent = ["post", "put", "patch"].includes(method);
  return [
    ...(key ? UNAUTHENTICATED : []),
    ...(scope ? (["insufficient_scope"] as const) : []),
    ...(key && method !== "get" ? (["forgery_suspected"] as const) : []),
    ...(key && method === "post" ? REPEATED : []),
    ...(sent ? UNREADABLE : []),
    ...(checkedBody ? (["invalid_request"] as const) : []),
    ...(query.length > 0 || ownQuery || checkedPath ? (["invalid_parameter"] as const) : []),
    ...(query.includes("cursor") ? (["invalid_cursor"] as const) : []),
  ];
}
