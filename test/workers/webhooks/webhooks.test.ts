// Webhooks as their owners and their senders meet them.

import { env } from "cloudflare:workers";
import { Webhook as Signer } from "standardwebhooks";
import { expect, test, vi } from "vitest";
import type { Env } from "../../../api/env.ts";
import { openDatabase } from "../../../api/platform/database.ts";
import type { Services } from "../../../api/services.ts";
import { deleteWebhook, deleteWebhooksOf } from "../../../api/webhooks/delete-webhook.ts";
import { replaceWebhook, rotateSecret } from "../../../api/webhooks/save-webhook.ts";
import { call, newAgent, newKey, type TestAgent } from "../api/hub.ts";
import { letIn } from "../let-in.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };

interface Hook {
  readonly agent: TestAgent;
  readonly workflowId: string;
  readonly id: string;
  readonly path: string;
  readonly secret: string;
  /** Where messages go. */
  readonly to: string;
}

async function newHook(body: Record<string, unknown>): Promise<Hook> {
  const agent = await newAgent();
  const definition = { name: "w", steps: [{ id: "said", transform: "{{input}}" }] };
  const { body: workflow } = await call("POST", "/api/v1/workflows", { key: agent.key, body: definition });
  const base = `/api/v1/workflows/${workflow.id}/webhooks`;
  const created = await call("POST", base, { key: agent.key, body });
  expect([created.status, created.body.errors]).toEqual([201, undefined]);
  const { id, url, secret } = created.body;
  expect(url).toBe(`https://hub.example/hooks/${id}`);
  return { agent, workflowId: workflow.id, id, path: `${base}/${id}`, secret, to: `/hooks/${id}` };
}

async function runOf({ agent }: Hook, runId: string) {
  const path = `/api/v1/workflow-runs/${runId}`;
  const read = () => call("GET", path, { key: agent.key });
  await vi.waitFor(async () => expect((await read()).body.status).toBe("success"), PATIENCE);
  return (await read()).body;
}

async function runsOf({ agent, workflowId }: Hook): Promise<unknown[]> {
  return (await call("GET", `/api/v1/workflows/${workflowId}/runs`, { key: agent.key })).body.data;
}

async function verdictsOf({ agent, path }: Hook, query = ""): Promise<string[]> {
  const { body } = await call("GET", `${path}/deliveries${query}`, { key: agent.key });
  return body.data.map(({ verdict }: { verdict: string }) => verdict).toReversed();
}

function signed(secret: string, id: string, text: string, at = new Date()): Record<string, string> {
  const seconds = String(Math.floor(at.getTime() / 1000));
  return { "webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": new Signer(secret).sign(id, at, text) };
}

async function hmacHex(secret: string, text: string): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["sign"]);
  const bytes = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

test("a message that Standard Webhooks' own library signed has a run; the same again has the same; a changed one none", async () => {
  const input = { body: "{{input.body}}", id: "{{input.headers.webhook-id}}", q: "{{input.query.q}}" };
  const hook = await newHook({ input });
  const raw = '{"a": 1.50}';
  const headers = signed(hook.secret, "msg_1", raw);
  const first = await call("POST", `${hook.to}?q=x`, { raw, headers });
  expect([first.status, first.body.verdict]).toEqual([202, "matched"]);
  const again = await call("POST", `${hook.to}?q=x`, { raw, headers });
  expect([again.status, again.body]).toEqual([202, { verdict: "repeated", runId: first.body.runId }]);
  expect(await runOf(hook, first.body.runId)).toMatchObject({
    input: { body: { a: 1.5 }, id: "msg_1", q: "x" },
    trigger: { type: "webhook", id: hook.id },
  });
  const changed = await call("POST", hook.to, { raw: '{"a": 2}', headers });
  expect([changed.status, changed.body.code]).toEqual([401, "bad_signature"]);
  const old = signed(hook.secret, "msg_2", raw, new Date(Date.now() - 10 * 60_000));
  expect((await call("POST", hook.to, { raw, headers: old })).status).toBe(401);
  await vi.waitFor(async () => expect(await runsOf(hook)).toHaveLength(1), PATIENCE);
  expect(await verdictsOf(hook)).toEqual(["matched", "repeated", "bad_signature", "bad_signature"]);
});

test("a message that comes again is told of its run, though the filter or the workflow would not have it any more", async () => {
  const hook = await newHook({ verification: "none", filter: "$input.body.n = 1" });
  const send = () => call("POST", hook.to, { body: { n: 1 }, headers: { "Idempotency-Key": "one" } });
  const first = await send();
  expect(first.body.verdict).toBe("matched");
  const { agent, path, workflowId } = hook;
  const run = `/api/v1/workflow-runs/${first.body.runId}`;
  await runOf(hook, first.body.runId);
  const repeated = { verdict: "repeated", runId: first.body.runId };
  await call("PUT", path, { key: agent.key, body: { verification: "none", filter: "$input.body.n = 2" } });
  expect((await send()).body).toEqual(repeated);
  const steps = [{ id: "said", transform: 1 }];
  const definition = { name: "w", inputSchema: { type: "object", required: ["other"] }, steps };
  await call("PUT", `/api/v1/workflows/${workflowId}`, { key: agent.key, body: definition });
  await call("PUT", path, { key: agent.key, body: { verification: "none" } });
  expect((await send()).body).toEqual(repeated);
  expect((await call("DELETE", run, { key: agent.key })).status).toBeLessThan(300);
  expect((await send()).body).toEqual(repeated);
  expect(await runsOf(hook)).toEqual([]);
});

test("a message that comes five times at once has one run", async () => {
  const hook = await newHook({});
  const headers = signed(hook.secret, "msg_1", "{}");
  const answers = await Promise.all(Array.from({ length: 5 }, () => call("POST", hook.to, { raw: "{}", headers })));
  expect(new Set(answers.map(({ body }) => body.runId)).size).toBe(1);
  await vi.waitFor(async () => expect(await runsOf(hook)).toHaveLength(1), PATIENCE);
});

test("GitHub's signature counts, and its filter says which events become runs", async () => {
  const filter = '$input.headers.`x-github-event` = "issues" and $input.body.action = "opened"';
  const hook = await newHook({ verification: "github", filter, input: { title: "{{input.body.issue.title}}" } });
  const send = async (event: string, body: unknown, id: string) => {
    const raw = JSON.stringify(body);
    const signature = `sha256=${await hmacHex(hook.secret, raw)}`;
    const headers = { "X-GitHub-Event": event, "X-GitHub-Delivery": id, "X-Hub-Signature-256": signature };
    return call("POST", hook.to, { raw, headers });
  };
  const opened = await send("issues", { action: "opened", issue: { title: "It broke" } }, "g1");
  expect((await runOf(hook, opened.body.runId)).input).toEqual({ title: "It broke" });
  expect((await send("issues", { action: "closed" }, "g2")).body).toEqual({ verdict: "filtered", runId: null });
  expect((await send("push", { action: "none" }, "g3")).body.verdict).toBe("filtered");
  const unsigned = await call("POST", hook.to, { body: { action: "opened" } });
  expect([unsigned.status, unsigned.body.code]).toEqual([401, "bad_signature"]);
  const incomplete = await send("issues", { action: "opened" }, "g4");
  expect([incomplete.status, incomplete.body.code]).toEqual([422, "invalid_input"]);
  expect(await verdictsOf(hook)).toEqual(["matched", "filtered", "filtered", "bad_signature", "refused"]);
  expect(await verdictsOf(hook, "?verdict=refused,bad_signature")).toEqual(["bad_signature", "refused"]);
});

test("a message that lacks what the filter reads is filtered, and the delivery says what it lacks; a filter that fails refuses", async () => {
  const hook = await newHook({ verification: "none", filter: "$input.body.order.total > 100" });
  const send = async (body: unknown) => (await call("POST", hook.to, { body })).body;
  expect(await send({ ping: true })).toEqual({ verdict: "filtered", runId: null });
  expect(await send({ order: {} })).toEqual({ verdict: "filtered", runId: null });
  expect((await send({ order: { total: 101 } })).verdict).toBe("matched");
  expect((await send({ order: { total: "much" } })).code).toBe("invalid_input");
  const { body } = await call("GET", `${hook.path}/deliveries?verdict=filtered`, { key: hook.agent.key });
  const [second, first] = body.data.map(({ detail }: { detail: string }) => detail);
  expect([first, second]).toEqual([expect.stringContaining('no "order"'), expect.stringContaining('no "total"')]);
});

test("Stripe's signature counts under the secret that Stripe made, and its event's id tells repeats", async () => {
  const secret = "whsec_made_by_the_sender_0123";
  const hook = await newHook({ verification: "stripe", secret });
  expect(hook.secret).toBeNull();
  const raw = JSON.stringify({ id: "evt_1", type: "invoice.paid" });
  const t = Math.floor(Date.now() / 1000);
  const headers = { "Stripe-Signature": `t=${t},v1=${"0".repeat(64)},v1=${await hmacHex(secret, `${t}.${raw}`)}` };
  expect((await call("POST", hook.to, { raw, headers })).body.verdict).toBe("matched");
  expect((await call("POST", hook.to, { raw, headers })).body.verdict).toBe("repeated");
  const late = `t=${t - 3_600},v1=${await hmacHex(secret, `${t - 3_600}.${raw}`)}`;
  expect((await call("POST", hook.to, { raw, headers: { "Stripe-Signature": late } })).status).toBe(401);
});

test("a bearer secret goes no further than the check; what is not verified is taken as it is", async () => {
  const hook = await newHook({ verification: "bearer", input: "{{input.headers}}" });
  const headers = { Authorization: `Bearer ${hook.secret}`, "Idempotency-Key": "k1" };
  const taken = await call("POST", hook.to, { body: {}, headers });
  const { input } = await runOf(hook, taken.body.runId);
  expect(JSON.stringify(input)).not.toContain(hook.secret);
  expect(input["idempotency-key"]).toBe("k1");
  expect((await call("POST", hook.to, { body: {}, headers: { Authorization: "Bearer wrong" } })).status).toBe(401);
  const openHook = await newHook({ verification: "none" });
  expect(openHook.secret).toBeNull();
  expect((await call("POST", openHook.to, { body: { x: 1 } })).body.verdict).toBe("matched");
});

test("after a rotation both secrets count; neither is at rest in the clear, nor shown again", async () => {
  const hook = await newHook({});
  const rotated = await call("POST", `${hook.path}/secret`, { key: hook.agent.key });
  expect([rotated.status, typeof rotated.body.previousValidUntil]).toEqual([201, "string"]);
  const send = (secret: string, id: string) => call("POST", hook.to, { raw: "{}", headers: signed(secret, id, "{}") });
  expect((await send(hook.secret, "m1")).status).toBe(202);
  expect((await send(rotated.body.secret, "m2")).status).toBe(202);
  const select = env.DB.prepare("SELECT secrets FROM workflow_webhooks WHERE id = ?");
  const row = await select.bind(hook.id).first<{ secrets: string }>();
  const shown = JSON.stringify((await call("GET", hook.path, { key: hook.agent.key })).body) + row?.secrets;
  for (const secret of [hook.secret, rotated.body.secret]) expect(shown).not.toContain(secret.slice(6));
  const expire = "UPDATE workflow_webhooks SET secrets = replace(secrets, ?, '2020-01-01T00:00:00.000Z') WHERE id = ?";
  await env.DB.prepare(expire).bind(rotated.body.previousValidUntil, hook.id).run();
  await call("PUT", hook.path, { key: hook.agent.key, body: { name: "read anew" } });
  expect((await send(hook.secret, "m3")).status).toBe(401);
  expect((await send(rotated.body.secret, "m4")).status).toBe(202);
});

/** The hub's services, where this is done right before a webhook is written. */
function whileWritten(act: () => Promise<unknown>): Services {
  return { env, db: openDatabase(letIn(env.DB, /^update "workflow_webhooks"/, act)) };
}

test("of two rotations at once one comes after the other: both secrets that were shown count", async () => {
  const { agent, workflowId, id, path, to } = await newHook({});
  const shown: string[] = [];
  const between = async () => shown.push((await call("POST", `${path}/secret`, { key: agent.key })).body.secret);
  const rotated = await rotateSecret(whileWritten(between), agent.id, workflowId, id);
  shown.push(rotated?.secret ?? "");
  expect(new Set(shown).size).toBe(2);
  for (const secret of shown) {
    const answer = await call("POST", to, { raw: "{}", headers: signed(secret, `m-${secret}`, "{}") });
    expect(answer.status).toBe(202);
  }
});

test("a change keeps the secret that a rotation made meanwhile; one of a webhook that is deleted meanwhile finds none", async () => {
  const { agent, workflowId, id, path, to } = await newHook({});
  const rule = {
    name: "n",
    verification: "standard",
    filter: null,
    input: 1,
    version: null,
    maxPerMinute: 5,
    enabled: true,
  } as const;
  let secret = "";
  const rotating = whileWritten(async () => {
    secret = (await call("POST", `${path}/secret`, { key: agent.key })).body.secret;
  });
  expect(await replaceWebhook(rotating, agent.id, workflowId, id, rule)).toMatchObject({ maxPerMinute: 5 });
  expect((await call("POST", to, { raw: "{}", headers: signed(secret, "m1", "{}") })).status).toBe(202);
  const deleting = whileWritten(() => call("DELETE", path, { key: agent.key }));
  expect(await replaceWebhook(deleting, agent.id, workflowId, id, rule)).toBeNull();
});

test("a workflow's webhooks go with it: their addresses, their secrets and what came to them", async () => {
  const hook = await newHook({ verification: "none" });
  expect((await call("POST", hook.to, { body: {} })).status).toBe(202);
  const workflow = `/api/v1/workflows/${hook.workflowId}`;
  expect((await call("DELETE", workflow, { key: hook.agent.key })).status).toBe(204);
  expect((await call("POST", hook.to, { body: {} })).status).toBe(404);
  const { results } = await env.DB.prepare("SELECT id FROM workflow_webhooks WHERE id = ?").bind(hook.id).all();
  expect([results, await env.HOOK_INBOX.getByName(hook.id).list(10, null, [])]).toEqual([[], []]);
});

test("a deletion of webhooks that is cut off can be made again, and then leaves nothing", async () => {
  const hook = await newHook({ verification: "none" });
  expect((await call("POST", hook.to, { body: {} })).status).toBe(202);
  const away = { getByName: () => ({ forget: () => Promise.reject(new Error("the inbox is away")) }) };
  const broken = { ...env, HOOK_INBOX: away as unknown as Env["HOOK_INBOX"] };
  const services: Services = { db: openDatabase(env.DB), env: broken };
  await expect(deleteWebhook(services, hook.agent.id, hook.workflowId, hook.id)).rejects.toThrow("away");
  await expect(deleteWebhooksOf(services, hook.agent.id, hook.workflowId)).rejects.toThrow("away");
  expect((await call("DELETE", hook.path, { key: hook.agent.key })).status).toBe(204);
  expect(await env.HOOK_INBOX.getByName(hook.id).list(10, null, [])).toEqual([]);
});

test("over its limit a webhook answers 429 with when to come back, however many bad messages came before", async () => {
  const hook = await newHook({ verification: "bearer", maxPerMinute: 2 });
  for (let n = 0; n < 5; n++) await call("POST", hook.to, { body: {} });
  const headers = { Authorization: `Bearer ${hook.secret}` };
  const answers = [];
  for (let n = 0; n < 3; n++) answers.push(await call("POST", hook.to, { body: {}, headers }));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 429]);
  expect(Number(answers[2]?.headers.get("Retry-After"))).toBeGreaterThan(0);
  expect(answers[2]?.body.detail).toMatch(/^This webhook's limit is 2 calls/);
});

test("an unknown, a disabled and a deleted webhook answer alike; another agent's is as one that is not there", async () => {
  const hook = await newHook({ verification: "none" });
  const stranger = await newAgent();
  expect((await call("GET", hook.path, { key: stranger.key })).status).toBe(404);
  expect((await call("DELETE", hook.path, { key: stranger.key })).status).toBe(404);
  const unknown = await call("POST", "/hooks/hook_doesNotExist", { body: {} });
  await call("PUT", hook.path, { key: hook.agent.key, body: { verification: "none", enabled: false } });
  const disabled = await call("POST", hook.to, { body: {} });
  expect((await call("DELETE", hook.path, { key: hook.agent.key })).status).toBe(204);
  const deleted = await call("POST", hook.to, { body: {} });
  for (const { status, body } of [unknown, disabled, deleted]) {
    expect([status, body.code, body.detail]).toEqual([404, "not_found", unknown.body.detail]);
  }
});

test("the webhooks of all workflows are one list, without their secrets, and nobody else's", async () => {
  const { agent, path } = await newHook({});
  const list = async (key: string) => (await call("GET", "/api/v1/webhooks", { key })).body.data;
  const other = await newHook({});
  const [only, ...more] = await list(agent.key);
  expect([path.endsWith(only.id), more.length, "secret" in only]).toEqual([true, 0, false]);
  expect((await list(other.agent.key)).map(({ id }: { id: string }) => other.path.endsWith(id))).toEqual([true]);
});

test("faults are found when it is written; without the scope it is not; a hostile filter ends bounded", async () => {
  const { agent, path } = await newHook({});
  const base = path.slice(0, path.lastIndexOf("/"));
  const pointerOf = async (body: unknown) => {
    const answer = await call("POST", base, { key: agent.key, body });
    return answer.body.errors?.[0].pointer;
  };
  expect(await pointerOf({ filter: "$input.body.action = " })).toBe("/filter");
  expect(await pointerOf({ filter: '$eval("1")' })).toBe("/filter");
  // Each half is an expression.
  expect(await pointerOf({ filter: "true}} {{= false" })).toBe("/filter");
  expect(await pointerOf({ filter: "true }} or not" })).toBe("/filter");
  const braced = await call("POST", base, { key: agent.key, body: { filter: "{{= $input.body.n = 1 }}" } });
  expect(braced.body.errors).toMatchObject([
    { pointer: "/filter", message: expect.stringContaining("without the braces") },
  ]);
  expect(await pointerOf({ input: { a: "{{nope}}" } })).toBe("/input/a");
  expect(await pointerOf({ version: 2 })).toBe("/version");
  expect(await pointerOf({ version: 1 })).toBeUndefined();
  const change = await call("PUT", path, { key: agent.key, body: { version: 2 } });
  expect([change.status, change.body.errors?.[0].pointer]).toEqual([422, "/version"]);
  for (const unusable of [
    { secret: "not a standard secret" },
    // 25 characters are no base64.
    { secret: `whsec_${"a".repeat(25)}` },
    { verification: "bearer", secret: "words with spaces between" },
    { verification: "bearer", secret: "\u00fcber-geheimer-schl\u00fcssel" },
  ]) {
    expect([unusable, await pointerOf(unusable)]).toEqual([unusable, "/secret"]);
  }
  expect(await pointerOf({ verification: "bearer", secret: "0123456789abcdef-._~+/=" })).toBeUndefined();
  expect(await pointerOf({ secret: `whsec_${"a".repeat(26)}` })).toBeUndefined();
  const key = await newKey(agent, { scopes: ["workflows:write"] });
  expect((await call("POST", base, { key, body: {} })).status).toBe(403);
  const hook = await newHook({ verification: "none", filter: "$count($map([1..9999999], function($x) { $x })) > 0" });
  expect((await call("POST", hook.to, { body: {} })).status).toBe(422);
});
