// Whom a handoff is for, and where they want to be told of it.

import type { Database } from "../platform/database.ts";
import type { Profile } from "./agent.ts";
import { selectHandoffUrls, selectTagged } from "./store.ts";

export type Addressee = Pick<Profile, "id" | "handoffUrl">;

/** Of these ids, the agents that there are. */
export function findAgents(db: Database, ids: readonly string[]): Promise<Addressee[]> {
  return selectHandoffUrls(db, ids);
}

/** Agents that have the tag; up to `limit`. */
export function findTagged(db: Database, tag: string, limit: number): Promise<Addressee[]> {
  return selectTagged(db, tag, limit);
}
