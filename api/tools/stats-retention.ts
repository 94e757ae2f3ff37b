// How long a tool's numbers are kept: the finer they are, the shorter. The hub's upkeep drops them after that.

import type { Period } from "./stats-store.ts";

const HOUR_MS = 3_600_000;

/** null: for ever. */
export const STATS_KEPT_MS = { minute: 48 * HOUR_MS, hour: 90 * 24 * HOUR_MS, day: null } as const satisfies Record<
  Period,
  number | null
>;
