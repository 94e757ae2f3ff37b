// The expressions of templates, as a tool: the same sandbox, the same limits.

import { z } from "zod";
import { compileExpression } from "../../../engine/template/expression.ts";
import { evaluate } from "../../../engine/template/render.ts";
import { anyJson, builtin } from "./builtin.ts";
import { scopeOf, syntaxFailure, valueFailure } from "./templates.ts";

export const transform = builtin({
  name: "transform",
  description:
    "Reshapes JSON with a JSONata expression that reads `$input`, such as `$input.items[price > 10].name`. " +
    "The expression has no clock, no randomness and no network, and a bounded amount of work.",
  version: "1.0.0",
  tags: ["json", "data"],
  category: "data",
  input: z.strictObject({
    expression: z.string().min(1).max(8_192).describe("JSONata over `$input`."),
    input: anyJson.describe("What the expression reads, as `$input`."),
  }),
  output: z.object({ value: z.unknown().describe("What the expression gives.") }),
  run: async ({ expression, input }, { invocationId }) => {
    const [fault] = compileExpression(expression).faults;
    if (fault) return syntaxFailure(fault);
    const evaluated = await evaluate(expression, scopeOf(input, invocationId));
    return evaluated.ok ? { result: { value: evaluated.value } } : valueFailure(evaluated.fault);
  },
});
