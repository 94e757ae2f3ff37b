// Finds references that follow one another without ever descending into the value (N2).

export interface InPlaceReference {
  /** `$defs` indexes. */
  readonly from: number;
  readonly to: number;
  readonly pointer: string;
}

/** The pointer of a reference that closes such a circle; undefined: there is none. */
export function endlessReference(references: readonly InPlaceReference[]): string | undefined {
  const outgoing = new Map<number, InPlaceReference[]>();
  for (const reference of references) {
    const known = outgoing.get(reference.from);
    if (known === undefined) outgoing.set(reference.from, [reference]);
    else known.push(reference);
  }
  const done = new Set<number>();
  for (const start of outgoing.keys()) {
    if (done.has(start)) continue;
    const open = new Set([start]);
    const path = [{ at: start, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const reference = outgoing.get(top.at)?.[top.next++];
      if (reference === undefined) {
        done.add(top.at);
        open.delete(top.at);
        path.pop();
      } else if (open.has(reference.to)) return reference.pointer;
      else if (!done.has(reference.to)) {
        open.add(reference.to);
        path.push({ at: reference.to, next: 0 });
      }
    }
  }
  return undefined;
}
