// A server of 2025-11-25 that wants an address to be opened first: its caller is asked for that, and the server once more.

import type { McpCaller } from "./mcp-caller.ts";
import { urlElicitationsOf } from "./url-elicitations.ts";

/** How often a request is made again since an address was opened. */
const MAX_OPENINGS = 5;

/** Again where the server wanted an address to be opened first, and the caller agreed to that. */
export async function onceOpened<T>(
  ask: () => Promise<T>,
  mcp: McpCaller | undefined,
  signal: AbortSignal,
): Promise<T> {
  for (let left = MAX_OPENINGS; ; left--) {
    try {
      return await ask();
    } catch (error) {
      const wanted = urlElicitationsOf(error);
      if (left === 0 || wanted.length === 0 || !(await mcp?.openUrls(wanted, signal))) throw error;
    }
  }
}
