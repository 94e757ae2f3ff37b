// Where in a trace something happens, as W3C Trace Context (https://www.w3.org/TR/trace-context-2/) passes it on.
// What a stranger sends counts only if it has exactly the specification's form; otherwise it was never sent.

export interface TraceContext {
  /** 32 hexadecimal digits, not all zero; `spanId` has 16. */
  readonly traceId: string;
  readonly spanId: string;
  /** Of the specification's flags those that are defined: 1 sampled, 2 random. */
  readonly flags: number;
  /** What other systems on the way say to each other; null where they say nothing. */
  readonly tracestate: string | null;
}

const SAMPLED = 1;
const RANDOM = 2;

const PARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const NONE = /^0+$/;

/** What the request says; null where that is nothing, or nothing valid. */
export function readTraceContext(headers: Headers): TraceContext | null {
  const parent = headers.get("traceparent");
  if (parent === null) return null;
  const [, version, traceId = "", spanId = "", flags = "", rest] = PARENT.exec(parent) ?? [];
  if (version === undefined || version === "ff") return null;
  // Versions to come may say more at the end; this one does not.
  if (version === "00" && rest !== undefined) return null;
  if (NONE.test(traceId) || NONE.test(spanId)) return null;
  const known = Number.parseInt(flags, 16) & (SAMPLED | RANDOM);
  return { traceId, spanId, flags: known, tracestate: readTracestate(headers.get("tracestate")) };
}

const MEMBER = /^[a-z\d][a-z\d_\-*/@]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const MAX_MEMBERS = 32;
/** What everybody on the way has to pass on, at least; members at the end are the oldest. */
const MAX_STATE_CHARS = 512;

/** One that breaks a rule is dropped whole, one that is too long loses its end: so the specification wants it. */
function readTracestate(text: string | null): string | null {
  if (text === null || text.length > MAX_STATE_CHARS * MAX_MEMBERS) return null;
  const members = text
    .split(",")
    .map((member) => member.replaceAll(/^[ \t]+|[ \t]+$/g, ""))
    .filter((member) => member !== "");
  const keys = new Set(members.map((member) => member.split("=", 1)[0]));
  const isValid = members.every((member) => MEMBER.test(member)) && keys.size === members.length;
  if (!isValid || members.length > MAX_MEMBERS) return null;
  while (members.join().length > MAX_STATE_CHARS) members.pop();
  return members.length === 0 ? null : members.join();
}

/** The headers that pass the context on. */
export function traceHeadersOf({ traceId, spanId, flags, tracestate }: TraceContext): Record<string, string> {
  const traceparent = `00-${traceId}-${spanId}-${flags.toString(16).padStart(2, "0")}`;
  return tracestate === null ? { traceparent } : { traceparent, tracestate };
}

/** A trace that begins here. */
export function newTrace(sampled: boolean): TraceContext {
  return { traceId: randomHex(16), spanId: randomHex(8), flags: RANDOM | (sampled ? SAMPLED : 0), tracestate: null };
}

/** The same trace, in a span of its own. */
export function childOf(parent: TraceContext): TraceContext {
  return { ...parent, spanId: randomHex(8) };
}

export function isSampled({ flags }: TraceContext): boolean {
  return (flags & SAMPLED) !== 0;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
/** Drawn for many ids at a time. */
const pool = new Uint8Array(2_048);
let drawn = pool.length;

function randomHex(bytes: number): string {
  if (drawn + bytes > pool.length) {
    crypto.getRandomValues(pool);
    drawn = 0;
  }
  let hex = "";
  for (const end = drawn + bytes; drawn < end; drawn++) hex += HEX[pool[drawn] ?? 0];
  // All zero would mean none; one time in 2^64 this costs a second draw.
  return NONE.test(hex) ? randomHex(bytes) : hex;
}
