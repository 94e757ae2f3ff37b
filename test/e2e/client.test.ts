// The generated client against a hub of its own.

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createClient } from "../../client/client.ts";
import { answerOf, ProblemError } from "../../client/problem-error.ts";
import { rowsOf } from "../../client/rows.ts";
import { HubClient } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";
import type { Written } from "../provider/streams.ts";

let hub: HubProcess;
let provider: ProviderProcess;
let client: HubClient;

beforeAll(async () => {
  [hub, provider] = await Promise.all([startHubProcess(), startProviderProcess()]);
  ({ client } = await new HubClient(hub.url).register("client"));
});

afterAll(() => Promise.all([hub?.stop(), provider?.stop()]));

test("a list is one sequence, however many pages it has", async () => {
  const names = ["a", "b", "c", "d", "e"];
  for (const name of names) await client.publish({ name, endpoint: "http://127.0.0.1:9/x", tags: ["paged"] });
  const found = [];
  const tools = rowsOf((cursor) => {
    const query = { tag: "paged", limit: 2, ...cursor };
    return answerOf(client.api.GET("/api/v1/mcp/tools", { params: { query } }));
  });
  for await (const { name } of tools) found.push(name);
  expect(found.toSorted()).toEqual(names);
});

test("a refusal is thrown with the hub's code, words and request id", async () => {
  const refused = client.invoke("tool_nexus_hash", {});
  await expect(refused).rejects.toThrow(ProblemError);
  await expect(refused).rejects.toMatchObject({
    status: 422,
    code: "invalid_arguments",
    requestId: expect.stringMatching(/^req_/),
    problem: { errors: [{ pointer: "/arguments" }] },
  });
});

test("a POST that is sent twice under one key does its work once", async () => {
  const once = () =>
    answerOf(
      client.api.POST("/api/v1/mcp/tools", {
        params: { header: { "Idempotency-Key": "once" } },
        body: { name: "once", endpoint: "http://127.0.0.1:9/x" },
      }),
    );
  expect((await once()).id).toBe((await once()).id);
});

test("a token that changes is asked for at every call", async () => {
  const shown: string[] = [];
  const key = async () => {
    const { token } = await answerOf(client.api.POST("/api/v1/auth/token", { body: { expiresIn: 60 } }));
    shown.push(token);
    return token;
  };
  const byToken = createClient({ url: hub.url, key });
  await answerOf(byToken.GET("/api/v1/keys"));
  await answerOf(byToken.GET("/api/v1/auth/session"));
  expect(shown).toHaveLength(2);
});

describe("a streamed call", () => {
  const stream = async (name: string, query: string) =>
    client.publish({ name, endpoint: `${provider.url}/stream?${query}&name=${name}` });
  const written = async (name: string) => (await (await fetch(`${provider.url}/_streams/${name}`)).json()) as Written;
  const isGivenUp = (name: string) =>
    vi.waitFor(async () => expect(await written(name)).toMatchObject({ givenUp: true }), 30_000);

  test.each(["events", "lines"])(
    "is a sequence of the items of a provider that streams %s, and its outcome",
    async (as) => {
      const toolId = await stream(`whole-${as}`, `format=${as}&count=3&every=20`);
      const messages = await Array.fromAsync(client.api.stream(toolId, {}));
      expect(messages).toMatchObject([
        { type: "item", data: { n: 1 } },
        { type: "item", data: { n: 2 } },
        { type: "item", data: { n: 3 } },
        { type: "invocation", invocation: { toolId, status: "success", result: [{ n: 1 }, { n: 2 }, { n: 3 }] } },
      ]);
    },
  );

  test("gives each item while the provider goes on, and who leaves the loop ends the call", async () => {
    const toolId = await stream("endless", "format=events&every=20");
    for await (const message of client.api.stream(toolId, {})) {
      if (message.type === "item" && (message.data as { n: number }).n === 3) break;
    }
    await isGivenUp("endless");
  });

  test("ends with the reason of its signal, and so does the provider's", async () => {
    const toolId = await stream("aborted", "format=events&every=20");
    const leaving = new AbortController();
    const reading = (async () => {
      for await (const { type } of client.api.stream(toolId, {}, { signal: leaving.signal })) {
        if (type === "item") leaving.abort(new Error("gone"));
      }
    })();
    await expect(reading).rejects.toThrow("gone");
    await isGivenUp("aborted");
  });

  test("that fails ends with what it failed on", async () => {
    const broken = await stream("broken", "format=events&count=2&breaksOff=1");
    const slow = await stream("slow", "format=events&every=50");
    const last = async (toolId: string, timeout: number) =>
      (await Array.fromAsync(client.api.stream(toolId, {}, { timeout }))).at(-1);
    const failed = { type: "invocation", invocation: { status: "error", error: { code: "provider_unreachable" } } };
    expect(await last(broken, 10_000)).toMatchObject(failed);
    expect(await last(slow, 500)).toMatchObject({ type: "invocation", invocation: { status: "timeout" } });
  });

  test("that the hub refuses throws the refusal", async () => {
    const refused = client.api.stream("tool_nexus_hash", {}).next();
    await expect(refused).rejects.toThrow(ProblemError);
    await expect(refused).rejects.toMatchObject({ status: 422, code: "invalid_arguments" });
    await expect(client.api.stream("tool_none", {}).next()).rejects.toMatchObject({ status: 404, code: "not_found" });
  });
});
