// A hub as a test's own process, on a free port, with a data folder of its own.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Child, startChild } from "./child.ts";
import { freshData } from "./fresh-data.ts";

const MAIN = join(import.meta.dirname, "hub-main.ts");

export interface HubProcess {
  /** The same over every restart. */
  readonly url: string;
  /** The folder of everything that survives a restart. */
  readonly data: string;
  /** The process that serves now. */
  readonly pid: number;
  /** SIGKILL of the hub and its workerd; returns when both are gone. */
  kill(): Promise<void>;
  /** Starts the hub again on the same port and data; stops it first where it still runs. */
  restart(): Promise<void>;
  /** Stops the hub (a killed one too) and removes its data. */
  stop(): Promise<void>;
}

interface Options {
  /** Override the vars of wrangler.toml; EGRESS is `loopback` unless they say otherwise. */
  readonly vars?: Record<string, string>;
  /** Of the process, beside those of the test's own. */
  readonly env?: Record<string, string>;
}

export async function startHubProcess({ vars = {}, env = {} }: Options = {}): Promise<HubProcess> {
  const data = await freshData();
  const start = (port: number) => startChild([MAIN, JSON.stringify({ port, data, vars })], env);

  let current: Child | undefined = await start(0);
  const { url } = current;
  let { pid } = current;

  const end = async (how: "stop" | "kill") => {
    const child = current;
    current = undefined;
    await child?.[how]();
  };

  return {
    url,
    data,
    get pid() {
      return pid;
    },
    kill: () => end("kill"),
    async restart() {
      await end("stop");
      current = await start(Number(new URL(url).port));
      ({ pid } = current);
    },
    async stop() {
      await end("stop");
      await rm(data, { recursive: true, force: true });
    },
  };
}
