// Every way in which a template can be wrong. The codes are part of the API: a step that cannot be rendered
// fails with one of them, a definition that carries one is refused with it.

export type FaultCode =
  // What the text of a template can get wrong; found by `inspect`, and by `render` all the same.
  /** `{{` without its `}}`. */
  | "unclosed_placeholder"
  /** `{{ }}` or `{{= }}`. */
  | "empty_placeholder"
  /** Neither a path nor anything else that is understood. */
  | "bad_path"
  /** What follows `??` is not a JSON literal. */
  | "bad_default"
  /** JSONata inside `{{ }}`; it belongs into `{{= }}`. */
  | "bare_expression"
  /** The path starts with something other than input, steps, item, index and run. */
  | "unknown_root"
  /** `steps` without the id of a step, or with one that only a run could tell. */
  | "step_required"
  /** A field that a step or a run does not have: `steps.search.output`. */
  | "unknown_field"
  /** `__proto__`, `constructor` or `prototype` in a path or a lookup. */
  | "forbidden_key"
  /** JSONata cannot parse the expression. */
  | "expression_syntax"
  /** The expression is too long, nests too deep, or has too many defaults within defaults. */
  | "expression_too_large"
  /** A variable that nothing binds. */
  | "unknown_variable"
  /** A function that does not exist. */
  | "unknown_function"
  /** A function that templates do not have: it reads the clock, or chance, or evaluates text. */
  | "forbidden_function"
  /** An assignment to, or a parameter called, $input, $steps, $item, $index or $run. */
  | "reserved_variable"
  /** A name that has nothing to start from: `steps.a` instead of `$steps.a`. */
  | "bare_name"
  /** `$x["name"]`, which filters and does not look up. */
  | "string_predicate"
  /** Syntax of JSONata that templates do not have: transforms, signatures of functions. */
  | "unsupported_syntax"
  /** A regular expression that cannot be matched in linear time, or is none. */
  | "unsupported_regex"
  /** A regular expression that compiles to too large a program. */
  | "regex_too_large"

  // What only the values can get wrong; found by `render`.
  /** A path that leads nowhere, or an expression that gives nothing. */
  | "missing_value"
  /** A step that is not among those that the template may see. */
  | "unknown_step"
  /** The result of a step that was skipped. */
  | "step_skipped"
  /** The result of a step that failed. */
  | "step_failed"
  /** The result of a step that was cancelled. */
  | "step_cancelled"
  /** `item` or `index` outside a forEach. */
  | "outside_for_each"
  /** The expression meets a value of the wrong kind. */
  | "expression_failed"
  /** The expression called $error, or $assert did not hold. */
  | "expression_raised"
  /** The expression gives what JSON cannot hold: a function, NaN, Infinity. */
  | "not_json"
  /** The expressions take more work than a template may cost. */
  | "too_costly"
  /** A value, or what is rendered, is larger than a template may build. */
  | "too_large"
  /** A value, or what is rendered, nests deeper than JSON may; or a recursion does. */
  | "too_deep"
  /** The values that an expression names are larger than an expression may read. */
  | "input_too_large"
  /** A value has a key that JSONata keeps for itself. */
  | "reserved_key";

export interface TemplateFault {
  readonly code: FaultCode;
  /** What is wrong, in words that name the offending part. */
  readonly message: string;
  /** RFC 6901, from the root of the value that was rendered or inspected. */
  readonly pointer: string;
  readonly hint?: string;
}

/** A fault that does not know yet in which string of the value it is. */
export type LocalFault = Omit<TemplateFault, "pointer">;

/** A fault on its way up from where it was found. Never leaves this folder. */
export class Refusal extends Error {
  readonly fault: LocalFault;

  constructor(code: FaultCode, message: string, hint?: string) {
    super(message);
    this.fault = localFault(code, message, hint);
  }
}

/** A fault as something to throw. */
export function refusal({ code, message, hint }: LocalFault): Refusal {
  return new Refusal(code, message, hint);
}

export function localFault(code: FaultCode, message: string, hint?: string): LocalFault {
  return hint === undefined ? { code, message } : { code, message, hint };
}

/** A text for a message: quoted, and cut where it is long. */
export function shown(text: string, limit = 60): string {
  return JSON.stringify(text.length > limit ? `${text.slice(0, limit)}…` : text);
}
