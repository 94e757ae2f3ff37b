// A session's events, as the SDK's transport keeps and replays them for who comes back with `Last-Event-ID`. It does not say
// which stream an event is of (`getStreamIdForEventId`): the transport would refuse who comes back for as long as it takes the
// broken connection for a good one. So the newer one takes the stream over.

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

  /** Whether there is an event of this id, from which a stream can be resumed. */
  has(eventId: string): boolean {
    return this.#streamOf(eventId) !== undefined;
  }

  async replayEventsAfter(
    lastEventId: string,
    { send }: { send: (eventId: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const stream = this.#streamOf(lastEventId) ?? "";
    for (const { id, message } of this.#journal.eventsAfter(Number(lastEventId), stream)) {
      // A priming event has no message.
      if ("jsonrpc" in message) await send(String(id), message);
    }
    return stream;
  }

  #streamOf(eventId: string): string | undefined {
    return /^\d{1,15}$/.test(eventId) ? this.#journal.streamOf(Number(eventId)) : undefined;
  }
}
