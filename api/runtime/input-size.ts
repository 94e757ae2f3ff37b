import type { Json } from "../../engine/json.ts";

/** A row of the journal holds 2 MB. Numbers such as 1e20 grow when they are written out, so a body of 1 MiB may not fit. */
export const MAX_INPUT_BYTES = 1_500_000;

export function isTooLargeForJournal(input: Json): boolean {
  return new TextEncoder().encode(JSON.stringify(input)).byteLength > MAX_INPUT_BYTES;
}
