// The live feed: what it tells goes to the page, and into the lists that show the same things.

import { useEffect, useRef, useState } from "react";
import type { Call } from "./calls.ts";
import { type Connection, openStream } from "./event-stream.ts";
import { queryClient } from "./hub.ts";

const OF_CALLS = "invocation.started,invocation.settled";
const OF_RUNS = "run.started,run.settled";
const CALLS = ["calls"];
const RUNS = ["runs"];
const CALLS_AND_RUNS = [...CALLS, ...RUNS];
const HANDOFFS = ["handoffs", "handoff"];

/** Every call of the agent and of its tools, once it has settled or has begun in the background. */
export const useCallFeed = (onCall: (call: Call) => void, onGap: () => void) =>
  useFeed<Call>(OF_CALLS, CALLS, onCall, onGap);

/** Keeps the lists of runs fresh. */
export const useRunFeed = () => useFeed<unknown>(OF_RUNS, RUNS, readRunsSoon);

/** Calls and runs, over one connection. */
export const useActivityFeed = (onCall: (call: Call) => void, onGap: () => void) =>
  useFeed<Call>(
    `${OF_CALLS},${OF_RUNS}`,
    CALLS_AND_RUNS,
    (data, type) => (OF_RUNS.split(",").includes(type) ? readRunsSoon() : onCall(data)),
    onGap,
  );

/** What is said of the agent's handoffs: those that it is asked to take, that it has, and that it sent. */
export const useHandoffFeed = (onNews: (handoff: { readonly id: string }) => void) =>
  useFeed<{ readonly id: string }>("handoff.received,handoff.changed", HANDOFFS, onNews);

const READ_EVERY_MS = 500;
let reading: ReturnType<typeof setTimeout> | undefined;

/** Many runs may begin and settle at once: a list that is asked for again at each would never be there. */
function readRunsSoon(): void {
  reading ??= setTimeout(() => {
    reading = undefined;
    void queryClient.invalidateQueries({ queryKey: RUNS });
  }, READ_EVERY_MS);
}

/**
 * @param types with commas
 * @param shown the first parts of the keys of the queries that show the same things
 * @param onGap events are lost: what a page has kept of them is no longer next to what is read again
 */
function useFeed<Data>(
  types: string,
  shown: readonly string[],
  onEvent: (data: Data, type: string) => void,
  onGap?: () => void,
): Connection {
  const [connection, setConnection] = useState<Connection>("connecting");
  const latest = useRef({ onEvent, onGap });
  latest.current = { onEvent, onGap };
  useEffect(() => {
    // What came after they were read and before the feed listened, or was lost on the way, is in them.
    const readAgain = () => {
      for (const part of shown) void queryClient.invalidateQueries({ queryKey: [part] });
    };
    let isReady = false;
    return openStream({
      url: `/api/v1/feed?types=${types}`,
      types: [...types.split(","), "ready", "gap"],
      onConnection: setConnection,
      onEvent: ({ type, data }) => {
        if (type === "ready") {
          if (!isReady) readAgain();
          isReady = true;
        } else if (type === "gap") {
          latest.current.onGap?.();
          readAgain();
        } else latest.current.onEvent((JSON.parse(data) as { data: Data }).data, type);
      },
    });
  }, [types, shown]);
  return connection;
}
