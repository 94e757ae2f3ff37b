// The processes of the bench: the provider, and three Workers that are served in exactly the same way.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HubClient } from "../scripts/hub-client.ts";
import { type Child, startChild } from "../test/harness/child.ts";

const HERE = import.meta.dirname;
const UNLIMITED_PER_MIN = 1_000_000;

export interface Contestants {
  readonly provider: string;
  readonly proxy: string;
  readonly handWritten: string;
  readonly hub: HubClient;
  /** Shows the caller's key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly toolId: string;
  readonly toolName: string;
  /** Streams its answer. */
  readonly streamToolId: string;
  /** Answers with a digest of its arguments. */
  readonly digestToolId: string;
  /** Of this bench alone, and gone when it stops. */
  readonly scratch: string;
  /** Starts a further process, which stops with the others; gives its URL. */
  readonly start: (...args: string[]) => Promise<string>;
  stop(): Promise<void>;
}

export async function startContestants(): Promise<Contestants> {
  const scratch = await mkdtemp(join(tmpdir(), "nexuscall-bench-"));
  const children: Child[] = [];
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop()));
    await rm(scratch, { recursive: true, force: true });
  };
  const start = async (...args: string[]) => {
    const child = await startChild(args);
    children.push(child);
    return child.url;
  };
  try {
    const provider = await start(join(HERE, "provider.ts"));
    const serve = (name: string, config?: string) => {
      const options = { data: join(scratch, name), vars: { PROVIDER: provider }, ...(config ? { config } : {}) };
      return start(join(HERE, "../test/harness/hub-main.ts"), JSON.stringify(options));
    };
    const proxy = await serve("proxy", join(HERE, "workers/proxy/wrangler.toml"));
    const handWritten = await serve("workflow", join(HERE, "workers/workflow/wrangler.toml"));
    const { hub, ...tools } = await prepareHub(await serve("hub"), provider);
    return { provider, proxy, handWritten, hub, ...tools, scratch, start, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepareHub(url: string, provider: string) {
  const { client } = await new HubClient(url).register("bench");
  const toolName = "bench";
  const toolId = await client.publish({
    name: toolName,
    endpoint: provider,
    inputSchema: { type: "object", properties: { n: { type: "integer" } }, required: ["n"] },
    rateLimit: { maxPerMinute: UNLIMITED_PER_MIN },
  });
  const streamToolId = await client.publish({
    name: "bench-stream",
    endpoint: `${provider}/stream`,
    rateLimit: { maxPerMinute: UNLIMITED_PER_MIN },
  });
  const digestToolId = await client.publish({
    name: "bench-digest",
    endpoint: `${provider}/digest`,
    rateLimit: { maxPerMinute: UNLIMITED_PER_MIN },
  });
  const hub = await client.withRateLimit(UNLIMITED_PER_MIN);
  return { hub, headers: hub.headers, toolId, toolName, streamToolId, digestToolId };
}
