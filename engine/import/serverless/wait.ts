// wait: for some time. It hands on what it was handed.

import { durationMs } from "../duration.ts";
import type { Edge } from "../flow.ts";
import type { Kind, Task } from "./task.ts";

export const WAIT: Kind = { besides: [], toSteps: wait };

function wait({ document: { flow }, source, at, name, place }: Task): Edge[] {
  const ms = durationMs(source["wait"]);
  const hint = "Give days, hours, minutes, seconds, milliseconds, or PT15M.";
  if (ms === null) flow.unmapped(`${at}/wait`, "A wait of this length", hint);
  return [{ ...flow.put(flow.idFor(name), place, { wait: { ms: ms ?? 0 } }), value: place.value }];
}
