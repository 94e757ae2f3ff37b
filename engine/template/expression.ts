// The second tier: JSONata, compiled once and evaluated within a meter.
//
// E1. An expression sees copies of what it refers to and nothing else; nothing that it does reaches the scope.
// E2. Whatever goes wrong in it is a fault: nothing is thrown but a Refusal.

import type { RE2JS } from "re2js";
import { isDeeperThan, type Json, MAX_JSON_DEPTH } from "../json.ts";
import { analyzeExpression, type ExpressionReference, type Role } from "./analyze-expression.ts";
import { BoundedCache } from "./bounded-cache.ts";
import { expressionFault } from "./expression-fault.ts";
import { type LocalFault, Refusal, refusal } from "./fault.ts";
import { FORBIDDEN_FUNCTIONS } from "./function-names.ts";
import { expressionFunctions } from "./functions.ts";
import { bindings, hook, meterOf } from "./jsonata-host.ts";
import { CACHED_CHARACTERS, CACHED_EXPRESSIONS, MAX_LIVE_NODES, MAX_SEQUENCE_ITEMS } from "./limits.ts";
import { lookup } from "./lookup.ts";
import { isFunctionValue, type Meter } from "./meter.ts";
import { mendTree } from "./mend-tree.ts";
import { meteredHooks } from "./metered-hooks.ts";
import { parseExpression } from "./parse-expression.ts";
import { compileRegex, regexEngine } from "./regex.ts";
import type { Scope } from "./scope.ts";
import { expressionVariables } from "./expression-variables.ts";
import type { SyntaxNode } from "./syntax-tree.ts";

type Evaluate = (variables: Readonly<Record<string, unknown>>, meter: Meter) => Promise<unknown>;

export interface CompiledExpression {
  readonly references: readonly ExpressionReference[];
  /** Not empty: the expression cannot be evaluated. */
  readonly faults: readonly LocalFault[];
  readonly evaluate: Evaluate;
}

const compiled = new BoundedCache<CompiledExpression>(CACHED_EXPRESSIONS, CACHED_CHARACTERS);

export function compileExpression(source: string): CompiledExpression {
  return compiled.get(source, compile);
}

/** The value of an expression over a scope, as plain JSON. Throws a Refusal. */
export async function evaluateExpression(source: string, scope: Scope, meter: Meter): Promise<Json> {
  meter.spend(compileCost(source));
  const { faults, references, evaluate } = compileExpression(source);
  const [first] = faults;
  if (first) throw refusal(first);
  let value: unknown;
  try {
    value = await evaluate(expressionVariables(scope, references, meter), meter);
    meter.produced(value);
  } catch (error) {
    // What still runs beside the part that failed must end too.
    meter.stop();
    throw expressionFault(error);
  }
  if (value === undefined) throw nothingGiven(scope, references);
  return plainJson(value);
}

/** What compiling may cost, in a meter's units. */
export function compileCost(source: string): number {
  return 50 + source.length;
}

function compile(source: string): CompiledExpression {
  const parsed = parseExpression(source, { stack: MAX_LIVE_NODES, sequence: MAX_SEQUENCE_ITEMS });
  if (!parsed.ok) return { references: [], faults: [parsed.fault], evaluate: refuseAll };
  const { expression, tree } = parsed;
  mendTree(tree);
  const { references, faults, roles, regexes } = analyzeExpression(tree, source);
  const { programs, regexFaults } = compileRegexes(regexes);
  const all = [...faults, ...regexFaults];
  if (all.length > 0) return { references, faults: all, evaluate: refuseAll };
  return { references, faults: [], evaluate: evaluator(expression, roles, programs) };
}

function evaluator(
  expression: Extract<ReturnType<typeof parseExpression>, { ok: true }>["expression"],
  roles: ReadonlyMap<SyntaxNode, Role>,
  programs: ReadonlyMap<RegExp, RE2JS>,
): Evaluate {
  let isPrepared = false;
  const prepare = (): void => {
    for (const [name, definition] of expressionFunctions()) expression.assign(name, definition);
    // A name that is bound somewhere passes the analysis; where it is not bound it must not be JSONata's own.
    for (const name of FORBIDDEN_FUNCTIONS.keys()) expression.assign(name, undefined);
    const { entry, exit } = meteredHooks(roles, (frame) =>
      meterOf(frame, (base, meter) => (base.RegexEngine = regexEngine(programs, meter))),
    );
    hook(expression, entry, exit);
    isPrepared = true;
  };
  return (variables, meter) => {
    if (!isPrepared) prepare();
    return expression.evaluate(undefined, bindings(variables, meter)) as Promise<unknown>;
  };
}

function compileRegexes(nodes: readonly SyntaxNode[]): { programs: Map<RegExp, RE2JS>; regexFaults: LocalFault[] } {
  const programs = new Map<RegExp, RE2JS>();
  const regexFaults: LocalFault[] = [];
  for (const { value } of nodes) {
    if (!(value instanceof RegExp) || programs.has(value)) continue;
    const result = compileRegex(value);
    if (result.ok) programs.set(value, result.regex);
    else regexFaults.push(result.fault);
  }
  return { programs, regexFaults };
}

function nothingGiven(scope: Scope, references: readonly ExpressionReference[]): Refusal {
  for (const { root, path, optional } of references) {
    const found = optional ? null : lookup(scope, root, path);
    if (found && !found.found && !found.inList) {
      return new Refusal(found.fault.code, `The expression gives nothing: ${found.fault.message}`, found.fault.hint);
    }
  }
  return new Refusal("missing_value", "The expression gives nothing.", 'Give it a default: … ?? "text".');
}

/** JSONata's lists carry marks and its objects have no prototype; JSON has neither. */
function plainJson(value: unknown): Json {
  const notJson = holdsNoJson(value);
  if (notJson) throw new Refusal("not_json", `The expression gives ${notJson}, which JSON cannot hold.`);
  const plain = JSON.parse(JSON.stringify(value)) as Json;
  if (isDeeperThan(plain, MAX_JSON_DEPTH))
    throw new Refusal("too_deep", "The expression gives a value that nests too deep.");
  return plain;
}

function holdsNoJson(value: unknown): string | null {
  if (isFunctionValue(value)) return "a function";
  if (typeof value === "number" && !Number.isFinite(value)) return "a number without a finite value";
  if (value === null || typeof value !== "object") return null;
  for (const part of Array.isArray(value) ? value : Object.values(value)) {
    const found = holdsNoJson(part);
    if (found) return found;
  }
  return null;
}

function refuseAll(): Promise<never> {
  return Promise.reject(new Refusal("expression_syntax", "The expression does not parse."));
}
