// The span that is under way: what happens within it finds it here, whatever lies between. This is the one thing in the
// hub that is not passed on by hand, for nothing that a call does depends on it.

// oxlint-disable-next-line typescript/triple-slash-reference -- so that whoever compiles this file knows the module
/// <reference path="./async-hooks.d.ts" />
import { AsyncLocalStorage } from "node:async_hooks";
import type { AttributeValue, SpanKind, SpanSink, SpanStart } from "./span.ts";
import { childOf, isSampled, newTrace, type TraceContext, traceHeadersOf } from "./trace-context.ts";

/** What spans are a part of, and where they go. */
export interface Surroundings {
  /** Null: a span begins a trace. */
  readonly context: TraceContext | null;
  /** Null: spans go nowhere; their context is passed on all the same. */
  readonly exporter: SpanSink | null;
  /** `context` is another system's. */
  readonly remote?: boolean;
}

interface Active extends Surroundings {
  /** What is told of the span; null where nobody hears of it. */
  readonly told: Told | null;
}

interface Told {
  name: string;
  failed: boolean;
  readonly kind: SpanKind;
  readonly attributes: Record<string, AttributeValue>;
}

const active = new AsyncLocalStorage<Active>();

/** Does the work within a span that is recorded elsewhere. */
export function within<T>(surroundings: Surroundings, work: () => Promise<T>): Promise<T> {
  return active.run({ ...surroundings, told: null }, work);
}

/** Does the work in a span of its own within the one that is under way. What it is called is asked only where it is recorded. */
export async function inSpan<T>(start: () => SpanStart, work: () => Promise<T>): Promise<T> {
  const { context: parent = null, exporter = null, remote = false } = active.getStore() ?? {};
  const context = parent === null ? newTrace(exporter !== null) : childOf(parent);
  if (exporter === null || !isSampled(context)) return active.run({ context, exporter, told: null }, work);
  const { attributes, ...rest } = start();
  const told: Told = { ...rest, failed: false, attributes: { ...attributes } };
  const startedAt = Date.now();
  try {
    return await active.run({ context, exporter, told }, work);
  } catch (error) {
    told.failed = true;
    throw error;
  } finally {
    const from = parent && { spanId: parent.spanId, remote };
    exporter.record({ ...told, context, parent: from, startedAt, endedAt: Date.now() });
  }
}

/** Of the span that is under way; null outside of all. */
export function currentTrace(): TraceContext | null {
  return active.getStore()?.context ?? null;
}

/** The headers that pass the span that is under way on to whoever is called in it. */
export function traceHeaders(): Record<string, string> {
  const context = currentTrace();
  return context === null ? {} : traceHeadersOf(context);
}

/** Whether anybody hears of the span that is under way. */
export function isRecorded(): boolean {
  return toldOf() !== null;
}

/** Says more of the span that is under way. */
export function describeSpan(attributes: Readonly<Record<string, AttributeValue>>, name?: string): void {
  const told = toldOf();
  if (told === null) return;
  Object.assign(told.attributes, attributes);
  if (name !== undefined) told.name = name;
}

/** The span that is under way fails, with this low-cardinality `error.type`. */
export function failSpan(errorType: string): void {
  const told = toldOf();
  if (told === null) return;
  told.attributes["error.type"] = errorType;
  told.failed = true;
}

function toldOf(): Told | null {
  return active.getStore()?.told ?? null;
}
