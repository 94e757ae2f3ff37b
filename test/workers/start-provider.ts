// The peers of the workers project, a provider, upstream MCP servers, MCP registries and a collector: a process each,
// started before the first file and stopped after the last.

import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startChild } from "../harness/child.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where agent B listens, without a slash at the end. */
    readonly providerUrl: string;
    /** Where the collector listens. */
    readonly collectorUrl: string;
    /** The same of the MCP servers of test/upstream/upstream.ts. */
    readonly upstreamUrl: string;
    /** The same of the registries of test/registry/registry.ts. */
    readonly registryUrl: string;
  }
}

export default async function startProvider(project: TestProject): Promise<() => Promise<void>> {
  const start = (main: string, ...args: string[]) => startChild([join(import.meta.dirname, "..", main), ...args]);
  const [provider, upstream, registry, collector] = await Promise.all([
    start("provider/provider.ts", "0", "--with-parent"),
    start("upstream/upstream.ts", "0", "--with-parent"),
    start("registry/registry.ts", "0", "--with-parent"),
    start("provider/collector.ts"),
  ]);
  project.provide("providerUrl", provider.url);
  project.provide("upstreamUrl", upstream.url);
  project.provide("registryUrl", registry.url);
  project.provide("collectorUrl", collector.url);
  return async () => {
    await Promise.all([provider.stop(), upstream.stop(), registry.stop(), collector.stop()]);
  };
}
