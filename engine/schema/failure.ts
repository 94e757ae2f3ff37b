// What a failed validation looks like from the inside: which keyword refused which value, and under it the
// subschemas that refused. `explain` turns it into faults.

import type { EvaluationPlugin, ValidationContext } from "@hyperjump/json-schema/experimental";
import { value, type JsonNode } from "@hyperjump/json-schema/instance/experimental";
import type { Json } from "../json.ts";

export interface Failure {
  /** Its plain name: `required`. */
  readonly keyword: string;
  /** What the keyword was compiled to. */
  readonly compiled: unknown;
  readonly pointer: string;
  readonly value: Json;
  /** The subschemas that refused, each with the value that it was applied to. */
  readonly branches: readonly Branch[];
  /** The names that the `properties` beside this keyword know. */
  readonly siblings: readonly string[];
}

export interface Branch {
  readonly pointer: string;
  readonly value: Json;
  /** Empty: the subschema is `false`. */
  readonly failures: readonly Failure[];
}

interface Collecting extends ValidationContext {
  failures?: Failure[];
  branches?: Branch[];
}

/** A plugin that collects; `branches()` has one item if the whole value was refused, else none. */
export function collector(): { plugin: EvaluationPlugin; branches: () => readonly Branch[] } {
  let root: Collecting | undefined;
  const plugin: EvaluationPlugin = {
    beforeSchema(_url: string, _instance: JsonNode, context: Collecting) {
      root ??= context;
      context.failures = [];
    },
    afterKeyword([id, location, compiled], instance, context: Collecting, valid, schemaContext: Collecting) {
      if (valid) return;
      const keyword = id.slice(id.lastIndexOf("/") + 1);
      schemaContext.failures?.push({
        keyword,
        compiled,
        pointer: pointerTo(instance),
        value: value<Json>(instance),
        branches: context.branches ?? [],
        siblings: keyword.endsWith("Properties") ? knownNames(context, location) : [],
      });
    },
    afterSchema(_url, instance, context: Collecting, valid) {
      if (valid) return;
      context.branches ??= [];
      context.branches.push({
        pointer: pointerTo(instance),
        value: value<Json>(instance),
        failures: context.failures ?? [],
      });
    },
  };
  return { plugin, branches: () => root?.branches ?? [] };
}

/** The library marks a property's name, as opposed to its value, with a star. */
function pointerTo(instance: JsonNode): string {
  return instance.pointer.startsWith("*") ? instance.pointer.slice(1) : instance.pointer;
}

function knownNames(context: Collecting, location: string): string[] {
  const keywords = context.ast[location.slice(0, location.lastIndexOf("/"))];
  if (!Array.isArray(keywords)) return [];
  const properties = keywords.find(([id]) => id.endsWith("/properties"))?.[2];
  return properties instanceof Map ? [...properties.keys()] : [];
}
