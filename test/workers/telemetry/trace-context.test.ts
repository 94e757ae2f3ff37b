// What a stranger sends as a trace: taken where it has the specification's form, otherwise never sent.

import { describe, expect, test } from "vitest";
import { newTrace, readTraceContext, traceHeadersOf } from "../../../api/telemetry/trace-context.ts";
import { call, newAgent, newTool } from "../api/hub.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const spanId = "00f067aa0ba902b7";
const valid = `00-${traceId}-${spanId}-01`;

const read = (traceparent: string, tracestate?: string) =>
  readTraceContext(new Headers({ traceparent, ...(tracestate !== undefined && { tracestate }) }));

describe("traceparent", () => {
  test.each([
    [valid, 1],
    [`00-${traceId}-${spanId}-00`, 0],
    [`00-${traceId}-${spanId}-03`, 3],
    ["of flags that nobody knows yet", `00-${traceId}-${spanId}-ff`, 3],
    ["of a later version", `cc-${traceId}-${spanId}-01`, 1],
    ["of a later version that says more", `cc-${traceId}-${spanId}-01-what-will-be`, 1],
  ])("%s is taken", (...of) => {
    const [text, flags] = of.slice(-2) as [string, number];
    expect(read(text)).toEqual({ traceId, spanId, flags, tracestate: null });
  });

  const hostile: [string, string][] = [
    ["empty", ""],
    ["a word", "garbage"],
    ["an impossible version", `ff-${traceId}-${spanId}-01`],
    ["a version too short", `0-${traceId}-${spanId}-01`],
    ["a trace of zeros", `00-${"0".repeat(32)}-${spanId}-01`],
    ["a span of zeros", `00-${traceId}-${"0".repeat(16)}-01`],
    ["capital letters", valid.toUpperCase()],
    ["letters beyond f", valid.replace("4bf9", "4bg9")],
    ["a trace too short", `00-${traceId.slice(1)}-${spanId}-01`],
    ["a trace too long", `00-${traceId}a-${spanId}-01`],
    ["more than version 00 says", `${valid}-more`],
    ["more flags", `${valid}1`],
    ["no flags", valid.slice(0, -3)],
    ["two of them", `${valid}, ${valid}`],
    ["a quote", `${valid}"`],
    ["other dashes", valid.replaceAll("-", "_")],
    ["100 kB", valid.repeat(1_900)],
  ];
  test.each(hostile)("that is %s was never sent", (_what, text) => {
    expect(read(text, "a=b")).toBeNull();
  });
});

describe("tracestate", () => {
  const stateOf = (text: string) => read(valid, text)?.tracestate;
  const long = (key: string, chars: number) => `${key}=${"x".repeat(chars)}`;

  test.each([
    ["a=b", "a=b"],
    ["a=b , \tc=d", "a=b,c=d"],
    ["a=b,,c=d,", "a=b,c=d"],
    ["tenant@system=1:2;3", "tenant@system=1:2;3"],
    ["0a/-_*=!~", "0a/-_*=!~"],
    ["", null],
    [",", null],
  ])("%j is passed on as %j", (text, expected) => expect(stateOf(text)).toBe(expected));

  test.each([
    ["a key in capitals", "A=b"],
    ["no value", "a="],
    ["no equals sign", "a"],
    ["two equals signs", "a=b=c"],
    ["the same key twice", "a=1,b=2,a=3"],
    ["a key too long", long("k".repeat(257), 1)],
    ["a value too long", long("a", 257)],
    ["33 members", Array.from({ length: 33 }, (_, n) => `k${n}=v`).join()],
    ["a letter that is not ASCII", "a=\u00e9"],
  ])("with %s is dropped, and the trace goes on", (_what, text) =>
    expect(read(valid, text)).toMatchObject({ traceId, tracestate: null }),
  );

  test("that is longer than 512 characters loses members from its end", () => {
    const members = ["a", "b", "c"].map((key) => long(key, 240));
    expect(stateOf(members.join())).toBe(members.slice(0, 2).join());
  });
});

test("what is written is what is read", () => {
  for (const context of [newTrace(true), newTrace(false), { ...newTrace(true), tracestate: "a=b,c=d" }]) {
    expect(readTraceContext(new Headers(traceHeadersOf(context)))).toEqual(context);
  }
});

test("no header of a trace, however hostile, changes what a call answers", async () => {
  const agent = await newAgent();
  const tool = await newTool(agent, "/headers");
  for (const traceparent of ["", "x", "00-00-00-00", "%00", `${valid},${valid}`, "-".repeat(10_000)]) {
    const headers = { traceparent, tracestate: `=,${"a=b,".repeat(1_000)}` };
    const { status, body } = await call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: agent.key, body: {}, headers });
    expect([status, body.status]).toEqual([200, "success"]);
    expect(body.result.headers.traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-02$/);
    expect(body.result.headers).not.toHaveProperty("tracestate");
  }
});
