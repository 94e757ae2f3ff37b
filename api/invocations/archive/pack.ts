// An archive's bytes: the rows as they were in D1, one a line (NDJSON), gzipped.

import type { InvocationRow } from "../store.ts";

export async function pack(rows: readonly InvocationRow[]): Promise<Uint8Array> {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Its lines, one after the other, so that nobody needs room for all of them. */
export async function* linesOf(packed: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const unpacked = packed.pipeThrough(new DecompressionStream("gzip")).pipeThrough(new TextDecoderStream());
  let rest = "";
  for await (const text of unpacked) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

/** What `pack` wrote in a line. */
export function readLine(line: string): InvocationRow {
  return JSON.parse(line) as InvocationRow;
}

/** In hex. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
