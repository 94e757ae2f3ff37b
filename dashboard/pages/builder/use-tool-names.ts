// What the tools of a graph are called: on the canvas a step says that, and not its tool's id.

import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Graph } from "../../canvas/graph-of.ts";
import { toolQuery } from "../../hub/tools.ts";
import { useDebounced } from "../../ui/use-debounced.ts";

/** Each is asked for. */
const MAX_TOOLS = 40;
/** While an id is typed, each letter of it makes another one, which is nobody's. */
const ASK_AFTER_MS = 300;

/** By their ids, those that are known by now. */
export function useToolNames({ steps }: Graph): ReadonlyMap<string, string> {
  // As one text, which stays the same as long as it says the same.
  const named = useMemo(() => {
    const ids = steps.flatMap(({ about }) => (about.kind === "toolId" && about.subject !== "" ? [about.subject] : []));
    return JSON.stringify([...new Set(ids)].slice(0, MAX_TOOLS));
  }, [steps]);
  const settled = useDebounced(named, ASK_AFTER_MS);
  const toolIds = useMemo(() => JSON.parse(settled) as string[], [settled]);
  const found = useQueries({
    queries: toolIds.map((toolId) => ({ ...toolQuery(toolId), staleTime: Number.POSITIVE_INFINITY, retry: false })),
    combine: (answers) => JSON.stringify(answers.flatMap(({ data }) => (data ? [[data.id, data.name]] : []))),
  });
  return useMemo(() => new Map(JSON.parse(found) as [string, string][]), [found]);
}
