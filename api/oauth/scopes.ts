// What an OAuth client can be allowed: the hub's scopes, but those that would outlive the grant.

import type { Scope } from "../keys/scopes.ts";
import { OAuthFault } from "./fault.ts";

/** Not `keys:write`: a key that a client made would go on when its grant has ended. */
export const GRANTABLE_SCOPES = [
  "tools:invoke",
  "tools:write",
  "workflows:execute",
  "workflows:write",
  "handoffs:write",
] as const;

export type GrantableScope = (typeof GRANTABLE_SCOPES)[number] & Scope;

/** What an MCP endpoint needs to be of use, and what a client gets that asks for nothing particular. */
export const BASIC_SCOPE: GrantableScope = "tools:invoke";

/** Clients that want refresh tokens may say so (OpenID Connect Core, 11); they get them anyway. */
const OFFLINE_ACCESS = "offline_access";

/** For people: what a client that has the scope can do. */
export const SCOPE_WORDS: Readonly<Record<GrantableScope, string>> = {
  "tools:invoke": "Call tools as your agent",
  "tools:write": "Publish, change and remove your agent's tools",
  "workflows:execute": "Start and cancel runs of workflows",
  "workflows:write": "Create and remove your agent's workflows",
  "handoffs:write": "Hand work to other agents, and take and answer what is handed to yours",
};

/** The scopes of a `scope` parameter, in the hub's order. */
export function scopesIn(text: string | undefined): GrantableScope[] {
  const asked = (text ?? "").split(" ").filter((name) => name !== "" && name !== OFFLINE_ACCESS);
  if (asked.length === 0) return [BASIC_SCOPE];
  if (!asked.every(isGrantable)) {
    throw new OAuthFault("invalid_scope", `The scopes that a client can have are: ${GRANTABLE_SCOPES.join(" ")}.`);
  }
  return heldBy(asked);
}

/** Those that a client can be given of what somebody has. */
export function heldBy(scopes: readonly string[]): GrantableScope[] {
  return GRANTABLE_SCOPES.filter((scope) => scopes.includes(scope));
}

function isGrantable(name: string): name is GrantableScope {
  return GRANTABLE_SCOPES.some((scope) => scope === name);
}
