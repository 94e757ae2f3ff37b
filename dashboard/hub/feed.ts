// The live feed. The browser connects again by itself, and shows the last event's id: what came meanwhile comes then.

import { useEffect, useRef, useState } from "react";
import type { Call } from "./calls.ts";

export type Connection = "open" | "lost";

/** Every call of the agent and of its tools, once it has settled or has begun in the background. */
export function useCallFeed(onCall: (call: Call) => void): Connection {
  const [connection, setConnection] = useState<Connection>("open");
  const latest = useRef(onCall);
  latest.current = onCall;
  useEffect(() => {
    const source = new EventSource("/api/v1/feed?types=invocation.started,invocation.settled");
    const take = ({ data }: MessageEvent<string>) => latest.current((JSON.parse(data) as { data: Call }).data);
    source.addEventListener("invocation.started", take);
    source.addEventListener("invocation.settled", take);
    source.addEventListener("open", () => setConnection("open"));
    source.addEventListener("error", () => setConnection("lost"));
    return () => source.close();
  }, []);
  return connection;
}
