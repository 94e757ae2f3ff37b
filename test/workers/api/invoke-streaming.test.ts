// Invocations that are answered while they go on.

import { SELF } from "cloudflare:test";
import { describe, expect, inject, test, vi } from "vitest";
import { MessageStream } from "../../../api/http/message-stream.ts";
import { call, newAgent, newKey, newTool } from "./hub.ts";
import type { TestAgent } from "./hub.ts";

const EVENTS = "text/event-stream";
const LINES = "application/x-ndjson";
const TYPES = [EVENTS, LINES];

const invoke = (toolId: string) => `/api/v1/mcp/invoke/${toolId}`;

interface Message {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The messages of an answer, from either of its forms. */
function messagesIn(type: string, text: string): Message[] {
  if (type === LINES) {
    const lines = text.split("\n");
    expect(lines.pop()).toBe("");
    return lines.map((line) => JSON.parse(line) as Message);
  }
  const events = text.split("\n\n");
  expect(events.pop()).toBe("");
  return events
    .filter((event) => event !== ":")
    .map((event) => {
      const [, name, data = ""] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
      const message = JSON.parse(data) as Message;
      expect(name).toBe(message.type);
      return message;
    });
}

async function stream(agent: TestAgent, toolId: string, accept: string, asking: Parameters<typeof call>[2] = {}) {
  const headers = { Accept: accept, ...asking.headers };
  const answer = await call("POST", invoke(toolId), { key: agent.key, body: {}, ...asking, headers });
  const type = answer.headers.get("Content-Type") ?? "";
  return { ...answer, messages: TYPES.includes(type) ? messagesIn(type, answer.body) : [] };
}

describe.each(TYPES)("a caller that accepts %s", (accept) => {
  test.each(["events", "lines"])(
    "gets each item of a provider that streams %s, and then the invocation",
    async (format) => {
      const [a, b] = [await newAgent(), await newAgent()];
      const tool = await newTool(b, `/stream?format=${format}&count=3`);
      const { status, headers, messages } = await stream(a, tool.id, accept);
      expect([status, headers.get("Content-Type")]).toEqual([200, accept]);
      const last = messages.pop();
      expect(messages).toEqual([1, 2, 3].map((n) => ({ type: "item", data: { n } })));
      expect(last).toEqual({
        type: "invocation",
        invocation: {
          invocationId: headers.get("X-NexusCall-Invocation-Id"),
          toolId: tool.id,
          status: "success",
          result: [{ n: 1 }, { n: 2 }, { n: 3 }],
          latencyMs: expect.any(Number),
          callerAgentId: a.id,
          providerAgentId: b.id,
          timestamp: expect.stringMatching(/Z$/),
        },
      });
    },
  );

  test("gets the invocation alone from a provider that does not stream", async () => {
    const agent = await newAgent();
    const tool = await newTool(agent, "/echo");
    const { body, messages } = await stream(agent, tool.id, accept, {
      body: { arguments: { a: "1\n2\r3\u20284\u0085" } },
    });
    expect(body.trim().split(/[\r\n\u0085\u2028]/)).toHaveLength(accept === EVENTS ? 2 : 1);
    expect(messages).toMatchObject([
      { type: "invocation", invocation: { status: "success", result: { echo: { a: "1\n2\r3\u20284\u0085" } } } },
    ]);
  });

  test("gets the items that came, and then how it went wrong", async () => {
    const agent = await newAgent();
    const tool = await newTool(agent, "/stream?count=2&breaksOff=1");
    const { messages } = await stream(agent, tool.id, accept);
    expect(messages).toMatchObject([
      { type: "item" },
      { type: "item" },
      { type: "invocation", invocation: { status: "error", result: null, error: { code: "provider_unreachable" } } },
    ]);
  });

  test("gets the timeout of the whole call as its end, however much comes meanwhile", async () => {
    const agent = await newAgent();
    const tool = await newTool(agent, "/stream?every=20");
    const { messages } = await stream(agent, tool.id, accept, { body: { timeout: 3_000 } });
    expect(messages[0]).toEqual({ type: "item", data: { n: 1 } });
    expect(messages.at(-1)).toMatchObject({ invocation: { status: "timeout", error: { code: "timeout" } } });
  });

  test("gets a refusal as a problem, with its status", async () => {
    const agent = await newAgent();
    const key = await newKey(agent, { rateLimitPerMin: 1 });
    const tool = await newTool(agent, "/stream?count=1", { inputSchema: { type: "object", required: ["a"] } });
    const refusals = [
      await stream(agent, "tool_doesNotExist", accept),
      await stream(agent, tool.id, accept),
      await stream(agent, tool.id, accept, { body: { arguments: { a: 1 } }, key }),
      await stream(agent, tool.id, accept, { body: { arguments: { a: 1 } }, key }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([404, 422, 200, 429]);
    expect(refusals.map(({ headers }) => headers.get("Content-Type"))).toEqual([
      "application/problem+json",
      "application/problem+json",
      accept,
      "application/problem+json",
    ]);
    expect(refusals[2]?.headers.get("RateLimit")).toMatch(/^"calls";r=0;t=\d+$/);
  });
});

describe("which answer a caller gets", () => {
  test.each([
    ["nothing", undefined, "application/json"],
    ["anything", "*/*", "application/json"],
    ["JSON, or else events", `application/json, ${EVENTS}`, "application/json"],
    ["events, or else JSON", `${EVENTS}, application/json`, EVENTS],
    ["lines rather than events", `${EVENTS};q=0.5, ${LINES}`, LINES],
    ["anything but events", `${EVENTS};q=0, */*`, "application/json"],
    ["what nobody has heard of", "application/x-none", "application/json"],
  ])("that accepts %s", async (_what, accept, type) => {
    const agent = await newAgent();
    const tool = await newTool(agent, "/stream?count=1");
    const headers: Record<string, string> = accept === undefined ? {} : { Accept: accept };
    const answer = await call("POST", invoke(tool.id), { key: agent.key, body: {}, headers });
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, type]);
  });

  test("without a stream it is the collected result", async () => {
    const agent = await newAgent();
    const tool = await newTool(agent, "/stream?count=2");
    const { body } = await call("POST", invoke(tool.id), { key: agent.key, body: {} });
    expect(body).toMatchObject({ status: "success", result: [{ n: 1 }, { n: 2 }] });
    const batch = await call("POST", "/api/v1/mcp/invoke/batch", {
      key: agent.key,
      body: { calls: [{ toolId: tool.id }] },
      headers: { Accept: EVENTS },
    });
    expect(batch.body.results).toMatchObject([{ ok: true, invocation: { result: [{ n: 1 }, { n: 2 }] } }]);
  });

  test("of a call in the background it is 202, and the log has the collected result", async () => {
    const agent = await newAgent();
    const tool = await newTool(agent, "/stream?count=2");
    const accepted = await stream(agent, tool.id, EVENTS, { body: { async: true } });
    expect(accepted.status).toBe(202);
    await logged(agent, accepted.body.invocationId, { status: "success", output: [{ n: 1 }, { n: 2 }] });
  });
});

/** Waits until the log has the invocation like this. */
async function logged(agent: TestAgent, invocationId: string, like: Record<string, unknown>): Promise<void> {
  await vi.waitFor(
    async () => {
      const { body } = await call("GET", `/api/v1/mcp/invocations/${invocationId}`, { key: agent.key });
      expect(body).toMatchObject(like);
    },
    { timeout: 30_000, interval: 200 },
  );
}

describe("the log", () => {
  test("has a streamed call with its collected result", async () => {
    const agent = await newAgent();
    const tool = await newTool(agent, "/stream?count=2");
    const { headers } = await stream(agent, tool.id, LINES);
    const id = headers.get("X-NexusCall-Invocation-Id") ?? "";
    await logged(agent, id, { status: "success", output: [{ n: 1 }, { n: 2 }], error: null });
  });

  test("has the size alone of what is more than a result may weigh, as the caller is told", async () => {
    const agent = await newAgent();
    const tool = await newTool(agent, "/stream?count=15&chars=100000");
    const { headers, messages } = await stream(agent, tool.id, LINES);
    expect(messages).toHaveLength(16);
    expect(messages.at(-1)).toMatchObject({
      invocation: { status: "success", result: null, warnings: [{ code: "left_out", pointer: "/result" }] },
    });
    const id = headers.get("X-NexusCall-Invocation-Id") ?? "";
    await logged(agent, id, { status: "success", output: { truncated: true, sizeChars: expect.any(Number) } });
  });

  test("has a caller that hung up, and its provider was not kept busy", async () => {
    const agent = await newAgent();
    const name = crypto.randomUUID();
    const tool = await newTool(agent, `/stream?every=20&name=${name}`);
    const response = await hangUp(agent, tool.id);
    const id = response.headers.get("X-NexusCall-Invocation-Id") ?? "";
    await logged(agent, id, { status: "error", output: null, error: { code: "caller_gone" } });
    await vi.waitFor(async () => expect(await writtenOf(name)).toMatchObject({ givenUp: true }), 20_000);
    const { body } = await call("GET", `/api/v1/mcp/tools/${tool.id}/stats`, { key: agent.key });
    expect(body.total).toMatchObject({ calls: 0, abandoned: 1, successRate: null });
  });
});

/** Reads the first item of an endless stream, and no more. */
async function hangUp(agent: TestAgent, toolId: string, headers: Record<string, string> = {}, body = {}) {
  const response = await SELF.fetch(`https://hub.example${invoke(toolId)}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${agent.key}`, "Content-Type": "application/json", Accept: EVENTS, ...headers },
    body: JSON.stringify(body),
  });
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  return response;
}

async function writtenOf(name: string): Promise<unknown> {
  return (await fetch(`${inject("providerUrl")}/_streams/${name}`)).json();
}

test("an outputSchema that is enforced ends a stream that does not fit, or that is too large to tell", async () => {
  const agent = await newAgent();
  const outputSchema = { type: "array", maxItems: 2 };
  const unfit = await newTool(agent, "/stream?count=3", { outputSchema });
  const large = await newTool(agent, "/stream?count=15&chars=100000", { outputSchema });
  const codes = [];
  for (const { id } of [unfit, large]) {
    const { messages } = await stream(agent, id, LINES, { body: { outputCheck: "enforce" } });
    codes.push((messages.at(-1) as unknown as { invocation: { error: { code: string } } }).invocation.error.code);
  }
  expect(codes).toEqual(["invalid_output", "response_too_large"]);
});

test.each(["events", "lines"])(
  "a provider's secret is not in what it streams as %s, in whatever chunks it shows it",
  async (format) => {
    const agent = await newAgent();
    const token = "canary/<0123456789>&abcdef";
    const tool = await newTool(agent, `/leak?format=${format}`, { authType: "bearer", authConfig: { token } });
    const { body, messages } = await stream(agent, tool.id, LINES);
    expect(messages.length).toBeGreaterThan(1);
    expect(messages[0]).toMatchObject({ type: "item", data: { seen: "Bearer [redacted]" } });
    expect(body).not.toContain("canary");
    expect(messages.at(-1)).toMatchObject({ invocation: { status: "success" } });
  },
);

describe("an Idempotency-Key", () => {
  test("gives a repeat the last message alone, in the form of the first answer", async () => {
    const agent = await newAgent();
    const name = crypto.randomUUID();
    const tool = await newTool(agent, `/stream?count=2&name=${name}`);
    const headers = { "Idempotency-Key": "once" };
    const first = await stream(agent, tool.id, LINES, { headers });
    expect(first.messages).toHaveLength(3);
    const again = await repeat(agent, tool.id, headers);
    expect(again.messages).toEqual(first.messages.slice(-1));
    expect(again.headers.get("Content-Type")).toBe(LINES);
  });

  test("keeps the call going for a caller that hung up, which finds the result when it comes back", async () => {
    const agent = await newAgent();
    const tool = await newTool(agent, "/stream?count=20&every=20");
    const headers = { "Idempotency-Key": "once" };
    await hangUp(agent, tool.id, headers);
    const { messages } = await repeat(agent, tool.id, headers);
    expect(messages).toMatchObject([{ type: "invocation", invocation: { status: "success" } }]);
    expect((messages[0] as unknown as { invocation: { result: unknown[] } }).invocation.result).toHaveLength(20);
  });

  /** Once the first answer is there. */
  function repeat(agent: TestAgent, toolId: string, headers: Record<string, string>) {
    return vi.waitFor(
      async () => {
        const again = await stream(agent, toolId, LINES, { headers });
        expect(again.headers.get("Idempotency-Replayed")).toBe("true");
        return again;
      },
      { timeout: 30_000, interval: 100 },
    );
  }
});

describe("a stream of messages", () => {
  async function firstOf(type: "text/event-stream" | "application/x-ndjson"): Promise<string> {
    const messages = new MessageStream(type, 20);
    const reader = messages.body.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    return new TextDecoder().decode(value);
  }

  test("shows that it is alive while there is nothing to send", async () => {
    expect(await firstOf(EVENTS)).toBe(":\n\n");
    expect(await firstOf(LINES)).toBe('{"type":"heartbeat"}\n');
  });

  test("takes what has room while nobody reads, then no more, and says when nobody ever will", async () => {
    const messages = new MessageStream(LINES);
    const item = { type: "item", data: "x".repeat(10_000) };
    let taken = 0;
    const sending = (async () => {
      for (let n = 0; n < 10; n++) await messages.send(item).then(() => taken++);
    })();
    await scheduler.wait(50);
    // One in the connection, three that are gathered behind it.
    expect(taken).toBe(4);
    const reader = messages.body.getReader();
    await vi.waitFor(async () => {
      await reader.read();
      expect(taken).toBeGreaterThan(4);
    }, 20_000);
    expect(messages.gone.aborted).toBe(false);
    await reader.cancel();
    await sending;
    expect(messages.gone.aborted).toBe(true);
  });

  test("has nothing after its last message", async () => {
    const messages = new MessageStream(LINES);
    void messages.send({ type: "item", n: 1 });
    const ended = messages.end({ type: "last" });
    void messages.send({ type: "item", n: 2 });
    const text = await new Response(messages.body).text();
    await ended;
    expect(messagesIn(LINES, text)).toEqual([{ type: "item", n: 1 }, { type: "last" }]);
  });
});
