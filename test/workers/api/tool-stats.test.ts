import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { insertInvocations, type InvocationRecord } from "../../../api/invocations/insert-invocations.ts";
import { newId } from "../../../api/platform/ids.ts";
import { bucketOf, percentile, UNTIMED } from "../../../api/tools/latency-buckets.ts";
import { call, newAgent, newTool } from "./hub.ts";
import type { Answer, TestAgent } from "./hub.ts";

const NOTHING = {
  calls: 0,
  abandoned: 0,
  successRate: null,
  avgLatencyMs: null,
  p50LatencyMs: null,
  p95LatencyMs: null,
  p99LatencyMs: null,
};

function stats(agent: TestAgent, toolId: string, query: Record<string, string> = {}): Promise<Answer> {
  return call("GET", `/api/v1/mcp/tools/${toolId}/stats?${new URLSearchParams(query).toString()}`, { key: agent.key });
}

function ended(tool: string, caller: string, createdAt: string, more: Partial<InvocationRecord>): InvocationRecord {
  return { id: newId("inv"), toolId: tool, callerAgentId: caller, status: "success", createdAt, ...more };
}

describe("a percentile from buckets", () => {
  const latencies = fc.array(fc.oneof(fc.nat(20), fc.nat(2_000), fc.nat(900_000), fc.nat()), {
    minLength: 1,
    maxLength: 300,
  });

  test("is within 5 % of the exact one, whatever the latencies and however they were split before the sums", () => {
    fc.assert(
      fc.property(latencies, fc.constantFrom(1, 50, 95, 99, 100), fc.nat(), (all, percent, split) => {
        const counts = new Map<number, number>();
        const at = split % all.length;
        for (const part of [all.slice(at), all.slice(0, at)]) {
          for (const [bucket, { length }] of Map.groupBy(part, bucketOf)) {
            counts.set(bucket, (counts.get(bucket) ?? 0) + length);
          }
        }
        const exact = all.toSorted((a, b) => a - b)[Math.ceil((all.length * percent) / 100) - 1] ?? Number.NaN;
        const found = percentile(counts, percent) ?? Number.NaN;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.05);
      }),
    );
  });

  test("is that of the timed calls, and null where there are none", () => {
    expect(bucketOf(undefined)).toBe(UNTIMED);
    expect(percentile(new Map([[UNTIMED, 9]]), 50)).toBeNull();
    expect(
      percentile(
        new Map([
          [UNTIMED, 9],
          [bucketOf(8), 1],
        ]),
        50,
      ),
    ).toBe(8);
    expect(percentile(new Map(), 99)).toBeNull();
  });
});

describe("a tool's numbers", () => {
  let provider: TestAgent;
  let one: TestAgent;
  let other: TestAgent;
  let toolId: string;
  const range = { from: "2030-01-01T00:10:00Z", to: "2030-01-01T02:30:00Z" };
  const theirs = { ...NOTHING, calls: 1, successRate: 0 };

  beforeAll(async () => {
    [provider, one, other] = [await newAgent(), await newAgent(), await newAgent()];
    toolId = (await newTool(provider)).id;
    const records = [
      ended(toolId, one.id, "2030-01-01T00:00:00.000Z", { latencyMs: 2 }),
      ended(toolId, one.id, "2030-01-01T00:59:59.999Z", { latencyMs: 4, status: "error" }),
      ended(toolId, one.id, "2030-01-01T02:30:00.000Z", { latencyMs: 9 }),
      ended(toolId, other.id, "2030-01-01T02:59:00.000Z", { status: "timeout" }),
      // Outside of what is asked for, and not ended.
      ended(toolId, one.id, "2029-12-31T23:59:59.999Z", { latencyMs: 700 }),
      ended(toolId, one.id, "2030-01-01T03:00:00.000Z", { latencyMs: 700 }),
      ended(toolId, one.id, "2030-01-01T00:30:00.000Z", { status: "running" }),
    ];
    await insertInvocations(env.DB, records);
    await insertInvocations(env.DB, records);
  });

  const first = {
    calls: 2,
    abandoned: 0,
    successRate: 0.5,
    avgLatencyMs: 3,
    p50LatencyMs: 2,
    p95LatencyMs: 4,
    p99LatencyMs: 4,
  };
  const ofOne = {
    calls: 3,
    abandoned: 0,
    successRate: 2 / 3,
    avgLatencyMs: 5,
    p50LatencyMs: 4,
    p95LatencyMs: 9,
    p99LatencyMs: 9,
  };
  const total = { ...ofOne, calls: 4, successRate: 0.5 };
  const ofThird = {
    calls: 2,
    abandoned: 0,
    successRate: 0.5,
    avgLatencyMs: 9,
    p50LatencyMs: 9,
    p95LatencyMs: 9,
    p99LatencyMs: 9,
  };

  test("hold each call once, however often it was written, and tell the provider who called", async () => {
    const { status, body } = await stats(provider, toolId, range);
    expect(status).toBe(200);
    expect(body).toEqual({
      toolId,
      from: "2030-01-01T00:00:00.000Z",
      to: "2030-01-01T03:00:00.000Z",
      period: "hour",
      total,
      series: [
        { start: "2030-01-01T00:00:00.000Z", ...first },
        { start: "2030-01-01T01:00:00.000Z", ...NOTHING },
        { start: "2030-01-01T02:00:00.000Z", ...ofThird },
      ],
      own: NOTHING,
      ownSeries: [0, 1, 2].map((hour) => ({ start: `2030-01-01T0${hour}:00:00.000Z`, ...NOTHING })),
      byCaller: [
        { callerAgentId: one.id, ...ofOne },
        { callerAgentId: other.id, ...theirs },
      ],
    });
  });

  test("show a caller its own calls and nobody else's", async () => {
    const { body } = await stats(other, toolId, range);
    expect(body).toMatchObject({ total, own: theirs });
    expect(body.ownSeries).toEqual([
      { start: "2030-01-01T00:00:00.000Z", ...NOTHING },
      { start: "2030-01-01T01:00:00.000Z", ...NOTHING },
      { start: "2030-01-01T02:00:00.000Z", ...theirs },
    ]);
    expect(body).not.toHaveProperty("byCaller");
    expect(JSON.stringify(body)).not.toContain(one.id);
    expect((await stats(await newAgent(), toolId, range)).body.own).toEqual(NOTHING);
    const { id } = await newTool(provider);
    await insertInvocations(env.DB, [ended(id, provider.id, "2030-01-01T00:00:00.000Z", { latencyMs: 2 })]);
    expect((await stats(provider, id, range)).body).toMatchObject({ own: { calls: 1 }, byCaller: [{ calls: 1 }] });
  });

  test("come by the minute and by the day as well", async () => {
    const minute = { period: "minute", from: "2030-01-01T00:58:00Z", to: "2030-01-01T01:00:00Z" };
    const minutes = (await stats(provider, toolId, minute)).body.series;
    expect(minutes.map(({ calls }: { calls: number }) => calls)).toEqual([0, 1]);
    const days = await stats(provider, toolId, { period: "day", from: "2029-12-31T09:00:00+09:00", to: range.to });
    expect(days.body.series.map(({ calls }: { calls: number }) => calls)).toEqual([1, 5]);
  });

  test("grow once a call that had begun has ended", async () => {
    const { id } = await newTool(provider);
    const begun = ended(id, one.id, "2030-01-01T00:00:00.000Z", { status: "running" });
    await insertInvocations(env.DB, [begun]);
    expect((await stats(one, id, range)).body).toMatchObject({ total: NOTHING, own: NOTHING });
    await insertInvocations(env.DB, [{ ...begun, status: "success", latencyMs: 10 }]);
    await insertInvocations(env.DB, [ended(id, one.id, begun.createdAt, { latencyMs: 10 })]);
    expect((await stats(one, id, range)).body.own).toMatchObject({ calls: 2, avgLatencyMs: 10, p50LatencyMs: 10 });
  });

  test("hold apart what was given up from the caller's side, and leave the rate and the latencies to the others", async () => {
    const { id } = await newTool(provider);
    const at = "2030-01-01T00:00:00.000Z";
    const givenUp = ["caller_gone", "aborted", "cancelled", "interrupted"].map((errorCode) =>
      ended(id, one.id, at, { status: "error", errorCode, latencyMs: 9_000 }),
    );
    await insertInvocations(env.DB, givenUp);
    const alone = { ...NOTHING, abandoned: 4 };
    expect((await stats(one, id, range)).body).toMatchObject({ total: alone, own: alone });
    await insertInvocations(env.DB, [
      ...givenUp,
      ended(id, one.id, at, { latencyMs: 10 }),
      ended(id, one.id, at, { status: "timeout", errorCode: "timeout", latencyMs: 10 }),
    ]);
    const { body } = await stats(provider, id, range);
    const expected = { calls: 2, abandoned: 4, successRate: 0.5, avgLatencyMs: 10, p50LatencyMs: 10, p99LatencyMs: 10 };
    expect(body).toMatchObject({ total: expected, byCaller: [{ callerAgentId: one.id, ...expected }] });
    const kept = env.DB.prepare("SELECT call_count, success_rate, avg_latency_ms FROM mcp_tools WHERE id = ?");
    expect(await kept.bind(id).first()).toEqual({ call_count: 2, success_rate: 0.5, avg_latency_ms: 10 });
  });

  test("are of the last 60 minutes, 24 hours or 30 days where no time is given", async () => {
    for (const [period, periods] of [
      ["minute", 60],
      ["hour", 24],
      ["day", 30],
    ] as const) {
      const { body } = await stats(one, toolId, { period });
      expect(body.series).toHaveLength(periods);
      expect(body.total).toEqual(NOTHING);
    }
  });

  test.each([
    ["period", { period: "week" }],
    ["from", { period: "minute", from: "2020-01-01T00:00:00Z", to: "2020-01-01T01:00:00Z" }],
    ["from", { period: "minute", to: "2020-01-01T00:00:00Z" }],
    ["from", { period: "hour", from: "2020-01-01T00:00:00Z", to: "2020-01-02T00:00:00Z" }],
    ["from", { from: "yesterday" }],
    ["to", { to: "2030-01-01" }],
    ["from", { from: "2030-01-02T00:00:00Z", to: "2030-01-01T00:00:00Z" }],
    ["from", { from: "9999-01-01T00:00:00Z" }],
    ["from", { period: "minute", from: "2030-01-01T00:00:00Z", to: "2030-01-01T16:41:00Z" }],
    ["from", { period: "day", from: "0000-01-01T00:00:00Z", to: "9999-12-31T23:59:59Z" }],
  ])("400 that points at `%s` for %j", async (parameter, query) => {
    const { status, body } = await stats(one, toolId, query);
    expect([status, body.code]).toEqual([400, "invalid_parameter"]);
    expect(body.errors).toMatchObject([{ pointer: `/query/${parameter}` }]);
  });

  test("come for 1,000 periods, and to the ends of the calendar", async () => {
    const thousand = { period: "minute", from: "2030-01-01T00:00:00Z", to: "2030-01-01T16:40:00Z" };
    expect((await stats(one, toolId, thousand)).body.series).toHaveLength(1_000);
    const earliest = { period: "day", from: "0000-01-01T00:00:00+23:00", to: "0000-01-01T02:00:00Z" };
    const latest = { from: "9999-12-31T22:00:00Z", to: "9999-12-31T23:30:00-23:00" };
    for (const query of [earliest, latest]) {
      const { status, body } = await stats(one, toolId, query);
      expect([status, body.total]).toEqual([200, NOTHING]);
    }
  });

  test("410 once the tool is deregistered", async () => {
    const { id } = await newTool(provider);
    await call("DELETE", `/api/v1/mcp/tools/${id}`, { key: provider.key });
    const { status, body } = await stats(one, id);
    expect([status, body.code]).toEqual([410, "tool_gone"]);
  });

  test("hold what has just been called", async () => {
    const { id } = await newTool(provider);
    const { body: invocation } = await call("POST", `/api/v1/mcp/invoke/${id}`, { key: one.key, body: {} });
    let answer = await stats(one, id);
    while (answer.body.total.calls === 0) {
      await scheduler.wait(200);
      answer = await stats(one, id);
    }
    expect(invocation.status).toBe("success");
    expect(answer.body).toMatchObject({ total: { calls: 1, successRate: 1 }, own: { calls: 1 } });
    expect(answer.body.series.at(-1).calls + answer.body.series.at(-2).calls).toBe(1);
  });
});
