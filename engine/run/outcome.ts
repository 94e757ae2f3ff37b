// What one attempt comes to. Failures are data: an outcome, never a throw.

import type { Json } from "../json.ts";
import type { Stored } from "../template/stored.ts";

export type Outcome =
  | Answer
  /** The attempt met a limit and holds a place from `until` on (ms since the epoch). It was not made, so it is not counted. */
  | { readonly type: "deferred"; readonly until: number }
  /** It is with somebody else now, whose answer comes as an `answer_received`. */
  | { readonly type: "handed_over" };

export type Answer =
  /** `sizeBytes`: what the result weighs as JSON, near enough to add up, without what is kept elsewhere. */
  | {
      readonly type: "success";
      readonly result: Json;
      readonly sizeBytes: number;
      /** What of the result is kept elsewhere; absent: nothing. */
      readonly stored?: readonly Stored[];
    }
  | { readonly type: "failure"; readonly failure: Failure };

export interface Failure {
  /** snake_case and stable: `provider_error`, `timeout`, `template_missing_path`, … */
  readonly code: string;
  readonly message: string;
  /** Whether a later attempt may do better; the step's policy decides whether there is one. */
  readonly retryable: boolean;
  /** The provider asked to be left alone for so long (its `Retry-After`). */
  readonly retryAfterMs?: number;
  /** The HTTP status that the provider answered with. */
  readonly providerStatus?: number;
}
