// What every task has, whatever its kind: `if`, `input`, then what it does (the file of its kind), `output`, and `then`.

import { isObject } from "../../schema/resources.ts";
import type { Edge } from "../flow.ts";
import { CALL, SET } from "./call.ts";
import { DO } from "./do.ts";
import { Expressions, within } from "./expressions.ts";
import { FOR } from "./for.ts";
import { FORK } from "./fork.ts";
import { LISTEN } from "./listen.ts";
import { edgeOf, oneOf, reshape, withCondition } from "./place.ts";
import { RAISE } from "./raise.ts";
import { SWITCH } from "./switch.ts";
import type { Kind, ReachedTask } from "./task.ts";
import { TRY } from "./try.ts";
import { WAIT } from "./wait.ts";

// A `for` and a `try` have a `do` or a `call` of their own, and are looked for first.
const KINDS = new Map<string, Kind>([
  ["for", FOR],
  ["try", TRY],
  ["call", CALL],
  ["set", SET],
  ["wait", WAIT],
  ["do", DO],
  ["switch", SWITCH],
  ["fork", FORK],
  ["raise", RAISE],
  ["listen", LISTEN],
  ["emit", lacking("emit")],
  ["run", lacking("run")],
]);

const COMMON = ["if", "then", "input", "output", "timeout", "metadata"];

export function convertTask({ entry, edges, variables: outer, ...around }: ReachedTask): Edge[] {
  const { document, name, lead } = around;
  const { source, at } = entry;
  const { flow } = document;
  flow.enter(at);
  const [named] = [...KINDS].filter(([one]) => Object.hasOwn(source, one));
  if (named === undefined) {
    flow.unmapped(at, "A task of this kind", "call, set, wait, do, switch, for, fork, try, raise or listen.");
    return [...edges];
  }
  const [word, kind] = named;
  flow.unmappedFields(source, [...COMMON, word, ...kind.besides], at);
  let place = flow.meet(edges, name);
  const seen = () => new Expressions(flow, place.value, within(outer, place.value));
  const passing: Edge[] = [];
  if (source["if"] !== undefined) {
    const condition = seen().condition(source["if"], `${at}/if`);
    const aside = flow.idFor(`${name}_else`);
    passing.push(flow.put(aside, place, { transform: `{{= ${place.value} }}` }, `$not(${condition})`));
    place = withCondition(place, condition);
  }
  const { input, output, timeout } = source;
  if (isObject(input)) {
    flow.unmappedFields(input, ["from"], `${at}/input`);
    if (input["from"] !== undefined) {
      const transform = seen().made(input["from"], `${at}/input/from`);
      place = flow.meet([flow.put(flow.idFor(`${name}_input`), place, { transform })], name);
    }
  }
  if (timeout !== undefined && kind !== CALL && kind !== LISTEN)
    flow.unmapped(`${at}/timeout`, `A timeout of \`${word}\``, "Give its calls, or the workflow, a timeout.");
  if (isObject(output)) flow.unmappedFields(output, kind === SWITCH ? [] : ["as"], `${at}/output`);
  const variables = within(outer, place.value);
  const out = kind.toSteps({ ...around, source, at, place, variables, expressions: seen() });
  // Its cases have led on already.
  if (kind === SWITCH) return [...out, ...passing];
  const as = isObject(output) && out.length > 0 ? output["as"] : undefined;
  const made =
    as === undefined
      ? out
      : [reshape(flow, oneOf(flow, out, name), `${name}_output`, as, `${at}/output/as`, variables)];
  return lead([...made, ...passing], source["then"], `${at}/then`);
}

/** A kind that workflows do not have. */
function lacking(word: string): Kind {
  return {
    besides: [],
    toSteps: ({ document: { flow }, at, name, place }) => {
      flow.unmapped(`${at}/${word}`, `\`${word}\``, "Call a tool that does it.");
      return [edgeOf(flow, place, name)];
    },
  };
}
