// A collector of OpenTelemetry in a process of its own, and what it got, read strictly as OTLP/JSON has it: an unknown
// field, an id of the wrong length or a number where a text belongs is an error here.

import { join } from "node:path";
import { z } from "zod";
import { startChild } from "./child.ts";

const MAIN = join(import.meta.dirname, "../provider/collector.ts");

const nonZeroHex = (digits: number) => z.string().regex(new RegExp(`^(?!0+$)[0-9a-f]{${digits}}$`));
const int64 = z.string().regex(/^-?\d{1,19}$/);
const value = z.xor([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ intValue: int64 }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ doubleValue: z.number() }),
]);
const attributes = z
  .array(z.strictObject({ key: z.string().min(1), value }))
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, "a key stands twice")
  .transform((all) => Object.fromEntries(all.map((each) => [each.key, Object.values(each.value)[0]] as const)));

const span = z
  .strictObject({
    traceId: nonZeroHex(32),
    spanId: nonZeroHex(16),
    traceState: z.string().optional(),
    parentSpanId: nonZeroHex(16).optional(),
    flags: z.int().min(0).max(0xffffffff).optional(),
    name: z.string().min(1),
    kind: z.int().min(1).max(5),
    startTimeUnixNano: int64,
    endTimeUnixNano: int64,
    attributes,
    status: z.strictObject({ code: z.int().min(0).max(2).optional(), message: z.string().optional() }),
  })
  .refine((of) => BigInt(of.startTimeUnixNano) <= BigInt(of.endTimeUnixNano), "it ends before it starts");

const request = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes }),
      scopeSpans: z.array(
        z.strictObject({ scope: z.strictObject({ name: z.string(), version: z.string() }), spans: z.array(span) }),
      ),
    }),
  ),
});

export type CollectedSpan = z.infer<typeof span>;

export interface Got {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface CollectorProcess {
  readonly url: string;
  /** The requests that arrived in a box: `${url}/<box>` is its endpoint. */
  got(box: string): Promise<Got[]>;
  /** Their spans. Throws where one is not as OTLP has it. */
  spans(box: string): Promise<CollectedSpan[]>;
  stop(): Promise<void>;
}

export async function startCollectorProcess(): Promise<CollectorProcess> {
  const child = await startChild([MAIN]);
  const got = async (box: string) => (await (await fetch(`${child.url}/_got?box=${box}`)).json()) as Got[];
  return {
    url: child.url,
    got,
    async spans(box) {
      return (await got(box)).flatMap(({ body }) => spansIn(body));
    },
    async stop() {
      await child.stop();
    },
  };
}

export function spansIn(body: string): CollectedSpan[] {
  const { resourceSpans } = request.parse(JSON.parse(body));
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}
