// Tasks one after the other, and where `then` leads instead.

import type { Edge } from "../flow.ts";
import { textOf } from "../values.ts";
import { convertTask } from "./convert-task.ts";
import type { Lead, Sequence } from "./task.ts";

export const sequence: Sequence = (document, listed, from, prefix, variables) => {
  const { flow, ended } = document;
  const lastAt = new Map(listed.map(({ name }, index) => [name, index]));
  const waiting = new Map<string, Edge[]>();
  const exits: Edge[] = [];
  let edges = [...from];
  for (const [index, entry] of listed.entries()) {
    const { name, at } = entry;
    edges = [...edges, ...(waiting.get(name) ?? [])];
    if (edges.length === 0) {
      flow.approximated(at, `Nothing leads to "${name}".`, "It is left out.");
      continue;
    }
    const lead: Lead = (going, then, pointer) => {
      if (then === undefined || then === "continue") return [...going];
      if (then === "end" && ended !== null) ended.push(...going);
      else if (then === "end")
        flow.unmapped(pointer, "Ending the workflow from within a branch", "Let the branch exit.");
      else if (then === "exit") exits.push(...going);
      else if (typeof then === "string" && (lastAt.get(then) ?? -1) > index) {
        const others = waiting.get(then);
        if (others === undefined) waiting.set(then, [...going]);
        else others.push(...going);
      } else {
        const hint = "Only a later task of the same list can be gone to; repeat by `for` or by a retry.";
        flow.unmapped(pointer, `Going to "${textOf(then)}"`, hint);
      }
      return [];
    };
    edges = convertTask({ document, name: prefix + name, entry, edges, variables, lead, sequence });
  }
  return [...edges, ...exits];
};
