// A span as it is recorded once it has ended. Names and attributes follow the semantic conventions of OpenTelemetry
// (HTTP, GenAI). What a call is made with or answers is never in one.

import type { TraceContext } from "./trace-context.ts";

export type AttributeValue = string | number | boolean;
export type Attributes = Readonly<Record<string, AttributeValue>>;

export type SpanKind = "internal" | "server" | "client";

export interface SpanStart {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
}

export interface Span extends SpanStart {
  readonly context: TraceContext;
  /** The span that it is a part of; null where the trace begins with it. `remote`: of another system. */
  readonly parent: { readonly spanId: string; readonly remote: boolean } | null;
  /** In ms since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failed: boolean;
}

/** Takes spans that have ended. */
export interface SpanSink {
  record(span: Span): void;
}
