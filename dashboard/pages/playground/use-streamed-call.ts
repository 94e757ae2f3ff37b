// A call as it goes on. However fast its items come, what has come of them is looked at some times a second.

import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { hub, type Schema } from "../../hub/hub.ts";

const LOOK_EVERY_MS = 100;
/** Of a long stream, the latest. */
const KEPT = 100;

type Invocation = Schema<"Invocation">;

/** What has come of a call so far. */
export interface Heard {
  /** Undefined until the call has begun. */
  readonly invocationId: string | undefined;
  /** What the hub's answer began with. Undefined until then. */
  readonly head: Head | undefined;
  readonly elapsedMs: number;
  readonly firstItemMs: number | null;
  readonly itemCount: number;
  readonly latest: readonly HeardItem[];
}

export type Head = Pick<Response, "status" | "headers">;

export interface HeardItem {
  /** Its place in the stream, from 1. */
  readonly place: number;
  readonly name: string | undefined;
  readonly data: unknown;
}

/** A call that is over: what it was answered, or how far it had come when it was stopped. */
export type Ended = {
  /** Among the calls of this page, from 1. */
  readonly place: number;
  readonly args: unknown;
  readonly heard: Heard;
} & ({ readonly how: "answered"; readonly answer: Invocation } | { readonly how: "stopped"; readonly at: string });

const NOTHING: Heard = {
  invocationId: undefined,
  head: undefined,
  elapsedMs: 0,
  firstItemMs: null,
  itemCount: 0,
  latest: [],
};

/** Leaving the page ends the call as stopping it does: nobody would hear the rest. */
export function useStreamedCall(toolId: string, onEnd: (ended: Ended) => void) {
  const [going, setGoing] = useState<Heard | null>(null);
  const ending = useRef<AbortController>(null);
  const begun = useRef(0);
  useEffect(() => () => ending.current?.abort(), []);
  const call = useMutation({
    mutationFn: async (args: unknown): Promise<Ended> => {
      const stop = new AbortController();
      ending.current = stop;
      begun.current += 1;
      const place = begun.current;
      const startedAt = performance.now();
      let heard = NOTHING;
      const look = () => {
        heard = { ...heard, elapsedMs: performance.now() - startedAt };
        setGoing(heard);
      };
      look();
      const looking = setInterval(look, LOOK_EVERY_MS);
      const onCall = (invocationId: string, head: Head) => (heard = { ...heard, invocationId, head });
      try {
        const messages = hub.stream(toolId, args as Record<string, unknown>, { signal: stop.signal, onCall });
        for await (const message of messages) {
          if (message.type === "invocation") return { place, args, heard, how: "answered", answer: message.invocation };
          heard = withItem(heard, message, performance.now() - startedAt);
        }
        // The client gives no sequence that ends without one, but throws.
        throw new Error("The call ended without an outcome.");
      } catch (error) {
        if (!stop.signal.aborted) throw error;
        look();
        return { place, args, heard, how: "stopped", at: new Date().toISOString() };
      } finally {
        clearInterval(looking);
        setGoing(null);
      }
    },
    onSuccess: onEnd,
  });
  return {
    /** Null: none is under way. */
    going,
    error: call.error,
    start: (args: unknown) => call.mutate(args),
    stop: () => ending.current?.abort(),
  };
}

function withItem(heard: Heard, item: { readonly name?: string; readonly data?: unknown }, afterMs: number): Heard {
  const place = heard.itemCount + 1;
  return {
    ...heard,
    firstItemMs: heard.firstItemMs ?? afterMs,
    itemCount: place,
    latest: [...heard.latest.slice(1 - KEPT), { place, name: item.name, data: item.data }],
  };
}
