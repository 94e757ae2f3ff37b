// A value of the definition as one writes it in a form: a text as it is, anything else as JSON.
//
// V1. What is shown for a value reads as that very value again.

import type { Json } from "../../engine/json.ts";

/** @param isText the place takes text only, so that 5 is the text "5" */
export function textOfValue(value: Json | undefined, isText: boolean): string {
  if (value === undefined) return "";
  if (typeof value !== "string") return JSON.stringify(value, null, 2);
  // A text that would read as JSON is shown in its quotes.
  return !isText && (value === "" || parsed(value) !== undefined) ? JSON.stringify(value) : value;
}

/** Undefined: nothing is written. */
export function valueOfText(text: string, isText: boolean): Json | undefined {
  if (text === "") return undefined;
  if (isText) return text;
  const value = parsed(text);
  return value === undefined ? text : value;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
