// JSONata as a state machine has it, `{% … %}`: what it reads of `$states`, as what that is in a workflow.

import type { Json } from "../../json.ts";
import type { Flow, Place } from "../flow.ts";
import { templateOf } from "../values.ts";

/** From where an expression is read: `$states.input` is what the place was handed. */
export interface Reader {
  readonly flow: Flow;
  readonly place: Place;
}

/** What an expression may read in one place and not in others. */
export interface Also {
  readonly result?: string;
  readonly errorOutput?: string;
}

/**
 * What is read of `$states`; what texts, names in backticks and comments hold is none of that. One that is not closed goes to
 * the end, so that no place is looked at twice.
 */
const READ =
  /"[^"\\]*(?:\\[\s\S]?[^"\\]*)*(?:"|$)|'[^'\\]*(?:\\[\s\S]?[^'\\]*)*(?:'|$)|`[^`]*(?:`|$)|\/\*[\s\S]*?(?:\*\/|$)|\$states\b(?:\s*\.\s*\w+)*|\$[A-Za-z_]\w*/g;

/** What an expression gives a name to itself: values and parameters. */
const OWN = /\$\w+\b(?=\s*(?::=|[,)]))/g;

/** Where an expression gives a name to a value, and where to parameters. */
const BOUND = /\$\w+(?=\s*:=)|(?:\bfunction|λ)\s*\([^()]*\)/g;

const CALL = /^\s*\(/;

/** Of the functions that expressions have there, those that templates lack. */
const LACKING = new Set(["$hash", "$millis", "$now", "$parse", "$partition", "$random", "$range", "$shuffle", "$uuid"]);

export function templateIn(reader: Reader, value: Json, at: string, also: Also = {}): Json {
  return templateOf(value, expressionIn(reader, at, also));
}

/** Gives of a text the expression that it means here; null: it is none. */
export function expressionIn({ flow, place }: Reader, at: string, also: Also = {}): (text: string) => string | null {
  const meant = new Map([
    ["$states.input", place.value],
    ["$states.context.Execution.Input", "$input"],
    ["$states.context.Execution.Id", "$run.id"],
    ["$states.context.Execution.Name", "$run.id"],
    ["$states.context.Map.Item.Value", "$item"],
    ["$states.context.Map.Item.Index", "$index"],
    ...(also.result === undefined ? [] : ([["$states.result", also.result]] as const)),
    ...(also.errorOutput === undefined ? [] : ([["$states.errorOutput", also.errorOutput]] as const)),
  ]);
  return (text) => {
    const inner = /^\{%([\s\S]*)%\}$/.exec(text)?.[1];
    if (inner === undefined) return null;
    const own = new Set(inner.match(OWN));
    const bound = new Set(inner.match(BOUND)?.flatMap((names) => names.match(/\$\w+/g) ?? []));
    const made = inner.replaceAll(READ, (found: string, after: number) => {
      const isCalled = CALL.test(inner.slice(after + found.length));
      if (LACKING.has(found) && !own.has(found) && isCalled) {
        flow.unmapped(
          at,
          `The function ${found}`,
          "Let a tool do it, write it in JSONata, or take the value from the input.",
        );
        return found;
      }
      const variable = isCalled ? undefined : place.named?.get(found.slice(1));
      if (found.startsWith("$") && variable !== undefined) {
        if (bound.has(found))
          flow.unmapped(at, `${found}, a variable that the expression has of its own, too,`, "Rename it.");
        if (variable === null)
          flow.unmapped(
            at,
            `${found}, a variable that some of the ways here do not assign,`,
            "Assign it at the beginning.",
          );
        return variable ?? found;
      }
      if (!/^\$states\b/.test(found)) return found;
      const names = found.replaceAll(/\s/g, "").split(".");
      for (let length = 2; length <= Math.min(names.length, 5); length++) {
        const instead = meant.get(names.slice(0, length).join("."));
        if (instead !== undefined) return [instead, ...names.slice(length)].join(".");
      }
      flow.unmapped(at, `\`${names.join(".")}\``, "Take it from the input, or from a state's result.");
      return found;
    });
    flow.write(made.length, at);
    return made.trim();
  };
}
