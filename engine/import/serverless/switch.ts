// switch: a transform with `when` for each case. Each case goes on by a `then` of its own.

import type { Json } from "../../json.ts";
import { type Edge, MAX_WAYS, Ways } from "../flow.ts";
import { entriesOf, type Entry } from "./entries.ts";
import type { Kind, Task } from "./task.ts";

export const SWITCH: Kind = { besides: [], toSteps: choose };

function choose({ document: { flow }, source, at, name, place, expressions, lead }: Task): Edge[] {
  const out: Edge[] = [];
  const ways = new Ways(flow, place, `${at}/switch`);
  const go = (label: string, own: string | null, then: Json | undefined, where: string): boolean => {
    const edge = ways.put(`${name}_${label}`, own, { transform: `{{= ${place.value} }}` });
    if (edge === null) {
      const what = `A switch of more than ${MAX_WAYS} cases`;
      flow.unmapped(`${at}/switch`, what, "Make it several, one after the other.");
      return false;
    }
    out.push(...lead([edge], then, where));
    return true;
  };
  // Wherever it stands, the default is for what no case takes.
  let otherwise: Entry | null = null;
  for (const one of entriesOf(flow, source["switch"], `${at}/switch`)) {
    const { when, then } = one.source;
    flow.unmappedFields(one.source, ["when", "then"], one.at);
    if (when === undefined) {
      const message = "There is more than one default case.";
      if (otherwise !== null) flow.note("error", "invalid_source", one.at, message, "Keep one of them.");
      otherwise = one;
      continue;
    }
    const own = expressions.condition(when, `${one.at}/when`);
    if (!go(one.name, own, then, `${one.at}/then`)) return out;
  }
  if (otherwise === null) go("none", null, source["then"], `${at}/then`);
  else go(otherwise.name, null, otherwise.source["then"], `${otherwise.at}/then`);
  return out;
}
