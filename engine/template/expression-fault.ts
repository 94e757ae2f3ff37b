// What JSONata throws, in the words of a template's faults.

import { type FaultCode, Refusal } from "./fault.ts";
import { MAX_LIVE_NODES, MAX_SEQUENCE_ITEMS } from "./limits.ts";

const CODES: Readonly<Record<string, FaultCode>> = {
  D1011: "too_deep",
  D2014: "too_large",
  D2015: "too_large",
  D3137: "expression_raised",
  D3141: "expression_raised",
};

const MAX_MESSAGE_CHARACTERS = 300;

export function expressionFault(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { code, message, position } = Object(error) as { code?: unknown; message?: unknown; position?: unknown };
  const known = CODES[String(code)];
  switch (known) {
    case "too_deep":
      return new Refusal(
        known,
        `The expression has more than ${MAX_LIVE_NODES} parts at work at the same time.`,
        ENDLESS,
      );
    case "too_large":
      return new Refusal(known, `The expression builds a list of more than ${MAX_SEQUENCE_ITEMS} items.`);
    case "expression_raised":
      return new Refusal(known, cut(String(message)));
    default: {
      // An error of JavaScript's own has no code; its words are about JSONata's inside.
      const what = typeof code === "string" && typeof message === "string" ? cut(message) : WRONG_KIND;
      const where = typeof position === "number" ? ` (at character ${position})` : "";
      return new Refusal("expression_failed", `The expression cannot be evaluated${where}: ${what}`);
    }
  }
}

const ENDLESS = "Look for a function that calls itself without an end.";
const WRONG_KIND = "a value is not of the kind that its place needs.";

function cut(message: string): string {
  return message.length > MAX_MESSAGE_CHARACTERS ? `${message.slice(0, MAX_MESSAGE_CHARACTERS)}…` : message;
}
