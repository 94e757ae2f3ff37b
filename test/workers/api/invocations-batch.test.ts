import { expect, describe, inject, test, vi } from "vitest";
import { Problem } from "../../../api/http/problem.ts";
import type { Invocation } from "../../../api/invocations/invocation.ts";
import { invokeBatch } from "../../../api/invocations/invoke-batch.ts";
import { call, newAgent, newTool } from "./hub.ts";

const BATCH = "/api/v1/mcp/invoke/batch";

const invocation: Invocation = {
  invocationId: "inv_1",
  toolId: "tool_1",
  status: "success",
  result: null,
  latencyMs: 1,
  callerAgentId: "agent_1",
  providerAgentId: "agent_2",
  timestamp: "2030-01-01T00:00:00.000Z",
};

describe("POST /api/v1/mcp/invoke/batch", () => {
  test("200: each call has its own outcome, in the order of the calls", async () => {
    const agent = await newAgent();
    const slow = await newTool(agent, "/mirror?ms=100");
    const strict = await newTool(agent, "/mirror", { inputSchema: { type: "object", required: ["n"] } });
    const broken = await newTool(agent, "/status?code=500");
    const { status, body } = await call("POST", BATCH, {
      key: agent.key,
      body: {
        calls: [
          { toolId: slow.id, arguments: { n: 1 } },
          { toolId: "tool_doesNotExist" },
          { toolId: strict.id, arguments: { m: 1 } },
          { toolId: broken.id },
          { toolId: strict.id, arguments: { n: 2 }, timeout: 5_000 },
        ],
      },
    });
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { ok: true, invocation: { toolId: slow.id, status: "success", result: { n: 1 } } },
      { ok: false, problem: { status: 404, code: "not_found", requestId: expect.stringMatching(/^req_/) } },
      { ok: false, problem: { status: 422, code: "invalid_arguments", errors: [{ pointer: "/arguments" }] } },
      { ok: true, invocation: { status: "error", error: { code: "provider_unavailable" } } },
      { ok: true, invocation: { status: "success", result: { n: 2 }, callerAgentId: agent.id } },
    ]);
  });

  test("a call may run in the background: its entry has the id, and its outcome follows as if it had come alone", async () => {
    const agent = await newAgent();
    const tool = await newTool(agent, "/mirror?ms=100");
    const calls = [
      { toolId: tool.id, arguments: { n: 1 }, async: true },
      { toolId: tool.id, arguments: { n: 2 } },
      { toolId: tool.id, async: true, definitionHash: `sha256:${"0".repeat(64)}` },
      { toolId: tool.id, callbackUrl: `${inject("providerUrl")}/hook/batch` },
    ];
    const { status, body } = await call("POST", BATCH, { key: agent.key, body: { calls } });
    expect([status, body.results]).toMatchObject([
      200,
      [
        { ok: true, pending: { invocationId: expect.stringMatching(/^inv_/) } },
        { ok: true, invocation: { status: "success", result: { n: 2 } } },
        { ok: false, problem: { code: "definition_changed" } },
        { ok: false, problem: { code: "callback_secret_missing" } },
      ],
    ]);
    const path = `/api/v1/mcp/invocations/${body.results[0].pending.invocationId}`;
    await vi.waitFor(
      async () => {
        const { body: logged } = await call("GET", path, { key: agent.key });
        expect(logged).toMatchObject({ status: "success", output: { n: 1 }, completedAt: expect.any(String) });
      },
      { timeout: 20_000, interval: 100 },
    );
  });

  test("each call takes a place in the limits; those over it are told when to come back", async () => {
    const agent = await newAgent();
    const scarce = await newTool(agent, "/echo", { rateLimit: { maxPerMinute: 3 } });
    const calls = Array.from({ length: 5 }, () => ({ toolId: scarce.id }));
    const { body } = await call("POST", BATCH, { key: agent.key, body: { calls } });
    const refused = body.results.filter(({ ok }: { ok: boolean }) => !ok);
    expect(body.results).toHaveLength(5);
    expect(refused).toHaveLength(2);
    for (const { problem, retryAfterSeconds } of refused) {
      expect(problem.code).toBe("rate_limited");
      expect(retryAfterSeconds).toBeGreaterThan(0);
    }
  });

  test("a hundred calls are made and are in the log; one more is refused, and none is made", async () => {
    const agent = await newAgent();
    const tool = await newTool(agent, "/mirror", { rateLimit: { maxPerMinute: 1_000 } });
    const callsTo = (count: number) => Array.from({ length: count }, (_, n) => ({ toolId: tool.id, arguments: { n } }));
    const refused = await call("POST", BATCH, { key: agent.key, body: { calls: callsTo(101) } });
    expect([refused.status, refused.body.errors]).toMatchObject([422, [{ code: "too_large", pointer: "/calls" }]]);

    const { body } = await call("POST", BATCH, { key: agent.key, body: { calls: callsTo(100) } });
    const made: Invocation[] = body.results.map((outcome: { invocation: Invocation }) => outcome.invocation);
    expect(made.map(({ result }) => result)).toEqual(Array.from({ length: 100 }, (_, n) => ({ n })));
    await vi.waitFor(
      async () => {
        const logged = await call("GET", `/api/v1/mcp/invocations?toolId=${tool.id}&limit=100`, { key: agent.key });
        expect(logged.body.data).toHaveLength(100);
        expect(new Set(logged.body.data.map(({ id }: { id: string }) => id))).toEqual(
          new Set(made.map(({ invocationId }) => invocationId)),
        );
        expect(logged.body.nextCursor).toBeNull();
      },
      { timeout: 20_000, interval: 200 },
    );
  });

  test.each([
    ["no calls", {}, "/calls"],
    ["an empty list", { calls: [] }, "/calls"],
    ["a call without a tool", { calls: [{ toolId: "tool_a" }, {}] }, "/calls/1/toolId"],
    ["a call with a mistyped field", { calls: [{ toolId: "tool_a", argumnets: {} }] }, "/calls/0/argumnets"],
    ["a call with a bad timeout", { calls: [{ toolId: "tool_a", timeout: 0 }] }, "/calls/0/timeout"],
  ])("422 for %s", async (_what, body, pointer) => {
    const { key } = await newAgent();
    const answer = await call("POST", BATCH, { key, body });
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer }]]);
  });
});

describe("a batch", () => {
  test("has ten calls under way at a time, and ten while there are as many", async () => {
    let underWay = 0;
    const seen: number[] = [];
    const outcomes = await invokeBatch(
      Array.from({ length: 35 }, (_, n) => n),
      async (n) => {
        seen.push(++underWay);
        await scheduler.wait(n % 7);
        underWay--;
        return { invocation: { ...invocation, result: n } };
      },
    );
    expect(Math.max(...seen)).toBe(10);
    expect(outcomes.map((outcome) => "invocation" in outcome && outcome.invocation.result)).toEqual(
      Array.from(seen.keys()),
    );
  });

  test("answers for a call that fails on our side, tells nothing of the inside, and makes the others", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const outcomes = await invokeBatch(["bad", "good"], (which) =>
      which === "good" ? Promise.resolve({ invocation }) : Promise.reject(new Error("secret_table is gone")),
    );
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
    expect(outcomes[1]).toEqual({ ok: true, invocation });
    const [failed] = outcomes;
    if (failed === undefined || failed.ok) throw new Error("it did not fail");
    expect(failed.problem).toBeInstanceOf(Problem);
    expect(failed.problem.code).toBe("internal_error");
    expect(failed.problem.message).not.toContain("secret_table");
  });

  test("leaves results out, and says so, once they are larger than 8 MiB together", async () => {
    const result = "x".repeat(1024 * 1024);
    const outcomes = await invokeBatch(
      Array.from({ length: 20 }, (_, n) => n),
      () => Promise.resolve({ invocation: { ...invocation, result } }),
    );
    const made = outcomes.flatMap((outcome) => ("invocation" in outcome ? outcome.invocation : []));
    expect(made).toHaveLength(20);
    const cut = made.filter((one) => one.result === null);
    expect(cut).toHaveLength(13);
    for (const one of cut) {
      expect(one).toMatchObject({ status: "success", warnings: [{ code: "left_out" }] });
    }
  });
});
