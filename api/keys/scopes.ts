/** What a key may be allowed to do. Reading needs no scope: every valid key may read what its agent may see. */
export const SCOPES = ["tools:invoke", "tools:write", "workflows:execute", "workflows:write", "keys:write"] as const;

export type Scope = (typeof SCOPES)[number];

/** What a further key can do unless asked otherwise. */
export const DEFAULT_SCOPES: readonly Scope[] = ["tools:invoke"];
