// What the tools that run templates share: what their templates see, and what a fault comes to.

import type { Json } from "../../../engine/json.ts";
import type { LocalFault } from "../../../engine/template/fault.ts";
import type { Scope } from "../../../engine/template/scope.ts";
import { type BuiltinResult, invalidInput } from "./builtin.ts";

/** The input alone: no steps, and the call itself as the run. */
export function scopeOf(input: Json, invocationId: string): Scope {
  return { input, steps: Object.create(null) as Scope["steps"], run: { id: invocationId } };
}

/** The template is wrong whatever its values are. */
export function syntaxFailure(fault: LocalFault): BuiltinResult {
  return invalidInput(inWords(fault));
}

/** The template does not work with these values: the same codes as in a step of a workflow. */
export function valueFailure(fault: LocalFault): BuiltinResult {
  return { failure: { code: fault.code, message: inWords(fault), retryable: false } };
}

function inWords({ message, hint }: LocalFault): string {
  return hint === undefined ? message : `${message} ${hint}`;
}
