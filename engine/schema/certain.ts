// Which failures stay failures whatever some parts of the value turn out to be. A definition's arguments are
// checked before a run, when what its placeholders will give is not known, or only its type.

import type { Failure } from "./failure.ts";
import { typesOf } from "./leaf-message.ts";

export interface Unknowns {
  /** The types that the value at `pointer` can have (undefined: any), where it is not known itself. */
  at(pointer: string): { readonly types: readonly string[] | undefined } | undefined;
  /** Whether the value at `pointer` is unknown or has an unknown part. */
  within(pointer: string): boolean;
}

export function certainFailures(failures: readonly Failure[], unknowns: Unknowns): Failure[] {
  return failures.flatMap((failure) => certain(failure, unknowns) ?? []);
}

function certain(failure: Failure, unknowns: Unknowns): Failure | undefined {
  const { keyword, pointer, branches } = failure;
  const unknown = unknowns.at(pointer);
  switch (keyword) {
    case "type":
      if (unknown === undefined) return failure;
      return unknown.types !== undefined && disjoint(unknown.types, typesOf(failure.compiled)) ? failure : undefined;
    case "allOf":
    case "ref":
    case "properties":
    case "patternProperties":
    case "additionalProperties":
    case "dependentSchemas":
    case "items":
    case "prefixItems": {
      const kept = branches.flatMap((branch) => {
        if (branch.failures.length === 0) return [branch];
        const inner = certainFailures(branch.failures, unknowns);
        return inner.length === 0 ? [] : [{ ...branch, failures: inner }];
      });
      return kept.length === 0 ? undefined : { ...failure, branches: kept };
    }
    case "anyOf":
    case "oneOf": {
      const forms = Array.isArray(failure.compiled) ? failure.compiled.length : branches.length;
      if (branches.length < forms) return unknowns.within(pointer) ? undefined : failure;
      const refusing = branches.map((branch) => ({ ...branch, failures: certainFailures(branch.failures, unknowns) }));
      // One form that might fit is enough to let the value pass.
      const mightFit = refusing.some(
        ({ failures }, index) => failures.length === 0 && branches[index]?.failures.length !== 0,
      );
      return mightFit ? undefined : { ...failure, branches: refusing };
    }
    case "required":
    case "dependentRequired":
    case "propertyNames":
    case "minProperties":
    case "maxProperties":
    case "minItems":
    case "maxItems":
      // Names and numbers of parts are as written, unless the whole value is a placeholder.
      return unknown === undefined ? failure : undefined;
    default:
      return unknowns.within(pointer) ? undefined : failure;
  }
}

function disjoint(actual: readonly string[], allowed: readonly string[]): boolean {
  return actual.every((type) => {
    if (type === "integer" || type === "number") return !allowed.includes("number") && !allowed.includes("integer");
    return !allowed.includes(type);
  });
}
