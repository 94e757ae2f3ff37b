// What the provider's tools do, by path: three that are useful together, and every way to misbehave.

import { createHash } from "node:crypto";
import { streamBehaviours, type StreamedReply } from "./streams.ts";
import { tradeBehaviours } from "./trade.ts";

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Asked {
  readonly arguments: Record<string, unknown>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
  /** How many calls with this Idempotency-Key there were, this one included. */
  readonly callsOfKey: number;
}

export type Behaviour = (asked: Asked) => Reply | StreamedReply | "hang" | "close";

const TEN_MEGABYTES = 10 * 1024 * 1024;

const PLACES = ["Journal", "Handbook", "Field notes", "Survey", "Lecture", "Report", "Review", "Archive"];

/** Finds `count` sources (8 unless told) about `query`. */
const search: Behaviour = ({ arguments: { query, count } }) => {
  const topic = String(query);
  const results = Array.from({ length: typeof count === "number" ? count : 8 }, (_, index) => ({
    id: `source-${index + 1}`,
    title: `${PLACES[index % PLACES.length]} of ${topic}`,
    url: `https://library.example/${encodeURIComponent(topic)}/${index + 1}`,
  }));
  return json({ results });
};

/** Reads one source and says what it holds. */
const enrich: Behaviour = ({ arguments: { title, url } }) => {
  const words = String(title).length * 37;
  return json({ title, url, words, finding: `${String(title)} settles the question in ${words} words` });
};

/** Makes one text out of many findings. */
const summarize: Behaviour = ({ arguments: { topic, sources } }) => {
  const list = Array.isArray(sources) ? (sources as { finding?: unknown; words?: unknown }[]) : [];
  const words = list.reduce((sum, { words: count }) => sum + (typeof count === "number" ? count : 0), 0);
  const lines = list.map(({ finding }, index) => `${index + 1}. ${String(finding)}.`);
  return json({ summary: [`${list.length} sources on ${String(topic)}:`, ...lines].join("\n"), words });
};

/** What `switch` was told to have up. */
const up = new Set<string>();

export const behaviours: Readonly<Record<string, Behaviour>> = {
  ...streamBehaviours,
  ...tradeBehaviours,
  search,
  enrich,
  summarize,
  echo: ({ arguments: received }) => json({ echo: received }),
  // Answers its arguments as they are, after failing its first calls for each Idempotency-Key: ?fails=2. With ?code=400.
  mirror: ({ arguments: received, query, callsOfKey }) =>
    callsOfKey <= Number(query.get("fails") ?? 0)
      ? json({ error: "not yet" }, 503)
      : json(received, Number(query.get("code") ?? 200)),
  // A digest of its arguments, as they came.
  digest: ({ arguments: received }) => json({ digest: sha256(JSON.stringify(received)).slice(0, 16) }),
  hang: () => "hang",
  close: () => "close",
  garbage: () => ({ status: 200, body: '{"half": "an ans' }),
  page: () => ({ status: 200, headers: { "content-type": "text/html" }, body: "<h1>It works!</h1>" }),
  big: () => json({ blob: "x".repeat(TEN_MEGABYTES) }),
  // As many MB as ?mb says, with something small before and after them: ?mb=10&said=words&declared=1
  large: ({ query }) => {
    const rows = Array.from({ length: 200 }, (_, id) => ({ id, name: `row ${id}` }));
    const blob = "x".repeat(Number(query.get("mb") ?? 10) * 1_000_000);
    const reply = json({ first: { n: 1 }, blob, rows, last: { answer: 42, said: query.get("said") } });
    return query.has("declared") ? { ...reply, headers: { "content-length": String(reply.body.length) } } : reply;
  },
  // More than a MB of what is no JSON.
  largePage: () => ({ status: 200, body: `{"half":"${"x".repeat(2_000_000)}` }),
  // ?code=503&type=text/event-stream
  status: ({ query }) => ({
    ...json({ error: "as you asked" }, Number(query.get("code") ?? 500)),
    headers: { "content-type": query.get("type") ?? "application/json" },
  }),
  // Shows what it was sent, as it is and as what only who knows it can tell: ?code=400
  headers: ({ headers, query }) => {
    const digests = Object.entries(headers).map(([name, value]) => [name, sha256(String(value))]);
    return json({ headers, digests: Object.fromEntries(digests) as unknown }, Number(query.get("code") ?? 200));
  },
  // ?code=307&to=/mirror
  redirect: ({ query }) => ({
    status: Number(query.get("code") ?? 307),
    headers: { location: query.get("to") ?? "/mirror" },
    body: "",
  }),
  // Down until told otherwise: ?name=x, and then {"up": true} as the arguments of any call. With {"part": "y"}, y alone is.
  switch: ({ arguments: received, query }) => {
    const { part } = received;
    const name = [query.get("name") ?? "", ...(typeof part === "string" ? [part] : [])].join("/");
    if (received["up"] === true) up.add(name);
    if (received["up"] === false) up.delete(name);
    return up.has(name) ? json({ echo: received }) : json({ error: "down" }, 503);
  },
  // Fails its first calls for each Idempotency-Key: ?fails=2&code=503
  flaky: ({ arguments: received, query, callsOfKey }) =>
    callsOfKey <= Number(query.get("fails") ?? 1)
      ? json({ error: "not yet" }, Number(query.get("code") ?? 503))
      : json({ echo: received, attempts: callsOfKey }),
};

function json(value: unknown, status = 200): Reply {
  return { status, body: JSON.stringify(value) };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
