import { Problem } from "../http/problem.ts";
import type { Principal } from "../keys/principal.ts";

/** Throws the problem `insufficient_scope` where the caller may not call tools. */
export function requireInvokeScope({ scopes }: Principal): void {
  if (scopes.includes("tools:invoke")) return;
  throw new Problem("insufficient_scope", 'Calling tools needs a key with the scope "tools:invoke".', {
    headers: { "WWW-Authenticate": 'Bearer error="insufficient_scope", scope="tools:invoke"' },
  });
}
