// The browsers that are signed in as the agent.

import { infiniteQueryOptions } from "@tanstack/react-query";
import { answerOf, hub } from "./hub.ts";

export const sessionPagesQuery = infiniteQueryOptions({
  queryKey: ["sessions"],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }) =>
    answerOf(
      hub.GET("/api/v1/auth/sessions", {
        params: { query: pageParam === undefined ? {} : { cursor: pageParam } },
        signal,
      }),
    ),
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
});

export const endSession = (sessionId: string) =>
  answerOf(hub.DELETE("/api/v1/auth/sessions/{sessionId}", { params: { path: { sessionId } } }));

export const endOtherSessions = () => answerOf(hub.DELETE("/api/v1/auth/sessions"));
