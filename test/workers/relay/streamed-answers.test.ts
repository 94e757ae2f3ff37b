// Answers that a provider streams, read by callers that want the whole: what the result is, and what is refused.

import { describe, expect, test } from "vitest";
import { callAt, provider } from "./call-provider.ts";
import type { AbortReason } from "../../../engine/run/host.ts";
import type { Json } from "../../../engine/json.ts";
import type { StreamItem } from "../../../api/relay/item-sink.ts";

type Format = "events" | "lines";

const MEGABYTE = 1024 * 1024;

/** The provider's answer in exactly these chunks. */
function chunks(format: Format, all: readonly string[], times = 1) {
  return callAt(`${provider()}/chunks`, { format, chunks: [...all], times });
}

describe("the result of a stream", () => {
  test("of events is the list of their data: JSON where it parses, text where it does not", async () => {
    const all = ['data: {"a":1}\n\n', ": a comment\n\n", "event: any\ndata: two\ndata: lines\n\n", "data: 3\n\n"];
    expect(await chunks("events", all)).toMatchObject({ type: "success", result: [{ a: 1 }, "two\nlines", 3] });
  });

  test("of lines is the list of their values, and the last needs no end", async () => {
    expect(await chunks("lines", ['{"a":1}\n', "\n", "2\r\n", "[3]"])).toMatchObject({ result: [{ a: 1 }, 2, [3]] });
  });

  test("is the data of the event `result` alone, where there is one", async () => {
    const all = ["data: 1\n\n", 'event: result\ndata: {"sum":1}\n\n', "data: never seen\n\n"];
    expect(await chunks("events", all)).toMatchObject({ type: "success", result: { sum: 1 } });
  });

  test("is a failure that tells the data of the event `error`, where there is one", async () => {
    const all = ["data: 1\n\n", 'event: error\ndata: {"why":"no paper"}\n\n', "data: 2\n\n"];
    expect(await chunks("events", all)).toMatchObject({
      failure: { code: "provider_error", message: expect.stringContaining('{"why":"no paper"}') as string },
    });
  });

  test.each<Format>(["events", "lines"])("of %s that come to nothing is an empty list", async (format) => {
    expect(await chunks(format, [])).toMatchObject({ type: "success", result: [], sizeBytes: 2 });
  });

  test("is the same in whatever chunks it comes, down to single bytes", async () => {
    const text = 'data: {"text":"ä€😀"}\r\n\r\nevent: named\r\ndata: x\r\n\r\n';
    const whole = await chunks("events", [text]);
    expect(whole).toMatchObject({ result: [{ text: "ä€😀" }, "x"] });
    expect(await chunks("events", Array.from(text))).toEqual(whole);
    expect(await chunks("lines", Array.from('{"text":"ä€😀"}\n{"b":2}'))).toMatchObject({
      result: [{ text: "ä€😀" }, { b: 2 }],
    });
  });

  test("is that of a run's step and of an event that nobody closed: what has no end is no event", async () => {
    expect(await chunks("events", ["data: 1\n\n", "data: 2\n"])).toMatchObject({ result: [1] });
  });
});

describe("a stream that is refused", () => {
  const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

  test.each<[string, Format, string[], number, string]>([
    ["has a line that is no JSON", "lines", ["1\n", "<h1>\n"], 1, "invalid_response"],
    ["has an event nested too deeply", "events", [`data: ${deep(64)}\n\n`], 1, "invalid_response"],
    ["has a line nested too deeply", "lines", [`${deep(64)}\n`], 1, "invalid_response"],
    ["has a result nested too deeply", "events", [`event: result\ndata: ${deep(65)}\n\n`], 1, "invalid_response"],
    [
      "has an event without end",
      "events",
      ["data: ", "x".repeat(MEGABYTE / 2), "x".repeat(MEGABYTE / 2)],
      1,
      "response_too_large",
    ],
    ["has an event of endless lines", "events", [`data: ${"x".repeat(1_000)}\n`], 1_100, "response_too_large"],
    [
      "has a line without end",
      "lines",
      ["x".repeat(MEGABYTE / 2), "x".repeat(MEGABYTE / 2), "x"],
      1,
      "response_too_large",
    ],
    ["weighs more than a result may", "lines", [`"${"x".repeat(MEGABYTE / 4)}"\n`], 4, "response_too_large"],
    ["is endless, of nothing but comments", "events", [`:${"x".repeat(MEGABYTE)}\n`], 65, "response_too_large"],
    ["is endless, of nothing but empty lines", "lines", ["\n".repeat(MEGABYTE)], 65, "response_too_large"],
    ["is endless, of nothing but spaces in lines", "lines", [" \n".repeat(MEGABYTE / 2)], 3, "response_too_large"],
    ["is endless, of fields that no standard knows", "events", ["x\n".repeat(MEGABYTE / 2)], 3, "response_too_large"],
  ])("%s", async (_what, format, all, times, code) => {
    expect(await chunks(format, all, times)).toMatchObject({ failure: { code, retryable: false } });
  });

  test("a result of the deepest nesting that is allowed is none of them", async () => {
    expect(await chunks("events", [`data: ${deep(63)}\n\n`])).toMatchObject({ type: "success" });
    expect(await chunks("events", [`event: result\ndata: ${deep(64)}\n\n`])).toMatchObject({ type: "success" });
  });
});

test("a provider that breaks off in the middle is told as that, and is worth another try", async () => {
  const outcome = await callAt(`${provider()}/stream?format=lines&count=2&breaksOff=1`, {});
  expect(outcome).toMatchObject({ failure: { code: "provider_unreachable", retryable: true } });
});

test("a refusal is a refusal whatever type its body has", async () => {
  expect(await callAt(`${provider()}/status?code=503&type=text/event-stream`, {})).toMatchObject({
    failure: { code: "provider_unavailable" },
  });
});

describe("a sink", () => {
  function sink() {
    const items: StreamItem[] = [];
    const leftOut: number[] = [];
    return {
      items,
      leftOut,
      put: async (item: StreamItem) => void items.push(item),
      resultLeftOut: (sizeBytes: number) => void leftOut.push(sizeBytes),
    };
  }

  test("gets each item with its name, and the outcome has them all again", async () => {
    const taken = sink();
    const args: Json = { format: "events", chunks: ["event: step\ndata: 1\n\n", "data: two\n\n"] };
    const outcome = await callAt(`${provider()}/chunks`, args, { sink: taken });
    expect(taken.items).toEqual([{ name: "step", data: 1 }, { data: "two" }]);
    expect(outcome).toMatchObject({ type: "success", result: [1, "two"] });
    expect(taken.leftOut).toEqual([]);
  });

  test("gets nothing of an event that ends the stream", async () => {
    const taken = sink();
    const args: Json = { format: "events", chunks: ["data: 1\n\nevent: result\ndata: 2\n\ndata: 3\n\n"] };
    expect(await callAt(`${provider()}/chunks`, args, { sink: taken })).toMatchObject({ result: 2 });
    expect(taken.items).toEqual([{ data: 1 }]);
  });

  test("gets more than a result may weigh; the result is then left out, and it is told so", async () => {
    const taken = sink();
    const outcome = await callAt(`${provider()}/stream?format=lines&count=20&chars=100000`, {}, { sink: taken });
    expect(taken.items).toHaveLength(20);
    expect(outcome).toEqual({ type: "success", result: null, sizeBytes: 4 });
    expect(taken.leftOut).toHaveLength(1);
    expect(taken.leftOut[0]).toBeGreaterThan(2_000_000);
  });

  test("is asked for with the types that stream first; a whole answer without one", async () => {
    const acceptOf = async (options: Parameters<typeof callAt>[2]) => {
      const outcome = await callAt(`${provider()}/headers`, {}, options);
      return outcome.type === "success" ? (outcome.result as { headers: { accept: string } }).headers.accept : "";
    };
    expect(await acceptOf({ sink: sink() })).toMatch(/^text\/event-stream, application\/x-ndjson, application\/json/);
    expect(await acceptOf({})).toMatch(/^application\/json, .*text\/event-stream;q=0\.\d/);
  });

  test("that takes its time says nothing of the provider: its timeouts do not open the circuit", async () => {
    const endpoint = `${provider()}/stream?count=3&name=slow-taker`;
    for (let n = 0; n < 12; n++) {
      const abort = new AbortController();
      const slow = {
        ...sink(),
        put: async () => {
          abort.abort("timeout" satisfies AbortReason);
          await scheduler.wait(5);
        },
      };
      const outcome = await callAt(endpoint, {}, { sink: slow, signal: abort.signal });
      expect(outcome).toMatchObject({ failure: { code: "aborted" } });
    }
    expect(await callAt(endpoint, {})).toMatchObject({ type: "success" });
  });
});
