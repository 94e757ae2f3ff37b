// One object for each upstream MCP server, for as long as somebody watches what the server lists: it holds the one stream on
// which the server says that something has changed.
//
// L1. One stream at a time: it lives inside the alarm, and alarms never overlap. The alarm also keeps the object in memory.
// L2. Who watches, or follows a resource, renews a lease. When that has run out, the stream ends and there is no alarm any more.
// L3. Before a stream is opened, the alarm for the next one is set: an object that is lost listens again by itself.
// L4. What the server says has its lists read again, by its keeper, and nothing else. However much it says, the keeper is told
//     once in a while. That a resource was updated is kept for who follows it.
// L5. It looks now and then whether its server is still there and the same, whatever it was told.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { openDatabase } from "../platform/database.ts";
import { logError } from "../platform/log.ts";
import { isAgentEndpoint } from "../relay/mcp/agent-link.ts";
import { UpstreamError } from "../relay/mcp/failures.ts";
import { type Listened, type Listener, listenUpstream } from "../relay/mcp/listen-upstream.ts";
import { FollowedResources } from "./followed-resources.ts";
import { keeperOf } from "./keeper.ts";
import { urlReachOf } from "./read-server.ts";
import type { Server } from "./server.ts";
import { selectServer } from "./store.ts";

/** How long a server is listened to after somebody watched it last: longer than a socket sleeps between two looks (mcp-socket.ts). */
const LEASE_MS = 90_000;
const LOOK_EVERY_MS = 60_000;
/** An alarm has a quarter of an hour. */
const STREAM_MS = 10 * 60_000;
const LOST_MS = STREAM_MS + 60_000;
const FIRST_RETRY_MS = 5_000;
const MAX_RETRY_MS = 30 * 60_000;
/** A stream that held so long was a good one. */
const GOOD_MS = 60_000;
/** A server that has no such stream is not asked for it again before. */
const NONE_MS = 24 * 60 * 60_000;
const TELL_EVERY_MS = 1_000;

interface Kept {
  readonly serverId: string;
  readonly until: number;
  /** Streams in a row that could not be had, or did not hold. */
  readonly failures: number;
}

export class ServerListener extends DurableObject<Env> {
  readonly #followed = new FollowedResources();
  #stream: AbortController | null = null;
  /** Whether the server was asked to tell of any resource, when it was asked last. */
  #hasAskedFor = false;

  /** Somebody watches: listens from now on, for as long as the lease holds. */
  async watch(serverId: string): Promise<void> {
    if (!this.#hasNone("noneUntil")) await this.#renew(serverId);
  }

  /** The same of one resource. Gives a text that is another one once it may have been updated; null while nobody would say so. */
  async follow(serverId: string, uri: string): Promise<string | null> {
    if (this.#hasNone("noneFollowedUntil")) return null;
    const mark = this.#followed.follow(uri, Date.now() + LEASE_MS);
    await this.#renew(serverId);
    return mark;
  }

  #hasNone(which: "noneUntil" | "noneFollowedUntil"): boolean {
    return (this.ctx.storage.kv.get<number>(which) ?? 0) > Date.now();
  }

  async #renew(serverId: string): Promise<void> {
    const { kv } = this.ctx.storage;
    const failures = kv.get<Kept>("kept")?.failures ?? 0;
    kv.put<Kept>("kept", { serverId, until: Date.now() + LEASE_MS, failures });
    if (this.#stream === null && (await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(Date.now());
    }
  }

  /** The server has another address or other credentials: what is known of the old one holds no longer. */
  async moved(): Promise<void> {
    const { kv } = this.ctx.storage;
    kv.delete("noneUntil");
    kv.delete("noneFollowedUntil");
    const kept = kv.get<Kept>("kept");
    if (kept === undefined) return;
    kv.put<Kept>("kept", { ...kept, failures: 0 });
    if (this.#stream === null) await this.ctx.storage.setAlarm(Date.now());
    this.#stream?.abort();
  }

  async stop(): Promise<void> {
    this.#stream?.abort();
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  override async alarm(): Promise<void> {
    const { kv } = this.ctx.storage;
    const kept = kv.get<Kept>("kept");
    if (kept === undefined) return;
    if (kept.until <= Date.now()) return this.#end();
    await this.ctx.storage.setAlarm(Date.now() + LOST_MS);
    const began = Date.now();
    const listened = await this.#listen(kept.serverId);
    const now = kv.get<Kept>("kept");
    // It was removed meanwhile.
    if (now === undefined || listened === "removed") return this.stop();
    if (listened === "none") {
      kv.put("noneUntil", Date.now() + NONE_MS);
      if (this.#hasAskedFor) kv.put("noneFollowedUntil", Date.now() + NONE_MS);
      // Who has no lists to tell of may have resources, of which one was asked for since.
      if (this.#hasAskedFor || this.#followed.now().uris.length === 0) return this.#end();
    }
    if (now.until <= Date.now()) return this.#end();
    const isGood = listened === "stopped" || (listened === "ended" && Date.now() - began > GOOD_MS);
    const failures = isGood ? 0 : now.failures + 1;
    kv.put<Kept>("kept", { ...now, failures });
    const retryMs = isGood ? 0 : Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS);
    await this.ctx.storage.setAlarm(Date.now() + retryMs);
  }

  /** `stopped`: by the hub. */
  async #listen(serverId: string): Promise<Listened | "failed" | "stopped" | "removed"> {
    const stream = new AbortController();
    this.#stream = stream;
    this.#hasAskedFor = false;
    const leave = setInterval(() => this.#leaveWhenUnwatched(stream), 1_000);
    const timer = setTimeout(() => stream.abort(), STREAM_MS);
    let look: ReturnType<typeof setInterval> | undefined;
    try {
      const server = await selectServer(openDatabase(this.env.DB), serverId);
      if (server === null) return "removed";
      look = setInterval(() => void this.#leaveWhenOther(server, stream), LOOK_EVERY_MS);
      // What an agent that is connected says comes on its socket.
      if (isAgentEndpoint(server.url)) return "none";
      const reach = await urlReachOf(this.env, server);
      const listened = await listenUpstream(reach, server.revision, this.#teller(serverId), stream.signal);
      return stream.signal.aborted ? "stopped" : listened;
    } catch (error) {
      // A server that does not answer says so at its next refresh.
      if (!(error instanceof UpstreamError)) logError("server_listen_failed", error, {});
      return "failed";
    } finally {
      clearInterval(leave);
      clearInterval(look);
      clearTimeout(timer);
      this.#stream = null;
    }
  }

  /** Who removed it, or gave it another address, may have failed to say so. */
  async #leaveWhenOther({ id, url, authConfig }: Server, stream: AbortController): Promise<void> {
    try {
      const now = await selectServer(openDatabase(this.env.DB), id);
      if (now?.url !== url || now.authConfig !== authConfig) stream.abort();
    } catch (error) {
      logError("server_listen_look_failed", error, { serverId: id });
    }
  }

  #leaveWhenUnwatched(stream: AbortController): void {
    this.#followed.forgetUnfollowed(Date.now());
    const kept = this.ctx.storage.kv.get<Kept>("kept");
    if (kept === undefined || kept.until <= Date.now()) stream.abort();
  }

  /** Between two streams something may have changed that nobody was told of: each begins with a look. */
  #teller(serverId: string): Listener {
    let isDue = false;
    const tell = () => {
      if (isDue) return;
      isDue = true;
      setTimeout(() => {
        isDue = false;
        keeperOf(this.env, serverId)
          .refreshSoon(serverId)
          .catch((error: unknown) => logError("server_refresh_failed", error, {}));
      }, TELL_EVERY_MS);
    };
    const opened = () => {
      this.#followed.missed();
      tell();
    };
    const updated = (uri: string) => this.#followed.updated(uri);
    const followed = () => {
      const now = this.#followed.now();
      this.#hasAskedFor = now.uris.length > 0;
      return now;
    };
    return { opened, changed: tell, updated, followed };
  }

  async #end(): Promise<void> {
    this.ctx.storage.kv.delete("kept");
    await this.ctx.storage.deleteAlarm();
  }
}
