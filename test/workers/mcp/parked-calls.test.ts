// A server that asks by requests in the middle of a call, and a caller that is asked by results: the call is parked.

import { abortAllDurableObjects, listDurableObjectIds, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, inject, test, vi } from "vitest";
import { MAX_ROUNDS } from "../../../api/mcp/parked/parked-call.ts";
import type { CallObject } from "../../../api/mcp/parked/call-object.ts";
import { gateOf } from "../../../api/runtime/gates.ts";
import { MAX_PARKED } from "../../../api/runtime/parked-places.ts";
import { call, newAgent, type TestAgent } from "../api/hub.ts";
import { newServer } from "../servers/upstream.ts";
import { ask, messagesOf, result, send, stream } from "./client.ts";

const CAPABLE = { elicitation: { form: {} }, sampling: {}, roots: {} };
const metaOf = (capabilities: object) => ({ "io.modelcontextprotocol/clientCapabilities": capabilities });
const LATER = { timeout: 20_000 };

const given = (content: object) => ({ action: "accept", content });
const GREETING = { role: "assistant", content: { type: "text", text: "Hello!" }, model: "m", stopReason: "endTurn" };
const ROOTS = { roots: [{ uri: "file:///home" }] };

afterEach(() => vi.restoreAllMocks());

/** A caller of the fixture, which speaks 2025-11-25. */
async function newCaller(capabilities: object = CAPABLE) {
  const agent = await newAgent("Caller");
  const { id } = await newServer(await newAgent("Owner"), "/legacy/mcp");
  const at = { key: agent.key, path: `/mcp/v1/servers/${id}`, meta: metaOf(capabilities) };
  const params = (name: string, more: object) => ({ name, arguments: {}, ...more });
  return {
    agent,
    at,
    call: (name: string, more: object = {}) => result("tools/call", params(name, more), at),
    refused: async (name: string, more: object) => (await ask("tools/call", params(name, more), at)).body.error,
  };
}

async function parkedObject(asking: () => Promise<unknown>) {
  const before = new Set((await listDurableObjectIds(env.MCP_CALL)).map(String));
  await asking();
  const [id] = (await listDurableObjectIds(env.MCP_CALL)).filter((one) => !before.has(String(one)));
  if (id === undefined) throw new Error("no call is parked");
  return env.MCP_CALL.get(id);
}

async function logOf({ key }: TestAgent) {
  return (await call("GET", "/api/v1/mcp/invocations", { key })).body.data as object[];
}

async function givenUp(): Promise<number> {
  const answer = await fetch(`${inject("upstreamUrl")}/_given-up`);
  return (await answer.json<{ givenUp: number }>()).givenUp;
}

describe("the caller is asked, and the same call goes on with what it says", () => {
  test("a question, its answer, the result: one call in the log, which ended when it ended", async () => {
    const { agent, call: callTool } = await newCaller();
    const name = "test_elicitation";
    const asked = await callTool(name);
    expect(asked).toMatchObject({
      resultType: "input_required",
      inputRequests: {
        form: {
          method: "elicitation/create",
          params: { message: "Asks the user", requestedSchema: { required: ["response"] } },
        },
      },
    });
    // What is between the server and the hub stays there.
    expect(asked.inputRequests.form.params._meta).toBeUndefined();
    const inputResponses = { form: given({ response: "yes" }) };
    const done = await callTool(name, { inputResponses, requestState: asked.requestState });
    expect(done.content).toEqual([
      { type: "text", text: 'Elicitation completed: action=accept, content={"response":"yes"}' },
    ]);
    await expect
      .poll(() => logOf(agent), LATER)
      .toMatchObject([{ id: done._meta["nxscall.com/invocationId"], status: "success" }]);
  });

  test("two rounds, each with a state of its own", async () => {
    const { call: callTool } = await newCaller();
    const name = "test_input_required_result_multi_round";
    const first = await callTool(name);
    const { requestState } = first;
    const second = await callTool(name, { inputResponses: { step1: given({ name: "Ada" }) }, requestState });
    expect(Object.keys(second.inputRequests)).toEqual(["step2"]);
    expect(second.requestState).not.toBe(requestState);
    const inputResponses = { step2: given({ color: "blue" }) };
    const done = await callTool(name, { inputResponses, requestState: second.requestState });
    expect(done.content[0].text).toBe("Multi-round complete: Ada likes blue");
  });

  test("several questions at once are one result; what was not answered, or not with an answer, is asked again", async () => {
    const { call: callTool } = await newCaller();
    const name = "test_input_required_result_multiple_inputs";
    const first = await callTool(name);
    expect(first.inputRequests).toMatchObject({
      user_name: { method: "elicitation/create" },
      greeting: { method: "sampling/createMessage", params: { maxTokens: 50 } },
      client_roots: { method: "roots/list" },
    });
    const some = { user_name: given({ name: "Ada" }), greeting: { text: "no message" }, nobody_asked: ROOTS };
    const second = await callTool(name, { inputResponses: some, requestState: first.requestState });
    expect(Object.keys(second.inputRequests).toSorted()).toEqual(["client_roots", "greeting"]);
    const rest = { greeting: GREETING, client_roots: ROOTS };
    const done = await callTool(name, { inputResponses: rest, requestState: second.requestState });
    expect(done.content[0].text).toBe("Hello, Ada");
  });

  test.each(["decline", "cancel"])("a user's %s reaches the server", async (action) => {
    const { call: callTool } = await newCaller();
    const { requestState } = await callTool("test_elicitation");
    const done = await callTool("test_elicitation", { inputResponses: { form: { action } }, requestState });
    expect(done.content[0].text).toBe(`Elicitation completed: action=${action}, content={}`);
  });

  test.each([
    [
      "prompts/get",
      { name: "test_input_required_result_prompt" },
      { user_context: given({ context: "tests" }) },
      "tests",
    ],
    ["resources/read", { uri: "test://asked-for" }, { user_name: given({ name: "Ada" }) }, "for Ada"],
  ])("%s asks as well", async (method, params, inputResponses, said) => {
    const { at } = await newCaller();
    const { resultType, requestState } = await result(method, params, at);
    expect(resultType).toBe("input_required");
    expect(JSON.stringify(await result(method, { ...params, inputResponses, requestState }, at))).toContain(said);
  });

  test("through /mcp/v1 and call_tool too", async () => {
    const { at } = await newCaller();
    const through = { ...at, path: "/mcp/v1" };
    const listed = await result("tools/list", {}, at);
    const toolId = listed.tools.find((tool: { name: string }) => tool.name === "test_elicitation")._meta[
      "nxscall.com/toolId"
    ];
    const params = { name: "call_tool", arguments: { tool: toolId } };
    const { requestState } = await result("tools/call", params, through);
    const inputResponses = { form: { action: "decline" } };
    const done = await result("tools/call", { ...params, inputResponses, requestState }, through);
    expect(done.content[0].text).toContain("action=decline");
  });

  test("what the server says meanwhile is told", async () => {
    const { at } = await newCaller();
    const params = { name: "test_tool_with_progress", arguments: {} };
    const { body } = await send("tools/call", params, { ...at, meta: { ...at.meta, progressToken: "p" } });
    const progress = messagesOf(String(body)).filter(({ method }) => method === "notifications/progress");
    expect(progress.map((message) => message.params.progress)).toMatchObject([expect.any(Number), 50, 100]);
  });
});

describe("answers are taken once, from who was asked, for what was asked", () => {
  const name = "test_elicitation";
  const inputResponses = { form: { action: "decline" } };

  test("the same answer again is refused, and of two at once one is taken", async () => {
    const { call: callTool, refused, at } = await newCaller();
    const { requestState } = await callTool(name);
    const answering = () => ask("tools/call", { name, arguments: {}, inputResponses, requestState }, at);
    const both = await Promise.all([answering(), answering()]);
    const [taken, other] = both[0].body.result ? both : both.toReversed();
    expect(taken?.body.result.content[0].text).toContain("action=decline");
    expect(other?.body.error).toMatchObject({ code: -32_602 });
    expect(await refused(name, { inputResponses, requestState })).toMatchObject({ code: -32_602 });
  });

  test("a round's state is used up by its answer while the call goes on", async () => {
    const { call: callTool, refused } = await newCaller();
    const endless = "test_endless_questions";
    const { requestState } = await callTool(endless);
    const more = { inputResponses: { more: given({ more: "x" }) }, requestState };
    expect(await callTool(endless, more)).toMatchObject({ resultType: "input_required" });
    expect(await refused(endless, more)).toMatchObject({ code: -32_602, data: { reason: "state_used" } });
  });

  test("another agent's answer is none, whatever way it comes", async () => {
    const { call: callTool, at } = await newCaller();
    const stranger = await newAgent("Stranger");
    let requestState = "";
    const object = await parkedObject(async () => ({ requestState } = await callTool(name)));
    const params = { name, arguments: {}, inputResponses, requestState };
    const { error } = (await ask("tools/call", params, { ...at, key: stranger.key })).body;
    expect(error).toMatchObject({ code: -32_602, data: { reason: "invalid_request_state" } });
    const named: unknown = object;
    const answer = { agentId: stranger.id, about: "", round: 1, responses: inputResponses };
    expect(await (named as CallObject).answer(answer, () => undefined)).toMatchObject({
      data: { reason: "other_request" },
    });
    expect((await callTool(name, { inputResponses, requestState })).content[0].text).toContain("action=decline");
  });

  test("a request with other arguments is another request, and takes nothing away from the first", async () => {
    const { call: callTool, at } = await newCaller();
    const { requestState } = await callTool(name);
    const params = { name, arguments: { message: "Other words" }, inputResponses, requestState };
    expect((await ask("tools/call", params, at)).body.error).toMatchObject({ data: { reason: "other_request" } });
    expect((await callTool(name, { inputResponses, requestState })).content[0].text).toContain("action=decline");
  });
});

describe("a parked call ends", () => {
  const name = "test_endless_questions";
  const inputResponses = { more: given({ more: "x" }) };

  test("when its time is up: the server is told, the log says so, and a late answer that it is gone", async () => {
    const { agent, call: callTool, refused } = await newCaller();
    const before = await givenUp();
    let requestState = "";
    const object = await parkedObject(async () => ({ requestState } = await callTool(name)));
    expect(await runDurableObjectAlarm(object)).toBe(true);
    expect(await givenUp()).toBe(before);
    const now = Date.now();
    vi.spyOn(Date, "now").mockReturnValue(now + 15 * 60_000);
    expect(await runDurableObjectAlarm(object)).toBe(true);
    vi.restoreAllMocks();
    await expect.poll(givenUp, LATER).toBe(before + 1);
    await expect.poll(() => logOf(agent), LATER).toMatchObject([{ status: "error", error: { code: "unanswered" } }]);
    const error = await refused(name, { inputResponses, requestState });
    expect(error).toMatchObject({ code: -32_602, data: { reason: "call_gone" } });
    expect(error.message).toContain("Send the request anew");
    expect(await runDurableObjectAlarm(object)).toBe(false);
  });

  test(`when it was answered ${MAX_ROUNDS} times and asks on: it is cut off, and the server is told`, async () => {
    const { agent, call: callTool } = await newCaller();
    const before = await givenUp();
    let answer = await callTool(name);
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      expect(answer.resultType).toBe("input_required");
      answer = await callTool(name, { inputResponses, requestState: answer.requestState });
    }
    expect(answer).toMatchObject({ isError: true, _meta: { "nxscall.com/error": { code: "too_many_questions" } } });
    await expect.poll(givenUp, LATER).toBe(before + 1);
    await expect
      .poll(() => logOf(agent), LATER)
      .toMatchObject([{ status: "error", error: { code: "too_many_questions" } }]);
  });

  test("when its caller goes away in the middle of a request", async () => {
    const { agent, at, call: callTool } = await newCaller();
    const before = await givenUp();
    const silent = "test_question_and_silence";
    const { requestState } = await callTool(silent);
    const params = { name: silent, arguments: {}, inputResponses, requestState };
    const response = await stream("tools/call", params, at);
    await response.body?.cancel();
    await expect.poll(givenUp, LATER).toBe(before + 1);
    await expect.poll(() => logOf(agent), LATER).toMatchObject([{ status: "error", error: { code: "caller_gone" } }]);
  });

  test("when its object is lost: who answers is told to begin anew, and the log says that it was interrupted", async () => {
    const { agent, call: callTool, refused } = await newCaller();
    const { requestState } = await callTool(name);
    await abortAllDurableObjects();
    const error = await refused(name, { inputResponses, requestState });
    expect(error).toMatchObject({ code: -32_602, data: { reason: "call_gone" } });
    await expect.poll(() => logOf(agent), LATER).toMatchObject([{ status: "error", error: { code: "interrupted" } }]);
  });

  test("when its object is lost and nobody answers: its alarm settles it", async () => {
    const { agent, call: callTool } = await newCaller();
    const object = await parkedObject(() => callTool(name));
    await abortAllDurableObjects();
    expect(await runDurableObjectAlarm(object)).toBe(true);
    await expect.poll(() => logOf(agent), LATER).toMatchObject([{ status: "error", error: { code: "interrupted" } }]);
    expect(await runDurableObjectAlarm(object)).toBe(false);
  });

  test("at once where the agent has as many as it may; with a place free again, the next one is parked", async () => {
    const { agent, call: callTool } = await newCaller();
    const gate = gateOf(env, agent.id);
    const until = Date.now() + 600_000;
    for (let n = 0; n < MAX_PARKED; n++) expect(await gate.park({ id: `call-${n}`, row: null, until })).toBe(true);
    expect(await callTool(name)).toMatchObject({
      isError: true,
      _meta: { "nxscall.com/error": { code: "too_many_parked", retryable: true } },
    });
    await gate.unpark("call-0", false);
    expect(await callTool(name)).toMatchObject({ resultType: "input_required" });
  });
});

describe("who has not declared what the server asks for", () => {
  test("nothing at all: the error names the capability, and no call is parked", async () => {
    const { at } = await newCaller({});
    const { status, body } = await ask("tools/call", { name: "test_missing_capability", arguments: {} }, at);
    expect(body.error).toMatchObject({ code: -32_021, data: { requiredCapabilities: { sampling: {} } } });
    expect(status).toBe(400);
  });

  test("something else: the same", async () => {
    const { refused } = await newCaller({ roots: {} });
    const error = await refused("test_missing_capability", {});
    expect(error).toMatchObject({ code: -32_021, data: { requiredCapabilities: { sampling: {} } } });
  });
});
