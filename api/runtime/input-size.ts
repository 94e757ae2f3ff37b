import type { Json } from "../../engine/json.ts";

/** A row of the journal holds 2 MB. Numbers such as 1e20 grow when they are written out, so a body of 1 MiB may not fit. */
export const MAX_INPUT_BYTES = 1_500_000;

/** What a run may take from outside at a time: it is kept elsewhere, but passes through memory whole. */
export const MAX_RUN_INPUT_BYTES = 16 * 1024 * 1024;

export function isTooLargeForJournal(input: Json): boolean {
  return weighsMoreThan(MAX_INPUT_BYTES, input);
}

export function isTooLargeForRun(input: Json): boolean {
  return weighsMoreThan(MAX_RUN_INPUT_BYTES, input);
}

function weighsMoreThan(bytes: number, value: Json): boolean {
  return new TextEncoder().encode(JSON.stringify(value)).byteLength > bytes;
}
