// A session's events, as the SDK's transport keeps and replays them for who comes back with `Last-Event-ID`.

import type { EventStore, JSONRPCMessage } from "@modelcontextprotocol/server";
import type { SessionJournal } from "./session-journal.ts";

export class EventLog implements EventStore {
  readonly #journal: SessionJournal;
  /** While a server is brought back, what it says again is not for the client. */
  muted = false;

  constructor(store: SessionJournal) {
    this.#journal = store;
  }

  async storeEvent(streamId: string, message: JSONRPCMessage): Promise<string> {
    return String(this.muted ? 0 : this.#journal.addEvent(streamId, message, Date.now()));
  }

  async getStreamIdForEventId(eventId: string): Promise<string | undefined> {
    return /^\d{1,15}$/.test(eventId) ? this.#journal.streamOf(Number(eventId)) : undefined;
  }

  async replayEventsAfter(
    lastEventId: string,
    { send }: { send: (eventId: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const stream = (await this.getStreamIdForEventId(lastEventId)) ?? "";
    for (const { id, message } of this.#journal.eventsAfter(Number(lastEventId), stream)) {
      // A priming event has no message.
      if ("jsonrpc" in message) await send(String(id), message);
    }
    return stream;
  }
}
