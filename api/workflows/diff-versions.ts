// What changed from one version of a workflow to another: as a patch for programs, step by step for people.

import type { Json, JsonObject } from "../../engine/json.ts";
import { canonicalText } from "../../engine/schema/canonical.ts";
import { diffDefinitions, type Change } from "../tools/diff-definitions.ts";

export interface VersionDiff {
  /** JSON Patch (RFC 6902), from the older definition to the newer. */
  readonly patch: Change[];
  /** Fields beside the steps that are other ones. */
  readonly fields: string[];
  readonly steps: {
    readonly added: string[];
    readonly removed: string[];
    readonly changed: { readonly id: string; readonly fields: string[] }[];
  };
}

export function diffVersions(before: Json, after: Json): VersionDiff {
  const [older, newer] = [stepsOf(before), stepsOf(after)];
  const changed = [...newer].flatMap(([id, step]) => {
    const was = older.get(id);
    const fields = was === undefined ? [] : changedFields(was, step);
    return fields.length === 0 ? [] : [{ id, fields }];
  });
  return {
    patch: diffDefinitions(before, after),
    fields: changedFields(fieldsOf(before), fieldsOf(after)).filter((name) => name !== "steps"),
    steps: {
      added: [...newer.keys()].filter((id) => !older.has(id)),
      removed: [...older.keys()].filter((id) => !newer.has(id)),
      changed,
    },
  };
}

function changedFields(before: JsonObject, after: JsonObject): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => textOf(before, name) !== textOf(after, name));
}

function textOf(fields: JsonObject, name: string): string | null {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return value === undefined ? null : canonicalText(value);
}

/** A stored definition has steps with an id each. */
function stepsOf(definition: Json): Map<string, JsonObject> {
  const { steps } = fieldsOf(definition);
  const list = Array.isArray(steps) ? steps.map(fieldsOf) : [];
  return new Map(list.map((step) => [typeof step["id"] === "string" ? step["id"] : "", step]));
}

function fieldsOf(value: Json): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
