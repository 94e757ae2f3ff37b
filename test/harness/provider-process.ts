// Agent B's provider as a process of its own, and what it saw.

import { join } from "node:path";
import type { ProviderLog } from "../provider/log.ts";
import { startChild } from "./child.ts";

const MAIN = join(import.meta.dirname, "../provider/provider.ts");

export interface ProviderProcess {
  /** A tool's endpoint is this and a behaviour: `${url}/search`. */
  readonly url: string;
  readonly pid: number;
  log(): Promise<ProviderLog>;
  /** How many calls arrived. */
  total(): Promise<number>;
  /** Forgets what it saw and was told to keep. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export async function startProviderProcess(): Promise<ProviderProcess> {
  const child = await startChild([MAIN, "0", "--with-parent"]);
  return {
    url: child.url,
    pid: child.pid,
    async log() {
      return (await (await fetch(`${child.url}/_log`)).json()) as ProviderLog;
    },
    async total() {
      return (await (await fetch(`${child.url}/_total`)).json()) as number;
    },
    async reset() {
      await fetch(`${child.url}/_reset`, { method: "POST" });
    },
    async stop() {
      await child.stop();
    },
  };
}
