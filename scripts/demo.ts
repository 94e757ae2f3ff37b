// npm run demo: agent A calls a tool of agent B through the hub, then a workflow of such calls runs in parallel.
// It uses the hub that runs on PORT (8787); where none does, it starts one for itself and removes it afterwards.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type ProviderProcess, startProviderProcess } from "../test/harness/provider-process.ts";
import { SOURCES, publishTools, researchAndSummarize } from "./demo-workflow.ts";
import { HubClient, type RunAnswer } from "./hub-client.ts";
import { startHub } from "./hub.ts";
import { failWith, portFromEnvironment } from "./say.ts";
import { leaveOnSignal } from "./signals.ts";

const TOPIC = "honey bees";
const POLL_MS = 25;
const GIVE_UP_AFTER_MS = 60_000;

const cleanups: (() => Promise<void>)[] = [];
leaveOnSignal(cleanUp);

try {
  await demonstrate();
  await cleanUp();
} catch (error) {
  await cleanUp();
  failWith(`The demo failed. ${error instanceof Error ? error.message : String(error)}`);
}

async function demonstrate(): Promise<void> {
  const url = await findOrStartHub();
  const provider: ProviderProcess = await startProviderProcess();
  cleanups.push(() => provider.stop());
  say(`agent B's server     ${provider.url}   (a process of its own, number ${provider.pid})`);

  const visitor = new HubClient(url);
  const a = await visitor.register("Agent A, who asks");
  const b = await visitor.register("Agent B, who knows");
  say(`agent A              ${a.agent.id}`);
  say(`agent B              ${b.agent.id}`);
  const tools = await publishTools(b.client, provider.url);
  for (const [name, id] of Object.entries(tools)) say(`agent B publishes    ${id}   ${name}`);

  console.log("\nAgent A calls agent B's tool through the hub:\n");
  const invocation = await a.client.invoke(tools.search, { query: TOPIC, count: 2 });
  if (invocation.status !== "success") throw new Error(`The call ended as ${JSON.stringify(invocation)}`);
  say(`${invocation.invocationId}   ${invocation.status} in ${invocation.latencyMs} ms`);
  for (const { title, url: link } of (invocation.result as Found).results) say(`  ${title}   ${link}`);

  console.log(`\nAgent A runs a workflow: search, read ${SOURCES} sources at the same time, summarize:\n`);
  const workflowId = await a.client.define(researchAndSummarize(tools));
  const runId = await a.client.execute(workflowId, { topic: TOPIC });
  say(`${runId} of ${workflowId}`);
  const run = await watch(a.client, runId);
  if (run.status !== "success") throw new Error(`The run ended as ${run.status}: ${JSON.stringify(run.error)}`);

  console.log(`\nThe run's output:\n`);
  for (const line of (run.output as { summary: string }).summary.split("\n")) say(line);
  console.log(
    `\n${timeSaved(run)}\nDone: agent A called agent B's tools ${1 + Object.keys(run.stepResults).length} times.`,
  );
}

interface Found {
  readonly results: readonly { readonly title: string; readonly url: string }[];
}

async function findOrStartHub(): Promise<string> {
  const port = portFromEnvironment();
  const running = `http://127.0.0.1:${port ?? 8787}`;
  if (await isHub(running)) {
    say(`hub                  ${running}   (it was running)`);
    return running;
  }
  const data = await mkdtemp(join(tmpdir(), "nexuscall-demo-"));
  cleanups.push(() => rm(data, { recursive: true, force: true }));
  const hub = await startHub({ port: port ?? 0, data });
  cleanups.push(() => hub.stop());
  say(`hub                  ${hub.url}   (started for this demo)`);
  return hub.url;
}

async function isHub(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) });
    const health = (await response.json()) as { status?: unknown; version?: unknown };
    return health.status === "ok" && typeof health.version === "string";
  } catch {
    return false;
  }
}

/** Prints each step when it starts and when it ends, until the run has settled. */
async function watch(client: HubClient, runId: string): Promise<RunAnswer> {
  const told = new Map<string, string>();
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  while (Date.now() < deadline) {
    const run = await client.readRun(runId);
    const changed = Object.entries(run.stepResults).filter(([id, { status }]) => told.get(id) !== status);
    for (const [id, step] of changed) {
      told.set(id, step.status);
      if (step.startedAt !== null) say(`${markOf(step.status)} ${id.padEnd(10)} ${step.status}${tookOf(step)}`);
    }
    if (run.status !== "pending" && run.status !== "running") return run;
    await delay(POLL_MS);
  }
  throw new Error(`Run ${runId} did not settle in ${GIVE_UP_AFTER_MS / 1000} s`);
}

function markOf(status: string): string {
  if (status === "success") return "✓";
  return status === "failed" ? "✗" : "·";
}

function tookOf({ startedAt, completedAt }: { startedAt: string | null; completedAt: string | null }): string {
  if (startedAt === null || completedAt === null) return "";
  return ` after ${Date.parse(completedAt) - Date.parse(startedAt)} ms`;
}

function timeSaved({ stepResults }: RunAnswer): string {
  const reads = Object.entries(stepResults).filter(([id]) => id.startsWith("read_"));
  const times = reads.map(([, { startedAt, completedAt }]) => [
    Date.parse(startedAt ?? ""),
    Date.parse(completedAt ?? ""),
  ]);
  const wallMs = Math.max(...times.map(([, end = 0]) => end)) - Math.min(...times.map(([start = 0]) => start));
  const sumMs = times.reduce((sum, [start = 0, end = 0]) => sum + end - start, 0);
  return `${reads.length} sources were read in ${wallMs} ms; one after the other it would have been ${sumMs} ms.`;
}

function say(text: string): void {
  console.log(`  ${text}`);
}

async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
}
