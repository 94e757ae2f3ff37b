// Who watches lists has the servers listened to that they come from, and who follows a resource its server. Said again and again
// while somebody does, so that nobody has to say when he has gone.

import { logError } from "../platform/log.ts";
import { recentFor } from "../platform/recent.ts";
import type { Services } from "../services.ts";
import { selectWatched } from "./across-store.ts";
import type { Server } from "./server.ts";

/** A socket that sleeps looks once a minute: together with that, shorter than a lease (server-listener.ts). */
const RENEW_MS = 15_000;
/** Of all that one agent sees on the whole hub, or has in a box. The rest is read on schedule. */
const MAX_SERVERS = 20;
/** Which servers an agent sees is not looked up each time. */
const SEEN_MS = 4 * 60_000;
/** All who follow a resource in an isolate share one look. */
const FOLLOW_MS = 2_500;

const renewed = recentFor<true>(RENEW_MS, 10_000);
const seen = recentFor<readonly string[]>(SEEN_MS, 10_000);
const followed = recentFor<string>(FOLLOW_MS, 10_000);

export async function watchServer({ db, env }: Services, serverId: string): Promise<void> {
  const recent = renewed(db);
  if (recent.get(serverId) === true) return;
  recent.set(serverId, true);
  try {
    await env.SERVER_LISTENER.getByName(serverId).watch(serverId);
  } catch (error) {
    recent.delete(serverId);
    logError("server_watch_failed", error, {});
  }
}

export async function watchServers(services: Services, serverIds: Iterable<string>): Promise<void> {
  const some = [...new Set(serverIds)].slice(0, MAX_SERVERS);
  await Promise.all(some.map((id) => watchServer(services, id)));
}

/** The viewer's own first, then public ones. */
export async function watchServersOf(services: Services, viewerId: string): Promise<void> {
  const { db } = services;
  const recent = seen(db);
  let ids = recent.get(viewerId);
  if (ids === undefined) {
    ids = await selectWatched(db, viewerId, MAX_SERVERS);
    recent.set(viewerId, ids);
  }
  await watchServers(services, ids);
}

/** Whether the server lets itself be subscribed to. */
export function tellsOfUpdates({ capabilities: { resources } }: Pick<Server, "capabilities">): boolean {
  const isObject = typeof resources === "object" && resources !== null && !Array.isArray(resources);
  return isObject && resources["subscribe"] === true;
}

/** A text that is another one once the server, which tells of updates, has said that the resource was updated, or may have. */
export async function followResource({ db, env }: Services, serverId: string, uri: string): Promise<string> {
  const recent = followed(db);
  const key = `${serverId} ${uri}`;
  const known = recent.get(key);
  if (known !== undefined) return known;
  const mark = (await env.SERVER_LISTENER.getByName(serverId).follow(serverId, uri)) ?? "";
  recent.set(key, mark);
  return mark;
}
