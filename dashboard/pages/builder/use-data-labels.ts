// What went along each edge: what the step at its end reads of the result of the one at its beginning.

import { useMemo } from "react";
import { parsePath } from "../../../engine/template/path.ts";
import { briefly } from "../../canvas/completions.ts";
import type { GraphEdge } from "../../canvas/graph-of.ts";

const SHOWN = 18;

/** @param results what the steps gave, by id */
export function useDataLabels(results: ReadonlyMap<string, unknown>): (edge: GraphEdge) => string | undefined {
  return useMemo(
    () =>
      ({ source, reads: [read] }) => {
        if (read === undefined || !results.has(source)) return undefined;
        const parsed = parsePath(read.path);
        // After the step's id and `result`.
        const path = parsed.ok ? parsed.placeholder.path.slice(2) : [];
        const value = path.reduce<unknown>(
          (part, segment) =>
            typeof part === "object" && part !== null ? (part as Record<string | number, unknown>)[segment] : undefined,
          results.get(source),
        );
        return value === undefined ? undefined : briefly(value, SHOWN);
      },
    [results],
  );
}
