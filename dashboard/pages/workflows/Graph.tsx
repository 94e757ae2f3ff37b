// A workflow as a picture. What the picture shows, a list beside it says.

import "@xyflow/react/dist/style.css";
import { graphlib, layout } from "@dagrejs/dagre";
import { Background, Controls, Handle, type Node, type NodeProps, Position, ReactFlow } from "@xyflow/react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { currentTheme } from "../../hub/theme.ts";
import { Badge, type Status, StatusBadge } from "../../ui/Badge.tsx";
import { type GraphStep, graphOf } from "./graph-of.ts";

const WIDTH = 200;
const HEIGHT = 76;

type StepNode = Node<{ readonly step: GraphStep; readonly status: Status | undefined }, "step">;

export default function Graph({
  definition,
  statuses = {},
  choose,
}: {
  readonly definition: unknown;
  /** Of a run's steps. */
  readonly statuses?: Readonly<Record<string, Status>>;
  readonly choose?: (stepId: string) => void;
}) {
  const { t } = useTranslation();
  const steps = useMemo(() => graphOf(definition), [definition]);
  const places = useMemo(() => placesOf(steps), [steps]);
  const nodes = steps.map((step): StepNode => ({
    id: step.id,
    type: "step",
    position: places.get(step.id) ?? { x: 0, y: 0 },
    data: { step, status: statuses[step.id] },
    width: WIDTH,
    height: HEIGHT,
    ariaLabel: step.id,
  }));
  const edges = steps.flatMap(({ id, needs }) =>
    needs.map((source) => ({ id: `${source} ${id}`, source, target: id, animated: statuses[id] === "running" })),
  );
  return (
    <div role="group" aria-label={t("workflows.graph")} className="border-line bg-panel h-112 rounded-lg border">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        colorMode={currentTheme()}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        fitView
        fitViewOptions={{ maxZoom: 1 }}
        minZoom={0.05}
        onlyRenderVisibleElements
        onNodeClick={(_, { id }) => choose?.(id)}
      >
        <Background />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

function StepBox({ data: { step, status } }: NodeProps<StepNode>) {
  const { id, kind, about, isConditional, isForEach } = step;
  return (
    <div className="border-control bg-page text-strong h-full w-full overflow-hidden rounded-md border px-2 py-1 text-left text-xs">
      <Handle type="target" position={Position.Top} className="invisible" />
      <div className="flex items-center justify-between gap-1">
        <span className="truncate font-semibold">{id}</span>
        {status && <StatusBadge status={status} />}
      </div>
      <p className="text-quiet truncate">{about}</p>
      <div className="mt-0.5 flex gap-1">
        {kind && <Badge>{kind === "toolId" ? "tool" : kind}</Badge>}
        {isConditional && <Badge tone="accent">when</Badge>}
        {isForEach && <Badge tone="accent">forEach</Badge>}
      </div>
      <Handle type="source" position={Position.Bottom} className="invisible" />
    </div>
  );
}

const NODE_TYPES = { step: StepBox };

function placesOf(steps: readonly GraphStep[]): Map<string, { x: number; y: number }> {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 24, ranksep: 48 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of steps) graph.setNode(id, { width: WIDTH, height: HEIGHT });
  for (const { id, needs } of steps) for (const other of needs) graph.setEdge(other, id);
  layout(graph);
  return new Map(
    steps.map(({ id }) => {
      const { x, y } = graph.node(id) as { x: number; y: number };
      return [id, { x: x - WIDTH / 2, y: y - HEIGHT / 2 }];
    }),
  );
}
