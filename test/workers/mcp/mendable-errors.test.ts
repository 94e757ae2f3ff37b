// Errors of an upstream server that only its caller can mend: -32042, an address has to be opened first, and -32021, a capability
// is missing. Each is told as the caller's own revision has it, and otherwise is a failed call.

import { describe, expect, inject, test } from "vitest";
import { call, newAgent, newWorkflow } from "../api/hub.ts";
import { invoke, newServer, toolIdOf } from "../servers/upstream.ts";
import { ask, OldClient, result } from "./client.ts";

const BY_URL = { elicitation: { url: {} } };
const metaOf = (capabilities: object) => ({ "io.modelcontextprotocol/clientCapabilities": capabilities });
const page = (n: number) => ({
  mode: "url",
  message: `Sign in, ${n}.`,
  url: `https://example.com/sign-in/${n}`,
  elicitationId: `e${n}`,
});
const wanting = (...elicitations: object[]) => ({ code: -32_042, message: "Sign in first.", data: { elicitations } });
const failedWith = (code: string) => ({ isError: true, _meta: { "nxscall.com/error": { code } } });

/** A caller of a server that answers with errors. */
async function prepared(revision = "2025-11-25") {
  const [owner, agent] = [await newAgent("Owner"), await newAgent("Caller")];
  const upstream = `/refusing/${revision}/${crypto.randomUUID()}`;
  const { id } = await newServer(owner, `${upstream}/mcp`);
  const path = `/mcp/v1/servers/${id}`;
  const calls = async () => (await (await fetch(inject("upstreamUrl") + upstream)).json<{ calls: number }>()).calls;
  const asked = (capabilities: object) => ({ key: agent.key, path, meta: metaOf(capabilities) });
  const old = async (spoken: string, capabilities: Record<string, unknown> = {}) => {
    const client = new OldClient(agent, spoken, path);
    await client.initialize(capabilities);
    return client;
  };
  return { agent, toolId: await toolIdOf(agent, id, "act"), calls, asked, old };
}

const act = (error: object, more: object = {}) => ({ name: "act", arguments: { error, ...more } });

describe("a tool that answers with -32042", () => {
  test("in 2025-11-25 is passed on, with what is to be opened and nothing else", async () => {
    const { old, calls } = await prepared();
    const client = await old("2025-11-25", BY_URL);
    const error = { ...wanting(page(1), page(2)), message: "x".repeat(1_000) };
    const told = {
      ...error,
      data: { elicitations: error.data.elicitations.map((one) => ({ ...one, own: 1 })), own: 1 },
    };
    const { body } = await client.ask("tools/call", act(told));
    expect(body.error).toEqual({
      code: -32_042,
      message: `${"x".repeat(500)}…`,
      data: { elicitations: [page(1), page(2)] },
    });
    expect(await calls()).toBe(1);
  });

  test.each(["2025-06-18", "2025-03-26"])("in %s, which has no such error, is a failed call", async (spoken) => {
    const { old } = await prepared();
    const client = await old(spoken);
    const failed = await client.result("tools/call", act(wanting(page(1))));
    expect(failed).toMatchObject(failedWith("url_elicitation_required"));
    expect(failed.content[0].text).toContain(page(1).url);
  });

  test.each([{}, { elicitation: {} }, { elicitation: { form: {} } }, { sampling: {} }])(
    "in 2026-07-28 with %j, which opens none, is -32021, which says so",
    async (capabilities) => {
      const { asked, calls } = await prepared();
      const { status, body } = await ask("tools/call", act(wanting(page(1))), asked(capabilities));
      expect([status, body.error]).toMatchObject([400, { code: -32_021, data: { requiredCapabilities: BY_URL } }]);
      expect(await calls()).toBe(1);
    },
  );

  test("in 2026-07-28 has its caller asked for one address after the other, and is called again once all are agreed to", async () => {
    const { asked, calls } = await prepared();
    const called = act(wanting(page(1), page(2)), { times: 1 });
    let answer = await result("tools/call", called, asked(BY_URL));
    for (const n of [1, 2]) {
      const requests = Object.entries<{ method: string; params: object }>(answer.inputRequests);
      // The revision names no elicitation.
      const { elicitationId: _, ...params } = page(n);
      expect(requests).toEqual([[expect.any(String), { method: "elicitation/create", params }]]);
      expect(await calls()).toBe(1);
      const inputResponses = Object.fromEntries(requests.map(([key]) => [key, { action: "accept" }]));
      const { requestState } = answer;
      answer = await result("tools/call", { ...called, inputResponses, requestState }, asked(BY_URL));
    }
    expect(answer).toMatchObject({ content: [{ text: "done" }] });
    expect(await calls()).toBe(2);
  });

  test.each(["decline", "cancel"])("in 2026-07-28 is a failed call, and not made again, on %s", async (action) => {
    const { asked, calls } = await prepared();
    const params = act(wanting(page(1), page(2)));
    const { inputRequests, requestState } = await result("tools/call", params, asked(BY_URL));
    const inputResponses = Object.fromEntries(Object.keys(inputRequests).map((key) => [key, { action }]));
    const failed = await result("tools/call", { ...params, inputResponses, requestState }, asked(BY_URL));
    expect(failed).toMatchObject(failedWith("url_elicitation_required"));
    expect(await calls()).toBe(1);
  });

  test("in 2026-07-28 over and over, whatever is agreed to, is made again five times and no more", async () => {
    const { asked, calls } = await prepared();
    const params = act(wanting(page(1)));
    let answer = await result("tools/call", params, asked(BY_URL));
    let agreed = 0;
    for (; answer.resultType === "input_required"; agreed++) {
      const { inputRequests, requestState } = answer;
      const inputResponses = Object.fromEntries(Object.keys(inputRequests).map((key) => [key, { action: "accept" }]));
      answer = await result("tools/call", { ...params, inputResponses, requestState }, asked(BY_URL));
    }
    expect(answer).toMatchObject(failedWith("url_elicitation_required"));
    expect([agreed, await calls()]).toEqual([5, 6]);
  });

  test("in a workflow fails its run, which says what to open", async () => {
    const { agent, toolId } = await prepared();
    const steps = [{ id: "act", toolId, arguments: { error: wanting(page(1)) } }];
    const workflow = await newWorkflow(agent, toolId, { steps });
    const { body } = await call("POST", `/api/v1/workflows/${workflow.id}/execute?wait=20`, {
      key: agent.key,
      body: {},
    });
    expect(body).toMatchObject({ status: "failed", error: { code: "url_elicitation_required" } });
    expect(body.error.message).toContain(page(1).url);
  });

  test.each([
    ["no data", undefined],
    ["nothing to open", { elicitations: [] }],
    ["an address that is a script", { elicitations: [{ ...page(1), url: "javascript:alert(1)" }] }],
    ["a good address and a script", { elicitations: [page(1), { ...page(2), url: "javascript:alert(1)" }] }],
    ["a form in place of an address", { elicitations: [{ ...page(1), mode: "form" }] }],
    ["more addresses than anybody opens", { elicitations: Array.from({ length: 11 }, (_, n) => page(n)) }],
  ])("with %s is a failed call in every revision, and nobody is sent anywhere", async (_, data) => {
    const { asked, old, calls } = await prepared();
    const params = act({ code: -32_042, message: "Sign in first.", ...(data && { data }) });
    const client = await old("2025-11-25", BY_URL);
    for (const failed of [
      await result("tools/call", params, asked(BY_URL)),
      await client.result("tools/call", params),
    ]) {
      expect(failed).toMatchObject(failedWith("provider_error"));
      expect(JSON.stringify(failed)).not.toMatch(/javascript:|example\.com/);
    }
    expect(await calls()).toBe(2);
  });
});

describe.each([
  [
    "a prompt",
    "prompts/get",
    (error: object, times?: number) => ({
      name: "act",
      arguments: { error: JSON.stringify(error), times: String(times ?? Infinity) },
    }),
  ],
  [
    "a resource",
    "resources/read",
    (error: object, times?: number) => ({
      uri: `act:?error=${encodeURIComponent(JSON.stringify(error))}&times=${times ?? Infinity}`,
    }),
  ],
] as const)("%s that is answered with -32042", (_, method, params) => {
  test("in 2025-11-25 is passed on, with what is to be opened", async () => {
    const { old, calls } = await prepared();
    const client = await old("2025-11-25", BY_URL);
    const { body } = await client.ask(method, params(wanting({ ...page(1), own: 1 }, page(2))));
    expect(body.error).toEqual(wanting(page(1), page(2)));
    expect(await calls()).toBe(1);
  });

  test.each(["2025-06-18", "2025-03-26"])(
    "in %s, which has no such error, is a failure that says so",
    async (spoken) => {
      const { old } = await prepared();
      const client = await old(spoken);
      const { body } = await client.ask(method, params(wanting(page(1))));
      expect(body.error).toMatchObject({ code: -32_602, data: { code: "upstream_failed" } });
      expect(body.error.message).toContain(page(1).url);
    },
  );

  test("in 2026-07-28 is -32021 to a client that opens none", async () => {
    const { asked, calls } = await prepared();
    for (const capabilities of [{}, { elicitation: { form: {} } }]) {
      const { status, body } = await ask(method, params(wanting(page(1))), asked(capabilities));
      expect([status, body.error]).toMatchObject([400, { code: -32_021, data: { requiredCapabilities: BY_URL } }]);
    }
    expect(await calls()).toBe(2);
  });

  test("in 2026-07-28 has its caller asked, and is asked for again once that has agreed", async () => {
    const { asked, calls } = await prepared();
    const wanted = params(wanting(page(1)), 1);
    const { inputRequests, requestState } = await result(method, wanted, asked(BY_URL));
    const { elicitationId: __, ...shown } = page(1);
    expect(Object.values(inputRequests)).toEqual([{ method: "elicitation/create", params: shown }]);
    const inputResponses = Object.fromEntries(Object.keys(inputRequests).map((key) => [key, { action: "accept" }]));
    const answer = await result(method, { ...wanted, inputResponses, requestState }, asked(BY_URL));
    expect(JSON.stringify(answer)).toContain("done");
    expect(await calls()).toBe(2);
  });

  test("in 2026-07-28 is a failure where its caller declines", async () => {
    const { asked, calls } = await prepared();
    const wanted = params(wanting(page(1)));
    const { inputRequests, requestState } = await result(method, wanted, asked(BY_URL));
    const inputResponses = Object.fromEntries(Object.keys(inputRequests).map((key) => [key, { action: "decline" }]));
    const { body } = await ask(method, { ...wanted, inputResponses, requestState }, asked(BY_URL));
    expect(body.error).toMatchObject({ code: -32_602, data: { code: "upstream_failed" } });
    expect(await calls()).toBe(1);
  });
});

describe("a server of 2026-07-28 that answers with -32021", () => {
  const requiredCapabilities = { sampling: { tools: {} } };
  const error = { code: -32_021, message: "It takes sampling.", data: { requiredCapabilities } };
  const prompt = { name: "act", arguments: { error: JSON.stringify(error) } };

  test("has a client of 2026-07-28 told which capability its tool or prompt takes", async () => {
    const { asked } = await prepared("2026-07-28");
    for (const [method, params] of [["tools/call", act(error)] as const, ["prompts/get", prompt] as const]) {
      const { status, body } = await ask(method, params, asked({}));
      expect([method, status, body.error]).toEqual([method, 400, error]);
    }
  });

  test("is a failure to a client of 2025-11-25, not an error that it cannot read", async () => {
    const { old } = await prepared("2026-07-28");
    const client = await old("2025-11-25");
    expect(await client.result("tools/call", act(error))).toMatchObject(failedWith("input_required"));
    const { body } = await client.ask("prompts/get", prompt);
    expect(body.error).toMatchObject({ code: -32_602, data: { code: "upstream_failed" } });
  });

  test("is a failed call over REST", async () => {
    const { agent, toolId } = await prepared("2026-07-28");
    const called = await invoke(agent, toolId, { arguments: { error } });
    expect(called).toMatchObject({ status: "error", error: { code: "input_required", retryable: false } });
  });

  test("has only the capability told, whatever else it says of it", async () => {
    const { asked } = await prepared("2026-07-28");
    const said = { sampling: { tools: { own: 1 }, said: "x".repeat(1_000) }, extensions: { own: {} } };
    const params = act({ ...error, data: { requiredCapabilities: said, own: 1 } });
    expect((await ask("tools/call", params, asked({}))).body.error).toEqual(error);
  });

  test.each([
    ["nothing", undefined],
    ["no capabilities", { requiredCapabilities: "sampling" }],
    ["what the hub passes on to no server", { requiredCapabilities: { extensions: { own: {} } } }],
  ])("and says %s of what it takes, has a failed call", async (_, data) => {
    const { asked } = await prepared("2026-07-28");
    const failed = await result(
      "tools/call",
      act({ code: -32_021, message: "It takes more.", ...(data && { data }) }),
      asked({}),
    );
    expect(failed).toMatchObject(failedWith("input_required"));
  });
});
