// What a connected agent says and asks in the middle of a call: to the caller of that call, whoever else is at the agent.

import { SELF } from "cloudflare:test";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { describe, expect, test } from "vitest";
import { RELATED_META_KEY } from "../../../api/relay/mcp/agent-link.ts";
import { type Line, PendingRequests } from "../../../api/servers/connected/pending-requests.ts";
import { related } from "../../../client/serve.ts";
import { eventually } from "../../harness/eventually.ts";
import { newAgent, type TestAgent } from "../api/hub.ts";
import { ask, messagesOf, result, send } from "../mcp/client.ts";
import { type Handle, type Message, newName, serveByHand, servedTool, serveSdk, untagged } from "./serving.ts";
import { invoke } from "./upstream.ts";

const NAME = {
  mode: "form",
  message: "What is your name?",
  requestedSchema: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
};
const asking: Handle = async (_args, { ask: put }) => JSON.stringify(await put("elicitation/create", NAME));

async function serving(era: "2026-07-28" | "2025-11-25", handle: Handle, tag = related) {
  const [owner, caller] = await Promise.all([newAgent(), newAgent()]);
  const name = newName();
  await serveSdk(era, owner, name, handle, tag);
  return { owner, caller, ...(await servedTool(owner, name)) };
}

const LOGS = { "io.modelcontextprotocol/logLevel": "debug" };
const CAPABLE = { "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: {} } } };

describe.each(["2026-07-28", "2025-11-25"] as const)("an agent of %s", (era) => {
  test("has what it logs in a call told to the caller of that call, and to no other that it works for at once", async () => {
    let waiting = 0;
    const all = Promise.withResolvers<void>();
    const { toolId } = await serving(era, async ({ who }, { log }) => {
      waiting += 1;
      if (waiting === 3) all.resolve();
      await all.promise;
      await log({ secretOf: who });
      return "done";
    });
    const callers = await Promise.all([1, 2, 3].map(() => newAgent()));
    const answers = await Promise.all(
      callers.map(({ key, id }) =>
        send("tools/call", { name: toolId, arguments: { who: id } }, { key, meta: { ...LOGS, progressToken: 1 } }),
      ),
    );
    const logged = answers.map(({ body }) =>
      messagesOf(String(body)).flatMap(({ method, params }) =>
        method === "notifications/message" ? [[params.level, params.logger, params.data]] : [],
      ),
    );
    expect(logged).toEqual(callers.map(({ id }) => [["info", "act", { secretOf: id }]]));
  });
});

describe("an agent of 2025-11-25 that asks in the middle of a call", () => {
  test("has its question answered by a caller of 2026-07-28, which is asked by a result", async () => {
    const { caller, toolId } = await serving("2025-11-25", asking);
    const at = { key: caller.key, meta: CAPABLE };
    const params = { name: toolId, arguments: {} };
    const asked = await result("tools/call", params, at);
    expect(asked).toMatchObject({ resultType: "input_required" });
    const [[key, request] = []] = Object.entries(asked.inputRequests as object);
    // What is between the agent and the hub stays there.
    expect(request).toEqual({ method: "elicitation/create", params: NAME });
    const inputResponses = { [String(key)]: { action: "accept", content: { name: "Ada" } } };
    const done = await result("tools/call", { ...params, inputResponses, requestState: asked.requestState }, at);
    expect(JSON.parse(done.content[0].text)).toEqual({ action: "accept", content: { name: "Ada" } });
  });

  test("has each of several callers of 2025 answer its own question: what it wants to know, a sampling, its roots", async () => {
    const { toolId } = await serving("2025-11-25", async (_args, { ask: put }) => {
      const text = { type: "text", text: "Greet" };
      const messages = [{ role: "user", content: text }];
      const said = await put("elicitation/create", NAME);
      const sampled = await put("sampling/createMessage", { messages, maxTokens: 9 });
      return JSON.stringify([said, sampled, await put("roots/list")]);
    });
    const told = await Promise.all(["Ada", "Grace"].map(async (name) => answerOf(await newAgent(), toolId, name)));
    expect(told).toMatchObject(
      ["Ada", "Grace"].map((name) => [
        { action: "accept", content: { name } },
        { content: { type: "text", text: `Hello from ${name}` } },
        { roots: [{ uri: `file:///home/${name}` }] },
      ]),
    );
  });

  test("is told that a caller cannot be asked, over REST and where it did not say that it can", async () => {
    const { caller, toolId } = await serving("2025-11-25", asking);
    expect(await invoke(caller, toolId)).toMatchObject({ status: "error", error: { code: "input_required" } });
    const { body } = await ask("tools/call", { name: toolId, arguments: {} }, { key: caller.key });
    expect(body.error).toMatchObject({
      code: -32_021,
      data: { requiredCapabilities: { elicitation: { form: {} } } },
    });
  });
});

/** What a client of 2025 gets that says this name to all it is asked. */
async function answerOf({ key }: TestAgent, toolId: string, name: string): Promise<unknown> {
  const capabilities = { elicitation: { form: {} }, sampling: {}, roots: {} };
  const client = new Client({ name: "old", version: "1" }, { capabilities, versionNegotiation: { mode: "legacy" } });
  client.setRequestHandler("elicitation/create", () => ({ action: "accept", content: { name } }));
  client.setRequestHandler("sampling/createMessage", () => ({
    role: "assistant",
    content: { type: "text", text: `Hello from ${name}` },
    model: "m",
  }));
  client.setRequestHandler("roots/list", () => ({ roots: [{ uri: `file:///home/${name}` }] }));
  const fetch = (url: string | URL, init?: RequestInit) => {
    const headers = new Headers(init?.headers);
    headers.set("Authorization", `Bearer ${key}`);
    return SELF.fetch(String(url), { ...init, headers });
  };
  await client.connect(new StreamableHTTPClientTransport(new URL("https://hub.example/mcp/v1"), { fetch }));
  const { content } = await client.callTool({ name: toolId, arguments: {} });
  await client.close();
  return JSON.parse((content as { text: string }[])[0]?.text ?? "");
}

test("a question or a log message that names no call under way goes to nobody, and the agent serves on", async () => {
  const [owner, caller] = await Promise.all([newAgent(), newAgent()]);
  const name = newName();
  const heard: Message[] = [];
  const agent = await serveByHand(owner, name, (message) => {
    if (message.method !== "tools/call") return undefined;
    heard.push(message);
    const [first] = heard;
    // The second call: what is said in the name of the first, of no call, and of one that is none.
    for (const [n, of] of [first?.id, undefined, "made-up", { deep: [] }].entries()) {
      const _meta = { [RELATED_META_KEY]: of };
      if (heard.length < 2) continue;
      agent.send({ method: "notifications/message", params: { level: "info", data: "not yours", _meta } });
      agent.send({ id: `q-${n}`, method: "elicitation/create", params: { ...NAME, _meta } });
    }
    return { content: [{ type: "text", text: "done" }] };
  });
  const { toolId } = await servedTool(owner, name);
  await invoke(owner, toolId);
  const { body } = await send(
    "tools/call",
    { name: toolId, arguments: {} },
    { key: caller.key, meta: { ...LOGS, ...CAPABLE } },
  );
  expect(JSON.stringify(body)).toContain("done");
  expect(JSON.stringify(body)).not.toContain("not yours");
  for (const n of [0, 1, 2, 3]) {
    expect((await agent.hears(({ id }) => id === `q-${n}`)).error).toMatchObject({ code: -32_601 });
  }
});

describe("a question or a log message of an agent whose transport does not say which call it belongs to", () => {
  const told = (error: unknown) => (error instanceof Error ? error.message : String(error));

  test("goes to the one call under way, as long as the agent has had no other caller", async () => {
    const { caller, toolId } = await serving(
      "2025-11-25",
      async (args, how) => (await how.log("begun"), asking(args, how)),
      untagged,
    );
    const at = { key: caller.key, meta: { ...CAPABLE, ...LOGS } };
    // Twice, since what goes for the first call goes for those that follow it.
    for (const name of ["Ada", "Grace"]) {
      const params = { name: toolId, arguments: {} };
      const messages = messagesOf(String((await send("tools/call", params, at)).body));
      expect(messages).toMatchObject([{ params: { data: "begun" } }, { result: { resultType: "input_required" } }]);
      const { inputRequests, requestState } = messages[1].result;
      expect(Object.values(inputRequests)).toEqual([{ method: "elicitation/create", params: NAME }]);
      const inputResponses = Object.fromEntries(
        Object.keys(inputRequests).map((key) => [key, { action: "accept", content: { name } }]),
      );
      const done = await result("tools/call", { ...params, inputResponses, requestState }, at);
      expect(JSON.parse(done.content[0].text)).toEqual({ action: "accept", content: { name } });
    }
  });

  test("is refused while two calls are under way, of one caller too, and says how to tell them apart", async () => {
    let waiting = 0;
    const both = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    const { caller, toolId } = await serving(
      "2025-11-25",
      async (args, how) => {
        waiting += 1;
        if (waiting === 2) both.resolve();
        await both.promise;
        await how.log("not yours");
        const answer = await asking(args, how).catch(told);
        waiting -= 1;
        // None has ended before each has asked.
        if (waiting === 0) done.resolve();
        await done.promise;
        return answer;
      },
      untagged,
    );
    const at = { key: caller.key, meta: { ...CAPABLE, ...LOGS } };
    const calls = await Promise.all([1, 2].map(() => send("tools/call", { name: toolId, arguments: {} }, at)));
    for (const { body } of calls) {
      const text = JSON.stringify(body);
      expect(text).toContain(RELATED_META_KEY);
      expect(text).not.toContain("not yours");
    }
  });

  test("is refused once the agent has had a second caller, though only one call is under way", async () => {
    const { owner, caller, toolId } = await serving(
      "2025-11-25",
      async (args, how) => {
        await how.log("not yours");
        return asking(args, how).catch(told);
      },
      untagged,
    );
    // The first one's question reached it: over REST nobody is there to ask.
    expect(JSON.stringify((await invoke(owner, toolId)).result)).toContain("This caller has no such capability.");
    const at = { key: caller.key, meta: { ...CAPABLE, ...LOGS } };
    for (const { key } of [caller, owner]) {
      const { body } = await send("tools/call", { name: toolId, arguments: {} }, { ...at, key });
      const text = JSON.stringify(body);
      expect(text).toContain(RELATED_META_KEY);
      expect(text).not.toContain("not yours");
    }
  });
});

describe("what is asked in the middle of a request", () => {
  const question = {
    id: "asked",
    method: "tools/call",
    message: JSON.stringify({ jsonrpc: "2.0", id: "asked", method: "tools/call", params: { name: "act" } }),
    revision: "2025-11-25",
    patienceMs: 0,
    timeoutMs: 60_000,
    isRepeatable: true,
    callerAgentId: null,
  };

  async function asked({ timeoutMs }: { timeoutMs: number } = question) {
    const { 0: socket, 1: other } = new WebSocketPair();
    socket.accept();
    other.accept();
    const heard: Message[] = [];
    other.addEventListener("message", ({ data }) => void heard.push(JSON.parse(String(data)) as Message));
    const told: Message[] = [];
    const requests = new PendingRequests();
    const line: Line = { socket, revision: question.revision };
    const answer = requests.ask(
      { ...question, timeoutMs },
      (message) => void told.push(JSON.parse(message) as Message),
      async () => line,
    );
    const put = (id: number) =>
      requests.put(socket, question.id, { id, message: { jsonrpc: "2.0", id, method: "roots/list" } });
    const reply = (id: unknown) => requests.reply(question.id, JSON.stringify({ jsonrpc: "2.0", id, result: {} }));
    /** What the agent was answered by now. */
    const answered = async () => {
      const last = { jsonrpc: "2.0", method: "last" };
      socket.send(JSON.stringify(last));
      await eventually(async () => heard.at(-1)).toEqual(last);
      return heard.filter(({ method }) => method === undefined);
    };
    await eventually(async () => heard).toHaveLength(1);
    return { socket, line, told, requests, answer, answered, put, reply };
  }

  test("stops the request's time until it is answered, once, under the agent's own id", async () => {
    const { socket, line, told, requests, answer, answered, put, reply } = await asked({ timeoutMs: 2_000 });
    expect(put(7)).toBe(true);
    // As much time again, of a request that is asked nothing.
    const other = requests.ask({ ...question, id: "other", timeoutMs: 2_000 }, undefined, async () => line);
    expect(await other).toMatchObject({ failure: { code: "timeout" } });
    reply("made-up");
    reply(told[0]?.id);
    reply(told[0]?.id);
    expect(await answered()).toEqual([{ jsonrpc: "2.0", id: 7, result: {} }]);
    requests.answer(socket, question.id, "the answer");
    expect(await answer).toEqual({ type: "answer", message: "the answer" });
  });

  test("is forgotten when the agent takes it back, and goes no further than fifty at a time", async () => {
    const { socket, told, requests, answer, answered, put, reply } = await asked();
    expect(Array.from({ length: 51 }, (_, id) => put(id)).indexOf(false)).toBe(50);
    expect(new Set(told.map(({ id }) => id)).size).toBe(50);
    requests.takeBack(socket, 3, { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 3 } });
    expect(told.at(-1)).toMatchObject({ method: "notifications/cancelled", params: { requestId: told[3]?.id } });
    reply(told[3]?.id);
    reply(told[4]?.id);
    expect((await answered()).map(({ id }) => id)).toEqual([4]);
    requests.giveUp(question.id, "Enough.");
    expect(await answer).toMatchObject({ type: "failure" });
  });
});
