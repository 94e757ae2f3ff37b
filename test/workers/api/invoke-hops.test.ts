// What a synchronous call costs before its answer: counted at the bindings, which are the real ones.

import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { app } from "../../../api/app.ts";
import type { Env } from "../../../api/env.ts";
import { call, newAgent, newTool } from "./hub.ts";
import type { TestAgent } from "./hub.ts";

let agent: TestAgent;
let toolId: string;

beforeEach(async () => {
  agent = await newAgent();
  toolId = (await newTool(agent, "/mirror", { rateLimit: { maxPerMinute: 1_000 } })).id;
});

test("a call is answered after one hop to a Durable Object, the gate's admission, and no write to D1", async () => {
  const { answer, hops, writes } = await watchedCall(`/api/v1/mcp/invoke/${toolId}`, { arguments: { n: 1 } });
  expect(answer).toMatchObject({ status: "success", result: { n: 1 } });
  expect({ hops, writes }).toEqual({ hops: ["CALLER_GATE.begin"], writes: [] });
});

test("a batch of 20 calls is answered after a hop for each of them, and no write to D1", async () => {
  const calls = Array.from({ length: 20 }, (_, n) => ({ toolId, arguments: { n } }));
  const { answer, hops, writes } = await watchedCall("/api/v1/mcp/invoke/batch", { calls });
  expect((answer as { results: unknown[] }).results).toHaveLength(20);
  expect({ hops, writes }).toEqual({ hops: calls.map(() => "CALLER_GATE.begin"), writes: [] });
});

test("the answer does not wait for its outcome to reach the gate; outcomes that come meanwhile share the next hop", async () => {
  const outcomes = Promise.withResolvers<void>();
  const calls = Array.from({ length: 20 }, (_, n) => ({ toolId, arguments: { n } }));
  const watched = watch(env, outcomes.promise);
  const ctx = createExecutionContext();
  const response = await app.fetch(request("/api/v1/mcp/invoke/batch", { calls }), watched.env, ctx);
  expect((await response.json<{ results: unknown[] }>()).results).toHaveLength(20);
  expect(watched.settles).toEqual([1]);
  outcomes.resolve();
  await waitOnExecutionContext(ctx);
  expect(watched.settles).toEqual([1, 19]);
});

test("the count sees what there is to see: an Idempotency-Key takes hops of its own, and a new key is a write", async () => {
  const { hops } = await watchedCall(`/api/v1/mcp/invoke/${toolId}`, {}, { "Idempotency-Key": crypto.randomUUID() });
  expect(new Set(hops.map((hop) => hop.split(".")[0]))).toEqual(new Set(["IDEMPOTENCY_LEDGER", "CALLER_GATE"]));
  const { writes } = await watchedCall("/api/v1/keys", {});
  expect(writes).toEqual([expect.stringMatching(/^insert into "mcp_api_keys"/i)]);
});

/** The answer, and what was asked of the bindings until then. */
async function watchedCall(path: string, body: unknown, headers: Record<string, string> = {}) {
  // The hub that is asked for the first time reads the key and the tool; that is not what is counted here.
  await call("POST", path, { key: agent.key, body });
  const outcomes = Promise.withResolvers<void>();
  const watched = watch(env, outcomes.promise);
  const ctx = createExecutionContext();
  const response = await app.fetch(request(path, body, headers), watched.env, ctx);
  const answer = await response.json();
  const { hops, writes } = { hops: [...watched.hops], writes: [...watched.writes] };
  outcomes.resolve();
  await waitOnExecutionContext(ctx);
  return { answer, hops, writes };
}

function request(path: string, body: unknown, extra: Record<string, string> = {}): Request {
  const headers = { Authorization: `Bearer ${agent.key}`, "Content-Type": "application/json", ...extra };
  return new Request(`https://hub.example${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

interface Watched {
  readonly env: Env;
  /** What was asked of Durable Objects, but for the outcomes, which are held back: `CALLER_GATE.begin`. */
  readonly hops: string[];
  /** How many outcomes came in each hop. */
  readonly settles: number[];
  /** The SQL that changes D1. */
  readonly writes: string[];
}

/** The bindings as they are, with a note of what is asked of them. */
function watch(real: Env, beforeOutcomes: Promise<void>): Watched {
  const hops: string[] = [];
  const settles: number[] = [];
  const writes: string[] = [];
  const stub = (binding: string, object: object) =>
    listened(object, (method, args, go) => {
      if (binding !== "CALLER_GATE" || method !== "settle") {
        hops.push(`${binding}.${method}`);
        return go();
      }
      settles.push((args[0] as unknown[]).length);
      return beforeOutcomes.then(go);
    });
  const namespace = (binding: string, object: object) =>
    listened(object, (method, _args, go) => {
      const given = go();
      return method === "get" || method === "getByName" ? stub(binding, given as object) : given;
    });
  const database = listened(real.DB, (method, [text], go) => {
    if (method === "exec" || /^\s*(insert|update|delete|replace)/i.test(String(text))) writes.push(String(text));
    return go();
  });
  const proxied = new Proxy(real, {
    get(_, name) {
      const binding: unknown = Reflect.get(real, name);
      if (name === "DB") return database;
      // Everything that has objects, whatever its name.
      const isNamespace = typeof binding === "object" && binding !== null && "idFromName" in binding;
      return isNamespace ? namespace(String(name), binding) : binding;
    },
  });
  return { env: proxied, hops, settles, writes };
}

/** The object; each call of a method of it goes through `hear`, which has it made. */
function listened<T extends object>(real: T, hear: (method: string, args: unknown[], go: () => unknown) => unknown): T {
  return new Proxy(real, {
    get(_, name) {
      const value: unknown = Reflect.get(real, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => hear(String(name), args, () => Reflect.apply(value, real, args));
    },
  });
}
