/** SQLite, in D1 and in Durable Objects, takes 2 MB a value; a chunk stays well below. */
const MAX_CHUNK_CHARS = 500_000;

/**
 * Values as JSON arrays, each of as many as stay below the size, at least one. With `json_each(?)` such an array is
 * a multi-row write with one bound parameter, where D1 allows 100.
 */
export function* jsonChunks(values: readonly unknown[]): Generator<string> {
  for (const { json } of chunksOf(values)) yield json;
}

/** The same, each with the values that it holds. */
export function* chunksOf<T>(values: readonly T[]): Generator<{ readonly json: string; readonly part: readonly T[] }> {
  let texts: string[] = [];
  let part: T[] = [];
  let chars = 0;
  const whole = () => ({ json: `[${texts.join(",")}]`, part });
  for (const value of values) {
    const text = JSON.stringify(value);
    if (part.length > 0 && chars + text.length > MAX_CHUNK_CHARS) {
      yield whole();
      texts = [];
      part = [];
      chars = 0;
    }
    texts.push(text);
    part.push(value);
    chars += text.length;
  }
  if (part.length > 0) yield whole();
}
