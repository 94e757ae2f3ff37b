// What a template that reads a step's result really came to.

import { parsePath } from "../../engine/template/path.ts";

/**
 * @param path `steps.search.result.list`; of a step's status or error nothing is known here
 * @param results what the steps gave, by id
 */
export function readValue(path: string, results: ReadonlyMap<string, unknown>): unknown {
  const parsed = parsePath(path);
  if (!parsed.ok) return undefined;
  const [id, field, ...rest] = parsed.placeholder.path;
  if (typeof id !== "string" || field !== "result") return undefined;
  return rest.reduce<unknown>(
    (part, segment) =>
      typeof part === "object" && part !== null && Object.hasOwn(part, segment)
        ? (part as Record<string | number, unknown>)[segment]
        : undefined,
    results.get(id),
  );
}
