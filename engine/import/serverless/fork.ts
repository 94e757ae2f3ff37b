// fork: each branch for itself, and a step that makes a list of what they end with.

import { isObject } from "../../schema/resources.ts";
import type { Edge } from "../flow.ts";
import { entriesOf } from "./entries.ts";
import { edgeOf } from "./place.ts";
import type { Kind, Task } from "./task.ts";

export const FORK: Kind = { besides: [], toSteps: fork };

function fork({ document, source, at, name, place, variables, sequence }: Task): Edge[] {
  const { flow } = document;
  const { branches = [], compete } = isObject(source["fork"]) ? source["fork"] : {};
  if (compete === true) flow.unmapped(`${at}/fork/compete`, "Branches that compete", "All of them are waited for.");
  const from = edgeOf(flow, place, name);
  const ends = entriesOf(flow, branches, `${at}/fork/branches`).map((branch, index) =>
    sequence({ ...document, ended: null }, [branch], [from], `${name}_${index + 1}_`, variables),
  );
  const hint = "List them as {name: task}.";
  if (ends.length === 0) flow.note("error", "invalid_source", `${at}/fork/branches`, "There is no branch.", hint);
  return [flow.join(flow.idFor(name), flow.meet([from], name), ends)];
}
