// The span that is under way: what happens within it finds it here, whatever lies between. This is the one thing in the
// hub that is not passed on by hand, for nothing that a call does depends on it.

// oxlint-disable-next-line typescript/triple-slash-reference -- so that whoever compiles this file knows the module
/// <reference path="./async-hooks.d.ts" />
import { AsyncLocalStorage } from "node:async_hooks";
import type { AttributeValue, SpanSink, SpanStart } from "./span.ts";
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
  name: string;
  failed: boolean;
  readonly attributes: Record<string, AttributeValue>;
}

const active = new AsyncLocalStorage<Active>();

/** Does the work within a span that is recorded elsewhere. */
export function within<T>(surroundings: Surroundings, work: () => Promise<T>): Promise<T> {
  return active.run({ ...surroundings, name: "", failed: false, attributes: {} }, work);
}

/** Does the work in a span of its own within the one that is under way. */
export async function inSpan<T>({ name, kind, attributes }: SpanStart, work: () => Promise<T>): Promise<T> {
  const { context: parent = null, exporter = null, remote = false } = active.getStore() ?? {};
  const context = parent === null ? newTrace(exporter !== null) : childOf(parent);
  const span: Active = { context, exporter, name, failed: false, attributes: { ...attributes } };
  const startedAt = Date.now();
  try {
    return await active.run(span, work);
  } catch (error) {
    span.failed = true;
    throw error;
  } finally {
    if (exporter !== null && isSampled(context)) {
      exporter.record({
        context,
        parent: parent && { spanId: parent.spanId, remote },
        kind,
        startedAt,
        endedAt: Date.now(),
        name: span.name,
        attributes: span.attributes,
        failed: span.failed,
      });
    }
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

/** Says more of the span that is under way. */
export function describeSpan(attributes: Readonly<Record<string, AttributeValue>>, name?: string): void {
  const span = active.getStore();
  if (span === undefined) return;
  Object.assign(span.attributes, attributes);
  if (name !== undefined) span.name = name;
}

/** The span that is under way fails, with this low-cardinality `error.type`. */
export function failSpan(errorType: string): void {
  const span = active.getStore();
  if (span === undefined) return;
  span.attributes["error.type"] = errorType;
  span.failed = true;
}
