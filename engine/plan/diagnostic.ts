/** One fault of a definition: what, where, and how to mend it. A check reports every fault at once. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** Stable and documented, snake_case: `unknown_step`, `cycle`, … */
  readonly code: string;
  /** RFC 6901, from the definition's root: `/steps/2/arguments/query`. */
  readonly pointer: string;
  /** What is wrong, in words that name the offending value. */
  readonly message: string;
  /** How to mend it. */
  readonly hint?: string;
}
