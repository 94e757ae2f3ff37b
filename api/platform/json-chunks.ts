/** SQLite, in D1 and in Durable Objects, takes 2 MB a value; a chunk stays well below. */
const MAX_CHUNK_CHARS = 500_000;

/**
 * Values as JSON arrays, each of as many as stay below the size, at least one. With `json_each(?)` such an array is
 * a multi-row write with one bound parameter, where D1 allows 100.
 */
export function* jsonChunks(values: readonly unknown[]): Generator<string> {
  for (const { json } of countedChunks(values)) yield json;
}

/** The same, each with how many values it holds. */
export function* countedChunks(values: readonly unknown[]): Generator<{ json: string; count: number }> {
  let chunk: string[] = [];
  let chars = 0;
  const whole = () => ({ json: `[${chunk.join(",")}]`, count: chunk.length });
  for (const value of values) {
    const text = JSON.stringify(value);
    if (chunk.length > 0 && chars + text.length > MAX_CHUNK_CHARS) {
      yield whole();
      chunk = [];
      chars = 0;
    }
    chunk.push(text);
    chars += text.length;
  }
  if (chunk.length > 0) yield whole();
}
