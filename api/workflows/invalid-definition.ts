import { type Diagnostic, placed } from "../../engine/plan/diagnostic.ts";
import { Problem } from "../http/problem.ts";
import { presentDiagnostics } from "./present-diagnostics.ts";

/** The problem with every fault; `at` is where in the body the definition stands. */
export function invalidDefinition(diagnostics: readonly Diagnostic[], at = ""): Problem {
  const faults = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
  const count = faults === 1 ? "one fault" : `${faults} faults`;
  const errors = presentDiagnostics(diagnostics.map((diagnostic) => placed(diagnostic, at)));
  return new Problem("invalid_definition", `The definition has ${count}; errors[] says where and how to mend them.`, {
    errors,
  });
}
