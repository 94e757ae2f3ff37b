// The peers of the workers project, a provider and a collector: a process each, started before the first file and
// stopped after the last.

import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startChild } from "../harness/child.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where agent B listens, without a slash at the end. */
    readonly providerUrl: string;
    /** Where the collector listens. */
    readonly collectorUrl: string;
  }
}

export default async function startProvider(project: TestProject): Promise<() => Promise<void>> {
  const folder = join(import.meta.dirname, "../provider");
  const [provider, collector] = await Promise.all([
    startChild([join(folder, "provider.ts"), "0", "--with-parent"]),
    startChild([join(folder, "collector.ts")]),
  ]);
  project.provide("providerUrl", provider.url);
  project.provide("collectorUrl", collector.url);
  return async () => {
    await Promise.all([provider.stop(), collector.stop()]);
  };
}
