// What a surface wants to have back with the answers to an `input_required`: a server's own state, or the hub's word for a
// call that is parked. A server cannot pass its state off as the hub's.

export type Kept =
  | { readonly is: "parked"; readonly id: string; readonly round: number }
  | { readonly is: "server"; readonly state: string };

export function keptText(kept: Kept): string {
  return JSON.stringify(kept.is === "parked" ? ["parked", kept.id, kept.round] : ["server", kept.state]);
}

/** What `keptText` made. It comes from this hub alone (request-state.ts). */
export function keptIn(text: string): Kept {
  const [is, value, round] = JSON.parse(text) as [Kept["is"], string, number];
  return is === "parked" ? { is, id: value, round } : { is, state: value };
}
