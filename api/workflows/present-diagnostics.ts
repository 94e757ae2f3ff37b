import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import type { FieldFault, JsonPatch } from "../http/problem.ts";

/** Diagnostics as an answer's body holds them. */
export function presentDiagnostics(
  diagnostics: readonly Diagnostic[],
): (Omit<Diagnostic, "fix"> & Pick<FieldFault, "fix">)[] {
  return diagnostics.map(({ fix, ...diagnostic }) => {
    const patch: JsonPatch | undefined = fix?.map((operation) => ({ ...operation }));
    return { ...diagnostic, ...(patch && { fix: patch }) };
  });
}
