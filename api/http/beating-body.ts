// A body that is written while things happen.
//
// B1. A text leaves at once, or, while a write is under way, with all that come meanwhile: each write is a turn of the
//     event loop, and small texts are many. `write` resolves when so much as is gathered may wait, so whoever waits for
//     that keeps MAX_GATHERED_CHARS and one text.
// B2. Nothing comes after the last text, whoever still has something to say.
// B3. Where nothing is written for a while, a heartbeat goes out: proxies keep the connection open, and a caller that is
//     gone is noticed, which only a write can do.

const HEARTBEAT_MS = 5_000;
/** What may wait for the write that is under way. */
const MAX_GATHERED_CHARS = 32 * 1024;
/** How long a caller may take for the last text, and what stands before it in the connection. */
const LAST_TAKEN_WITHIN_MS = 60_000;

export class BeatingBody {
  readonly readable: ReadableStream<Uint8Array>;
  /** Aborts when the caller is gone before the last text. */
  readonly gone: AbortSignal;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #heartbeat: ReturnType<typeof setInterval>;
  readonly #encoder = new TextEncoder();
  #gathered = "";
  #hasEnded = false;
  /** The write under way. */
  #write: Promise<void> | null = null;
  #drained: Promise<void> = Promise.resolve();

  constructor(beat: string, heartbeatMs = HEARTBEAT_MS) {
    // It has no queue: a write is done when the bytes were read.
    const { readable, writable } = new IdentityTransformStream();
    const gone = new AbortController();
    this.readable = readable;
    this.gone = gone.signal;
    this.#writer = writable.getWriter();
    this.#writer.closed.catch(() => {
      clearInterval(this.#heartbeat);
      gone.abort();
    });
    this.#heartbeat = setInterval(() => {
      if (this.#write === null) this.#take(beat);
    }, heartbeatMs);
  }

  /** Resolves when there is room for the next one, or when nobody is there to take any more. Never rejects. */
  async write(text: string): Promise<void> {
    if (this.#hasEnded) return;
    this.#take(text);
    while (this.#gathered.length > MAX_GATHERED_CHARS) await this.#write;
  }

  /** Writes the last text; it may be empty. */
  async end(last: string): Promise<void> {
    clearInterval(this.#heartbeat);
    this.#hasEnded = true;
    const timer = setTimeout(() => this.break(), LAST_TAKEN_WITHIN_MS);
    this.#take(last);
    await this.#drained;
    clearTimeout(timer);
    await this.#writer.close().catch(() => undefined);
  }

  /** Breaks off, so that the caller sees that the end is missing. */
  break(): void {
    clearInterval(this.#heartbeat);
    this.#writer.abort(new Error("The answer was broken off.")).catch(() => undefined);
  }

  #take(text: string): void {
    this.#gathered += text;
    if (this.#write === null) this.#drained = this.#drain();
  }

  async #drain(): Promise<void> {
    while (this.#gathered !== "") {
      const bytes = this.#encoder.encode(this.#gathered);
      this.#gathered = "";
      // A caller that is gone is told by `gone`.
      this.#write = this.#writer.write(bytes).catch(() => undefined);
      await this.#write;
    }
    this.#write = null;
  }
}
