// Who learns of a handoff, and how: by signed webhook, by live feed. A receiver in a process of its own verifies what it gets
// with the public library of Standard Webhooks.

import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { expect, inject, test, vi } from "vitest";
import { call, newAgent, type TestAgent } from "../api/hub.ts";
import { listen } from "../feed/listen.ts";
import { act, newTagged, read, send } from "./agents.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };

interface Hook {
  readonly url: string;
  /** What came, verified; the oldest first. */
  arrived(count: number): Promise<{ type: string; agentId: string; data: Record<string, unknown> }[]>;
}

async function newHook({ key }: TestAgent, query = ""): Promise<Hook> {
  const { body } = await call("POST", "/api/v1/mcp/callbacks/secret", { key });
  const name = crypto.randomUUID();
  const seen = async () =>
    (await fetch(`${inject("providerUrl")}/_hooks/${name}`)).json<
      { headers: Record<string, string>; body: string }[]
    >();
  return {
    url: `${inject("providerUrl")}/hook/${name}${query}`,
    async arrived(count) {
      await vi.waitFor(async () => expect((await seen()).length).toBeGreaterThanOrEqual(count), PATIENCE);
      const webhook = new Webhook(body.secret);
      return (await seen()).map((message) => webhook.verify(message.body, message.headers) as never);
    },
  };
}

async function withHook(agent: TestAgent): Promise<Hook> {
  const hook = await newHook(agent);
  const { status, body } = await call("PUT", `/api/v1/agents/${agent.id}`, {
    key: agent.key,
    body: { handoffUrl: hook.url },
  });
  expect([status, body.handoffUrl]).toEqual([200, hook.url]);
  return hook;
}

test("the receiver's webhook is told what is for it, the sender's callbackUrl what becomes of it, each signed for its agent", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const [sent, received] = [await newHook(a), await withHook(b)];
  const id = await send(a, { toAgentId: b.id, callbackUrl: sent.url, context: { task: "secret plans", text: "x" } });
  const [asked] = await received.arrived(1);
  expect(asked).toMatchObject({
    type: "handoff.received",
    agentId: b.id,
    data: { id, event: "created", status: "pending", fromAgentId: a.id, task: "secret plans" },
  });
  // What it is given is for who asks with a key.
  expect(asked?.data).not.toHaveProperty("context");
  await act(b, id, "accept");
  await sent.arrived(1);
  await act(b, id, "complete", { result: 1 });
  const told = await sent.arrived(2);
  expect(told.map(({ type, agentId, data }) => [type, agentId, data["event"]])).toEqual([
    ["handoff.changed", a.id, "accepted"],
    ["handoff.changed", a.id, "completed"],
  ]);
  // What it did itself it knows.
  expect(await received.arrived(1)).toHaveLength(1);
  const { body: callbacks } = await call("GET", "/api/v1/mcp/callbacks", { key: a.key });
  expect(callbacks.data[0]).toMatchObject({ handoffId: id, invocationId: null, status: "delivered" });
});

test("a cancelled handoff is told to who has it, an escalated one to who comes next, one to a tag to all who have it", async () => {
  const tag = `t-${crypto.randomUUID()}`;
  const a = await newAgent("A");
  const agents = [await newAgent("B"), await newTagged("C", tag), await newTagged("D", tag)];
  const [hookB, hookC, hookD] = await Promise.all(agents.map(withHook));
  const [b, c] = agents;
  const id = await send(a, { toAgentId: b?.id, escalateTo: [{ tag }] });
  await hookB?.arrived(1);
  if (!b || !c) throw new Error("no agents");
  await act(b, id, "reject");
  for (const hook of [hookC, hookD])
    expect(await hook?.arrived(1)).toMatchObject([{ type: "handoff.received", data: { event: "declined", tag } }]);
  await act(c, id, "accept");
  await act(a, id, "cancel");
  expect((await hookC?.arrived(2))?.at(-1)).toMatchObject({ type: "handoff.changed", data: { event: "cancelled" } });
  expect([await hookB?.arrived(1), await hookD?.arrived(1)].map((all) => all?.length)).toEqual([1, 1]);
});

test("the feeds of both tell each change, in order, once", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const [feedA, feedB] = await Promise.all([a, b].map(({ key }) => listen({ Authorization: `Bearer ${key}` })));
  const id = await send(a, { toAgentId: b.id });
  await env.HANDOFF_KEEPER.getByName(id).follow();
  await act(b, id, "accept");
  await act(b, id, "fail", { message: "no way", code: "no_way" });
  // Telling it again does no harm.
  await env.DB.prepare("UPDATE handoff_events SET told = 0 WHERE handoff_id = ?").bind(id).run();
  await env.HANDOFF_KEEPER.getByName(id).guard(id);
  await env.HANDOFF_KEEPER.getByName(id).follow();
  const last = await send(a, { toAgentId: b.id });
  const heard = async (feed: typeof feedA, count: number) => {
    const events: unknown[] = [];
    while (events.length < count) {
      const { type, data } = (await feed?.told()) ?? {};
      events.push([type, data.id, data.event]);
    }
    feed?.close();
    return events;
  };
  expect(await heard(feedA, 4)).toEqual([
    ["handoff.changed", id, "created"],
    ["handoff.changed", id, "accepted"],
    ["handoff.changed", id, "failed"],
    ["handoff.changed", last, "created"],
  ]);
  expect(await heard(feedB, 4)).toEqual([
    ["handoff.received", id, "created"],
    ["handoff.changed", id, "accepted"],
    ["handoff.changed", id, "failed"],
    ["handoff.received", last, "created"],
  ]);
  expect((await read(a, id)).failure).toEqual({ code: "no_way", message: "no way", retryable: false });
});

test("a webhook that nobody takes holds up nothing, is retried, and is there to be delivered again", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const hook = await newHook(b, "?code=503");
  await call("PUT", `/api/v1/agents/${b.id}`, { key: b.key, body: { handoffUrl: hook.url } });
  const id = await send(a, { toAgentId: b.id });
  await hook.arrived(1);
  const { body } = await call("GET", "/api/v1/mcp/callbacks?status=pending", { key: b.key });
  expect(body.data).toMatchObject([{ handoffId: id, lastError: expect.stringContaining("503") }]);
  expect((await act(b, id, "accept")).status).toBe(200);
  const again = await call("POST", `/api/v1/mcp/callbacks/${body.data[0].id}/redeliver`, { key: b.key });
  expect(again.status).toBe(202);
  await hook.arrived(2);
});
