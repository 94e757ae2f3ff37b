import { revision20260728 } from "./2026-07-28.ts";
import type { Revision } from "./revision.ts";

/** The last with sessions. The SDK turns schemas and results that are no objects into such. */
export const revision20251125: Revision = { ...revision20260728, version: "2025-11-25", era: "session" };
