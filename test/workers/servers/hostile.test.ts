// Servers that mean no good, or are broken: they harm nobody but themselves.

import { inject } from "vitest";
import { describe, expect, test } from "vitest";
import { call, newAgent } from "../api/hub.ts";
import { invoke, newServer, register, SERVERS, toolIdOf } from "./upstream.ts";

/** A tool of a server that behaves so, and what calling it comes to. */
async function called(behaviour: string, name = "act", timeout = 30_000) {
  const agent = await newAgent();
  const server = await newServer(agent, `/hostile/${behaviour}`);
  return invoke(agent, await toolIdOf(agent, server.id, name), { timeout });
}

/** That the hub does as it should for others, whatever it has just been through. */
async function expectUnharmed(): Promise<void> {
  const agent = await newAgent();
  const server = await newServer(agent, "/modern/mcp");
  const add = await toolIdOf(agent, server.id, "add");
  expect(await invoke(agent, add, { arguments: { a: 1, b: 1 } })).toMatchObject({ result: { sum: 2 } });
}

describe("what a server lists", () => {
  test("10,000 tools: as many as the hub takes over, and it is said that there are more", async () => {
    const agent = await newAgent();
    const server = await newServer(agent, "/hostile/many-tools");
    expect(server).toMatchObject({
      counts: { tools: 1_000 },
      problems: [{ kind: "tool", name: null, reason: expect.stringContaining("longer than the hub reads") }],
    });
    expect(await invoke(agent, await toolIdOf(agent, server.id, "tool_7"))).toMatchObject({ status: "success" });
    await expectUnharmed();
  });

  test("pages without end: the hub stops asking", async () => {
    const agent = await newAgent();
    expect(await newServer(agent, "/hostile/endless-pages")).toMatchObject({ counts: { tools: 0 } });
  });

  test("a schema of 5 MB: that tool is left out, the others are there", async () => {
    const agent = await newAgent();
    expect(await newServer(agent, "/hostile/large-schema")).toMatchObject({
      counts: { tools: 1 },
      problems: [{ kind: "tool", name: "large", reason: "It has more than 200000 characters." }],
    });
    await expectUnharmed();
  });

  test("a list that never ends: the server is not registered", async () => {
    const { status, body } = await register(await newAgent(), "/hostile/flood");
    expect([status, body.code]).toEqual([424, "upstream_failed"]);
    expect(body.detail).toContain("8388608 bytes");
    await expectUnharmed();
  });

  test("what is said in the protocol's or the hub's name is not taken over", async () => {
    const agent = await newAgent();
    const server = await newServer(agent, "/hostile/spoofed-meta");
    const { body } = await call("GET", `${SERVERS}/${server.id}/definitions`, { key: agent.key });
    expect(body.data).toMatchObject([{ definition: { name: "spoof", _meta: { "example.org/own": 1 } } }]);
    expect(Object.keys(body.data[0].definition._meta)).toEqual(["example.org/own"]);
    const result = await invoke(agent, await toolIdOf(agent, server.id, "spoof"));
    expect(result.result).toEqual([{ type: "text", text: "the true answer" }]);
  });
});

describe("what a call is answered with", () => {
  const failures: [string, string, boolean][] = [
    ["endless-stream", "response_too_large", false],
    ["cut-off", "provider_unreachable", true],
    ["says-ended", "provider_unreachable", true],
    ["no-json", "invalid_response", false],
    ["deep-result", "invalid_response", false],
    ["big-result", "response_too_large", false],
  ];
  test.each(failures)("%s: the call fails as %s, the next one is made", async (behaviour, code, retryable) => {
    expect(await called(behaviour)).toMatchObject({ status: "error", result: null, error: { code, retryable } });
    await expectUnharmed();
  });

  test.each(["wrong-ids", "slow-loris", "never-answers"])("%s: the call ends in its time", async (behaviour) => {
    expect(await called(behaviour, "act", 1_500)).toMatchObject({
      status: expect.stringMatching(/timeout|error/),
      result: null,
    });
  });

  test("an address to be opened first is told under a code of its own; what is no web address is not", async () => {
    expect((await called("asks-by-error")).error).toEqual({
      code: "url_elicitation_required",
      message: expect.stringContaining("https://example.com/sign-in"),
      retryable: false,
    });
    const { error } = await called("asks-for-harm");
    expect(error).toMatchObject({ code: "provider_error" });
    expect(JSON.stringify(error)).not.toContain("javascript:");
  });

  test("two answers: the first one counts", async () => {
    expect((await called("duplicate-answers")).result).toEqual([{ type: "text", text: "the true answer" }]);
  });
});

describe("redirects", () => {
  const at = (to: string) => `/hostile/redirect/${encodeURIComponent(to)}`;

  test("to a private address are not followed", async () => {
    for (const to of [
      "http://10.0.0.1/mcp",
      "http://169.254.169.254/latest",
      "http://[fd00::1]/",
      "file:///etc/passwd",
    ]) {
      const { status, body } = await register(await newAgent(), at(to));
      expect([status, body.code, body.detail]).toEqual([
        424,
        "upstream_failed",
        expect.stringContaining("may not be called"),
      ]);
    }
  });

  test("in a circle end", async () => {
    const { status, body } = await register(await newAgent(), at("/hostile/redirect/mcp"));
    expect([status, body.code]).toEqual([424, "upstream_failed"]);
  });

  test("to another origin go without the credentials", async () => {
    const agent = await newAgent();
    const other = inject("upstreamUrl").replace("127.0.0.1", "localhost");
    const auth = { authType: "bearer", authConfig: { token: "token-12345678" } };
    const here = await newServer(agent, at("/hostile/shows-headers"), auth);
    const there = await newServer(agent, at(`${other}/hostile/shows-headers`), auth);
    const sent = async (id: string) => JSON.stringify((await invoke(agent, await toolIdOf(agent, id, "show"))).result);
    expect(await sent(here.id)).toContain("[redacted]");
    expect(await sent(there.id)).not.toMatch(/authorization|redacted/);
  });
});
