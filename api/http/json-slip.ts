// What a text that is almost JSON has got wrong, in words for whoever wrote it: often enough a model.

import { offsetOfFault } from "./json-fault.ts";

/** Undefined: nothing that is known to happen. */
export function jsonSlip(text: string): string | undefined {
  if (text.trimStart().startsWith("```")) return "Send what is within the ``` fence, without the fence.";
  if (/^(?:---\s|[\w-]{1,100}:(?:\s|$))/.test(text.trimStart().slice(0, 110))) return "Send JSON, not YAML.";
  const at = offsetOfFault(text);
  const rest = text.slice(at, at + 20);
  const before = text.slice(Math.max(0, at - 200), at).trimEnd();
  if (rest === "") return before === "" ? undefined : "It is cut off: something that was opened is not closed.";
  if (/^[\]}]/.test(rest) && before.endsWith(",")) return `Remove the comma before ${rest.slice(0, 1)}.`;
  if (/^(?:\/\/|\/\*|#)/.test(rest)) return "Remove the comment: JSON has none.";
  if (/^['‘’“”`]/u.test(rest)) return 'Put texts and names into double quotes: "…".';
  if (/^(?:True|False|None)\b/.test(rest)) return "Write true, false and null.";
  if (/^(?:undefined|NaN|-?Infinity)\b/.test(rest)) return "Write null, or leave the field out.";
  if (/^[\n\r]/.test(rest)) return String.raw`Write a line break within a text as \n.`;
  if (/^[A-Za-z_$]/.test(rest) && /[{,]$/.test(before)) return 'Put names into double quotes: "…".';
  if (/^["{[\d-]/.test(rest) && /["}\]\w]$/.test(before)) return "A comma is missing before it.";
  return /[}\]]$/.test(before) ? "Send the JSON alone, without anything after it." : undefined;
}
