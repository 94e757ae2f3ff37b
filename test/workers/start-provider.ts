// The provider of the workers project: one process, started before the first file and stopped after the last.

import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startChild } from "../harness/child.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where agent B listens, without a slash at the end. */
    readonly providerUrl: string;
  }
}

export default async function startProvider(project: TestProject): Promise<() => Promise<void>> {
  const provider = await startChild([join(import.meta.dirname, "../provider/provider.ts"), "0", "--with-parent"]);
  project.provide("providerUrl", provider.url);
  return async () => {
    await provider.stop();
  };
}
