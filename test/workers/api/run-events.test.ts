// A run, watched: every event of its journal, once and in order, whenever a watcher comes and however often it leaves.

import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import type { NumberedEvent } from "../../../api/runtime/event-rows.ts";
import { RunJournal } from "../../../api/runtime/run-journal.ts";
import { shardOf } from "../../../api/runtime/shards.ts";
import { Seeded } from "../../engine/run/seeded.ts";
import { listen, streamed, type Heard } from "../feed/listen.ts";
import { call, newAgent, newKey, newTool, type TestAgent } from "./hub.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };
const bearer = ({ key }: TestAgent) => ({ Authorization: `Bearer ${key}` });

interface Started {
  readonly agent: TestAgent;
  readonly runId: string;
  readonly run: string;
  readonly events: string;
}

async function started(agent: TestAgent, steps: unknown[], extra: Record<string, unknown> = {}): Promise<Started> {
  const created = await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "w", steps, ...extra } });
  expect([created.status, created.body.errors]).toEqual([201, undefined]);
  const { body } = await call("POST", `/api/v1/workflows/${created.body.id}/execute`, { key: agent.key, body: {} });
  const run = `/api/v1/workflow-runs/${body.runId}`;
  return { agent, runId: body.runId, run, events: `${run}/events` };
}

/** Some of everything: retries, items, waits, a signal, a skipped step. */
async function eventful(agent: TestAgent): Promise<Started> {
  const flaky = await newTool(agent, "/flaky?fails=1", { rateLimit: { maxPerMinute: 10_000 } });
  return started(agent, [
    { id: "flaky", toolId: flaky.id, arguments: {}, retry: { initialDelayMs: 50, jitter: false } },
    { id: "each", transform: "{{item}}", forEach: { items: Array.from({ length: 30 }, (_, n) => n) } },
    { id: "pause", wait: { ms: 100 } },
    { id: "never", transform: 1, when: "{{= false }}" },
    { id: "ask", wait: { signal: "go" }, dependsOn: ["flaky", "pause"] },
    { id: "calls", toolId: flaky.id, arguments: {}, forEach: { items: [1, 2, 3] }, dependsOn: ["ask"] },
    { id: "last", transform: { each: "{{steps.each.result}}" }, dependsOn: ["calls"] },
  ]);
}

function shardOfRun({ agent, runId }: Started) {
  return shardOf(env, { agentId: agent.id, runId }) as unknown as DurableObjectStub;
}

/** What is on the run's record. */
function journalOf(run: Started): Promise<NumberedEvent[]> {
  return runInDurableObject(shardOfRun(run), (_, { storage }) => [
    ...new RunJournal(storage.sql).eventsAfter(run.runId, 0),
  ]);
}

async function settles({ agent, run }: Started): Promise<void> {
  await vi.waitFor(
    async () => expect((await call("GET", run, { key: agent.key })).body.status).not.toMatch(/pending|running/),
    PATIENCE,
  );
}

async function expectWhole(run: Started, heard: readonly Heard[]): Promise<void> {
  const journal = await journalOf(run);
  expect(heard.map(({ id, type }) => [id, type])).toEqual(
    journal.map(({ number, event }) => [String(number), event.type.replace("_", ".")]),
  );
  expect(heard.at(-1)?.type).toBe("run.settled");
}

async function allOf(stream: AsyncGenerator<Heard>): Promise<Heard[]> {
  const heard: Heard[] = [];
  for await (const event of stream) heard.push(event);
  return heard;
}

describe("a watcher", () => {
  test("from the start hears all of it as it happens, and the stream ends with the run", async () => {
    const run = await eventful(await newAgent());
    const stream = streamed(bearer(run.agent), "", run.events);
    const heard: Heard[] = [];
    for await (const event of stream) {
      heard.push(event);
      if (event.type !== "wait.started" || event.data.signal !== "go") continue;
      await call("POST", `${run.run}/signals/go`, { key: run.agent.key, body: { payload: { ok: true } } });
    }
    await expectWhole(run, heard);
    const told = (type: string, stepId?: string) =>
      heard.filter((event) => event.type === type && (stepId === undefined || event.data.stepId === stepId));
    expect(told("attempt.failed", "flaky")).toMatchObject([
      { data: { error: { code: "provider_unavailable" }, delayMs: 50, retryAt: expect.any(String) } },
    ]);
    expect(told("attempt.started", "flaky").map(({ data }) => data.attempt)).toEqual([1, 2]);
    expect(told("signal.received")).toMatchObject([
      { data: { name: "go", payload: { ok: true }, settled: [{ stepId: "ask", status: "success" }] } },
    ]);
    expect(told("step.skipped", "never")).toMatchObject([{ data: { settled: [{ status: "skipped" }] } }]);
    const ended = heard.flatMap(({ data }) => data.settled ?? []) as { stepId: string; item?: number }[];
    for (const stepId of ["flaky", "each", "pause", "never", "ask", "calls", "last"]) {
      expect(ended.filter((one) => one.stepId === stepId && one.item === undefined)).toHaveLength(1);
    }
  });

  test("of a run that has settled hears all of it and the end, over the stream and the socket", async () => {
    const run = await started(await newAgent(), [
      { id: "a", transform: 1 },
      { id: "b", transform: "{{steps.a.result}}" },
    ]);
    await settles(run);
    await expectWhole(run, await allOf(streamed(bearer(run.agent), "", run.events)));
    const socket = await listen(bearer(run.agent), "", run.events);
    const heard = [await socket.next()];
    while (heard.at(-1)?.type !== "run.settled") heard.push(await socket.next());
    await expectWhole(run, heard);
    expect(await socket.closed).toBe(1000);
  });

  test("that has the last event of a settled run is answered 204, so that a browser stops; its socket is closed", async () => {
    const run = await started(await newAgent(), [{ id: "a", transform: 1 }]);
    await settles(run);
    const last = (await journalOf(run)).length;
    const headers = { "Last-Event-ID": String(last) };
    expect((await call("GET", run.events, { key: run.agent.key, headers })).status).toBe(204);
    // So is one whose address says where it once began.
    const begun = await call("GET", `${run.events}?lastEventId=1`, { key: run.agent.key, headers });
    expect(begun.status).toBe(204);
    expect(await (await listen(bearer(run.agent), `?lastEventId=${last}`, run.events)).closed).toBe(1000);
  });

  test("that leaves at random places and comes back misses nothing and hears nothing twice, though the object sleeps", async () => {
    const seed = Date.now() % 2 ** 31;
    const random = new Seeded(seed);
    const run = await eventful(await newAgent());
    const heard: Heard[] = [];
    const other: Heard[] = [];
    const last = (all: Heard[]) => (all.length === 0 ? "" : `?lastEventId=${all.at(-1)?.id}`);
    while (heard.at(-1)?.type !== "run.settled" || other.at(-1)?.type !== "run.settled") {
      if (heard.at(-1)?.type !== "run.settled") {
        let most = 1 + random.upTo(12);
        for await (const event of streamed(bearer(run.agent), last(heard), run.events)) {
          heard.push(event);
          if (event.data.signal === "go") void call("POST", `${run.run}/signals/go`, { key: run.agent.key, body: {} });
          if (--most === 0) break;
        }
      }
      if (random.chance(0.2)) await evictDurableObject(shardOfRun(run)).catch(() => undefined);
      if (other.at(-1)?.type === "run.settled") continue;
      const socket = await listen(bearer(run.agent), last(other), run.events);
      for (let most = 1 + random.upTo(12); most > 0 && other.at(-1)?.type !== "run.settled"; most--) {
        // It may wait for what the other one has to do first.
        if (other.length >= heard.length) break;
        other.push(await socket.next());
      }
      socket.close();
    }
    await expectWhole(run, heard).catch((cause: unknown) => {
      throw new Error(`seed ${seed}`, { cause });
    });
    await expectWhole(run, other);
  });

  test("that is slow gets 500 events ahead of what it confirms, and the rest once it does", async () => {
    const items = Array.from({ length: 700 }, (_, n) => n);
    const run = await started(await newAgent(), [{ id: "each", transform: "{{item}}", forEach: { items } }]);
    await settles(run);
    const socket = await listen(bearer(run.agent), "", run.events);
    const heard: Heard[] = [];
    while (heard.length < 500) heard.push(await socket.next());
    socket.say({ type: "resume", lastEventId: "499" });
    expect((await socket.next()).id).toBe("500");
    socket.say({ type: "ack", lastEventId: "500" });
    while (heard.at(-1)?.type !== "run.settled") heard.push(await socket.next());
    await expectWhole(
      run,
      heard.filter(({ id }, i) => id !== heard[i - 1]?.id),
    );
  });

  test("ends with its key", async () => {
    const agent = await newAgent();
    const key = await newKey(agent);
    const run = await started(agent, [{ id: "ask", wait: { signal: "go" } }]);
    const socket = await listen({ Authorization: `Bearer ${key}` }, "", run.events);
    expect((await socket.next()).type).toBe("run.started");
    const { keyId } = (await call("GET", "/api/v1/auth/session", { key })).body;
    await call("DELETE", `/api/v1/keys/${keyId}`, { key: agent.key });
    expect(await socket.closed).toBe(4401);
  });
});

test("a large value is not in an event, which says where it is read; a step without a result answers 404", async () => {
  const agent = await newAgent();
  const text = "x".repeat(5_000);
  const run = await started(agent, [
    { id: "large", transform: text },
    { id: "each", transform: { n: "{{item}}", text }, forEach: { items: [1, 2] } },
    { id: "never", transform: 1, when: "{{= false }}" },
  ]);
  const heard = await allOf(streamed(bearer(agent), "", run.events));
  const large = heard.filter(({ data }) => data.leftOut?.field === "result");
  expect(large.map(({ data }) => [data.stepId, data.item])).toEqual([
    ["large", undefined],
    ["each", 0],
    ["each", 1],
  ]);
  const read = (url: string) => call("GET", url, { key: agent.key });
  expect((await read(large[0]?.data.leftOut.url)).body).toBe(text);
  expect((await read(large[2]?.data.leftOut.url)).body).toEqual({ n: 2, text });
  for (const path of ["never", "nowhere", "each"]) {
    const query = path === "each" ? "?item=2" : "";
    expect((await read(`${run.run}/steps/${path}/result${query}`)).status).toBe(404);
  }
});

test("406 for who accepts no stream; HEAD opens none, and of a run that is not there answers 404", async () => {
  const run = await started(await newAgent(), [{ id: "ask", wait: { signal: "go" } }]);
  const { key } = run.agent;
  const refused = await call("GET", run.events, { key, headers: { Accept: "application/json" } });
  expect([refused.status, refused.body.code]).toEqual([406, "not_acceptable"]);
  expect((await call("HEAD", run.events, { key })).status).toBe(200);
  expect((await call("HEAD", `${run.run}x/events`, { key })).status).toBe(404);
  expect(await runInDurableObject(shardOfRun(run), (_, state) => state.getWebSockets().length)).toBe(0);
});

test("the timeline has each step, item and attempt, in order, and what each waited for", async () => {
  const agent = await newAgent();
  const flaky = await newTool(agent, "/flaky?fails=1");
  const run = await started(agent, [
    { id: "call", toolId: flaky.id, arguments: {}, retry: { initialDelayMs: 20 } },
    { id: "ask", wait: { signal: "go" }, dependsOn: ["call"] },
    { id: "each", transform: "{{item}}", forEach: { items: ["a", "b"] }, dependsOn: ["ask"] },
  ]);
  await call("POST", `${run.run}/signals/go`, { key: agent.key, body: {} });
  await settles(run);
  const { body } = await call("GET", `${run.run}/timeline`, { key: agent.key });
  expect(body).toMatchObject({ runId: run.runId, status: "success", leftOut: 0 });
  const names = body.tasks.map((task: { stepId: string; item: number | null }) => [task.stepId, task.item]);
  expect(names).toEqual([
    ["call", null],
    ["ask", null],
    ["each", null],
    ["each", 0],
    ["each", 1],
  ]);
  const [first] = body.tasks;
  expect(first.attempts.map(({ attempt, outcome }: Record<string, unknown>) => [attempt, outcome])).toEqual([
    [1, "failed"],
    [2, "success"],
  ]);
  expect(first.waits).toEqual([{ for: "retry", from: first.attempts[0].endedAt, to: first.attempts[1].startedAt }]);
  for (const task of body.tasks) {
    expect(task.status).toBe("success");
    const [queued, begun, ended] = [task.queuedAt, task.startedAt, task.endedAt].map(Date.parse) as [
      number,
      number,
      number,
    ];
    expect([queued <= begun, begun <= ended]).toEqual([true, true]);
  }
});
