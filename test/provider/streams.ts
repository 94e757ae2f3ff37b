// Answers that the provider streams, and what it could write of them: GET /_streams/<name> for those asked for with
// ?name=<name>.

import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import type { Behaviour, Reply } from "./behaviours.ts";

export interface StreamedReply {
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: AsyncIterable<string> | Iterable<string>;
  /** Whether it ends in the middle of its last chunk, with a closed socket. */
  readonly breaksOff: boolean;
}

/** What became of a stream. */
export interface Written {
  bytes: number;
  /** Whether the connection closed before the provider ended the stream. */
  givenUp: boolean;
}

const written = new Map<string, Written>();
const TYPES = { events: "text/event-stream", lines: "application/x-ndjson" } as const;

export const streamBehaviours: Readonly<Record<string, Behaviour>> = {
  // Numbered items: ?format=events|lines&count=3&every=20&chars=1000, endless without a count; &breaksOff=1 after them
  stream: ({ query }) => {
    const format = query.get("format") === "lines" ? "lines" : "events";
    const count = Number(query.get("count") ?? Number.POSITIVE_INFINITY);
    const pad = "x".repeat(Number(query.get("chars") ?? 0));
    const every = Number(query.get("every") ?? 0);
    async function* chunks() {
      for (let n = 1; n <= count; n++) {
        const item = JSON.stringify(pad === "" ? { n } : { n, pad });
        yield format === "lines" ? `${item}\n` : `data: ${item}\n\n`;
        if (every > 0) await delay(every);
      }
    }
    return {
      headers: { "content-type": TYPES[format] },
      chunks: chunks(),
      breaksOff: query.has("breaksOff"),
    };
  },
  // Exactly these chunks: {format, chunks: ["data: 1", "\n\n"], times}
  chunks: ({ arguments: { format, chunks, times = 1 } }) => ({
    headers: { "content-type": TYPES[format as "events"] },
    chunks: Array.from({ length: times as number }, () => chunks as string[]).flat(),
    breaksOff: false,
  }),
  // JSON of many MB, with a pause before its end, where its argument `n` stands: ?mb=8&pause=1000
  slowlyLarge: ({ arguments: { n }, query }) => {
    async function* chunks() {
      yield `{"blob":"${"x".repeat(Number(query.get("mb")) * 1_000_000)}"`;
      await delay(Number(query.get("pause")));
      yield `,"last":{"n":${JSON.stringify(n)}}}`;
    }
    return { headers: { "content-type": "application/json" }, chunks: chunks(), breaksOff: false };
  },
  // Shows the credentials that it was sent, a character a chunk: ?format=events|lines
  leak: ({ headers: { authorization }, query }) => {
    const secret = String(authorization);
    const text =
      query.get("format") === "lines"
        ? `{"seen":"${secret}"}\n`
        : `event: ${secret}\ndata: {"seen":"${secret}"}\n\ndata: ${secret}\n\n`;
    return { headers: { "content-type": TYPES[query.get("format") as "events"] }, chunks: text, breaksOff: false };
  },
};

/** Writes as fast as whoever reads lets it. */
export async function sendStream(response: ServerResponse, reply: StreamedReply, name: string | null): Promise<void> {
  const all: Written = { bytes: 0, givenUp: false };
  if (name !== null) written.set(name, all);
  const closed = new AbortController();
  response.on("close", () => {
    all.givenUp = !response.writableFinished;
    closed.abort();
  });
  response.writeHead(200, reply.headers);
  response.flushHeaders();
  for await (const chunk of reply.chunks) {
    if (closed.signal.aborted) return;
    const goOn = response.write(chunk);
    all.bytes += chunk.length;
    if (!goOn) await once(response, "drain", { signal: closed.signal }).catch(() => undefined);
    // Otherwise chunks that come at once would leave as one.
    else await nextTurn();
  }
  if (reply.breaksOff) response.destroy();
  else response.end();
}

export function writtenOf({ pathname }: URL): Reply {
  return { status: 200, body: JSON.stringify(written.get(pathname.slice("/_streams/".length)) ?? null) };
}
