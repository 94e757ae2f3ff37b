/** How long a request that was let through holds its key without renewing that. */
export const LEASE_MS = 120_000;

/** What a caller's ledger says to a request that shows an Idempotency-Key. */
export type Begun =
  /** The request is the first, or those before it left no answer. `lease` is to be given back with the answer. */
  | { readonly state: "begun"; readonly lease: string }
  | { readonly state: "answered"; readonly answer: Uint8Array }
  | { readonly state: "in_progress" }
  /** There is no room for another key before this one expires. */
  | { readonly state: "full"; readonly retryAfterMs: number }
  /** The key came before, with another request. */
  | { readonly state: "reused" };
