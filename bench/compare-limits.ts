// How many calls one caller's gate lets in, and how many it refuses, beside a bare proxy that has no limits.

import type { Contestants } from "./contestants.ts";
import type { Burst } from "./load.ts";
import { fire, rounds } from "./rounds.ts";
import { median, rate, table, times } from "./table.ts";

const CONNECTIONS = [1, 8, 32];
const REQUESTS = 1_000;

export async function compareLimits({ provider, proxy, hub, headers, toolId }: Contestants): Promise<string> {
  const body = '{"arguments":{"n":1}}';
  const invoke = (id: string) => ({ url: `${hub.url}/api/v1/mcp/invoke/${id}`, headers, body });
  // A tool of its own for each burst: its one place is taken, and the burst ends before it is free again.
  const refused = async () => {
    const name = `scarce-${crypto.randomUUID()}`;
    const scarce = await hub.publish({ name, endpoint: provider, rateLimit: { maxPerMinute: 1 } });
    await hub.invoke(scarce, {});
    return { ...invoke(scarce), expect: '"rate_limited"' };
  };
  const targets = [
    () => Promise.resolve({ url: proxy, body, expect: '"success"' }),
    () => Promise.resolve({ ...invoke(toolId), expect: '"success"' }),
    refused,
  ];
  const rows: string[][] = [];
  for (const connections of CONNECTIONS) {
    const size = { connections, requests: REQUESTS, warmUp: 10 * connections } satisfies Partial<Burst>;
    const measured = await rounds(targets, async (target) => fire({ ...(await target()), ...size }));
    const [bare = [], admitted = [], turnedAway = []] = measured.map((all) => all.map(({ perSecond }) => perSecond));
    const ratio = (of: number[], to: number[]) => times(median(of.map((value, n) => value / (to[n] ?? Number.NaN))));
    rows.push([
      `${connections} connection${connections === 1 ? "" : "s"}`,
      rate(median(bare)),
      rate(median(admitted)),
      rate(median(turnedAway)),
      ratio(admitted, bare),
      ratio(turnedAway, admitted),
    ]);
  }
  return table([["one gate", "bare proxy", "admitted", "refused", "admitted / proxy", "refused / admitted"], ...rows]);
}
