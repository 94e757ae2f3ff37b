// What the hub finds wrong with a form, at the field that it is about.

import type { ReactNode } from "react";
import { faultsBelow } from "../../hub/hub.ts";

/** Null: nothing is wrong with this field of the request's body, or it was not sent yet. */
export function faultOf(error: Error | null, field: string): string | null {
  const own = `/${field}`;
  const found = [...faultsBelow(error, "")].flatMap(([pointer, message]) => {
    if (pointer === own) return [message];
    return pointer.startsWith(`${own}/`) ? [`${pointer.slice(own.length)}: ${message}`] : [];
  });
  return found.length === 0 ? null : found.join(" ");
}

/** What stands below a field: what is wrong with it, else the hint. */
export function below(
  fault: string | null,
  hint?: string,
): { readonly hint: ReactNode; readonly "aria-invalid": boolean } {
  return { hint: fault === null ? hint : <span className="text-bad">{fault}</span>, "aria-invalid": fault !== null };
}

/** The same for a field of JSON. */
export function belowJson(fault: string | null): () => ReactNode {
  return () => fault !== null && <p className="text-bad mt-1 text-xs">{fault}</p>;
}
