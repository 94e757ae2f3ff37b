import { Problem } from "../http/problem.ts";
import type { Principal } from "../keys/principal.ts";
import type { Scope } from "../keys/scopes.ts";

/** Throws the problem `insufficient_scope` where the caller may not call tools, or lacks what these need besides. */
export function requireInvokeScope(caller: Principal, besides: readonly Scope[] = []): void {
  requireScopes(caller, ["tools:invoke", ...besides]);
}

/** Throws the problem `insufficient_scope` where the caller lacks one of these. */
export function requireScopes({ scopes }: Principal, needed: readonly Scope[]): void {
  const missing = needed.find((scope) => !scopes.includes(scope));
  if (missing === undefined) return;
  // All that the call needs, so that a client that asks for just this can make it.
  const challenge = `Bearer error="insufficient_scope", scope="${[...new Set(needed)].join(" ")}"`;
  throw new Problem("insufficient_scope", `This call needs a key with the scope "${missing}".`, {
    headers: { "WWW-Authenticate": challenge },
  });
}
