// An imported definition, checked and run.

import { expect } from "vitest";
import type { Imported } from "../../../engine/import/flow.ts";
import type { Json } from "../../../engine/json.ts";
import { check } from "../../../engine/plan/check.ts";
import type { Reaction } from "../run/simulated-host.ts";
import { simulate } from "../run/simulated-host.ts";

const anything = (id: string) => ({ id, name: id, inputSchema: null, outputSchema: null });

/** Runs it: the answer of each tool by its id, and when which signal comes. Expects that it checks clean. */
export async function runImported(
  { definition }: Imported,
  input: Json,
  answers: Record<string, (args: Json) => Json | Error> = {},
  signals: readonly { readonly atMs: number; readonly name: string; readonly payload: Json }[] = [],
) {
  const checked = await check(definition, {
    find: anything,
    named: anything,
    candidates: () => [],
    workflow: () => undefined,
  });
  expect(checked.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (!checked.ok) throw new Error("it does not check");
  const calls: { tool: string; arguments: Json }[] = [];
  const told = signals.map(({ atMs, ...signal }) => ({
    atMs,
    event: { type: "signal_received" as const, ...signal, sizeBytes: 1 },
  }));
  const run = await simulate(checked.plan, input, {
    told,
    react: ({ action, arguments: args }): Reaction => {
      const tool = action.kind === "tool" ? action.toolId : "";
      calls.push({ tool, arguments: args });
      const answer = answers[tool]?.(args) ?? {};
      if (!(answer instanceof Error)) {
        return { afterMs: 1, outcome: { type: "success", result: answer, sizeBytes: 1 } };
      }
      return {
        afterMs: 1,
        outcome: { type: "failure", failure: { code: "broken", message: answer.message, retryable: true } },
      };
    },
  });
  const { status, output, error } = run.state;
  return { status, output, error, calls, elapsedMs: run.elapsedMs };
}
