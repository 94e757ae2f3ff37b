// What a check found, by where it belongs on the canvas.

/** As the hub tells it. */
export interface Found {
  readonly severity: "error" | "warning";
  readonly pointer: string;
}

/** The place of the step in the definition's list that a pointer leads into; undefined: it is about the workflow. */
export function stepIndexOf(pointer: string): number | undefined {
  const index = /^\/steps\/(\d+)(?:\/|$)/.exec(pointer)?.[1];
  return index === undefined ? undefined : Number(index);
}

/** By the place of the step. */
export function faultsByStep<Of extends Found>(found: readonly Of[]): ReadonlyMap<number, readonly Of[]> {
  const byStep = new Map<number, Of[]>();
  for (const fault of found) {
    const index = stepIndexOf(fault.pointer);
    if (index === undefined) continue;
    const others = byStep.get(index);
    if (others === undefined) byStep.set(index, [fault]);
    else others.push(fault);
  }
  return byStep;
}
