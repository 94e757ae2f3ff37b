// A value as JSON text, with what of it is kept elsewhere put in its place as it is read: the text is never held whole.

import type { Json } from "../../engine/json.ts";
import type { Held } from "../../engine/template/stored.ts";
import type { Env } from "../env.ts";
import { getValue } from "./value-objects.ts";

const MAX_GATHERED_CHARS = 65_536;

/** Null where a part that is kept elsewhere is not there. */
export async function spliceValue(
  env: Env,
  run: { readonly agentId: string; readonly runId: string },
  { value, stored }: Held,
): Promise<ReadableStream<Uint8Array> | null> {
  const [only] = stored;
  if (stored.length === 1 && only?.path.length === 0) return (await getValue(env, run, only.ref))?.body ?? null;
  const { readable, writable } = new IdentityTransformStream();
  // Who reads may leave before the end: then there is nobody left to be told that it broke off.
  void pour(env, run, { value, stored }, writable)
    .catch((error: unknown) => writable.abort(error))
    .catch(() => undefined);
  return readable;
}

async function pour(
  env: Env,
  run: { readonly agentId: string; readonly runId: string },
  held: Held,
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  for (const piece of gathered(piecesOf(held))) {
    if (typeof piece === "string") {
      await write(writable, piece);
      continue;
    }
    const object = await getValue(env, run, piece.ref);
    if (object === null) throw new Error(`the value ${piece.ref} of ${run.runId} is not there`);
    await object.body.pipeTo(writable, { preventClose: true });
  }
  await writable.close();
}

async function write(writable: WritableStream<Uint8Array>, text: string): Promise<void> {
  const writer = writable.getWriter();
  try {
    await writer.write(new TextEncoder().encode(text));
  } finally {
    writer.releaseLock();
  }
}

type Piece = string | { readonly ref: string };

/** The same, with texts that follow each other as one, as far as it goes: a write waits until its bytes were taken. */
function* gathered(pieces: Iterable<Piece>): Generator<Piece> {
  let text = "";
  for (const piece of pieces) {
    if (typeof piece === "string") text += piece;
    if (typeof piece === "string" && text.length < MAX_GATHERED_CHARS) continue;
    if (text !== "") yield text;
    text = "";
    if (typeof piece !== "string") yield piece;
  }
  if (text !== "") yield text;
}

/** Text, and what stands between. A value that holds nothing that is kept elsewhere is one piece. */
function* piecesOf({ value, stored }: Held): Generator<Piece> {
  const own = stored.find(({ path }) => path.length === 0);
  if (own) return yield { ref: own.ref };
  if (stored.length === 0 || value === null || typeof value !== "object") return yield JSON.stringify(value);
  const isList = Array.isArray(value);
  const entries: [string | number, Json][] = isList ? [...value.entries()] : Object.entries(value);
  const below = Map.groupBy(stored, ({ path }) => path[0]);
  yield isList ? "[" : "{";
  for (const [index, [key, member]] of entries.entries()) {
    const inner = (below.get(key) ?? []).map((part) => ({ ...part, path: part.path.slice(1) }));
    yield `${index === 0 ? "" : ","}${isList ? "" : `${JSON.stringify(key)}:`}`;
    yield* piecesOf({ value: member, stored: inner });
  }
  yield isList ? "]" : "}";
}
