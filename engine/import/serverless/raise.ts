// raise: a step that fails with what its error says. Nothing comes after it.

import { isObject } from "../../schema/resources.ts";
import type { Kind, Task } from "./task.ts";
import { reused } from "./use.ts";

export const RAISE: Kind = { besides: [], toSteps: raise };

function raise({ document, source, at, name, place, expressions }: Task): [] {
  const { flow } = document;
  const raised = reused(document, "errors", isObject(source["raise"]) ? source["raise"]["error"] : undefined);
  if (!isObject(raised))
    flow.unmapped(`${at}/raise/error`, "An error that is neither here nor in use.errors", "Write it here.");
  const { type, title, detail } = isObject(raised) ? raised : {};
  const said = [type, title, detail].filter((part) => part !== undefined);
  const told = said.map((part) => expressions.value(part, `${at}/raise/error`)).join(' & ": " & ');
  flow.put(flow.idFor(name), place, { transform: `{{= $error(${told || '"raised"'}) }}` });
  return [];
}
