// The live feed of a real hub: listeners that lose their connection again and again, and a hub that is killed in
// between, miss no call whose outcome the log has.

import { setTimeout as delay } from "node:timers/promises";
import { createParser } from "eventsource-parser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerOf } from "../../client/problem-error.ts";
import { HubClient } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";

const BEFORE_KILL = 60;
const AFTER_KILL = 60;
/** A listener hangs up after so many events, and comes back. */
const HANGS_UP_AFTER = 7;
const TOLD_WITHIN_MS = 60_000;

interface FeedEvent {
  readonly id: string;
  readonly type: string;
  readonly data?: { readonly id?: string };
}

/** What one listener heard, over all its connections. */
class Ear {
  readonly calls = new Set<string>();
  readonly gaps: FeedEvent[] = [];
  lastEventId = "";
  connections = 0;
  stopped = false;

  hear(event: FeedEvent): void {
    if (event.type === "gap") this.gaps.push(event);
    if (event.type === "invocation.settled" && event.data?.id !== undefined) this.calls.add(event.data.id);
    this.lastEventId = event.id;
  }
}

let hub: HubProcess;
let provider: ProviderProcess;

beforeAll(async () => {
  [hub, provider] = await Promise.all([startHubProcess(), startProviderProcess()]);
});

afterAll(async () => {
  await Promise.all([hub?.stop(), provider?.stop()]);
});

test("listeners that hang up and come back, over a stream and a WebSocket, hear of every call, over a SIGKILL too", async () => {
  const b = await new HubClient(hub.url).register("B");
  const toolId = await b.client.publish({
    name: "echo",
    endpoint: `${provider.url}/echo`,
    rateLimit: { maxPerMinute: 10_000 },
  });
  const a = await new HubClient(hub.url).register("A");
  const caller = await a.client.withRateLimit(10_000);

  const [stream, socket] = [new Ear(), new Ear()];
  const listening = [
    keepOn(stream, () => overStream(caller, stream)),
    keepOn(socket, () => overSocket(caller, socket)),
  ];
  while (stream.lastEventId === "" || socket.lastEventId === "") await delay(10);

  const answered: string[] = [];
  while (answered.length < BEFORE_KILL) answered.push((await caller.invoke(toolId, {})).invocationId);
  await hub.kill();
  await hub.restart();
  while (answered.length < BEFORE_KILL + AFTER_KILL) answered.push((await caller.invoke(toolId, {})).invocationId);

  const expected = await withOutcome(caller, answered);
  expect(expected.length).toBeGreaterThan(AFTER_KILL);
  const deadline = Date.now() + TOLD_WITHIN_MS;
  const missing = (ear: Ear) => expected.filter((id) => !ear.calls.has(id));
  while ((missing(stream).length > 0 || missing(socket).length > 0) && Date.now() < deadline) await delay(50);
  stream.stopped = socket.stopped = true;
  await caller.invoke(toolId, {});
  await Promise.all(listening);

  for (const ear of [stream, socket]) {
    expect({ missing: missing(ear), gaps: ear.gaps }).toEqual({ missing: [], gaps: [] });
    expect(ear.connections).toBeGreaterThan(expected.length / HANGS_UP_AFTER / 2);
  }
});

/** Connects again, until told to stop. */
async function keepOn(ear: Ear, listenOnce: () => Promise<void>): Promise<void> {
  while (!ear.stopped) {
    await listenOnce().catch(() => undefined);
    ear.connections++;
    await delay(20);
  }
}

async function overStream(caller: HubClient, ear: Ear): Promise<void> {
  const resume = ear.lastEventId === "" ? {} : { "last-event-id": ear.lastEventId };
  const headers = { ...caller.headers, accept: "text/event-stream", ...resume };
  const hangUp = new AbortController();
  const { body } = await fetch(`${caller.url}/api/v1/feed`, { headers, signal: hangUp.signal });
  let heard = 0;
  const parser = createParser({
    onEvent: ({ data }) => {
      if (heard < HANGS_UP_AFTER) ear.hear(JSON.parse(data) as FeedEvent);
      heard++;
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    if (heard >= HANGS_UP_AFTER || ear.stopped) break;
  }
  hangUp.abort();
}

async function overSocket(caller: HubClient, ear: Ear): Promise<void> {
  const { token } = await answerOf(caller.api.POST("/api/v1/auth/token", { body: {} }));
  const query = ear.lastEventId === "" ? "" : `?lastEventId=${ear.lastEventId}`;
  const url = `${caller.url.replace("http", "ws")}/api/v1/feed${query}`;
  const socket = new WebSocket(url, ["nexuscall", `bearer.${token}`]);
  let heard = 0;
  await new Promise<void>((ended) => {
    socket.addEventListener("message", ({ data }) => {
      if (heard < HANGS_UP_AFTER) ear.hear(JSON.parse(String(data)) as FeedEvent);
      heard++;
      if (heard >= HANGS_UP_AFTER || ear.stopped) socket.close();
    });
    socket.addEventListener("close", () => ended());
    socket.addEventListener("error", () => ended());
  });
}

/** Of these calls, those whose outcome the log has: one that was on its way to it at the kill may lack it. */
async function withOutcome(caller: HubClient, ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const invocationId of ids) {
    const deadline = Date.now() + TOLD_WITHIN_MS;
    for (;;) {
      const answer = await caller.api.GET("/api/v1/mcp/invocations/{invocationId}", {
        params: { path: { invocationId } },
      });
      if (answer.data?.status === "success") found.push(invocationId);
      if (answer.data !== undefined) break;
      if (Date.now() > deadline) throw new Error(`${invocationId} was answered and is not in the log`);
      await delay(50);
    }
  }
  return found;
}
