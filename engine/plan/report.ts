// Collects diagnostics up to the cap. A hint or a fix may cost something (a search for the nearest name), so it is a
// function, called only for a diagnostic that is kept.

import { MAX_DIAGNOSTICS, MAX_FIX_CHARACTERS, MAX_MESSAGE_LENGTH } from "../definition/limits.ts";
import { shortened } from "../schema/pointer.ts";
import type { Diagnostic, DiagnosticCode } from "./diagnostic.ts";
import { Touched, type Patch } from "./patch.ts";

export interface Finding {
  readonly code: DiagnosticCode;
  readonly pointer: string;
  readonly message: string;
  readonly hint?: () => string | undefined;
  readonly fix?: () => Patch | undefined;
}

export class Report {
  readonly #errors: Diagnostic[] = [];
  readonly #warnings: Diagnostic[] = [];
  #errorCount = 0;
  #warningCount = 0;

  error(finding: Finding): void {
    this.#errorCount += 1;
    if (this.#errors.length < MAX_DIAGNOSTICS) this.#errors.push(diagnostic("error", finding));
  }

  warning(finding: Finding): void {
    this.#warningCount += 1;
    if (this.#warnings.length < MAX_DIAGNOSTICS) this.#warnings.push(diagnostic("warning", finding));
  }

  /** Whether there is an error at the place, in it, or in the whole that it is part of; that something is missing there is none. */
  hasErrorAt(pointer: string): boolean {
    return this.#errors.some(({ pointer: other, code }) => {
      if (other === pointer || other.startsWith(`${pointer}/`)) return true;
      return pointer.startsWith(`${other}/`) && code !== "missing_argument" && code !== "missing_field";
    });
  }

  get failed(): boolean {
    return this.#errorCount > 0;
  }

  /** Whether there is an error whose fix is known. */
  get canBeMended(): boolean {
    return this.#errors.some(({ fix }) => fix !== undefined);
  }

  /** Errors first; the last one says how many were left out. */
  diagnostics(): Diagnostic[] {
    const all = withoutCollisions([...this.#errors, ...this.#warnings].slice(0, MAX_DIAGNOSTICS));
    const missing = this.#errorCount + this.#warningCount - all.length;
    if (missing === 0) return all;
    const message = `There are ${missing} more diagnostics; mend these first, then check again.`;
    const severity = this.#errorCount > MAX_DIAGNOSTICS ? "error" : "warning";
    return [...all, { severity, code: "more_diagnostics", pointer: "", message }];
  }
}

function diagnostic(severity: Diagnostic["severity"], finding: Finding): Diagnostic {
  const hint = finding.hint?.();
  const fix = finding.fix?.();
  return {
    severity,
    code: finding.code,
    pointer: shortened(finding.pointer),
    message: cut(finding.message),
    ...(hint !== undefined && { hint: cut(hint) }),
    ...(fix !== undefined && fix.length > 0 && { fix }),
  };
}

/** A fix that touches what an earlier one does waits for the next check; so does one that is too large to be told. */
function withoutCollisions(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const touched = new Touched();
  let left = MAX_FIX_CHARACTERS;
  return diagnostics.map((found) => {
    const { fix, ...told } = found;
    if (fix === undefined) return found;
    const size = JSON.stringify(fix).length;
    if (size > left || !touched.take(fix)) return told;
    left -= size;
    return found;
  });
}

function cut(text: string): string {
  return text.length > MAX_MESSAGE_LENGTH ? `${text.slice(0, MAX_MESSAGE_LENGTH)}…` : text;
}
