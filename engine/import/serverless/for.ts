// for: one step that does its one call, or set, for each item, one after the other. Its result is what was made of the last item.

import { isObject } from "../../schema/resources.ts";
import type { Edge } from "../flow.ts";
import { textOf } from "../values.ts";
import { doingOf, isCallOrSet } from "./call.ts";
import { entriesOf } from "./entries.ts";
import { Expressions } from "./expressions.ts";
import type { Kind, Task } from "./task.ts";

export const FOR: Kind = { besides: ["do", "while"], toSteps: forEach };

function forEach({ document, source, at, name, place, variables, expressions }: Task): Edge[] {
  const { flow } = document;
  const { for: loop, do: tasks } = source;
  if (source["while"] !== undefined)
    flow.unmapped(`${at}/while`, "`while`", "A list is gone through to its end; filter it before.");
  if (isObject(loop)) flow.unmappedFields(loop, ["each", "in", "at"], `${at}/for`);
  const { each = "item", in: list = "", at: index = "index" } = isObject(loop) ? loop : {};
  const [only, ...more] = entriesOf(flow, tasks, `${at}/do`);
  if (only === undefined || more.length > 0 || !isCallOrSet(only.source)) {
    const hint = "Make the tasks a workflow of their own, and call it by one task (tools may name a workflow's id).";
    flow.unmapped(`${at}/do`, "A for over more than one call or set", hint);
    return [flow.put(flow.idFor(name), place, { transform: null })];
  }
  flow.unmappedFields(only.source, ["call", "set", "with", "timeout", "metadata"], only.at);
  const known = new Map([...variables, [textOf(each), "$item"], [textOf(index), "$index"]]);
  if (each !== "input" && index !== "input") known.delete("input");
  const items = expressions.made(list, `${at}/for/in`);
  const inside = new Expressions(flow, place.value, known);
  const { does, part } = doingOf({ document, source: only.source, at: only.at, expressions: inside });
  if (inside.readsDot) {
    const hint = "Read the item; what goes from one item to the next needs a workflow of its own.";
    flow.unmapped(only.at, "What the task made of the item before (`.`)", hint);
  }
  const id = flow.idFor(name);
  // One after the other, as the language has it.
  const edge = flow.put(id, place, { forEach: { items, concurrency: 1 }, ...does });
  const all = `$steps.${id}.result`;
  const last = part === null ? `${all}[-1]` : `${all}[-1].${part}`;
  const transform = `{{= $count(${all}) > 0 ? ${last} : ${place.value} }}`;
  return [flow.put(flow.idFor(`${name}_last`), flow.meet([edge], name), { transform })];
}
