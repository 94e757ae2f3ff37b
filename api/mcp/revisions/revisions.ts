// Every revision of MCP that the hub speaks, the newest first. The next one is one more file and one more line.

import { revision20250326 } from "./2025-03-26.ts";
import { revision20250618 } from "./2025-06-18.ts";
import { revision20251125 } from "./2025-11-25.ts";
import { revision20260728 } from "./2026-07-28.ts";
import type { Revision } from "./revision.ts";

const REVISIONS: readonly Revision[] = [revision20260728, revision20251125, revision20250618, revision20250326];

export const REVISION_VERSIONS: readonly string[] = REVISIONS.map(({ version }) => version);

/** A client that names none speaks the oldest (2025-06-18, "Protocol Version Header"). */
export function revisionOf(version: string | undefined): Revision {
  return REVISIONS.find((revision) => revision.version === version) ?? revision20250326;
}
