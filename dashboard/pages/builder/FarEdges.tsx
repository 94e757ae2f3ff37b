// Hundreds of edges from far away: lines that are seen and no more, as one drawing beneath the steps.

import { getBezierPath, Position, ViewportPortal } from "@xyflow/react";
import { memo, useMemo } from "react";
import type { GraphEdge } from "../../canvas/graph-of.ts";
import { type Place, type Places, STEP_HEIGHT, STEP_WIDTH } from "../../canvas/places.ts";

export const FarEdges = memo(function FarEdges({
  edges,
  places,
}: {
  readonly edges: readonly GraphEdge[];
  readonly places: Places;
}) {
  const [read, waited] = useMemo(() => {
    const drawn = (some: readonly GraphEdge[]) => some.map((edge) => lineOf(edge, places)).join("");
    return [
      drawn(edges.filter(({ reads }) => reads.length > 0)),
      drawn(edges.filter(({ reads }) => reads.length === 0)),
    ];
  }, [edges, places]);
  return (
    <ViewportPortal>
      <svg aria-hidden className="far-edges pointer-events-none absolute top-0 left-0 -z-1 size-px overflow-visible">
        <path d={read} />
        <path d={waited} className="edge-waits" />
      </svg>
    </ViewportPortal>
  );
});

function lineOf({ source, target }: GraphEdge, places: Places): string {
  const [from, to] = [places.get(source), places.get(target)];
  if (from === undefined || to === undefined) return "";
  const [start, end] = [middleOf(from, STEP_HEIGHT), middleOf(to, 0)];
  const [path] = getBezierPath({
    sourceX: start.x,
    sourceY: start.y,
    sourcePosition: Position.Bottom,
    targetX: end.x,
    targetY: end.y,
    targetPosition: Position.Top,
  });
  return path;
}

/** Of an edge of the step's box. */
function middleOf({ x, y }: Place, height: number): Place {
  return { x: x + STEP_WIDTH / 2, y: y + height };
}
