// What a template may see.

import type { Json } from "../json.ts";
import type { StoredInScope } from "./stored.ts";

export interface Scope {
  readonly input: Json;
  /** The steps that the template's owner depends on, by id; for the run's output, all steps. No prototype. */
  readonly steps: Readonly<Record<string, StepView>>;
  readonly run: { readonly id: string };
  /** Set inside a forEach only. */
  readonly item?: Json;
  readonly index?: number;
  /** What of all this is kept elsewhere: null stands in its place. */
  readonly stored?: readonly StoredInScope[];
}

export interface StepView {
  readonly status: "success" | "failed" | "skipped" | "cancelled";
  /** Set if and only if `status` is success. */
  readonly result?: Json;
  readonly error?: { readonly code: string; readonly message: string };
}
