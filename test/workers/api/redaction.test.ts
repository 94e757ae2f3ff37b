// What a tool's `redaction` leads to is answered to the caller, and kept by nobody.

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect, test, vi } from "vitest";
import { newServer, toolIdOf } from "../servers/upstream.ts";
import { call, newAgent, newTool, newWorkflow } from "./hub.ts";
import type { TestAgent } from "./hub.ts";

const PATIENCE = { timeout: 40_000, interval: 200 };
const REDACTED = "[redacted]";
/** Nothing else has it. */
const CANARY = "canary-7c1e0b52f9";
const redaction = ["/arguments/secret", "/arguments/people/*/email", "/result/secret", "/result/people/*/email"];
const given = { secret: { deep: [CANARY] }, people: [{ email: CANARY, name: "A" }, { email: 7 }], open: "seen" };
const kept = { secret: REDACTED, people: [{ email: REDACTED, name: "A" }, { email: REDACTED }], open: "seen" };

let caller: TestAgent;
let provider: TestAgent;
let toolId: string;

beforeAll(async () => {
  [caller, provider] = [await newAgent("A"), await newAgent("B")];
  toolId = (await newTool(provider, "/mirror", { redaction })).id;
});

const invoke = async (id: string, body: object) =>
  (await call("POST", `/api/v1/mcp/invoke/${id}`, { key: caller.key, body })).body;

/** The invocation, once the log has all of it. */
function logged(id: string, { key } = caller) {
  return vi.waitFor(async () => {
    const { status, body } = await call("GET", `/api/v1/mcp/invocations/${id}`, { key });
    expect([status, body.completedAt]).toEqual([200, expect.any(String)]);
    return body;
  }, PATIENCE);
}

async function rowsOf(table: string): Promise<string> {
  return JSON.stringify((await env.DB.prepare(`SELECT * FROM "${table}"`).all()).results);
}

test("a single call: the answer is whole; the gate's journal and the log have it redacted", async () => {
  // The log takes a row over within a second: where that was too soon to see it, another call is made.
  const { invocationId, journal } = await vi.waitFor(async () => {
    const answer = await invoke(toolId, { arguments: given });
    expect(answer.result).toEqual(given);
    return { ...answer, journal: await vi.waitFor(() => settledRow(answer.invocationId), { interval: 10 }) };
  }, PATIENCE);
  expect(journal).toContain(REDACTED);
  expect(journal).not.toContain(CANARY);
  for (const agent of [caller, provider]) {
    expect(await logged(invocationId, agent)).toMatchObject({ input: kept, output: kept });
  }
  expect(await rowsOf("mcp_invocations")).not.toContain(CANARY);
});

/** What the caller's gate has written of the call's outcome, before the log takes it over. */
async function settledRow(invocationId: string): Promise<string> {
  const stub = env.CALLER_GATE.getByName(caller.id);
  return runInDurableObject(stub, (_, { storage }) => {
    const [row] = storage.sql.exec("SELECT * FROM admissions WHERE invocation_id = ?", invocationId).toArray();
    expect(row?.["record"]).toEqual(expect.any(String));
    return JSON.stringify(row);
  });
}

test("each call of a batch", async () => {
  const calls = [
    { toolId, arguments: given },
    { toolId, arguments: { secret: CANARY } },
  ];
  const { body } = await call("POST", "/api/v1/mcp/invoke/batch", { key: caller.key, body: { calls } });
  const [first, second] = body.results.map(({ invocation }: { invocation: unknown }) => invocation);
  expect([first.result, second.result]).toEqual([given, { secret: CANARY }]);
  expect(await logged(first.invocationId)).toMatchObject({ input: kept, output: kept });
  expect(await logged(second.invocationId)).toMatchObject({
    input: { secret: REDACTED },
    output: { secret: REDACTED },
  });
  expect(await rowsOf("mcp_invocations")).not.toContain(CANARY);
});

test("a call in the background, also while the log does not have it yet", async () => {
  const slow = await newTool(provider, "/mirror?ms=700", { redaction });
  const { invocationId } = await invoke(slow.id, { arguments: given, async: true });
  const { body } = await call("GET", `/api/v1/mcp/invocations/${invocationId}`, { key: caller.key });
  expect(body).toMatchObject({ input: kept, completedAt: null });
  expect(await logged(invocationId)).toMatchObject({ input: kept, output: kept });
  await vi.waitFor(async () => expect(await rowsOf("mcp_invocations")).toContain(invocationId), PATIENCE);
  expect(await rowsOf("mcp_invocations")).not.toContain(CANARY);
});

test("a step of a run, in the log, even where its tool is deregistered before the log is written", async () => {
  const tool = await newTool(provider, "/mirror", { redaction });
  const workflow = await newWorkflow(caller, tool.id, {
    steps: [{ id: "one", toolId: tool.id, arguments: { secret: "{{input.secret}}" } }],
  });
  const execute = `/api/v1/workflows/${workflow.id}/execute?wait=20`;
  const run = await call("POST", execute, { key: caller.key, body: { input: { secret: CANARY } } });
  expect(run.body.stepResults.one.result).toEqual({ secret: CANARY });
  await call("DELETE", `/api/v1/mcp/tools/${tool.id}`, { key: provider.key });
  const { id } = await vi.waitFor(async () => {
    const { body } = await call("GET", `/api/v1/mcp/invocations?toolId=${tool.id}`, { key: provider.key });
    expect(body.data).toHaveLength(1);
    return body.data[0];
  }, PATIENCE);
  expect(await logged(id)).toMatchObject({ status: "success", output: { secret: REDACTED } });
  expect(await rowsOf("mcp_invocations")).not.toContain(CANARY);
});

test("what a provider says of a failure may quote the call: the log has its code alone", async () => {
  const failing = await newTool(provider, "/mirror?code=400", { redaction });
  const answer = await invoke(failing.id, { arguments: given });
  expect(answer.error.message).toContain(CANARY);
  expect((await logged(answer.invocationId)).error).toEqual({ code: "provider_error", message: REDACTED });
  const refusing = await newTool(provider, "/hang", { redaction });
  const timedOut = await invoke(refusing.id, { arguments: given, timeout: 200 });
  expect((await logged(timedOut.invocationId)).error).toMatchObject({ code: "timeout", message: /\w+ \w+/ });
  expect(await rowsOf("mcp_invocations")).not.toContain(CANARY);
});

test.each(["no-json", "says-ended"])("the same of an MCP server, whatever its words are taken for: %s", async (how) => {
  const server = await newServer(provider, `/hostile/${how}`);
  const id = await toolIdOf(provider, server.id, "act");
  await call("PUT", `/api/v1/mcp/tools/${id}`, { key: provider.key, body: { redaction } });
  const { invocationId } = await invoke(id, { arguments: { secret: CANARY } });
  expect(await logged(invocationId)).toMatchObject({ status: "error", input: { secret: REDACTED } });
  expect(await rowsOf("mcp_invocations")).not.toContain(CANARY);
});

test.each([
  ["all of the arguments and the result", ["/arguments", "/result"], given, REDACTED],
  ["one place of a list", ["/arguments/list/1"], { list: [1, 2, 3] }, { list: [1, REDACTED, 3] }],
  ["names with a slash or a tilde", ["/arguments/a~1b~0"], { "a/b~": 1, b: 2 }, { "a/b~": REDACTED, b: 2 }],
  ["the empty name", ["/arguments/"], { "": 1, b: 2 }, { "": REDACTED, b: 2 }],
  ["every field of an object", ["/arguments/*"], { a: null, b: [1] }, { a: REDACTED, b: REDACTED }],
  ["what is not there", ["/arguments/x/y", "/arguments/a/b"], { a: 1 }, { a: 1 }],
])("%s", async (_what, pointers, args, expected) => {
  const tool = await newTool(provider, "/mirror", { redaction: pointers });
  const { invocationId, result } = await invoke(tool.id, { arguments: args });
  expect(result).toEqual(args);
  expect((await logged(invocationId)).input).toEqual(expected);
});

test("what comes back under other names needs a rule of its own", async () => {
  const tool = await newTool(provider, "/mirror", { redaction: ["/arguments/secret"] });
  const { invocationId } = await invoke(tool.id, { arguments: { secret: "spoken" } });
  expect(await logged(invocationId)).toMatchObject({ input: { secret: REDACTED }, output: { secret: "spoken" } });
});
