// Spans on their way to the collector of OTLP_ENDPOINT: gathered, sent in batches after the answer, never more than
// MAX_WAITING of them. What finds no room, or no collector, is dropped and counted; nothing else notices.
//
// X1. Between requests there are only spans here, no work: each flush is carried by a request or an object that
//     is under way, and one that dies with its request is taken over by the next.

import { version } from "../../package.json";
import type { Env } from "../env.ts";
import { logError } from "../platform/log.ts";
import { otlpRequest } from "./otlp.ts";
import type { Span, SpanSink } from "./span.ts";

const MAX_WAITING = 4_096;
const MAX_BATCH = 512;
const GATHER_MS = 250;
const TIMEOUT_MS = 10_000;
/** The request that meant to send them is gone. */
const ABANDONED_AFTER_MS = TIMEOUT_MS + 2_000;
/** How long a collector that refuses is left alone. */
const REST_MS = 5_000;
/** As OTLP has it: for these the same spans may be sent again. */
const RETRYABLE: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** What one isolate did with its spans since it began. */
export interface ExporterCounts {
  readonly exported: number;
  readonly dropped: number;
}

export class SpanExporter implements SpanSink {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #counts = { exported: 0, dropped: 0 };
  #waiting: Span[] = [];
  #flushing: { since: number } | null = null;
  #restsUntil = 0;
  #isFailing = false;

  constructor(url: string, headers: Record<string, string>) {
    this.#url = url;
    this.#headers = headers;
  }

  get counts(): ExporterCounts {
    return { ...this.#counts };
  }

  record(span: Span): void {
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push(span);
    else this.#counts.dropped += 1;
  }

  /** Resolves once what waits has been sent or dropped, or somebody else has taken that on. Never rejects. */
  async flush(): Promise<void> {
    const now = Date.now();
    if (this.#waiting.length === 0 || now < this.#restsUntil) return;
    if (this.#flushing !== null && now - this.#flushing.since < ABANDONED_AFTER_MS) return;
    const mine = { since: now };
    this.#flushing = mine;
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    while (this.#flushing === mine && this.#waiting.length > 0 && Date.now() >= this.#restsUntil) {
      mine.since = Date.now();
      await this.#send(this.#waiting.splice(0, MAX_BATCH));
    }
    if (this.#flushing === mine) this.#flushing = null;
  }

  async #send(batch: Span[]): Promise<void> {
    const status = await post(this.#url, this.#headers, otlpRequest(batch, version));
    if (typeof status === "number" && status < 300) {
      this.#counts.exported += batch.length;
      this.#isFailing = false;
      return;
    }
    // Once for each time that it begins to fail: a collector that is down must not fill the log.
    if (!this.#isFailing) logError("spans_not_exported", `The collector ${describe(status)}.`, {});
    this.#isFailing = true;
    this.#restsUntil = Date.now() + REST_MS;
    const isWorthKeeping = typeof status !== "number" || RETRYABLE.has(status);
    const kept = isWorthKeeping ? batch.slice(0, Math.max(0, MAX_WAITING - this.#waiting.length)) : [];
    this.#counts.dropped += batch.length - kept.length;
    this.#waiting.unshift(...kept);
  }
}

/** The status that the collector answered with, or the kind of fault: its message may quote the address. */
async function post(url: string, headers: Record<string, string>, body: string): Promise<number | string> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "user-agent": "NexusCall" },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    return error instanceof Error ? error.name : "fault";
  }
}

function describe(status: number | string): string {
  return typeof status === "number" ? `answered ${status}` : `could not be reached (${status})`;
}

const exporters = new WeakMap<Env, SpanExporter | null>();

/** The isolate's exporter; null where there is nowhere to export to. */
export function exporterOf(env: Env): SpanExporter | null {
  let exporter = exporters.get(env);
  if (exporter === undefined) exporters.set(env, (exporter = openExporter(env)));
  return exporter;
}

function openExporter({ OTLP_ENDPOINT = "", OTLP_HEADERS = "" }: Env): SpanExporter | null {
  if (OTLP_ENDPOINT === "") return null;
  const url = URL.parse(OTLP_ENDPOINT);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    logError("spans_not_exported", "OTLP_ENDPOINT is not an http or https URL, so spans go nowhere.", {});
    return null;
  }
  url.pathname = `${url.pathname.replace(/\/$/, "")}/v1/traces`;
  return new SpanExporter(url.href, readHeaders(OTLP_HEADERS));
}

/** `name=value,name=value`, values URL-encoded, as OTEL_EXPORTER_OTLP_HEADERS has it; what does not fit is left out. */
function readHeaders(text: string): Record<string, string> {
  const entries = text.split(",").flatMap((entry): [string, string][] => {
    const [, name, value] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(.*?)\s*$/.exec(entry) ?? [];
    const decoded = value === undefined ? undefined : decode(value);
    return name === undefined || decoded === undefined || !/^[\x20-\x7e]*$/.test(decoded) ? [] : [[name, decoded]];
  });
  return Object.fromEntries(entries);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
