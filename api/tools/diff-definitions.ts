// What changed between two definitions, as a JSON Patch (RFC 6902). One walk, so that no schema, however large its
// lists, costs more than it weighs: a list is compared place by place.

import type { Json } from "../../engine/json.ts";
import { canonicalText } from "../../engine/schema/canonical.ts";
import { pointerTo } from "../http/validation.ts";

export type Change =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string };

/** Applied to `before`, the changes give `after`. */
export function diffDefinitions(before: Json, after: Json): Change[] {
  return changesAt([], before, after);
}

function changesAt(path: readonly PropertyKey[], before: Json, after: Json): Change[] {
  if (Array.isArray(before) && Array.isArray(after)) return changesInList(path, before, after);
  if (isObject(before) && isObject(after)) return changesInObject(path, before, after);
  if (canonicalText(before) === canonicalText(after)) return [];
  return [{ op: "replace", path: pointerTo(path), value: after }];
}

function changesInObject(path: readonly PropertyKey[], before: Fields, after: Fields): Change[] {
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [
    ...removed.map((key): Change => ({ op: "remove", path: pointerTo([...path, key]) })),
    ...Object.entries(after).flatMap(([key, value]): Change[] =>
      Object.hasOwn(before, key)
        ? changesAt([...path, key], before[key] ?? null, value)
        : [{ op: "add", path: pointerTo([...path, key]), value }],
    ),
  ];
}

function changesInList(path: readonly PropertyKey[], before: readonly Json[], after: readonly Json[]): Change[] {
  const kept = Math.min(before.length, after.length);
  const changes = after.slice(0, kept).flatMap((value, i) => changesAt([...path, i], before[i] ?? null, value));
  // From the end, so that no removal moves what a later one names.
  for (let i = before.length - 1; i >= kept; i--) changes.push({ op: "remove", path: pointerTo([...path, i]) });
  for (let i = kept; i < after.length; i++) {
    changes.push({ op: "add", path: pointerTo([...path, i]), value: after[i] ?? null });
  }
  return changes;
}

type Fields = Readonly<Record<string, Json>>;

function isObject(value: Json): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
