// A stream of the hub's events that is opened again, whatever ended it. The browser by itself would give up for good where
// the hub answers with a refusal.
//
// E1. Whoever comes back shows the id of the last event that came: what happened meanwhile comes then. The address has it, so
//     each time it is another one, and the browser is not left to come back to the old one.
// E2. Where nobody is signed in any more, nothing is opened: it would be refused for ever.

import { queryClient } from "./hub.ts";
import { readSession, sessionQuery } from "./session.ts";

export type Connection = "connecting" | "open" | "lost" | "signedOut";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export interface StreamOptions {
  readonly url: string;
  readonly types: readonly string[];
  readonly onEvent: (event: MessageEvent<string>) => void;
  readonly onConnection?: (connection: Connection) => void;
}

/** @returns what closes it */
export function openStream({ url, types, onEvent, onConnection }: StreamOptions): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  let lastEventId = "";
  let pauseMs = FIRST_PAUSE_MS;

  const open = () => {
    source = new EventSource(lastEventId === "" ? url : withLastId(url, lastEventId));
    source.addEventListener("open", () => {
      pauseMs = FIRST_PAUSE_MS;
      onConnection?.("open");
    });
    source.addEventListener("error", () => {
      const isRefused = source.readyState === EventSource.CLOSED;
      source.close();
      onConnection?.("lost");
      timer = setTimeout(() => (isRefused ? void openIfSignedIn() : open()), pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    });
    const take = (event: MessageEvent<string>) => {
      if (event.lastEventId !== "") ({ lastEventId } = event);
      onEvent(event);
    };
    for (const type of types) source.addEventListener(type, take);
  };
  const openIfSignedIn = async () => {
    // Where that cannot be told, the next attempt tells.
    const session = await readSession().catch(() => undefined);
    if (isClosed) return;
    if (session !== null) return open();
    // The next page that is turned to asks anew.
    queryClient.removeQueries({ queryKey: sessionQuery.queryKey });
    onConnection?.("signedOut");
  };

  open();
  return () => {
    isClosed = true;
    clearTimeout(timer);
    source.close();
  };
}

function withLastId(url: string, id: string): string {
  return `${url}${url.includes("?") ? "&" : "?"}lastEventId=${encodeURIComponent(id)}`;
}
