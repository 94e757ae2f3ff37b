// What is counted before and after each node of an expression is evaluated.

import type { Role } from "./analyze-expression.ts";
import { Refusal, refusal } from "./fault.ts";
import type { Frame, NodeHook } from "./jsonata-host.ts";
import { unsettledOf } from "./expression-variables.ts";
import { isFunctionValue, type Meter } from "./meter.ts";
import type { SyntaxNode } from "./syntax-tree.ts";

/** The sort behind an order-by copies its rest at every comparison, and keeps all copies until it is done. */
const SORT_TERM = 5;
/** A group's list is copied for each item that joins it. */
const GROUP_KEY = 30;
/** Each makes the chain of scopes longer that every later look-up of a variable goes through. */
const PARTIAL = 1_000;

export function meteredHooks(
  roles: ReadonlyMap<SyntaxNode, Role>,
  meterOf: (frame: Frame) => Meter,
): { entry: NodeHook; exit: NodeHook } {
  return {
    entry(node, input, frame) {
      const meter = meterOf(frame);
      const role = roles.get(node);
      meter.spend(1 + entryCost(node, role, input, meter));
      if (isFunctionValue(input)) throw new Refusal("expression_failed", "A function has no fields.");
      if (node.type === "name" && node.value === "result" && !role?.optional) refuseUnsettled(input);
    },
    exit(node, _input, frame, result) {
      const meter = meterOf(frame);
      meter.produced(result);
      const cost = roles.get(node)?.cost;
      if (cost === "compared") meter.spend(meter.extentOf(result).size / 64);
      if (cost === "tuple") meter.spend(meter.extentOf(result).weight / 2);
    },
  };
}

function entryCost(node: SyntaxNode, role: Role | undefined, input: unknown, meter: Meter): number {
  switch (node.type) {
    case "partial":
      return PARTIAL;
    case "descendant":
      return meter.extentOf(input).size / 64;
    case "wildcard":
      return wildcardCost(input, meter);
    case "unary":
      return node.value === "{" ? groupCost(input) : 0;
    default:
      return role?.cost === "sort_term" ? SORT_TERM : role?.cost === "group_key" ? GROUP_KEY : 0;
  }
}

/** An object built from a list is a group of its items. */
function groupCost(input: unknown): number {
  return Array.isArray(input) ? input.length ** 2 / 1_024 : 0;
}

/** `*` copies all that it has found so far for each value that is a list. */
function wildcardCost(input: unknown, meter: Meter): number {
  if (input === null || typeof input !== "object") return 0;
  let found = 0;
  let copied = 0;
  for (const value of Object.values(input)) {
    found += Array.isArray(value) ? meter.extentOf(value).weight : 1;
    if (Array.isArray(value)) copied += found;
  }
  return (found + copied) / 256;
}

function refuseUnsettled(input: unknown): void {
  const fault = unsettledOf(input);
  if (fault) throw refusal(fault);
}
