// A workflow as a picture: to look at, to watch a run on, and to build on. What it shows and does, the list does too.

import "@xyflow/react/dist/style.css";
import {
  Background,
  Controls,
  type Connection,
  type Edge,
  type EdgeChange,
  type NodeChange,
  MarkerType,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  useStoreApi,
} from "@xyflow/react";
import { type DragEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Graph, type GraphEdge, wouldCircle } from "../../canvas/graph-of.ts";
import { type Place, type Places, STEP_HEIGHT, STEP_WIDTH } from "../../canvas/places.ts";
import { currentTheme } from "../../hub/theme.ts";
import { useStable } from "../../ui/use-stable.ts";
import { FarEdges } from "./FarEdges.tsx";
import { IsFar, type Mark, type Marks, StepBox, type StepNode } from "./StepBox.tsx";

/** What can be done on the canvas, where anything can. */
export interface Editing {
  readonly move: (places: readonly (readonly [string, Place])[]) => void;
  readonly remove: (keys: readonly string[]) => void;
  readonly connect: (from: string, to: string) => void;
  readonly disconnect: (edges: readonly GraphEdge[]) => void;
  /** Something was dropped. */
  readonly drop: (data: DataTransfer, at: Place) => void;
}

interface CanvasProps {
  readonly graph: Graph;
  readonly places: Places;
  readonly marks?: Marks;
  readonly selected: ReadonlySet<string>;
  readonly select: (keys: readonly string[]) => void;
  /** What the tools are called, by their ids. */
  readonly toolNames?: ReadonlyMap<string, string>;
  /** What went along an edge, in a few characters. */
  readonly labelOf?: (edge: GraphEdge) => string | undefined;
  readonly editing?: Editing;
  readonly className?: string;
}

const NODE_TYPES = { step: StepBox };
const DELETE_KEYS = ["Backspace", "Delete"];
const MULTI_KEYS = ["Shift", "Meta", "Control"];
const NO_MARKS: Marks = new Map();
const NO_NAMES: ReadonlyMap<string, string> = new Map();
/** Where they are, so that nobody has to measure five hundred of them. */
const HANDLES = [
  { type: "target" as const, position: Position.Top, x: STEP_WIDTH / 2, y: 0 },
  { type: "source" as const, position: Position.Bottom, x: STEP_WIDTH / 2, y: STEP_HEIGHT },
];
/** All are of one size. What is out of sight would never be measured, and all could not be shown. */
const MEASURED = { width: STEP_WIDTH, height: STEP_HEIGHT };
/** At first, a large workflow shows its beginning, which can be read, and not all of it as specks. */
const OPENED = { minZoom: 0.5, maxZoom: 1, padding: 0.15 };
const BEGINNING_HEIGHT = 1_000;
const EMPTY = { x: 48, y: 48, zoom: 1 };
const EVERYTHING = { minZoom: 0.05, maxZoom: 1, padding: 0.05 };
/** From here on nobody reads what stands on a step. */
const FAR = 0.4;
/** From far away, more edges than these are one drawing: each by itself costs more than a step does. */
const MAX_FAR_EDGES = 150;

export default function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

function Flow({
  graph,
  places,
  marks = NO_MARKS,
  selected,
  select,
  toolNames = NO_NAMES,
  labelOf,
  editing,
  className = "h-112 lg:h-144",
}: CanvasProps) {
  const { t } = useTranslation();
  const { screenToFlowPosition } = useReactFlow();
  const isEditable = editing !== undefined;
  const nodes = useNodes(graph, places, marks, selected, toolNames, isEditable);
  // What is put on an empty canvas stays where it was put.
  const [opened] = useState(() => (nodes.length > 0 ? beginningOf(nodes) : null));
  const [chosenEdges, setChosenEdges] = useState<ReadonlySet<string>>(new Set());
  const isFar = useStore(({ transform }) => transform[2] < FAR);
  const areOne = isFar && graph.edges.length > MAX_FAR_EDGES;
  const edges = useEdges(areOne ? edgesAt(graph, selected, chosenEdges) : graph.edges, marks, chosenEdges, labelOf);
  useViewOf(nodes, selected);

  // React Flow tells every node and edge of each property that changes: these never do.
  const onNodesChange = useStable((changes: NodeChange<StepNode>[]) => {
    const moved = changes.flatMap((change): [string, Place][] =>
      change.type === "position" && change.position ? [[change.id, change.position]] : [],
    );
    if (moved.length > 0) editing?.move(moved);
    const chosen = new Set(selected);
    for (const change of changes) {
      if (change.type !== "select") continue;
      if (change.selected) chosen.add(change.id);
      else chosen.delete(change.id);
    }
    if (changes.some(({ type }) => type === "select")) select([...chosen]);
  });
  const onEdgesChange = useStable((changes: EdgeChange[]) => {
    const chosen = new Set(chosenEdges);
    for (const change of changes) {
      if (change.type !== "select") continue;
      if (change.selected) chosen.add(change.id);
      else chosen.delete(change.id);
    }
    setChosenEdges(chosen);
  });
  const onDelete = useStable(({ nodes: gone, edges: cut }: { nodes: StepNode[]; edges: Edge[] }) => {
    if (gone.length > 0) return editing?.remove(gone.map(({ id }) => id));
    // The edges of a step that goes are not taken away one by one: what reads it is its author's to mend.
    const ids = new Set(cut.map(({ id }) => id));
    return editing?.disconnect(graph.edges.filter((edge) => ids.has(idOf(edge))));
  });
  const isValid = useStable(({ source, target }: Connection | Edge) => !wouldCircle(graph, source, target));
  const onConnect = useStable(({ source, target }: Connection) => editing?.connect(source, target));
  const words = useMemo(
    () => ({
      "node.a11yDescription.default": t("builder.nodeHelp"),
      "node.a11yDescription.keyboardDisabled": t("builder.nodeHelp"),
      "edge.a11yDescription.default": t("builder.edgeHelp"),
      "controls.ariaLabel": t("builder.view"),
      "controls.zoomIn.ariaLabel": t("builder.zoomIn"),
      "controls.zoomOut.ariaLabel": t("builder.zoomOut"),
      "controls.fitView.ariaLabel": t("builder.fitView"),
    }),
    [t],
  );
  return (
    <div
      role="group"
      aria-label={t("workflows.graph")}
      className={`border-line bg-panel relative rounded-lg border ${className}`}
      onDragOver={(event: DragEvent) => {
        if (editing === undefined) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      }}
      onDrop={(event: DragEvent) => {
        if (editing === undefined) return;
        event.preventDefault();
        const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
        editing.drop(event.dataTransfer, { x: x - STEP_WIDTH / 2, y: y - STEP_HEIGHT / 2 });
      }}
    >
      <IsFar value={isFar}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          colorMode={currentTheme()}
          nodesDraggable={isEditable}
          nodesConnectable={isEditable}
          edgesFocusable={isEditable}
          elementsSelectable
          deleteKeyCode={isEditable ? DELETE_KEYS : null}
          multiSelectionKeyCode={MULTI_KEYS}
          isValidConnection={isValid}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onConnect={onConnect}
          onDelete={onDelete}
          connectionRadius={40}
          {...(opened ? { fitView: true, fitViewOptions: opened } : { defaultViewport: EMPTY })}
          // By itself it looks for the steps once one is drawn, and draws none that is out of sight.
          onInit={(flow) => void (opened && flow.fitView(opened))}
          minZoom={EVERYTHING.minZoom}
          className={isFar ? "is-far" : ""}
          onlyRenderVisibleElements
          ariaLabelConfig={words}
        >
          {areOne && <FarEdges edges={graph.edges} places={places} />}
          <Background />
          <Controls showInteractive={false} fitViewOptions={EVERYTHING} />
        </ReactFlow>
      </IsFar>
    </div>
  );
}

/** A node is the same object until something of it changes: React Flow skips it then. */
function useNodes(
  { steps }: Graph,
  places: Places,
  marks: Marks,
  selected: ReadonlySet<string>,
  toolNames: ReadonlyMap<string, string>,
  isEditable: boolean,
): StepNode[] {
  const before = useRef<ReadonlyMap<string, StepNode>>(new Map());
  const nodes = useMemo(
    () =>
      steps.map(({ key, about }): StepNode => {
        const place = places.get(key) ?? { x: 0, y: 0 };
        const mark = marks.get(key);
        const isSelected = selected.has(key);
        const subject = (about.kind === "toolId" && toolNames.get(about.subject)) || about.subject;
        const old = before.current.get(key);
        if (
          old !== undefined &&
          old.position === place &&
          old.selected === isSelected &&
          old.data.about === about &&
          old.data.subject === subject &&
          isSameMark(old.data.mark, mark) &&
          old.data.isEditable === isEditable
        ) {
          return old;
        }
        return {
          id: key,
          type: "step",
          position: place,
          selected: isSelected,
          data: { about, subject, mark, isEditable },
          width: STEP_WIDTH,
          height: STEP_HEIGHT,
          measured: MEASURED,
          handles: HANDLES,
          ariaLabel: key,
        };
      }),
    [steps, places, marks, selected, toolNames, isEditable],
  );
  useEffect(() => {
    before.current = new Map(nodes.map((node) => [node.id, node]));
  }, [nodes]);
  return nodes;
}

function isSameMark(a: Mark | undefined, b: Mark | undefined): boolean {
  return a?.status === b?.status && a?.faults === b?.faults && a?.isBad === b?.isBad && a?.result === b?.result;
}

const MARKER = { type: MarkerType.ArrowClosed };

/** Those of what is chosen. */
function edgesAt({ edges }: Graph, steps: ReadonlySet<string>, chosen: ReadonlySet<string>): readonly GraphEdge[] {
  return edges.filter((edge) => steps.has(edge.source) || steps.has(edge.target) || chosen.has(idOf(edge)));
}

/** As the nodes, an edge is the same object until something of it changes. */
function useEdges(
  edges: readonly GraphEdge[],
  marks: Marks,
  chosen: ReadonlySet<string>,
  labelOf: CanvasProps["labelOf"],
): Edge[] {
  const before = useRef<ReadonlyMap<string, Edge>>(new Map());
  const drawn = useMemo(
    () =>
      edges.map((edge): Edge => {
        const id = idOf(edge);
        const label = labelOf?.(edge);
        const selected = chosen.has(id);
        const animated = marks.get(edge.target)?.status === "running";
        // What is only waited for, and not read, is a broken line.
        const className = edge.reads.length === 0 ? "edge-waits" : "edge-reads";
        const old = before.current.get(id);
        if (
          old !== undefined &&
          old.selected === selected &&
          old.animated === animated &&
          old.className === className &&
          old.label === label
        ) {
          return old;
        }
        return {
          id,
          source: edge.source,
          target: edge.target,
          selected,
          animated,
          className,
          ariaLabel: `${edge.source} → ${edge.target}`,
          markerEnd: MARKER,
          ...(label !== undefined && { label, labelShowBg: true }),
        };
      }),
    [edges, marks, chosen, labelOf],
  );
  useEffect(() => {
    before.current = new Map(drawn.map((edge) => [edge.id, edge]));
  }, [drawn]);
  return drawn;
}

function idOf({ source, target }: GraphEdge): string {
  return `${source} ${target}`;
}

/** A step that was added or chosen elsewhere comes into sight; the first steps on an empty canvas do, too. */
function useViewOf(nodes: readonly StepNode[], selected: ReadonlySet<string>): void {
  const { fitView, setCenter } = useReactFlow();
  const store = useStoreApi();
  const latest = useRef(nodes);
  latest.current = nodes;
  const wasEmpty = useRef(nodes.length === 0);
  const [only] = selected.size === 1 ? selected : [];
  const bring = useCallback(
    (key: string) => {
      const node = latest.current.find(({ id }) => id === key);
      if (node === undefined) return;
      // Known to the canvas: to ask the page for its size would have it laid out anew.
      const { width, height, transform } = store.getState();
      const [x, y, zoom] = transform;
      const [left, top] = [node.position.x * zoom + x, node.position.y * zoom + y];
      // As long as its middle is.
      const [middle, center] = [left + (STEP_WIDTH * zoom) / 2, top + (STEP_HEIGHT * zoom) / 2];
      const isInSight = middle >= 0 && center >= 0 && middle <= width && center <= height;
      if (isInSight) return;
      void setCenter(node.position.x + STEP_WIDTH / 2, node.position.y + STEP_HEIGHT / 2, { zoom });
    },
    [store, setCenter],
  );
  useEffect(() => {
    if (only !== undefined) bring(only);
  }, [only, bring]);
  useEffect(() => {
    if (wasEmpty.current && nodes.length > 1) void fitView(beginningOf(nodes));
    wasEmpty.current = nodes.length === 0;
  }, [nodes, fitView]);
}

function beginningOf(nodes: readonly StepNode[]) {
  const top = Math.min(...nodes.map(({ position }) => position.y));
  return { ...OPENED, nodes: nodes.filter(({ position }) => position.y <= top + BEGINNING_HEIGHT) };
}
