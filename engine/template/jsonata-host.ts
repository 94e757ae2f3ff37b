// The one place that touches JSONata's inner workings: its frames, its functions, its marks on values.

import jsonata from "jsonata";
import type { FunctionName } from "./function-names.ts";
import { SIGNATURES } from "./function-names.ts";
import { checkItems, type Meter } from "./meter.ts";
import type { SyntaxNode } from "./syntax-tree.ts";

/** A scope of variables. All frames of one evaluation share their `base`. */
export interface Frame {
  readonly base: BaseFrame;
  lookup(name: string | symbol): unknown;
}

export interface BaseFrame {
  RegexEngine: unknown;
  createSequence: (...first: unknown[]) => unknown[];
}

/** What JSONata calls a function's implementation on. */
export interface Focus {
  readonly environment: Frame;
  createSequence(...first: unknown[]): unknown[];
}

export type Implementation = (this: Focus, ...args: never[]) => unknown;

/** JSONata's name for a function that is a value: never given to a template as an object. */
interface FunctionDefinition {
  readonly implementation: Implementation;
}

export type NodeHook = (node: SyntaxNode, input: unknown, frame: Frame, result?: unknown) => void;

const ENTRY = Symbol.for("jsonata.__evaluate_entry");
const EXIT = Symbol.for("jsonata.__evaluate_exit");

// A space keeps the name out of any expression's reach: no token of JSONata holds one.
const METER = "the meter";

const meters = new WeakMap<BaseFrame, Meter>();

/** The variables of one evaluation. */
export function bindings(variables: Readonly<Record<string, unknown>>, meter: Meter): Record<string, unknown> {
  return { ...variables, [METER]: meter };
}

/** The meter of the evaluation that a frame belongs to; `start` is called on the first look. */
export function meterOf(frame: Frame, start?: (base: BaseFrame, meter: Meter) => void): Meter {
  const known = meters.get(frame.base);
  if (known) return known;
  const meter = frame.lookup(METER) as Meter;
  meters.set(frame.base, meter);
  frame.base.createSequence = createSequence;
  start?.(frame.base, meter);
  return meter;
}

/**
 * JSONata's own sequences carry a function as a property that `*` finds, calls and can tie a knot with. These
 * keep it where no expression sees it.
 */
class Sequence extends Array<unknown> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  override push(...items: unknown[]): number {
    checkItems(this.length + items.length);
    return super.push(...items);
  }
}

Object.defineProperty(Sequence.prototype, "sequence", { value: true, writable: true });

function createSequence(...first: unknown[]): unknown[] {
  const sequence = new Sequence();
  if (first.length === 1) sequence.push(first[0]);
  return sequence;
}

/** Has `entry` called before each node is evaluated and `exit` after it. What they throw ends the evaluation. */
export function hook(expression: jsonata.Expression, entry: NodeHook, exit: NodeHook): void {
  expression.assign(ENTRY as unknown as string, entry);
  expression.assign(EXIT as unknown as string, exit);
}

/**
 * Definitions of functions that any expression can be assigned: JSONata's own implementations as `guard` wraps
 * them. JSONata's own definitions are shared by all expressions of the process, so none is ever handed out.
 */
export function guardedFunctions(
  guard: (name: FunctionName, original: Implementation) => Implementation,
): ReadonlyMap<FunctionName, unknown> {
  const library = jsonata("0");
  let frame: Frame | undefined;
  hook(
    library,
    (_node, _input, current) => void (frame = current),
    () => undefined,
  );
  // The hook is called before the evaluation first awaits anything.
  void library.evaluate(null);
  const definitions = new Map<FunctionName, unknown>();
  for (const [name, signature] of Object.entries(SIGNATURES) as [FunctionName, string][]) {
    const original = frame?.lookup(name) as FunctionDefinition;
    library.registerFunction(
      name,
      asOriginal(guard(name, original.implementation), original.implementation),
      signature,
    );
    definitions.set(name, frame?.lookup(name));
  }
  return definitions;
}

/** JSONata reads a function's arity off `length`, and its parameters, for partial application, off its text. */
function asOriginal(
  guarded: Implementation,
  original: Implementation,
): (this: jsonata.Focus, ...args: unknown[]) => unknown {
  const text = original.toString();
  Object.defineProperties(guarded, { length: { value: original.length }, toString: { value: () => text } });
  return guarded as unknown as (this: jsonata.Focus, ...args: unknown[]) => unknown;
}
