// npm run bench: how the hub compares with a direct call, a bare proxy, a hand-written Workflow and Restate. Everything runs
// on this machine in one go; rounds are interleaved, so what disturbs the machine disturbs every contestant.
// `npm run bench calls` (or another name of the list below) measures that alone.

import { cpus } from "node:os";
import { failWith } from "../scripts/say.ts";
import { leaveOnSignal } from "../scripts/signals.ts";
import { compareLargeDags, compareRestate } from "./compare-dags.ts";
import { compareLimits } from "./compare-limits.ts";
import { compareSizes } from "./compare-sizes.ts";
import { type Contestants, startContestants } from "./contestants.ts";
import type { Burst, Measured } from "./load.ts";
import { measureDashboard } from "./measure-dashboard.ts";
import { measureLog } from "./measure-log.ts";
import { fire, ROUNDS, type Rounds, rounds } from "./rounds.ts";
import { SEARCHES, withSearchHubs } from "./search-hubs.ts";
import { executeUrl, RUNS_AT_A_TIME, SHAPES, stepsOf, STEPS_A_BURST, STREAM_ITEMS } from "./shapes.ts";
import { median, ms, rate, table, times } from "./table.ts";

/** Of one burst; long enough for a median. */
const SERIAL_CALLS = 300;
const PARALLEL_CALLS = 2_000;
const STREAMS = 20;
const [FEW_TOOLS, MANY_TOOLS] = [1_000, 100_000];
const SEARCHES_A_BURST = 15;
const MCP_REVISION = "2026-07-28";

interface Section {
  readonly name: string;
  readonly title: string;
  readonly measure: (contestants: Contestants) => Promise<string>;
  /** It installs what nothing else needs. */
  readonly onlyWhenAsked?: true;
}

const sections: readonly Section[] = [
  { name: "calls", title: "One call", measure: compareCalls },
  { name: "mcp", title: "One call over MCP", measure: compareMcp },
  { name: "streaming", title: `A stream of ${STREAM_ITEMS} items, one at a time`, measure: compareStreams },
  { name: "runs", title: `Runs of many steps, ${RUNS_AT_A_TIME} at a time`, measure: compareRuns },
  { name: "sizes", title: "Cost of a step, one run at a time", measure: (all) => compareSizes(10, 1_000, all) },
  { name: "long", title: "Cost of a step in a long run", measure: (all) => compareSizes(100, 10_000, all) },
  { name: "dags", title: "Large DAGs, one run at a time", measure: compareLargeDags },
  { name: "search", title: `Search, among ${FEW_TOOLS} tools and ${MANY_TOOLS}, p50`, measure: compareSearches },
  { name: "limits", title: "One caller's gate", measure: compareLimits },
  { name: "log", title: "The log", measure: measureLog },
  { name: "dashboard", title: "The dashboard, from an input to the next picture", measure: measureDashboard },
  // Last, because it goes on running.
  { name: "restate", title: "DAGs, beside Restate", measure: compareRestate, onlyWhenAsked: true },
];
const asked = process.argv.slice(2);

const startedAt = performance.now();
const contestants = await startContestants().catch(failWith);
leaveOnSignal(() => contestants.stop());
try {
  console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown CPU"}, ${ROUNDS} rounds\n`);
  for (const { name, title, measure, onlyWhenAsked } of sections) {
    if (asked.length > 0 ? !asked.includes(name) : onlyWhenAsked) continue;
    console.log(`${title}\n\n${await measure(contestants)}\n`);
  }
  console.log(`Took ${Math.round((performance.now() - startedAt) / 1000)} s.`);
} catch (error) {
  console.error(`The bench failed. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await contestants.stop();
}

async function compareCalls({ provider, proxy, hub, headers, toolId }: Contestants): Promise<string> {
  const call = { body: '{"arguments":{"n":1}}', expect: '"success"' };
  const targets = [
    { name: "direct", burst: { url: provider, body: '{"n":1}', expect: '"ok"' } },
    { name: "proxy", burst: { url: proxy, ...call } },
    { name: "hub", burst: { url: `${hub.url}/api/v1/mcp/invoke/${toolId}`, headers, ...call } },
  ] as const;
  for (const { burst } of targets) await fire({ ...burst, connections: 32, requests: PARALLEL_CALLS });

  const alone = await rounds(targets, ({ burst }) =>
    fire({ ...burst, connections: 1, requests: SERIAL_CALLS, warmUp: SERIAL_CALLS }),
  );
  const crowded = await rounds(targets, ({ burst }) =>
    fire({ ...burst, connections: 32, requests: PARALLEL_CALLS, warmUp: 200 }),
  );

  const row = (title: string, all: Rounds, of: (measured: Measured) => number, show: (value: number) => string) => {
    const [direct = [], bare = [], own = []] = all.map((measured) => measured.map(of));
    const ratio = median(own.map((value, round) => value / (bare[round] ?? Number.NaN)));
    return [title, show(median(direct)), show(median(bare)), show(median(own)), times(ratio)];
  };
  return table([
    ["", "provider directly", "bare proxy", "hub invoke", "hub / proxy"],
    row("p50, 1 connection", alone, ({ p50Ms }) => p50Ms, ms),
    row("p50, 32 connections", crowded, ({ p50Ms }) => p50Ms, ms),
    row("p99, 32 connections", crowded, ({ p99Ms }) => p99Ms, ms),
    row("throughput, 32 connections", crowded, ({ perSecond }) => perSecond, rate),
  ]);
}

async function compareMcp({ hub, headers, toolId, toolName }: Contestants): Promise<string> {
  const rest = { url: `${hub.url}/api/v1/mcp/invoke/${toolId}`, headers, body: '{"arguments":{"n":1}}' };
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": MCP_REVISION,
    "io.modelcontextprotocol/clientInfo": { name: "bench", version: "1.0.0" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const params = { name: toolName, arguments: { n: 1 }, _meta };
  const mcp = {
    url: `${hub.url}/mcp/v1`,
    headers: {
      ...headers,
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": MCP_REVISION,
      "mcp-method": "tools/call",
      "mcp-name": toolName,
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }),
  };
  const targets = [
    { ...rest, expect: '"success"' },
    { ...mcp, expect: '"resultType":"complete"' },
  ];
  for (const target of targets) await fire({ ...target, connections: 32, requests: PARALLEL_CALLS });
  const row = async (connections: number, requests: number) => {
    const [own = [], over = []] = (
      await rounds(targets, (target) => fire({ ...target, connections, requests, warmUp: requests / 4 }))
    ).map((measured) => measured.map(({ p50Ms }) => p50Ms));
    const ratio = median(over.map((value, round) => value / (own[round] ?? Number.NaN)));
    const title = `p50, ${connections} ${connections === 1 ? "connection" : "connections"}`;
    return [title, ms(median(own)), ms(median(over)), times(ratio)];
  };
  return table([
    ["", "REST invoke", "MCP tools/call", "MCP / REST"],
    await row(1, SERIAL_CALLS),
    await row(32, PARALLEL_CALLS),
  ]);
}

async function compareStreams({ provider, proxy, hub, headers, streamToolId }: Contestants): Promise<string> {
  const last = `{"n":${STREAM_ITEMS}}`;
  const call = { body: '{"arguments":{"n":1}}', expect: last };
  const targets = [
    { url: `${provider}/stream`, body: '{"n":1}', expect: last },
    { url: `${proxy}/stream`, ...call },
    {
      url: `${hub.url}/api/v1/mcp/invoke/${streamToolId}`,
      headers: { ...headers, accept: "text/event-stream" },
      ...call,
    },
  ];
  const all = await rounds(targets, (target) =>
    fire({ ...target, connections: 1, requests: STREAMS, warmUp: STREAMS }),
  );
  const row = (title: string, of: (measured: Measured) => number, show: (value: number) => string) => {
    const [direct = [], bare = [], own = []] = all.map((measured) => measured.map(of));
    const ratioTo = (others: number[]) => median(own.map((value, round) => value / (others[round] ?? Number.NaN)));
    const shown = [direct, bare, own].map((values) => show(median(values)));
    return [title, ...shown, times(ratioTo(direct)), times(ratioTo(bare))];
  };
  return table([
    ["", "provider directly", "bare proxy", "hub invoke", "hub / direct", "hub / proxy"],
    row("time to the first item, p50", ({ firstP50Ms }) => firstP50Ms, ms),
    row("items, one stream at a time", ({ perSecond }) => perSecond * STREAM_ITEMS, rate),
  ]);
}

async function compareRuns({ handWritten, hub, headers, toolId }: Contestants): Promise<string> {
  const rows: string[][] = [];
  for (const shape of SHAPES) {
    const runs = Math.max(RUNS_AT_A_TIME, Math.ceil(STEPS_A_BURST / stepsOf(shape)));
    const size = { connections: RUNS_AT_A_TIME, requests: runs, expect: '"status":"success"' };
    const targets: Burst[] = [
      { url: handWritten, body: JSON.stringify({ layers: shape.layers }), ...size },
      { url: await executeUrl(hub, shape, toolId), headers, body: '{"input":{}}', ...size },
    ];
    for (const target of targets) await fire(target);
    const [byHand = [], own = []] = await rounds(targets, fire);
    const stepsPerSecond = ({ wallMs }: Measured) => (runs * stepsOf(shape) * 1000) / wallMs;
    const ratios = own.map((measured, round) => (byHand[round]?.wallMs ?? Number.NaN) / measured.wallMs);
    rows.push([
      shape.title,
      rate(median(byHand.map(stepsPerSecond))),
      rate(median(own.map(stepsPerSecond))),
      times(median(ratios)),
    ]);
  }
  return table([["steps per second", "hand-written Workflow", "hub", "hub / hand-written"], ...rows]);
}

async function compareSearches(): Promise<string> {
  const rows: string[][] = [];
  const medians: (readonly [number, number])[] = [];
  await withSearchHubs([FEW_TOOLS, MANY_TOOLS], async (hubs) => {
    for (const { title, query, expect = '"id"' } of SEARCHES) {
      const targets = hubs.map(({ url, headers }): Burst => {
        const path = `/api/v1/mcp/tools?${new URLSearchParams(query).toString()}`;
        return { url: url + path, headers, connections: 1, requests: SEARCHES_A_BURST, warmUp: 5, expect };
      });
      const [few = [], many = []] = await rounds(targets, fire);
      const [small, large] = [few, many].map((all) => median(all.map(({ p50Ms }) => p50Ms)));
      const ratio = median(many.map(({ p50Ms }, round) => p50Ms / (few[round]?.p50Ms ?? Number.NaN)));
      const row = [title, ms(small ?? 0), ms(large ?? 0), times(ratio)];
      // It takes minutes: whoever waits sees that it goes on.
      console.error(row.join("  "));
      rows.push(row);
      medians.push([small ?? 0, large ?? 0]);
    }
  });
  const [few, many] = [median(medians.map(([small]) => small)), median(medians.map(([, large]) => large))];
  return table([
    ["", `${FEW_TOOLS} tools`, `${MANY_TOOLS} tools`, "ratio"],
    ...rows,
    ["the median of these", ms(few), ms(many), times(many / few)],
  ]);
}
