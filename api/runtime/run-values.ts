// The large values of a shard's runs, as objects of R2: what weighs more than 64 KiB is here, and the journal knows its name.
//
// V1. A value's name is on record before the value is put, and the upload of its parts while they are sent, so whatever is left
//     of it is found: what nothing refers to is deleted once its run has settled, all of it with its run. What is put while
//     its run settles, or is deleted, is deleted some minutes later.
// V2. A value is put before the event that holds it is recorded.
// V3. An attempt that is made again puts under the same name what it puts then.
// V4. A run refers to its own values alone: what it takes over from another is copied.

import type { Json } from "../../engine/json.ts";
import type { Values } from "../../engine/run/host.ts";
import type { Failure } from "../../engine/run/outcome.ts";
import { NONE_STORED, type Stored } from "../../engine/template/stored.ts";
import { type JsonPath, JsonScanner, ScanFault } from "../platform/json-scanner.ts";
import { logError } from "../platform/log.ts";
import { putPieces } from "../platform/put-pieces.ts";
import { invalidResponse } from "../relay/result.ts";
import { ProviderFault } from "../relay/provider-fault.ts";
import { valueKey } from "../runs/value-objects.ts";
import type { RunRef } from "./shards.ts";
import type { ValueRows } from "./value-rows.ts";

export const MAX_INLINE_CHARS = 64 * 1024;
const MAX_VALUE_BYTES = 100 * 1024 * 1024;
/** What a template may read of one value at a time; more could not be worked on within an object's 128 MB. */
const MAX_READ_CHARS = 4 * 1024 * 1024;
/** Parts that a drive remembers, each of at most `MAX_INLINE_CHARS`. */
const MAX_REMEMBERED = 32;
/** So many values are put at a time: each holds a part of one. */
const MAX_PUTTING = 4;

const JSON_OBJECT = { httpMetadata: { contentType: "application/json" } };

export class RunValues {
  readonly #bucket: R2Bucket;
  readonly #names: ValueRows;
  readonly #onPut: () => void;
  /** The keys of what is being put this moment. */
  readonly #underWay = new Set<string>();
  #putting = 0;
  readonly #waiting: (() => void)[] = [];

  /** `onPut` hears of each value before it is put: nothing may come of it, and then somebody has to look. */
  constructor(bucket: R2Bucket, names: ValueRows, onPut: () => void) {
    this.#bucket = bucket;
    this.#names = names;
    this.#onPut = onPut;
  }

  /** As the engine sees those of one run. */
  of(run: RunRef): Values {
    return {
      maxInlineChars: MAX_INLINE_CHARS,
      put: (value, name) => this.put(run, value, name),
      read: this.#remembering(run),
    };
  }

  /** Reads each part once a drive where it is small: every item of a forEach may read the same. */
  #remembering(run: RunRef): Values["read"] {
    const known = new Map<string, Awaited<ReturnType<Values["read"]>>>();
    return async (ref, paths) => {
      const key = JSON.stringify([ref, paths]);
      const before = known.get(key);
      if (before) return before;
      const read = await this.read(run, ref, paths);
      if (read.ok && JSON.stringify(read.value).length <= MAX_INLINE_CHARS) {
        if (known.size >= MAX_REMEMBERED) known.clear();
        known.set(key, read);
      }
      return read;
    };
  }

  put(run: RunRef, value: Json, name: string): Promise<Stored> {
    return this.#putText(run, JSON.stringify(value), name);
  }

  async #putText(run: RunRef, text: string, name: string): Promise<Stored> {
    const { size } = await this.#tracked(run, name, (key) => this.#bucket.put(key, text, JSON_OBJECT));
    return { path: [], ref: name, sizeBytes: size };
  }

  /** V1. */
  async #tracked<T>(run: RunRef, ref: string, put: (key: string) => Promise<T>): Promise<T> {
    const key = valueKey(run, ref);
    this.#names.keep(run, ref);
    this.#onPut();
    this.#underWay.add(key);
    try {
      return await put(key);
    } finally {
      this.#underWay.delete(key);
    }
  }

  /** The value, where it weighs little; else null, and where it stands. */
  async held(run: RunRef, value: Json, name: string): Promise<{ value: Json; stored?: readonly Stored[] }> {
    const text = JSON.stringify(value);
    if (text.length <= MAX_INLINE_CHARS) return { value };
    return { value: null, stored: [await this.#putText(run, text, name)] };
  }

  /** A provider's answer, which comes in pieces. Throws a ProviderFault where it is not JSON, or too large. */
  async putAnswer(
    run: RunRef,
    pieces: AsyncIterable<string>,
    declaredBytes: number | null,
    name: string,
  ): Promise<Stored> {
    if (declaredBytes !== null && declaredBytes > MAX_VALUE_BYTES) {
      await dropRest(pieces);
      throw new ProviderFault(tooLarge);
    }
    await this.#turn();
    try {
      const sizeBytes = await this.#tracked(run, name, (key) => this.#putPieces(run, name, key, pieces));
      if (sizeBytes === null) throw new ProviderFault(tooLarge);
      return { path: [], ref: name, sizeBytes };
    } finally {
      // Whoever waits has the place at once: nobody comes in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#putting -= 1;
      else next();
    }
  }

  async #putPieces(run: RunRef, ref: string, key: string, pieces: AsyncIterable<string>): Promise<number | null> {
    await this.#abort(key, this.#names.uploadOf(run.runId, ref));
    return putPieces(this.#bucket, key, checked(pieces), MAX_VALUE_BYTES, (uploadId) =>
      this.#names.noteUpload(run.runId, ref, uploadId),
    );
  }

  /** Of parts that an earlier life of the object sent. */
  async #abort(key: string, uploadId: string | null): Promise<void> {
    if (uploadId === null) return;
    try {
      await this.#bucket.resumeMultipartUpload(key, uploadId).abort();
    } catch (error) {
      // R2 drops it itself after some days; till then it may be gone already.
      logError("upload_not_aborted", error, { key });
    }
  }

  async read(
    run: RunRef,
    ref: string,
    paths: readonly JsonPath[],
  ): Promise<{ readonly ok: true; readonly value: Json } | { readonly ok: false; readonly failure: Failure }> {
    const object = await this.#bucket.get(valueKey(run, ref));
    if (object === null) return { ok: false, failure: gone(ref) };
    const scanner = new JsonScanner(paths, MAX_READ_CHARS);
    try {
      for await (const piece of object.body.pipeThrough(new TextDecoderStream())) scanner.write(piece);
      return { ok: true, value: scanner.end() };
    } catch (error) {
      if (!(error instanceof ScanFault)) throw error;
      return { ok: false, failure: error.why === "too_large" ? tooLargeToRead(ref, object.size) : gone(ref) };
    }
  }

  /** Copies what stands in another run's values into this one's; `rename` says under which names. */
  async adopt(
    run: RunRef,
    from: RunRef,
    stored: readonly Stored[],
    rename: (ref: string) => string,
  ): Promise<readonly Stored[]> {
    const adopted: Stored[] = [];
    for (const part of stored) {
      const ref = rename(part.ref);
      const object = await this.#bucket.get(valueKey(from, part.ref));
      // What was deleted meanwhile is missing here, too: whoever reads it is told.
      if (object) await this.#tracked(run, ref, (key) => this.#bucket.put(key, object.body, JSON_OBJECT));
      adopted.push({ ...part, ref });
    }
    return adopted;
  }

  /** The whole of what the run was started with; null: the run is being deleted. */
  async readInput(run: RunRef, ref: string): Promise<{ readonly input: Json } | null> {
    const object = await this.#bucket.get(valueKey(run, ref));
    return object && { input: await object.json<Json>() };
  }

  /** V1. Deletes the run's values but for these, which stay. What is being put is left to a later sweep. */
  async sweep(run: RunRef, referredTo: ReadonlySet<string>): Promise<void> {
    this.#names.markKept(run.runId, [...referredTo]);
    const left = this.#names
      .of(run.runId)
      .map((known) => ({ ...known, key: valueKey(run, known.ref) }))
      .filter(({ ref, key }) => !referredTo.has(ref) && !this.#underWay.has(key));
    for (let from = 0; from < left.length; from += MAX_DELETED) {
      const some = left.slice(from, from + MAX_DELETED);
      for (const { key, upload } of some) await this.#abort(key, upload);
      await this.#bucket.delete(some.map(({ key }) => key));
      this.#names.forget(
        run.runId,
        some.map(({ ref }) => ref),
      );
    }
  }

  /** What was put and is not needed after all. */
  async drop(run: RunRef, stored: readonly Stored[] = NONE_STORED): Promise<void> {
    for (const { ref } of stored) {
      await this.#bucket.delete(valueKey(run, ref));
      this.#names.forget(run.runId, [ref]);
    }
  }

  async #turn(): Promise<void> {
    if (this.#putting < MAX_PUTTING) this.#putting += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

/** Nobody reads on. What was not begun to be read is not ended by leaving it. */
async function dropRest(pieces: AsyncIterable<string>): Promise<void> {
  // oxlint-disable-next-line no-unreachable-loop -- leaving it is what ends the stream
  for await (const _ of pieces) break;
}

/** R2 deletes as many at a time. */
const MAX_DELETED = 1_000;

async function* checked(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  const scanner = new JsonScanner();
  try {
    for await (const piece of pieces) {
      scanner.write(piece);
      yield piece;
    }
    scanner.end();
  } catch (error) {
    if (!(error instanceof ScanFault)) throw error;
    const why = error.why === "too_deep" ? "nests too deep" : "is not JSON";
    throw new ProviderFault(invalidResponse(`The provider answered 2xx with a body that ${why}.`));
  }
}

const tooLarge: Failure = {
  code: "response_too_large",
  message: `The provider's answer is larger than ${MAX_VALUE_BYTES} bytes.`,
  retryable: false,
};

function tooLargeToRead(ref: string, sizeBytes: number): Failure {
  const message =
    `The value "${ref}" weighs ${sizeBytes} bytes, and the template reads more of it than ${MAX_READ_CHARS} characters. ` +
    "Name a smaller part of it, or let the tool give less.";
  return { code: "value_too_large", message, retryable: false };
}

function gone(ref: string): Failure {
  const message = `The value "${ref}", which is kept outside the journal, cannot be read.`;
  return { code: "value_gone", message, retryable: false };
}
