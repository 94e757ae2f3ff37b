// Reading a server again. Run by its keeper alone, so that no two of them cross.

import { nowIso } from "../platform/clock.ts";
import { runAll } from "../platform/database.ts";
import { UpstreamError } from "../relay/mcp/failures.ts";
import type { Services } from "../services.ts";
import { followServer, setStatus } from "../tools/insert-imported.ts";
import { readServer, type ServerRead } from "./read-server.ts";
import { reconcile } from "./reconcile.ts";
import type { Server } from "./server.ts";
import { saveFailure, saveRead, selectKept, selectServer, writeDefinitions } from "./store.ts";

export type Refreshed =
  /** `isOther`: it lists something else than when it was read last. */
  | { readonly status: "refreshed"; readonly ttlMs: number | null; readonly isOther: boolean }
  | { readonly status: "failed"; readonly reason: string }
  /** There is no such server any more. */
  | { readonly status: "removed" };

export async function refreshServer(services: Services, serverId: string): Promise<Refreshed> {
  const { db } = services;
  const server = await selectServer(db, serverId);
  if (server === null) return { status: "removed" };
  const read = await readServer(services, server).catch((error: unknown) => {
    if (error instanceof UpstreamError) return error;
    throw error;
  });
  // What an address said that its owner has left meanwhile is nothing of this server.
  const now = await selectServer(db, serverId);
  if (now?.url !== server.url || now.authConfig !== server.authConfig) return refreshServer(services, serverId);
  if (read instanceof UpstreamError) {
    await saveFailure(db, serverId, read.message);
    return { status: "failed", reason: read.message };
  }
  const isOther = await takeOver(services, now, read);
  return { status: "refreshed", ttlMs: read.ttlMs, isOther };
}

/** Writes what was read: how its tools are called follows at once, their definitions wait. Gives whether it lists something else. */
async function takeOver({ db }: Services, server: Server, { facts, definitions }: ServerRead): Promise<boolean> {
  const kept = await selectKept(db, server.id);
  const { vanished, returned, ...rows } = reconcile(kept, definitions);
  const at = nowIso();
  const now: Server = { ...server, ...facts, lastError: null, refreshedAt: at };
  // A tool is listed as it was until its owner has approved it, and its own row says so then.
  const listsOther = [...rows.writes, ...rows.forgotten].some(({ kind }) => kind !== "tool");
  await runAll(db, [
    ...saveRead(db, now, listsOther),
    ...followServer(server.id, at),
    ...writeDefinitions(server.id, rows),
    ...setStatus(db, vanished, "active", "inactive", at),
    ...setStatus(db, returned, "inactive", "active", at),
  ]);
  return rows.writes.length + rows.forgotten.length > 0;
}
