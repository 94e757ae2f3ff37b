// Who watches lists has the servers listened to that they come from. Said again and again while somebody watches, so that
// nobody has to say when he has gone.

import { logError } from "../platform/log.ts";
import { recentFor } from "../platform/recent.ts";
import type { Services } from "../services.ts";
import { selectWatched } from "./across-store.ts";

/** Well before a lease has run out (server-listener.ts): a socket that sleeps looks once a minute. */
const RENEW_MS = 4 * 60_000;
/** Of all that one agent sees on the whole hub. The rest is read on schedule. */
const MAX_SERVERS = 20;

const renewed = recentFor<true>(RENEW_MS, 10_000);

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

/** The viewer's own first, then public ones. */
export async function watchServersOf(services: Services, viewerId: string): Promise<void> {
  const recent = renewed(services.db);
  if (recent.get(viewerId) === true) return;
  recent.set(viewerId, true);
  const ids = await selectWatched(services.db, viewerId, MAX_SERVERS);
  await Promise.all(ids.map((id) => watchServer(services, id)));
}
