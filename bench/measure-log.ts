// How long the log takes: from a call's answer until the call can be read, and from a burst until all of it is there.

import { setTimeout as delay } from "node:timers/promises";
import { answerOf } from "../client/problem-error.ts";
import type { HubClient } from "../scripts/hub-client.ts";
import type { Contestants } from "./contestants.ts";
import { fire, ROUNDS } from "./rounds.ts";
import { median, ms, quantile, rate, table } from "./table.ts";

/** Apart by less than the gate's second, so that they come at every moment of it. */
const CALLS = 100;
const CALL_EVERY_MS = 130;
const POLL_EVERY_MS = 10;
const BURST_CALLS = 4_000;
const UNLIMITED_PER_MIN = 1_000_000;
const GIVE_UP_AFTER_MS = 60_000;

export async function measureLog({ provider, hub, headers, toolId }: Contestants): Promise<string> {
  const waits = await Promise.all(
    Array.from({ length: CALLS }, async (_, n) => {
      await delay(n * CALL_EVERY_MS);
      const { invocationId } = await hub.invoke(toolId, { n });
      return untilTrue(() => isLogged(hub, invocationId));
    }),
  );
  waits.sort((a, b) => a - b);

  const bursts: { readonly callsPerSecond: number; readonly lagMs: number; readonly rowsPerSecond: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const rateLimit = { maxPerMinute: UNLIMITED_PER_MIN };
    const fresh = await hub.publish({ name: `logged-${crypto.randomUUID()}`, endpoint: provider, rateLimit });
    const url = `${hub.url}/api/v1/mcp/invoke/${fresh}`;
    const size = { body: "{}", expect: '"success"', connections: 32, requests: BURST_CALLS };
    const { wallMs, perSecond } = await fire({ url, headers, ...size });
    const lagMs = await untilTrue(async () => (await callsIn(hub, fresh)) >= BURST_CALLS);
    bursts.push({ callsPerSecond: perSecond, lagMs, rowsPerSecond: (BURST_CALLS * 1000) / (wallMs + lagMs) });
  }
  return table([
    ["", ""],
    ["from answer to log, p50", ms(quantile(waits, 0.5))],
    ["from answer to log, p99", ms(quantile(waits, 0.99))],
    [`burst of ${BURST_CALLS} calls`, rate(median(bursts.map(({ callsPerSecond }) => callsPerSecond)))],
    ["from its end until all are in the log", ms(median(bursts.map(({ lagMs }) => lagMs)))],
    ["rows logged, burst and wait together", rate(median(bursts.map(({ rowsPerSecond }) => rowsPerSecond)))],
  ]);
}

async function isLogged({ api }: HubClient, invocationId: string): Promise<boolean> {
  const params = { path: { invocationId } };
  const { data } = await api.GET("/api/v1/mcp/invocations/{invocationId}", { params });
  return data !== undefined && data.completedAt !== null;
}

async function callsIn({ api }: HubClient, toolId: string): Promise<number> {
  const { total } = await answerOf(api.GET("/api/v1/mcp/tools/{toolId}/stats", { params: { path: { toolId } } }));
  return total.calls;
}

/** @returns after how many milliseconds */
async function untilTrue(check: () => Promise<boolean>): Promise<number> {
  const startedAt = performance.now();
  while (!(await check())) {
    if (performance.now() - startedAt > GIVE_UP_AFTER_MS) throw new Error("The log lacks calls after a minute.");
    await delay(POLL_EVERY_MS);
  }
  return performance.now() - startedAt;
}
