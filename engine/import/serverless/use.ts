// What stands in its place, or in `use` under a name: errors, retries, timeouts.

import type { Json } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import { durationMs } from "../duration.ts";
import type { Document } from "./task.ts";

/** Of `use`: what is looked up here by its name, and what `tools` speaks for. */
export const REUSED = ["errors", "retries", "timeouts", "functions", "catalogs", "authentications", "secrets"];

export function reused({ use }: Pick<Document, "use">, kind: string, said: Json | undefined): Json | undefined {
  if (typeof said !== "string") return said;
  const named = use[kind];
  return isObject(named) && Object.hasOwn(named, said) ? named[said] : undefined;
}

/** In ms; null: there is none, or none that can be read, which is noted. */
export function timeoutMsOf(
  document: Pick<Document, "flow" | "use">,
  said: Json | undefined,
  at: string,
): number | null {
  if (said === undefined) return null;
  const timeout = reused(document, "timeouts", said);
  const ms = isObject(timeout) ? durationMs(timeout["after"]) : null;
  if (ms === null)
    document.flow.unmapped(at, "A timeout of this length", "Write it as {after: {seconds: 30}} or PT30S.");
  return ms;
}
