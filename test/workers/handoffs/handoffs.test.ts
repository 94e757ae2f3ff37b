// Handoffs between agents: whom they are offered to, who gets them, what is checked, and when they end.

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { call, newAgent, newKey } from "../api/hub.ts";
import { act, inbox, newTagged, read, send } from "./agents.ts";

const keeper = (id: string) => env.HANDOFF_KEEPER.getByName(id);
const HOUR_MS = 3_600_000;
const PATIENCE = { timeout: 40_000, interval: 100 };
const inAnHour = () => new Date(Date.now() + HOUR_MS).toISOString();

test("one agent hands work to another, with its context, and reads what came of it; each step says who and when", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const context = {
    task: "Review this",
    conversation: [{ role: "user", content: "Is it good?" }],
    artifacts: [{ name: "paper", uri: "https://example.com/p.pdf", sizeBytes: 12 }],
    constraints: ["Be brief"],
    deadline: inAnHour(),
    ticket: 7,
  };
  const id = await send(a, { toAgentId: b.id, context });
  expect(id).toMatch(/^handoff_[\w-]{12}$/);
  expect(await read(b, id)).toMatchObject({
    id,
    fromAgentId: a.id,
    toAgentId: b.id,
    status: "pending",
    mode: "delegate",
    context,
    task: "Review this",
    possible: ["accept", "reject"],
    expiresAt: context.deadline,
    chain: [a.id],
    result: null,
  });
  const accepted = await act(b, id, "accept");
  expect(accepted.body).toMatchObject({ status: "accepted", possible: ["complete", "fail"], context });
  const completed = await act(b, id, "complete", { result: { verdict: ["good"] } });
  expect(completed.body).toMatchObject({ status: "completed", result: { verdict: ["good"] }, possible: [] });
  const seen = await read(a, id);
  expect(seen).toMatchObject({
    status: "completed",
    result: { verdict: ["good"] },
    failure: null,
    possible: ["delete"],
  });
  expect(seen.events.map(({ type, agentId }: Record<string, string>) => [type, agentId])).toEqual([
    ["created", a.id],
    ["accepted", b.id],
    ["completed", b.id],
  ]);
  for (const { at } of seen.events) expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
  // Each sees which of its own keys was shown, and not those of others.
  expect(seen.events.map(({ keyId }: { keyId: string | null }) => keyId !== null)).toEqual([true, false, false]);
});

test("of 64 who accept at once exactly one has it", async () => {
  const tag = `race-${crypto.randomUUID()}`;
  const a = await newAgent("A");
  const agents = await Promise.all(Array.from({ length: 16 }, (_, n) => newTagged(`racer ${n}`, tag)));
  const keys = await Promise.all(
    agents.flatMap((agent) =>
      Array.from({ length: 4 }, async () => ({ id: agent.id, key: await newKey(agent, { scopes: ["*"] }) })),
    ),
  );
  const id = await send(a, { tag });
  const answers = await Promise.all(keys.map((agent) => act(agent, id, "accept")));
  const won = answers.filter(({ status }) => status === 200);
  expect(won).toHaveLength(1);
  const lost = answers.filter(({ status }) => status !== 200);
  expect(lost.map(({ status, body }) => [status, body.code, body.handoff.status])).toEqual(
    lost.map(() => [409, "handoff_state", "accepted"]),
  );
  const { toAgentId, events } = await read(a, id);
  expect(toAgentId).toBe(won[0]?.body.toAgentId);
  expect(events.map(({ type }: { type: string }) => type)).toEqual(["created", "accepted"]);
});

test("of a cancel and a complete at once exactly one counts, and the other learns what became of it", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  for (let round = 0; round < 10; round++) {
    const id = await send(a, { toAgentId: b.id });
    await act(b, id, "accept");
    const answers = await Promise.all([act(a, id, "cancel"), act(b, id, "complete", { result: 1 })]);
    expect(answers.map(({ status }) => status).toSorted((one, two) => one - two)).toEqual([200, 409]);
    const { status, result, events } = await read(a, id);
    expect([status, result]).toEqual(answers[0].status === 200 ? ["cancelled", null] : ["completed", 1]);
    expect(events).toHaveLength(3);
  }
});

describe("a tag", () => {
  test("offers it to whoever has the tag, also from later on; the first to accept has it, and it is nobody else's", async () => {
    const tag = `t-${crypto.randomUUID()}`;
    const [a, b, stranger] = [await newAgent("A"), await newTagged("B", tag), await newTagged("S", "other")];
    const id = await send(a, { tag, context: { task: "translate" } });
    const late = await newTagged("late", "x", tag);
    for (const agent of [b, late]) expect(await inbox(agent, "status=pending")).toEqual([id]);
    expect(await inbox(stranger)).toEqual([]);
    expect((await read(stranger, id)).code).toBe("not_found");
    expect((await read(b, id)).context).toEqual({ task: "translate" });
    expect((await act(late, id, "accept")).body).toMatchObject({ toAgentId: late.id, tag });
    expect(await inbox(late)).toEqual([id]);
    expect(await inbox(b)).toEqual([]);
    const missed = await act(b, id, "accept");
    expect([missed.status, missed.body.handoff]).toEqual([409, { status: "accepted", possible: [] }]);
    expect((await read(b, id)).code).toBe("not_found");
    expect((await act(stranger, id, "accept")).status).toBe(404);
  });

  test("is rejected once all who have it have rejected it, each for itself", async () => {
    const tag = `t-${crypto.randomUUID()}`;
    const [a, b, c] = [await newTagged("A", tag), await newTagged("B", tag), await newTagged("C", tag)];
    const id = await send(a, { tag });
    // A sender does not get its own work, though it has the tag.
    expect(await inbox(a)).toEqual([]);
    expect((await act(b, id, "reject", { message: "no time" })).body.status).toBe("pending");
    expect([await inbox(b), await inbox(c)]).toEqual([[], [id]]);
    expect((await act(b, id, "accept")).status).toBe(409);
    expect((await act(c, id, "reject")).body).toMatchObject({
      status: "rejected",
      failure: { code: "handoff_rejected" },
    });
    const { events } = await read(a, id);
    expect(events.map(({ type, agentId, message }: Record<string, unknown>) => [type, agentId, message])).toEqual([
      ["created", a.id, null],
      ["declined", b.id, "no time"],
      ["rejected", c.id, null],
    ]);
  });
});

describe("escalation", () => {
  test("who rejects, or lets its time pass, is followed by the next, and cannot take it any more", async () => {
    const tag = `t-${crypto.randomUUID()}`;
    const [a, b, c, d] = [await newAgent("A"), await newAgent("B"), await newAgent("C"), await newTagged("D", tag)];
    const escalateTo = [{ toAgentId: c.id }, { tag }];
    const id = await send(a, { toAgentId: b.id, timeoutMs: HOUR_MS, escalateTo });
    expect((await read(a, id)).escalateTo).toEqual(escalateTo);
    expect([await inbox(b), await inbox(c), await inbox(d)]).toEqual([[id], [], []]);
    await act(b, id, "reject", { message: "not mine" });
    expect([await inbox(b), await inbox(c), await inbox(d)]).toEqual([[], [id], []]);
    expect(await read(c, id)).toMatchObject({ escalateTo: [], status: "pending" });
    await keeper(id).follow(Date.now() + HOUR_MS + 1);
    expect([await inbox(b), await inbox(c), await inbox(d)]).toEqual([[], [], [id]]);
    for (const agent of [b, c]) expect((await act(agent, id, "accept")).body.handoff.possible).toEqual([]);
    expect((await act(d, id, "accept")).body.toAgentId).toBe(d.id);
    expect((await read(a, id)).events).toMatchObject([
      { type: "created", toAgentId: b.id },
      { type: "declined", agentId: b.id, toAgentId: c.id, message: "not mine" },
      { type: "lapsed", agentId: null, toAgentId: null, tag },
      { type: "accepted", agentId: d.id },
    ]);
  });
});

describe("time", () => {
  test("that is up ends it: each who is asked has timeoutMs, an accepted one has until the deadline", async () => {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    const asked = await send(a, { toAgentId: b.id, timeoutMs: HOUR_MS });
    const taken = await send(a, {
      toAgentId: b.id,
      timeoutMs: HOUR_MS,
      context: { deadline: new Date(Date.now() + 2 * HOUR_MS).toISOString() },
    });
    await act(b, taken, "accept");
    const follow = (at: number) => Promise.all([asked, taken].map((id) => keeper(id).follow(at)));
    await follow(Date.now() + HOUR_MS - 5_000);
    expect([(await read(a, asked)).status, (await read(a, taken)).status]).toEqual(["pending", "accepted"]);
    await follow(Date.now() + HOUR_MS);
    expect([(await read(a, asked)).status, (await read(a, taken)).status]).toEqual(["expired", "accepted"]);
    await follow(Date.now() + 2 * HOUR_MS);
    expect(await read(a, taken)).toMatchObject({
      status: "expired",
      failure: { code: "handoff_expired" },
      expiresAt: null,
    });
    expect((await act(b, taken, "complete")).body.handoff).toEqual({ status: "expired", possible: [] });
  });

  test("a deadline that is past goes to nobody else", async () => {
    const [a, b, c] = [await newAgent("A"), await newAgent("B"), await newAgent("C")];
    const context = { deadline: inAnHour() };
    const id = await send(a, { toAgentId: b.id, escalateTo: [{ toAgentId: c.id }], context });
    await keeper(id).follow(Date.now() + HOUR_MS);
    expect((await read(a, id)).status).toBe("expired");
    expect(await inbox(c)).toEqual([]);
    const late = await call("POST", "/api/v1/handoffs", {
      key: a.key,
      body: { toAgentId: b.id, context: { deadline: "2020-01-01T00:00:00Z" } },
    });
    expect([late.status, late.body.errors[0].pointer]).toEqual([422, "/context/deadline"]);
  });

  test("it ends by itself, by the clock of an object that sleeps in between, though nobody looks", async () => {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    const id = await send(a, { toAgentId: b.id, timeoutMs: 1_500 });
    await evictDurableObject(keeper(id));
    await vi.waitFor(async () => {
      const row = await env.DB.prepare("SELECT status FROM handoffs WHERE id = ?").bind(id).first<{ status: string }>();
      expect(row?.status).toBe("expired");
    }, PATIENCE);
  });

  test("who comes too late is refused, though no clock has gone off yet", async () => {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    const id = await send(a, { toAgentId: b.id, timeoutMs: HOUR_MS });
    await env.DB.prepare("UPDATE handoffs SET expires_at = ? WHERE id = ?")
      .bind(new Date(Date.now() - 1).toISOString(), id)
      .run();
    expect((await act(b, id, "accept")).body.handoff).toEqual({ status: "expired", possible: [] });
  });
});

describe("a chain", () => {
  test("keeps through whose hands the work came, and refuses to close in a circle, which it shows", async () => {
    const [a, b, c] = [await newAgent("A"), await newAgent("B"), await newAgent("C")];
    const first = await send(a, { toAgentId: b.id });
    const early = await call("POST", "/api/v1/handoffs", {
      key: b.key,
      body: { toAgentId: c.id, parentHandoffId: first },
    });
    expect([early.status, early.body.errors[0].pointer]).toEqual([422, "/parentHandoffId"]);
    await act(b, first, "accept");
    const second = await send(b, { toAgentId: c.id, parentHandoffId: first });
    await act(c, second, "accept");
    expect(await read(c, second)).toMatchObject({ parentHandoffId: first, chain: [a.id, b.id] });
    const refused = (body: Record<string, unknown>, key: string) => call("POST", "/api/v1/handoffs", { key, body });
    for (const [answer, chain] of [
      [await refused({ toAgentId: a.id, parentHandoffId: first }, b.key), [a.id, b.id, a.id]],
      [await refused({ toAgentId: a.id, parentHandoffId: second }, c.key), [a.id, b.id, c.id, a.id]],
      [await refused({ toAgentId: b.id, parentHandoffId: second }, c.key), [a.id, b.id, c.id, b.id]],
      [
        await refused({ tag: "x", escalateTo: [{ toAgentId: b.id }], parentHandoffId: second }, c.key),
        [a.id, b.id, c.id, b.id],
      ],
      [await refused({ toAgentId: a.id }, a.key), [a.id, a.id]],
    ] as const) {
      expect([answer.status, answer.body.code, answer.body.chain]).toEqual([422, "handoff_loop", chain]);
      expect(answer.body.detail).toContain(chain.join(" -> "));
    }
    // What is somebody else's to hand on is as if it were not there.
    expect((await refused({ toAgentId: c.id, parentHandoffId: first }, a.key)).body.errors[0].pointer).toBe(
      "/parentHandoffId",
    );
  });

  test("a tag does not lead back either", async () => {
    const tag = `t-${crypto.randomUUID()}`;
    const [a, b] = [await newTagged("A", tag), await newAgent("B")];
    const first = await send(a, { toAgentId: b.id });
    await act(b, first, "accept");
    const second = await send(b, { tag, parentHandoffId: first });
    expect(await inbox(a)).toEqual([]);
    expect((await act(a, second, "accept")).status).toBe(404);
  });
});

describe("what is checked", () => {
  test("the context against inputSchema, before anybody is asked; the result against resultSchema, and the handoff stays", async () => {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    const needs = (name: string, type: string) => ({
      type: "object",
      properties: { [name]: { type } },
      required: [name],
    });
    const body = { toAgentId: b.id, inputSchema: needs("task", "string"), resultSchema: needs("score", "number") };
    const unfit = await call("POST", "/api/v1/handoffs", { key: a.key, body: { ...body, context: { text: "x" } } });
    expect([unfit.status, unfit.body.code]).toEqual([422, "invalid_context"]);
    expect(unfit.body.errors[0].message).toContain("task");
    expect(await inbox(b)).toEqual([]);
    const id = await send(a, { ...body, context: { task: "score it" } });
    await act(b, id, "accept");
    const wrong = await act(b, id, "complete", { result: { score: "high" } });
    expect([wrong.status, wrong.body.code, wrong.body.errors[0].pointer]).toEqual([
      422,
      "invalid_result",
      "/result/score",
    ]);
    expect((await act(b, id, "complete", { result: { score: 9 } })).status).toBe(200);
  });

  test.each([
    [{}, "/toAgentId"],
    [{ toAgentId: "agent_nobody" }, "/toAgentId"],
    [{ toAgentId: "agent_nobody", tag: "x" }, "/tag"],
    [{ tag: "x", escalateTo: [{ toAgentId: "agent_nobody" }] }, "/escalateTo/0/toAgentId"],
    [{ tag: "x", resultSchema: { type: "nothing" } }, "/resultSchema/type"],
    [{ tag: "x", inputSchema: { pattern: "(" } }, "/inputSchema/pattern"],
    [{ tag: "x", callbackUrl: "ftp://example.com" }, "/callbackUrl"],
    [{ tag: "x", context: { artifacts: [{ name: "a" }] } }, "/context/artifacts/0/uri"],
    [{ tag: "x", context: { conversation: "hello" } }, "/context/conversation"],
    [{ tag: "x", context: [] }, "/context"],
    [{ tag: "x", timeoutMs: 0 }, "/timeoutMs"],
  ])("%j is refused at %s", async (body, pointer) => {
    const { key } = await newAgent();
    const answer = await call("POST", "/api/v1/handoffs", { key, body });
    expect([answer.status, answer.body.code, answer.body.errors[0].pointer]).toEqual([422, "invalid_request", pointer]);
  });

  test("a callbackUrl or a handoffUrl takes a secret to sign with", async () => {
    const agent = await newAgent();
    const callbackUrl = "http://127.0.0.1:9/hook";
    const sent = await call("POST", "/api/v1/handoffs", { key: agent.key, body: { tag: "x", callbackUrl } });
    expect([sent.status, sent.body.code]).toEqual([409, "callback_secret_missing"]);
    const set = await call("PUT", `/api/v1/agents/${agent.id}`, { key: agent.key, body: { handoffUrl: callbackUrl } });
    expect([set.status, set.body.code]).toEqual([409, "callback_secret_missing"]);
  });
});

describe("a context that is too large for a row", () => {
  const large = { task: "read all this", text: "ü".repeat(1_200_000) };
  const objects = async (id: string) => (await env.ARCHIVE.list({ prefix: `handoffs/${id}/` })).objects.length;
  const inRow = (id: string) =>
    env.DB.prepare("SELECT context IS NOT NULL AS inRow FROM handoffs WHERE id = ?")
      .bind(id)
      .first<{ inRow: number }>();

  test("is in R2, is read as it was sent, and is gone once it is deleted", async () => {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    const id = await send(a, { toAgentId: b.id, context: large });
    expect([await objects(id), (await inRow(id))?.inRow]).toEqual([1, 0]);
    expect((await read(b, id)).context).toEqual(large);
    expect((await act(b, id, "accept")).body.context).toEqual(large);
    await act(b, id, "complete", { result: "x".repeat(1_000_000) });
    expect((await read(a, id)).result).toHaveLength(1_000_000);
    expect((await act(a, id, "delete")).status).toBe(204);
    expect([await objects(id), await inRow(id)]).toEqual([0, null]);
    for (const agent of [a, b]) expect((await read(agent, id)).code).toBe("not_found");
    const left = await env.DB.prepare(
      "SELECT (SELECT count(*) FROM handoff_events WHERE handoff_id = ?1) + (SELECT count(*) FROM handoff_results WHERE handoff_id = ?1) AS n",
    )
      .bind(id)
      .first();
    expect(left).toEqual({ n: 0 });
  });

  test("a smaller one is in its row; one of more than 8 MiB is refused", async () => {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    const id = await send(a, { toAgentId: b.id, context: { text: "x".repeat(1_000_000) } });
    expect([await objects(id), (await inRow(id))?.inRow]).toEqual([0, 1]);
    const raw = `{"toAgentId":"${b.id}","context":{"text":"${"x".repeat(8 * 1024 * 1024)}"}}`;
    const refused = await call("POST", "/api/v1/handoffs", { key: a.key, raw });
    expect([refused.status, refused.body.code]).toEqual([413, "body_too_large"]);
  });

  test("whose handoff never came to be does not stay behind", async () => {
    const id = `handoff_${crypto.randomUUID().slice(0, 12)}`;
    await keeper(id).guard(id);
    await env.ARCHIVE.put(`handoffs/${id}/context.json`, "{}");
    await keeper(id).follow(Date.now() + 60_000);
    expect(await objects(id)).toBe(1);
    await keeper(id).follow(Date.now() + HOUR_MS);
    expect(await objects(id)).toBe(0);
  });
});

test("inbox and outbox are filtered and come in pages, each handoff once", async () => {
  const tag = `t-${crypto.randomUUID()}`;
  const [a, b] = [await newAgent("A"), await newTagged("B", tag)];
  const ids: string[] = [];
  for (let n = 0; n < 9; n++)
    ids.push(await send(a, n % 3 === 0 ? { tag } : { toAgentId: b.id, mode: n % 2 ? "transfer" : "delegate" }));
  await act(b, ids[1] ?? "", "accept");
  for (const [agent, box] of [
    [b, "inbox"],
    [a, "outbox"],
  ] as const) {
    const found: string[] = [];
    for (let cursor = ""; ;) {
      const { body } = await call("GET", `/api/v1/handoffs?box=${box}&limit=2${cursor}`, { key: agent.key });
      found.push(...body.data.map(({ id }: { id: string }) => id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(found).toHaveLength(9);
    expect(found.toSorted()).toEqual(ids.toSorted());
  }
  expect(await inbox(b, "status=accepted")).toEqual([ids[1]]);
  expect(await inbox(b, "status=accepted,rejected")).toEqual([ids[1]]);
  expect(await inbox(b, "status=accepted,pending")).toHaveLength(9);
  const { createdAt } = (await call("GET", `/api/v1/handoffs/${ids[4]}`, { key: b.key })).body;
  const [since, before] = [await inbox(b, `from=${createdAt}`), await inbox(b, `to=${createdAt}`)];
  expect([since.includes(ids[4] ?? ""), before.includes(ids[4] ?? "")]).toEqual([true, false]);
  expect([...since, ...before].toSorted()).toEqual(ids.toSorted());
  const part = await send(b, { toAgentId: (await newAgent("C")).id, parentHandoffId: ids[1] });
  const parts = await call("GET", `/api/v1/handoffs?box=outbox&parentHandoffId=${ids[1]}`, { key: b.key });
  expect(parts.body.data.map(({ id }: { id: string }) => id)).toEqual([part]);
  expect(await inbox(b, `tag=${tag}`)).toHaveLength(3);
  expect(await inbox(b, "mode=transfer")).toHaveLength(3);
  expect(await inbox(a)).toEqual([]);
});

test("what a crash left untold is told by the keeper's alarm, and then the keeper is empty", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const id = await send(a, { toAgentId: b.id });
  await act(b, id, "reject");
  await vi.waitFor(async () => expect(await untold(id)).toBe(0), PATIENCE);
  await env.DB.prepare("UPDATE handoff_events SET told = 0 WHERE handoff_id = ?").bind(id).run();
  await keeper(id).guard(id);
  await evictDurableObject(keeper(id));
  // The write that was announced is long done, or was never made.
  await runInDurableObject(keeper(id), (_, { storage }) => storage.kv.put("guardedUntil", 0));
  expect(await runDurableObjectAlarm(keeper(id))).toBe(true);
  expect(await untold(id)).toBe(0);
  await runInDurableObject(keeper(id), (_, { storage }) => expect([...storage.kv.list()]).toEqual([]));
});

async function untold(id: string): Promise<number | undefined> {
  const row = await env.DB.prepare("SELECT count(*) AS n FROM handoff_events WHERE handoff_id = ? AND told = 0")
    .bind(id)
    .first<{ n: number }>();
  return row?.n;
}
