// A list as one sequence, whatever its pages hold.

export interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

/** Reads a page when the one before has been used up: `rowsOf((cursor) => answerOf(hub.GET(…, {…cursor})))`. */
export async function* rowsOf<Row>(
  readPage: (place: { cursor?: string }) => Promise<Page<Row>>,
): AsyncGenerator<Row, void, undefined> {
  let place: { cursor?: string } = {};
  for (;;) {
    const { data, nextCursor } = await readPage(place);
    yield* data;
    if (nextCursor === null) return;
    place = { cursor: nextCursor };
  }
}
