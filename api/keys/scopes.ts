/** What a key may be allowed to do. Reading needs no scope: every valid key may read what its agent may see. */
export const SCOPES = [
  "tools:invoke",
  "tools:write",
  "workflows:execute",
  "workflows:write",
  "handoffs:write",
  "keys:write",
] as const;

export type Scope = (typeof SCOPES)[number];

/** Short forms of several scopes. */
export const SCOPE_WILDCARDS = ["*", "tools:*", "workflows:*", "handoffs:*", "keys:*"] as const;

/** A scope, or a short form, as a request may name it. */
export type AskedScope = Scope | (typeof SCOPE_WILDCARDS)[number];

export const ASKED_SCOPES: readonly [AskedScope, ...AskedScope[]] = [...SCOPES, ...SCOPE_WILDCARDS];

/** What a further key can do unless asked otherwise. */
export const DEFAULT_SCOPES: readonly Scope[] = ["tools:invoke"];

/**
 * The scopes that are meant, each once. Short forms are spelt out when they are asked for, so that a scope that
 * comes into being later is never given to a key that exists already.
 */
export function spellOutScopes(asked: readonly AskedScope[]): Scope[] {
  return [...new Set(asked.flatMap(spellOut))];
}

export function spellOut(asked: AskedScope): readonly Scope[] {
  if (!asked.endsWith("*")) return [asked as Scope];
  return SCOPES.filter((scope) => scope.startsWith(asked.slice(0, -1)));
}
