// Lists of `{name: part}`, which tasks, cases and branches are.

import type { Json, JsonObject } from "../../json.ts";
import { append } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import type { Flow } from "../flow.ts";

export interface Entry {
  readonly name: string;
  readonly source: JsonObject;
  readonly at: string;
}

export function entriesOf(flow: Flow, list: Json | undefined, at: string): Entry[] {
  return (Array.isArray(list) ? list : []).flatMap((entry, index) => {
    const [named, ...more] = isObject(entry) ? Object.entries(entry) : [];
    if (named !== undefined && more.length === 0 && isObject(named[1]))
      return [{ name: named[0], source: named[1], at: append(`${at}/${index}`, named[0]) }];
    const hint = "Write {name: {…}}, one name in each.";
    flow.note("error", "invalid_source", `${at}/${index}`, "This is not one thing with a name.", hint);
    return [];
  });
}

/** Of tasks there is at least one. */
export function tasksOf(flow: Flow, list: Json | undefined, at: string): Entry[] {
  const listed = entriesOf(flow, list, at);
  if (listed.length === 0)
    flow.note("error", "invalid_source", at, "There is no task here.", "List tasks as {name: task}.");
  return listed;
}
