import type { FieldFault } from "../http/problem.ts";
import type { Principal } from "./principal.ts";
import { spellOut } from "./scopes.ts";
import type { AskedScope } from "./scopes.ts";

/** What is asked for in `/scopes` beyond what the caller may pass on. */
export function scopeFaults(asked: readonly AskedScope[], held: Principal["scopes"]): FieldFault[] {
  return asked.flatMap((name, i) => {
    const lacking = spellOut(name).filter((scope) => !held.includes(scope));
    if (lacking.length === 0) return [];
    const message = `The caller does not have ${lacking.map((scope) => `"${scope}"`).join(", ")} itself.`;
    return [{ code: "scope_not_held", pointer: `/scopes/${i}`, message }];
  });
}
