// What went along each edge: what the step at its end reads of the result of the one at its beginning.

import { useMemo } from "react";
import { briefly } from "../../canvas/completions.ts";
import type { GraphEdge } from "../../canvas/graph-of.ts";
import { readValue } from "../../canvas/read-value.ts";

const SHOWN = 18;

/** @param results what the steps gave, by id */
export function useDataLabels(results: ReadonlyMap<string, unknown>): (edge: GraphEdge) => string | undefined {
  return useMemo(
    () =>
      ({ reads: [path] }) => {
        const value = path === undefined || results.size === 0 ? undefined : readValue(path, results);
        return value === undefined ? undefined : briefly(value, SHOWN);
      },
    [results],
  );
}
