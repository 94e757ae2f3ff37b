import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createClient } from "../../client/client.ts";
import { answerOf, ProblemError } from "../../client/problem-error.ts";

interface Scripted {
  /** "cut": the connection ends without an answer. */
  readonly status: number | "cut";
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** In its place, as it is. */
  readonly raw?: string;
}

interface Seen {
  readonly key: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A hub that answers as it is told, one after the other; the last answer stays. */
async function hubAnswering(...answers: readonly Scripted[]): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const listening = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { headers } = request;
      seen.push({ key: String(headers["idempotency-key"]), authorization: headers.authorization, body });
      const {
        status,
        headers: given,
        body: answer = {},
        raw,
      } = answers[Math.min(seen.length, answers.length) - 1] ?? OK;
      if (status === "cut") return request.socket.destroy();
      return response
        .writeHead(status, { "Content-Type": "application/json", ...given })
        .end(raw ?? JSON.stringify(answer));
    });
  });
  server = listening;
  await new Promise<void>((resolve) => {
    listening.listen(0, "127.0.0.1", resolve);
  });
  return { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, seen };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  return (await request.setEncoding("utf8").toArray()).join("");
}

const OK: Scripted = { status: 201, body: { id: "agent_1", apiKey: "nxc_live_x" } };
const AT_ONCE = { "Retry-After": "0" };

describe("a POST", () => {
  const register = (url: string, attempts?: number) =>
    createClient({ url, key: "k", ...(attempts === undefined ? {} : { attempts }) }).POST("/api/v1/agents", {
      body: { name: "A" },
    });

  test("carries the key and an Idempotency-Key of its own", async () => {
    const { url, seen } = await hubAnswering(OK);
    await register(url);
    await register(url);
    const keys = seen.map(({ key }) => key);
    expect(keys[0]).toMatch(/^[\w-]{21}$/);
    expect(new Set(keys).size).toBe(2);
    expect(seen[0]?.authorization).toBe("Bearer k");
  });

  test.each([
    ["429", { status: 429, headers: AT_ONCE }],
    ["503", { status: 503, headers: AT_ONCE }],
    ["409 with Retry-After", { status: 409, headers: AT_ONCE }],
    ["503 with a date that has passed", { status: 503, headers: { "Retry-After": new Date(0).toUTCString() } }],
    ["a connection that breaks", { status: "cut" as const }],
  ])("is sent again after %s, whole and under the same Idempotency-Key", async (_, first) => {
    const { url, seen } = await hubAnswering(first, OK);
    expect((await register(url)).data?.id).toBe("agent_1");
    expect(seen.map(({ body }) => body)).toEqual(['{"name":"A"}', '{"name":"A"}']);
    expect(seen[0]?.key).toBe(seen[1]?.key);
  });

  test.each([
    ["a conflict that waiting does not end", { status: 409 }],
    ["a fault of the request", { status: 422, headers: AT_ONCE }],
    ["a longer wait than a minute", { status: 429, headers: { "Retry-After": "61" } }],
  ])("is not sent again after %s", async (_, first) => {
    const { url, seen } = await hubAnswering(first, OK);
    expect((await register(url)).response.status).toBe(first.status);
    expect(seen).toHaveLength(1);
  });

  test("is sent three times at most, or as often as asked", async () => {
    const { url, seen } = await hubAnswering({ status: 503, headers: AT_ONCE });
    expect((await register(url)).response.status).toBe(503);
    expect(seen).toHaveLength(3);
    await register(url, 1);
    expect(seen).toHaveLength(4);
  });

  test("ends with its signal, also while it waits", async () => {
    const { url, seen } = await hubAnswering({ status: 429, headers: { "Retry-After": "50" } });
    const leaving = new AbortController();
    const asked = createClient({ url }).POST("/api/v1/agents", { body: { name: "A" }, signal: leaving.signal });
    while (seen.length === 0) await new Promise(setImmediate);
    leaving.abort(new Error("gone"));
    await expect(asked).rejects.toThrow("gone");
    expect(seen).toHaveLength(1);
  });
});

test("an answer that is not the hub's is an error too, with what it says", async () => {
  const { url } = await hubAnswering({ status: 502, body: "bad gateway" });
  const failed = answerOf(createClient({ url }).GET("/healthz"));
  await expect(failed).rejects.toThrow(ProblemError);
  await expect(failed).rejects.toMatchObject({ status: 502, code: "unknown", problem: null });
  await expect(failed).rejects.toThrow("/healthz answered 502 unknown: bad gateway");
});

test("a stream that ends without an outcome is an error that says where to look for it", async () => {
  const headers = { "Content-Type": "text/event-stream", "X-NexusCall-Invocation-Id": "inv_1" };
  const { url, seen } = await hubAnswering({ status: 200, headers, raw: 'data: {"type":"item","data":1}\n\n' });
  const begun: string[] = [];
  const messages = createClient({ url }).stream("tool_x", {}, { onCall: (id) => begun.push(id) });
  expect((await messages.next()).value).toEqual({ type: "item", data: 1 });
  await expect(messages.next()).rejects.toThrow("GET /api/v1/mcp/invocations/inv_1");
  expect(begun).toEqual(["inv_1"]);
  // Under a key the call would go on when its caller is gone.
  expect(seen[0]?.key).toBe("undefined");
});
