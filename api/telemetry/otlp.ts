// Spans as OTLP/HTTP takes them in JSON (https://opentelemetry.io/docs/specs/otlp/, trace/v1/trace.proto): ids in
// hexadecimal, enumerations as numbers, 64-bit integers as text.

import type { Attributes, AttributeValue, Span, SpanKind } from "./span.ts";

const KINDS: Readonly<Record<SpanKind, number>> = { internal: 1, server: 2, client: 3 };
const STATUS_ERROR = 2;
const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/** The body of one `POST /v1/traces`. */
export function otlpRequest(spans: readonly Span[], version: string): string {
  const resource = { attributes: attributesOf({ "service.name": "nexuscall", "service.version": version }) };
  const scopeSpans = [{ scope: { name: "nexuscall", version }, spans: spans.map(spanOf) }];
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans }] });
}

function spanOf({ context, parent, name, kind, startedAt, endedAt, attributes, failed }: Span) {
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    ...(context.tracestate !== null && { traceState: context.tracestate }),
    ...(parent && { parentSpanId: parent.spanId }),
    flags: context.flags | HAS_IS_REMOTE | (parent?.remote ? IS_REMOTE : 0),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: nanoseconds(startedAt),
    endTimeUnixNano: nanoseconds(endedAt),
    attributes: attributesOf(attributes),
    status: failed ? { code: STATUS_ERROR } : {},
  };
}

function attributesOf(attributes: Attributes) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: AttributeValue) {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

function nanoseconds(ms: number): string {
  return `${Math.round(ms)}000000`;
}
