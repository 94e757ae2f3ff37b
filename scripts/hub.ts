// Serves the hub on this machine: the built Worker on workerd through Miniflare, with the bindings of
// wrangler.toml. `npm start`, the demo, the tests and the bench all start it here.

import { createServer } from "node:net";
import { resolve } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { buildWorker } from "./build-worker.ts";
import { startCron } from "./cron.ts";
import { ENTRYPOINT, served } from "./direct.ts";
import { masterKeysIn } from "./master-keys.ts";
import { prepareData } from "./prepare-data.ts";
import { withoutSignalListeners } from "./signals.ts";

export interface HubOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** The folder that holds everything that survives a restart. */
  readonly data: string;
  /** Override the vars of wrangler.toml. */
  readonly vars?: Readonly<Record<string, string>>;
  /** The wrangler.toml of another Worker, to be served the same way; absent: the hub's. */
  readonly config?: string;
}

export interface Hub {
  /** Without a slash at the end: `http://127.0.0.1:8787`. */
  readonly url: string;
  /** Resolves when workerd has ended. Calling it again gives the same promise. */
  stop(): Promise<void>;
}

/** The port that was asked for is in use. */
export class PortTaken extends Error {
  readonly port: number;

  constructor(port: number) {
    super(`Port ${port} is in use by another program.`);
    this.name = "PortTaken";
    this.port = port;
  }
}

/** @throws PortTaken; an Error with a message for people where the Worker does not build or a migration fails */
export async function startHub(options: HubOptions): Promise<Hub> {
  const port = options.port ?? 0;
  if (port !== 0) await assertFree(port);

  const data = resolve(options.data);
  const built = await buildWorker(options.config);
  await prepareData(built, data);

  const worker = {
    ...built.options,
    // Part of the path of every Durable Object's storage.
    name: built.name,
    ...served(built.script),
    bindings: { ...built.options.bindings, EGRESS: "loopback", MASTER_KEYS: await masterKeysIn(data), ...options.vars },
    // Straight to the Worker; Miniflare's own entry in front of it costs 1.5–1.8 times per request.
    unsafeDirectSockets: [{ host: "127.0.0.1", port, entrypoint: ENTRYPOINT }],
    // The relay writes every header of its calls itself; a copy of them on the way out would only cost.
    stripCfConnectingIp: false,
  };
  const miniflareOptions = {
    ...convertV4MiniflareOptions({ workers: [worker] }),
    resourcePersistencePath: data,
    // Otherwise Miniflare asks the network for a sample of Cloudflare's request metadata.
    cf: false,
    log: new Log(LogLevel.ERROR),
  };
  // Miniflare would end the process on the spot on a signal; whoever started the hub decides about that.
  const miniflare = withoutSignalListeners(() => new Miniflare(miniflareOptions));

  let stopping: Promise<void> | undefined;
  let cron: NodeJS.Timeout | undefined;
  const stop = () => {
    clearInterval(cron);
    return (stopping ??= miniflare.dispose());
  };
  try {
    if (options.config === undefined) cron = startCron(() => callCron(miniflare));
    return { url: (await miniflare.unsafeGetDirectURL(built.name, ENTRYPOINT)).origin, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function callCron(miniflare: Miniflare): Promise<void> {
  const worker = await miniflare.getWorker();
  await worker.scheduled({ scheduledTime: new Date() });
}

function assertFree(port: number): Promise<void> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", () => fail(new PortTaken(port)));
    probe.listen(port, "127.0.0.1", () => probe.close(() => done()));
  });
}
