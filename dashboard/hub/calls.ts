// The log of calls, and the feed that tells of them as they happen.

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { paths } from "../../client/openapi.gen.ts";
import { answerOf, hub, type Schema } from "./hub.ts";

export type Call = Schema<"LoggedInvocation">;
type CallsAsked = NonNullable<paths["/api/v1/mcp/invocations"]["get"]["parameters"]["query"]>;

export const callPagesQuery = (query: Omit<CallsAsked, "cursor">) =>
  infiniteQueryOptions({
    queryKey: ["calls", query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        hub.GET("/api/v1/mcp/invocations", {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

export const callQuery = (invocationId: string) =>
  queryOptions({
    queryKey: ["call", invocationId],
    queryFn: ({ signal }) =>
      answerOf(hub.GET("/api/v1/mcp/invocations/{invocationId}", { params: { path: { invocationId } }, signal })),
  });
