// A scope with one of each: what templates in these tests see.

import type { Json } from "../../../engine/json.ts";
import { render } from "../../../engine/template/render.ts";
import type { Scope, StepView } from "../../../engine/template/scope.ts";

export function stepsOf(views: Record<string, StepView>): Record<string, StepView> {
  return Object.assign(Object.create(null) as Record<string, StepView>, views);
}

export const scope: Scope = {
  input: {
    topic: "cats",
    count: 3,
    yes: true,
    nothing: null,
    empty: [],
    list: ["a", "b"],
    "odd key": { "k.1": "dotted", 'quo"te': 1 },
    placeholder: "{{input.topic}}",
    expression: "{{= $input.topic }}",
    length: "own",
  },
  steps: stepsOf({
    search: {
      status: "success",
      result: {
        total: 2,
        list: [
          { "k-1": "one", name: "first", price: 3 },
          { "k-1": "two", name: "second", price: 1 },
        ],
      },
    },
    "my-step": { status: "success", result: { value: 1 } },
    broken: { status: "failed", error: { code: "boom", message: "it broke" } },
    left_out: { status: "skipped" },
    called_off: { status: "cancelled" },
    none: { status: "success", result: null },
  }),
  run: { id: "run_1" },
};

export async function rendered(template: Json, within: Scope = scope): Promise<Json> {
  const result = await render(template, within);
  if (!result.ok) throw new Error(`${JSON.stringify(template)}: ${result.fault.code}: ${result.fault.message}`);
  return result.value;
}

/** The code of the fault, or null where there is none. */
export async function faultCode(template: Json, within: Scope = scope): Promise<string | null> {
  const result = await render(template, within);
  return result.ok ? null : result.fault.code;
}
