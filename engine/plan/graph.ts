// The graph of steps. graphlib holds it; the walks are loops, because its own recurse and a chain of 10,000
// steps is a legal workflow.

import { Graph } from "@dagrejs/graphlib";

export type StepGraph = Graph;

/** `needs[i]` are the steps that step `i` waits for. An edge leads from a step to those that wait for it. */
export function stepGraph(needs: readonly (readonly number[])[]): StepGraph {
  const graph = new Graph({ directed: true });
  for (const step of needs.keys()) graph.setNode(String(step));
  for (const [step, needed] of needs.entries()) {
    for (const other of needed) graph.setEdge(String(other), String(step));
  }
  return graph;
}

/**
 * The steps so that each comes after all that it waits for, and else in their given order; what is on a cycle,
 * or after one, is left out.
 */
export function topologicalOrder(graph: StepGraph): number[] {
  const waitingFor = new Map<string, number>();
  const ready = new Smallest();
  for (const step of graph.nodes()) {
    const needed = graph.predecessors(step)?.length ?? 0;
    waitingFor.set(step, needed);
    if (needed === 0) ready.add(Number(step));
  }
  const order: number[] = [];
  for (let step = ready.take(); step !== undefined; step = ready.take()) {
    order.push(step);
    for (const dependant of graph.successors(String(step)) ?? []) {
      const left = (waitingFor.get(dependant) ?? 0) - 1;
      waitingFor.set(dependant, left);
      if (left === 0) ready.add(Number(dependant));
    }
  }
  return order;
}

/**
 * One cycle for each edge that closes one, as the steps on it in the order in which they wait: `[a, b]` means
 * that a waits for b and b for a. Without those edges the graph has no cycle. At most `limit` of them.
 */
export function cycles(graph: StepGraph, limit: number): number[][] {
  const found: number[][] = [];
  const done = new Set<string>();
  for (const start of graph.nodes()) {
    if (done.has(start)) continue;
    const path = [{ step: start, needs: graph.predecessors(start) ?? [], next: 0 }];
    const placeOnPath = new Map([[start, 0]]);
    for (let top = path.at(-1); top !== undefined && found.length < limit; top = path.at(-1)) {
      const needed = top.needs[top.next++];
      if (needed === undefined) {
        done.add(top.step);
        placeOnPath.delete(top.step);
        path.pop();
        continue;
      }
      const place = placeOnPath.get(needed);
      if (place !== undefined) found.push(path.slice(place).map(({ step }) => Number(step)));
      else if (!done.has(needed)) {
        placeOnPath.set(needed, path.length);
        path.push({ step: needed, needs: graph.predecessors(needed) ?? [], next: 0 });
      }
    }
  }
  return found;
}

/** A binary heap of numbers. */
class Smallest {
  readonly #heap: number[] = [];

  add(value: number): void {
    const heap = this.#heap;
    let at = heap.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || above <= value) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = value;
  }

  take(): number | undefined {
    const heap = this.#heap;
    const [least] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return least;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = (heap[left + 1] ?? Infinity) < (heap[left] ?? Infinity) ? left + 1 : left;
      const below = heap[child];
      if (below === undefined || below >= last) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return least;
  }
}
