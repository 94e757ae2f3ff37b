// A definition as a picture to look at, with the states of a run's steps where there is one.

import { useMemo, useState } from "react";
import { graphOf } from "../../canvas/graph-of.ts";
import { placesOf } from "../../canvas/places.ts";
import Canvas from "./Canvas.tsx";
import type { Marks } from "./StepBox.tsx";
import { useDataLabels } from "./use-data-labels.ts";
import { useToolNames } from "./use-tool-names.ts";

export default function Picture({
  definition,
  marks,
  results = NO_RESULTS,
  chosen,
  choose,
  className,
}: {
  readonly definition: unknown;
  readonly marks?: Marks;
  /** What the steps gave, by id. */
  readonly results?: ReadonlyMap<string, unknown>;
  readonly chosen?: string;
  readonly choose?: (stepId: string) => void;
  readonly className?: string;
}) {
  const graph = useMemo(() => graphOf(definition), [definition]);
  const places = useMemo(() => placesOf(graph), [graph]);
  const [own, setOwn] = useState<readonly string[]>([]);
  const selected = useMemo(() => new Set(choose ? (chosen === undefined ? [] : [chosen]) : own), [choose, chosen, own]);
  const toolNames = useToolNames(graph);
  const labelOf = useDataLabels(results);
  return (
    <Canvas
      graph={graph}
      places={places}
      selected={selected}
      toolNames={toolNames}
      labelOf={labelOf}
      {...(className !== undefined && { className })}
      select={(keys) => {
        setOwn(keys);
        const latest = keys.find((key) => !selected.has(key));
        if (latest !== undefined) choose?.(latest);
      }}
      {...(marks && { marks })}
    />
  );
}

const NO_RESULTS = new Map<string, unknown>();
