// The programs that the agent has let in by OAuth.

import { infiniteQueryOptions } from "@tanstack/react-query";
import { answerOf, hub } from "./hub.ts";

export const grantPagesQuery = infiniteQueryOptions({
  queryKey: ["grants"],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }) =>
    answerOf(
      hub.GET("/api/v1/oauth/grants", {
        params: { query: pageParam === undefined ? {} : { cursor: pageParam } },
        signal,
      }),
    ),
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
});

export const endGrant = (grantId: string) =>
  answerOf(hub.DELETE("/api/v1/oauth/grants/{grantId}", { params: { path: { grantId } } }));
