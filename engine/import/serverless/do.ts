// do: its tasks one after the other.

import type { Edge } from "../flow.ts";
import { tasksOf } from "./entries.ts";
import { edgeOf } from "./place.ts";
import type { Kind, Task } from "./task.ts";

export const DO: Kind = { besides: [], toSteps: inOrder };

function inOrder({ document, source, at, name, place, variables, sequence }: Task): Edge[] {
  const from = edgeOf(document.flow, place, name);
  return sequence(document, tasksOf(document.flow, source["do"], `${at}/do`), [from], `${name}_`, variables);
}
