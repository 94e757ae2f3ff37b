// Streams over real sockets: from a provider's process, through the hub's, to a caller that reads as it likes.

import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { answerOf } from "../../client/problem-error.ts";
import { HubClient } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";
import type { Written } from "../provider/streams.ts";

const MEGABYTE = 1024 * 1024;
/** Sockets on the way hold some megabytes; the hub would read 64 of them if nothing held it back. */
const HELD_BACK_BYTES = 32 * MEGABYTE;

let hub: HubProcess;
let provider: ProviderProcess;
let caller: HubClient;
let streams = 0;

beforeAll(async () => {
  [hub, provider] = await Promise.all([startHubProcess(), startProviderProcess()]);
  ({ client: caller } = await new HubClient(hub.url).register("caller"));
});
afterAll(() => Promise.all([hub?.stop(), provider?.stop()]));

/** Calls a tool that streams as `query` says, and gives the answer before anything of it was read. */
async function open(query: string, timeout = 60_000) {
  const name = `stream-${++streams}`;
  const toolId = await caller.publish({ name, endpoint: `${provider.url}/stream?${query}&name=${name}` });
  const asked = request(`${hub.url}/api/v1/mcp/invoke/${toolId}`, {
    method: "POST",
    headers: { ...caller.headers, "content-type": "application/json", accept: "application/x-ndjson" },
  });
  asked.end(JSON.stringify({ timeout }));
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  const written = async () => (await (await fetch(`${provider.url}/_streams/${name}`)).json()) as Written | null;
  return { answer, written, invocationId: String(answer.headers["x-nexuscall-invocation-id"]) };
}

/** The log's entry, once it is there. */
function logged(invocationId: string): Promise<unknown> {
  const params = { path: { invocationId } };
  return vi.waitFor(() => answerOf(caller.api.GET("/api/v1/mcp/invocations/{invocationId}", { params })), 30_000);
}

/** What the provider has written when it gets no further. */
async function bytesWhenStill(written: () => Promise<Written | null>): Promise<number> {
  for (let before = -1; ; await delay(1_000)) {
    const bytes = (await written())?.bytes ?? 0;
    if (bytes > 0 && bytes === before) return bytes;
    before = bytes;
  }
}

test("a caller that does not read holds the provider back, and one that goes on reading lets it go on", async () => {
  const { answer, written, invocationId } = await open("format=lines&chars=10000");
  const held = await bytesWhenStill(written);
  expect(held).toBeLessThan(HELD_BACK_BYTES);
  expect(await written()).toMatchObject({ givenUp: false });

  let read = 0;
  for await (const chunk of answer) if ((read += (chunk as Buffer).byteLength) > held + MEGABYTE) break;
  expect((await written())?.bytes).toBeGreaterThan(held);
  // Leaving the loop closed the connection.
  await vi.waitFor(async () => expect(await written()).toMatchObject({ givenUp: true }), 30_000);
  expect(await logged(invocationId)).toMatchObject({ status: "error", error: { code: "caller_gone" } });
});

test("a caller that hangs up without a word ends the provider's call, and the log says so", async () => {
  const { answer, written, invocationId } = await open("format=events&every=50");
  const [first] = (await once(answer, "data")) as [Buffer];
  expect(JSON.parse(first.toString().split("\n")[0] ?? "")).toEqual({ type: "item", data: { n: 1 } });
  answer.destroy();
  await vi.waitFor(async () => expect(await written()).toMatchObject({ givenUp: true }), 30_000);
  expect(await logged(invocationId)).toMatchObject({ status: "error", error: { code: "caller_gone" } });
});

test("a caller that never reads gets no more time than the call has: the provider is let go, and the log has it", async () => {
  const { answer, written, invocationId } = await open("format=events&chars=10000", 5_000);
  await vi.waitFor(async () => expect(await written()).toMatchObject({ givenUp: true }), 60_000);
  expect(await logged(invocationId)).toMatchObject({ status: "timeout", error: { code: "timeout" } });
  answer.destroy();
});

test("a stream of twenty megabytes comes through whole and in order", async () => {
  const { answer } = await open("format=events&count=20000&chars=1000");
  let items = 0;
  let last: { type?: string; data?: { n: number }; invocation?: unknown } = {};
  for await (const line of createInterface({ input: answer })) {
    last = JSON.parse(line) as typeof last;
    if (last.type === "item") expect(last.data?.n).toBe(++items);
  }
  expect(items).toBe(20_000);
  expect(last).toMatchObject({ type: "invocation", invocation: { status: "success", result: null } });
});
