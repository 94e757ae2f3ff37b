// Upstream MCP servers as a process of their own: the fixture at `/modern/mcp`, `/legacy/mcp`, `/mcp`, and others.

import { join } from "node:path";
import { type Child, startChild } from "./child.ts";

const MAIN = join(import.meta.dirname, "../upstream/upstream.ts");

export function startUpstreamProcess(): Promise<Child> {
  return startChild([MAIN, "0", "--with-parent"]);
}
