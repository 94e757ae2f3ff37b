// What changed last in the hub, for those who listen.

import type { Database } from "../../platform/database.ts";
import { recentFor } from "../../platform/recent.ts";
import { lastPublicChange } from "../../servers/across-servers.ts";
import { selectLastTemplateChange, selectLastToolChange } from "./store.ts";

const remembered = recentFor<string>(2_500, 3);

/** When a tool of anybody was changed last: all who listen in an isolate share one look. */
export function lastToolChange(db: Database): Promise<string> {
  return lastChange(db, "tools", selectLastToolChange);
}

/** The same of a template: published, changed or no longer offered. That it was used or rated is no change. */
export function lastTemplateChange(db: Database): Promise<string> {
  return lastChange(db, "templates", selectLastTemplateChange);
}

/** The same of a public MCP server: what it lists, that it is there, that it is public. */
export function lastPublicServerChange(db: Database): Promise<string> {
  return lastChange(db, "servers", lastPublicChange);
}

async function lastChange(db: Database, what: string, select: (db: Database) => Promise<string>): Promise<string> {
  const recent = remembered(db);
  const known = recent.get(what);
  if (known !== undefined) return known;
  const at = await select(db);
  recent.set(what, at);
  return at;
}
