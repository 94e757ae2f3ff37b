// A run as it goes on: its events tell when to look again.

import { useEffect, useState } from "react";
import { type Connection, openStream } from "./event-stream.ts";
import { queryClient } from "./hub.ts";
import { runQuery } from "./workflows.ts";

/** However fast a run is, its page is drawn no more often. */
const LOOK_EVERY_MS = 250;
const TYPES = [
  "run.started",
  "attempt.started",
  "attempt.failed",
  "attempt.deferred",
  "attempt.handed_over",
  "attempt.resumed",
  "answer.received",
  "wait.started",
  "signal.received",
  "items.listed",
  "step.succeeded",
  "step.failed",
  "step.skipped",
  "pause.requested",
  "resume.requested",
  "cancel.requested",
  "run.ending",
  "run.settled",
];

/** Keeps what the page knows of the run fresh, until the run has settled and the hub ends the stream. */
export function useLiveRun(runId: string, isSettled: boolean): Connection {
  const [connection, setConnection] = useState<Connection>("connecting");
  useEffect(() => {
    if (isSettled) return undefined;
    let hasEnded = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queryClient.invalidateQueries({ queryKey: runQuery(runId).queryKey });
      }, LOOK_EVERY_MS);
    };
    const close = openStream({
      url: `/api/v1/workflow-runs/${encodeURIComponent(runId)}/events`,
      types: TYPES,
      onConnection: (now) => {
        // That the stream of a run that has settled ends is no loss.
        if (!hasEnded) setConnection(now);
      },
      onEvent: ({ type }) => {
        hasEnded ||= type === "run.settled";
        look();
      },
    });
    return () => {
      clearTimeout(timer);
      close();
    };
  }, [runId, isSettled]);
  return connection;
}
