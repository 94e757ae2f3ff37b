// How to write a value that has the wrong type, where it is plain what was meant.

import { STEP_ID_PATTERN } from "../../definition/limits.ts";
import type { Json } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import { quoted } from "../../schema/words.ts";

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };

const NUMBERS = /^(?:maxAttempts|concurrency|limit|retentionDays)$/;

export function rightType(path: readonly PropertyKey[], value: Json): string | undefined {
  const field = path.at(-1);
  if (path.length === 0) return 'A definition is an object: { "name": …, "steps": […] }.';
  if (path.at(-2) === "dependsOn") return 'Name the step by its id: "search".';
  if (field === "dependsOn")
    return typeof value === "string" && /^[\w-]+$/.test(value)
      ? `Write ["${value}"].`
      : 'List ids of steps: ["search"].';
  if (field === "when") {
    return 'A condition is one template that gives true or false: "{{= $steps.check.result.total > 3 }}".';
  }
  if (field === "toolId" || field === "tool") return toolAlone(value);
  if (field === "workflowId")
    return 'Write the workflow\'s id: "workflowId": "wf_…"; its input is the step\'s "arguments".';
  if (field === "compensate") return 'Write { "toolId": …, "arguments": { … } }: the call that undoes the step.';
  if (field === "onError")
    return 'Write "continue" to go on all the same, or { "fallback": … } for a value in its place.';
  if (field === "forEach") return 'Write { "items": "{{steps.search.result.results}}" }, or a list for items.';
  if (field === "wait")
    return 'Write { "ms": 30000 }, { "until": "2030-01-31T09:00:00Z" } or { "signal": "approved" }.';
  if (field === "steps" && typeof value === "object" && value !== null) {
    return 'steps is a list: [{ "id": …, "toolId": … }].';
  }
  if (field === "retry") return `Write { "maxAttempts": ${typeof value === "number" ? value : 3} }.`;
  if (field === "arguments" || field === "inputSchema") {
    return typeof value === "string" && /^\s*\{/.test(value) ? "Write the object itself, not its text." : undefined;
  }
  if (typeof value === "string") {
    return (
      numberFrom(value) ?? (NUMBERS.test(String(field)) ? `Write a number: ${JSON.stringify(field)}: 3.` : undefined)
    );
  }
  if (typeof value === "number" && String(field).endsWith("Ms")) return `Write ${Math.round(value)}.`;
  return undefined;
}

/** A tool is named by a text. What an object has besides, as other formats have it, belongs to the step. */
export function toolAlone(value: Json): string | undefined {
  if (!isObject(value)) return undefined;
  const name = [value["id"], value["name"], value["toolId"], value["tool"]].find((one) => typeof one === "string");
  const tool = name === undefined ? '"toolId": "tool_…"' : `"toolId": ${quoted(name)}`;
  return `A tool is named by a text: ${tool}. What it is called with is the step's "arguments".`;
}

function numberFrom(text: string): string | undefined {
  if (text === "true" || text === "false") return `Write ${text}, without quotes.`;
  if (text.length > 40) return undefined;
  const [, digits, unit = "ms"] = /^\s*(\d{1,9}(?:\.\d+)?)\s*(ms|s|m|min|h)?\s*$/.exec(text) ?? [];
  const factor = UNITS_MS[unit];
  return digits === undefined || factor === undefined ? undefined : `Write ${Number(digits) * factor}, without quotes.`;
}

/** A step id that resembles `text`. */
export function stepIdFrom(text: string): string {
  const plain = text
    .trim()
    .replace(/[^A-Za-z0-9_-]+/g, "_")
    .replace(/^(?=[0-9-])/, "_")
    .slice(0, 64);
  return STEP_ID_PATTERN.test(plain) ? plain : "step_1";
}
