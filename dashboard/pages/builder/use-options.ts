// The paths that a step's templates may take: the run's input and what the other steps give, as their schemas describe it
// and, where there was a run, as it really was.

import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Json } from "../../../engine/json.ts";
import { eachPathOnce, type Option, pathsOfSchema, pathsOfValue } from "../../canvas/completions.ts";
import { ancestorsOf, descendantsOf, type Graph, type GraphStep } from "../../canvas/graph-of.ts";
import { isObject, type JsonSchema } from "../../hub/json-schema.ts";
import { toolQuery } from "../../hub/tools.ts";

/** Nobody looks through more, and each tool is asked for. */
const MAX_STEPS = 40;

/**
 * @param step the one that reads; undefined: the workflow's output
 * @param results what steps gave, by id
 */
export function useOptions(
  definition: Json,
  graph: Graph,
  step: GraphStep | undefined,
  results: ReadonlyMap<string, unknown>,
): readonly Option[] {
  const readable = useMemo(() => readableBy(graph, step), [graph, step]);
  const toolIds = [
    ...new Set(readable.flatMap(({ source: { toolId } }) => (typeof toolId === "string" ? [toolId] : []))),
  ];
  const outputs = useQueries({
    queries: toolIds.map((toolId) => ({ ...toolQuery(toolId), staleTime: Number.POSITIVE_INFINITY })),
    combine: (found) => JSON.stringify(found.map(({ data }) => data?.outputSchema ?? null)),
  });
  const known = toolIds.join(" ");
  return useMemo(() => {
    const schemas = JSON.parse(outputs) as unknown[];
    const outputOf = new Map(known.split(" ").map((toolId, at) => [toolId, schemas[at]]));
    const inputSchema = isObject(definition) ? definition["inputSchema"] : undefined;
    return eachPathOnce([
      ...pathsOfSchema(inputSchema, "input", []),
      ...readable.flatMap(({ key, source }) => {
        const start = [key, "result"];
        const real = results.has(key) ? pathsOfValue(results.get(key), "steps", start) : [];
        return [...real, ...pathsOfSchema(resultSchemaOf(source, outputOf), "steps", start)];
      }),
      ...(step !== undefined && isObject(step.source["forEach"])
        ? [
            { path: "item", detail: "" },
            { path: "index", detail: "integer" },
          ]
        : []),
      { path: "run.id", detail: "string" },
    ]);
  }, [definition, readable, outputs, known, results, step]);
}

/** What the step waits for already first, then what it could wait for. */
function readableBy(graph: Graph, step: GraphStep | undefined): readonly GraphStep[] {
  if (step === undefined) return graph.steps.slice(0, MAX_STEPS);
  const before = ancestorsOf(graph, step.key);
  const after = descendantsOf(graph, step.key);
  const others = graph.steps.filter(({ key }) => !before.has(key) && !after.has(key) && key !== step.key);
  return [...graph.steps.filter(({ key }) => before.has(key)), ...others].slice(0, MAX_STEPS);
}

function resultSchemaOf(step: JsonSchema, outputOf: ReadonlyMap<string, unknown>): unknown {
  const { toolId, wait, handoff, transform, forEach } = step;
  const once =
    typeof toolId === "string"
      ? outputOf.get(toolId)
      : isObject(wait)
        ? wait["schema"]
        : isObject(handoff)
          ? handoff["resultSchema"]
          : shapeOf(transform);
  return forEach === undefined ? once : { type: "array", items: once ?? {} };
}

/** What a transform gives has the form in which it is written. */
function shapeOf(value: unknown): JsonSchema {
  if (Array.isArray(value)) return { type: "array", items: shapeOf(value[0]) };
  if (!isObject(value)) return {};
  return {
    type: "object",
    properties: Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)])),
  };
}
